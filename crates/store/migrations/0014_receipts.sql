-- What the server has taken and is not recorded yet: a row is written at once, and what follows from it for many
-- messages together.
CREATE TABLE outbox_receipt (
    id     INTEGER PRIMARY KEY REFERENCES outbox (id) ON DELETE CASCADE,
    -- What the server said.
    answer TEXT NOT NULL,
    at     INTEGER NOT NULL
) STRICT;

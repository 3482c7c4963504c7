-- How many partnerships there are, without those in the bin, kept in the same transaction: the list shows
-- it with every page.
CREATE TABLE partnership_count (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    n  INTEGER NOT NULL CHECK (n >= 0)
) STRICT;

INSERT INTO partnership_count (id, n)
SELECT 1, count(*) FROM partnership WHERE deleted_at IS NULL;

CREATE TRIGGER partnership_added AFTER INSERT ON partnership WHEN new.deleted_at IS NULL
BEGIN
    UPDATE partnership_count SET n = n + 1;
END;

CREATE TRIGGER partnership_binned AFTER UPDATE OF deleted_at ON partnership
WHEN (old.deleted_at IS NULL) <> (new.deleted_at IS NULL)
BEGIN
    UPDATE partnership_count SET n = n + iif(new.deleted_at IS NULL, 1, -1);
END;

CREATE TRIGGER partnership_gone AFTER DELETE ON partnership WHEN old.deleted_at IS NULL
BEGIN
    UPDATE partnership_count SET n = n - 1;
END;

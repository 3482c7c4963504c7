-- What becomes of the copy of a message in the folder of sent mail, once the message has left or may have.
-- Rows come by themselves, so that whoever sends need not think of it.
CREATE TABLE sent_copy (
    outbox_id INTEGER PRIMARY KEY REFERENCES outbox (id) ON DELETE CASCADE,
    -- wanted: it is looked for, and filed where the provider does not do that; absent: it was looked for often
    -- enough; not_wanted: nothing would follow from it; failed: it cannot be filed, and why.
    state     TEXT NOT NULL DEFAULT 'wanted'
              CHECK (state IN ('wanted', 'found', 'filed', 'absent', 'not_wanted', 'failed')),
    -- How often it was looked for.
    tries     INTEGER NOT NULL DEFAULT 0,
    next_try  INTEGER NOT NULL DEFAULT 0,
    problem   TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE INDEX sent_copy_wanted ON sent_copy (next_try) WHERE state = 'wanted';

CREATE TRIGGER outbox_wants_copy AFTER UPDATE OF state ON outbox
WHEN new.state IN ('sent', 'in_doubt') AND new.state <> old.state
    AND (SELECT kind FROM workspace) = 'own'
BEGIN
    INSERT INTO sent_copy (outbox_id) VALUES (new.id)
    ON CONFLICT (outbox_id) DO UPDATE SET state = 'wanted', tries = 0, next_try = 0, problem = '';
END;

INSERT INTO sent_copy (outbox_id) SELECT id FROM outbox WHERE state = 'in_doubt';

-- Rows that name files of the attachments folder, found at the start without looking at all of them.
CREATE INDEX draft_with_files ON draft (touch_id) WHERE document -> '$.attachments' IS NOT NULL;
CREATE INDEX outbox_with_files ON outbox (id) WHERE draft -> '$.attachments' IS NOT NULL;
CREATE INDEX event_with_files ON event (id) WHERE instr(undo, '"attachments"') > 0;

-- The largest message that a sending server takes, as it said last; none when it says nothing.
CREATE TABLE server_limit (
    id           INTEGER PRIMARY KEY,
    host         TEXT NOT NULL UNIQUE,
    message_size INTEGER
) STRICT;

-- Wishes to get no more that the rep's own page has taken: each token is heard once, so that what the rep takes
-- back is not done again.
CREATE TABLE opt_out_heard (
    id    INTEGER PRIMARY KEY,
    token TEXT NOT NULL UNIQUE,
    at    INTEGER NOT NULL
) STRICT;

-- When that page's list was had last, and what went wrong since.
CREATE TABLE opt_out_poll (
    id      INTEGER PRIMARY KEY CHECK (id = 1),
    read_at INTEGER,
    problem TEXT NOT NULL DEFAULT ''
) STRICT;
INSERT INTO opt_out_poll (id) VALUES (1);

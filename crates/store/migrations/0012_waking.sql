-- Coming back: when the program ran and its mailbox could send (R11), and whether the file is the one that
-- this computer wrote last (R34).

-- Counts on whenever the file is written to tell that the program runs, and with each message that is claimed.
ALTER TABLE workspace ADD COLUMN generation INTEGER NOT NULL DEFAULT 0;
-- Names the computer that wrote last, hashed with the key of the Message-IDs; empty where it has no name.
ALTER TABLE workspace ADD COLUMN machine TEXT NOT NULL DEFAULT '';
-- When the program was last known to run.
ALTER TABLE workspace ADD COLUMN alive_at INTEGER;

-- Times in which nothing could be sent.
CREATE TABLE outage (
    id       INTEGER PRIMARY KEY,
    -- desk_core::waking::Cause
    cause    TEXT NOT NULL CHECK (cause IN ('program', 'sending', 'reading')),
    from_at  INTEGER NOT NULL,
    -- None while it lasts.
    until_at INTEGER
) STRICT;
CREATE INDEX outage_by_end ON outage (until_at);
CREATE UNIQUE INDEX outage_lasting ON outage (cause) WHERE until_at IS NULL;

-- The file is older than what its computer wrote last, or comes from another one.
CREATE TABLE returned (
    id          INTEGER PRIMARY KEY CHECK (id = 1),
    how         TEXT NOT NULL CHECK (how IN ('restored', 'copied')),
    -- The last moment that the file knows of, and when it was opened again: what happened between is lost.
    file_at     INTEGER NOT NULL,
    at          INTEGER NOT NULL,
    -- When the folder of sent mail was read; none before.
    read_at     INTEGER,
    -- How many messages it held that the file did not know to have left.
    found       INTEGER NOT NULL DEFAULT 0,
    -- When the rep let everything go on; none before.
    answered_at INTEGER
) STRICT;

-- Messages of ours that left in the lost time and whose touch is not open yet.
CREATE TABLE returned_copy (
    message_id TEXT PRIMARY KEY,
    at         INTEGER NOT NULL
) STRICT;

-- The moment at which a message was to leave, and whether the rep lets it leave although it is late.
ALTER TABLE outbox ADD COLUMN wanted_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN late_allowed INTEGER NOT NULL DEFAULT 0 CHECK (late_allowed IN (0, 1));
UPDATE outbox SET wanted_at = next_try;

-- R35 counts calls by number, whoever shares it.
CREATE INDEX contact_phone_by_key ON contact_phone (key, contact_id);

-- Messages of which nothing could be read: nobody knows whom they concern (PRODUCT 6.5).
CREATE TABLE unread_mail (
    id           INTEGER PRIMARY KEY,
    folder_id    INTEGER NOT NULL REFERENCES mailbox_folder (id) ON DELETE CASCADE,
    uid_validity INTEGER NOT NULL,
    uid          INTEGER NOT NULL,
    -- When it was passed over, and why.
    at           INTEGER NOT NULL,
    why          TEXT NOT NULL,
    -- When the rep had looked; none before.
    dismissed_at INTEGER,
    UNIQUE (folder_id, uid_validity, uid)
) STRICT;

-- Several mail accounts, each with its own folders, outbox lanes and limits.

CREATE TABLE account (
    -- Never given twice: what waits for an account that is gone must not leave through another.
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    -- Names its secrets in the keychain.
    uid        BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    -- desk_core::account::AccountSettings
    document   TEXT NOT NULL CHECK (json_valid(document)),
    -- desk_core::account::AccountOwn
    own        TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(own)),
    -- The one through which new conversations begin.
    is_default INTEGER NOT NULL CHECK (is_default IN (0, 1))
) STRICT;
INSERT INTO account (id, uid, document, is_default) SELECT id, uid, document, 1 FROM mail_account;
DROP TABLE mail_account;
ALTER TABLE account RENAME TO mail_account;
CREATE UNIQUE INDEX mail_account_default ON mail_account (is_default) WHERE is_default = 1;

-- Through which account a message leaves. None in the practice workspace, and when its account is gone.
ALTER TABLE outbox ADD COLUMN account_id INTEGER REFERENCES mail_account (id) ON DELETE SET NULL;
UPDATE outbox SET account_id = (SELECT id FROM mail_account);
DROP INDEX outbox_lanes;
CREATE INDEX outbox_lanes ON outbox (account_id, unattended, first, next_try, id)
    WHERE state IN ('queued', 'retry');
CREATE INDEX outbox_sent_by_account ON outbox (account_id, sent_at, first) WHERE state = 'sent';

-- Through which account the messages of an enrolment leave, when it was chosen and none has left yet;
-- afterwards the latest message says so (R31).
ALTER TABLE enrolment ADD COLUMN account_id INTEGER REFERENCES mail_account (id) ON DELETE SET NULL;
CREATE INDEX enrolment_by_account ON enrolment (account_id) WHERE account_id IS NOT NULL;

CREATE TABLE folder (
    -- Never given twice: what is known of one account's folder must not be taken for another's.
    id                INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id        INTEGER NOT NULL REFERENCES mail_account (id) ON DELETE CASCADE,
    -- Its name for the server, and its name for the rep.
    name              BLOB NOT NULL,
    shown             TEXT NOT NULL,
    -- desk_core::incoming::FolderRole
    role              TEXT NOT NULL,
    -- Whether it is read; the folder of sent mail is, to see what the rep wrote by hand.
    is_read           INTEGER NOT NULL CHECK (is_read IN (0, 1)),
    -- Whether the server still has it.
    is_there          INTEGER NOT NULL DEFAULT 1 CHECK (is_there IN (0, 1)),
    -- How far it is read; none before the first sight.
    uid_validity      INTEGER,
    last_seen_uid     INTEGER,
    first_sight_below INTEGER,
    highest_modseq    INTEGER,
    -- When the latest check began that read everything there was; none before the first.
    read_at           INTEGER,
    -- Checks in a row that failed, and what the last one said.
    failures          INTEGER NOT NULL DEFAULT 0,
    problem           TEXT NOT NULL DEFAULT '',
    UNIQUE (account_id, name)
) STRICT;
INSERT INTO sqlite_sequence (name, seq) SELECT 'folder', seq FROM sqlite_sequence WHERE name = 'mailbox_folder';
INSERT INTO folder
SELECT mailbox_folder.id, mail_account.id, name, shown, role, is_read, is_there, uid_validity, last_seen_uid,
       first_sight_below, highest_modseq, read_at, failures, problem
FROM mailbox_folder, mail_account;
-- Dropping the old table empties it first, which would forget in which folder a message lay.
CREATE TABLE lay_in (id INTEGER PRIMARY KEY, folder_id INTEGER NOT NULL) STRICT;
INSERT INTO lay_in SELECT id, folder_id FROM incoming WHERE folder_id IS NOT NULL;
DROP TABLE mailbox_folder;
ALTER TABLE folder RENAME TO mailbox_folder;
UPDATE incoming SET folder_id = lay_in.folder_id FROM lay_in
WHERE lay_in.id = incoming.id AND lay_in.folder_id IN (SELECT id FROM mailbox_folder);
DROP TABLE lay_in;

-- Mail that arrives: which folders are read and how far, and what came of each message.

CREATE TABLE mailbox_folder (
    -- Never given twice: what is known of one account's folder must not be taken for another's.
    id                INTEGER PRIMARY KEY AUTOINCREMENT,
    -- Its name for the server, and its name for the rep.
    name              BLOB NOT NULL UNIQUE,
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
    problem           TEXT NOT NULL DEFAULT ''
) STRICT;

-- Messages that concern somebody, or may. What concerns nobody is not kept.
CREATE TABLE incoming (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    uid            BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    -- Its own, or where it has none one that is made from its headers: a message is heard once.
    message_id     TEXT NOT NULL UNIQUE,
    folder_id      INTEGER REFERENCES mailbox_folder (id) ON DELETE SET NULL,
    sender         TEXT NOT NULL,
    subject        TEXT NOT NULL,
    received_at    INTEGER NOT NULL,
    heard_at       INTEGER NOT NULL,
    -- desk_core::incoming::Verdict, the rule that decided and what it saw (R51).
    verdict        TEXT NOT NULL,
    code           TEXT NOT NULL,
    seen           TEXT NOT NULL,
    -- Edition of the classifier.
    version        INTEGER NOT NULL,
    -- What the sender has newly written.
    text           TEXT NOT NULL,
    -- The message as it came, up to its first 256 KB, to read it again.
    raw            BLOB NOT NULL,
    partnership_id INTEGER REFERENCES partnership (id) ON DELETE CASCADE,
    contact_id     INTEGER REFERENCES contact (id) ON DELETE CASCADE,
    enrolment_id   INTEGER REFERENCES enrolment (id) ON DELETE SET NULL,
    -- The entry of the timeline that tells it.
    event_id       INTEGER REFERENCES event (id) ON DELETE SET NULL
) STRICT;

CREATE INDEX incoming_by_moment ON incoming (received_at DESC, id DESC);
CREATE INDEX incoming_by_contact ON incoming (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX incoming_by_partnership ON incoming (partnership_id) WHERE partnership_id IS NOT NULL;
CREATE INDEX incoming_by_enrolment ON incoming (enrolment_id) WHERE enrolment_id IS NOT NULL;
CREATE INDEX incoming_by_folder ON incoming (folder_id) WHERE folder_id IS NOT NULL;
CREATE INDEX incoming_by_event ON incoming (event_id) WHERE event_id IS NOT NULL;

-- Other ids under which a message of ours goes: some providers give it one of their own.
CREATE TABLE message_alias (
    id         INTEGER PRIMARY KEY,
    outbox_id  INTEGER NOT NULL REFERENCES outbox (id) ON DELETE CASCADE,
    message_id TEXT NOT NULL UNIQUE
) STRICT;

CREATE INDEX message_alias_by_outbox ON message_alias (outbox_id);

-- The account's address through which a message left; answers to it arrive there.
ALTER TABLE outbox ADD COLUMN sender TEXT NOT NULL DEFAULT '';
CREATE INDEX outbox_held ON outbox (reason) WHERE state = 'held';

ALTER TABLE contact_address ADD COLUMN domain TEXT
    GENERATED ALWAYS AS (substr(key, instr(key, '@') + 1)) VIRTUAL;
CREATE INDEX contact_address_by_domain ON contact_address (domain);

-- The schema of a workspace file, written by `cargo xtask gen`. Its history is in
-- crates/store/migrations. Instants are UTC milliseconds.

CREATE TRIGGER agenda_due_added AFTER INSERT ON agenda WHEN new.state = 'due' AND new.live = 1
BEGIN
    INSERT INTO due_count (step_id, cadence_id, due) VALUES (new.step_id, new.cadence_id, 1)
    ON CONFLICT (step_id) DO UPDATE SET due = due + 1;
END;

CREATE TRIGGER agenda_due_changed AFTER UPDATE OF state, live, step_id ON agenda
BEGIN
    UPDATE due_count SET due = due - 1
    WHERE step_id = old.step_id AND old.state = 'due' AND old.live = 1;
    INSERT INTO due_count (step_id, cadence_id, due)
    SELECT new.step_id, new.cadence_id, 1 WHERE new.state = 'due' AND new.live = 1
    ON CONFLICT (step_id) DO UPDATE SET due = due + 1;
END;

CREATE TRIGGER agenda_due_removed AFTER DELETE ON agenda WHEN old.state = 'due' AND old.live = 1
BEGIN
    UPDATE due_count SET due = due - 1 WHERE step_id = old.step_id;
END;

CREATE TABLE agenda (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    enrolment_id   INTEGER NOT NULL UNIQUE REFERENCES enrolment (id) ON DELETE CASCADE,
    cadence_id     INTEGER NOT NULL,
    step_id        INTEGER NOT NULL,
    partnership_id INTEGER NOT NULL,
    contact_id     INTEGER NOT NULL,
    kind           TEXT NOT NULL CHECK (kind IN ('email', 'call', 'task')),
    visit          INTEGER NOT NULL,
    attempt        INTEGER NOT NULL,
    base_at        INTEGER NOT NULL,
    retry_minutes    INTEGER,
    snoozed_until  INTEGER,
    ready_at       INTEGER NOT NULL,
    due_at         INTEGER NOT NULL,
    state          TEXT NOT NULL CHECK (state IN ('waiting', 'due', 'in_outbox')),
    -- Whether its enrolment is neither paused nor frozen.
    live           INTEGER NOT NULL CHECK (live IN (0, 1)),
    -- Whether the rep was told that it is due.
    reminded       INTEGER NOT NULL DEFAULT 0 CHECK (reminded IN (0, 1))
, beyond_hours INTEGER NOT NULL DEFAULT 0 CHECK (beyond_hours IN (0, 1)), name_key TEXT NOT NULL DEFAULT '', tier INTEGER NOT NULL DEFAULT 4, priority INTEGER NOT NULL DEFAULT 1, zone TEXT NOT NULL DEFAULT '') STRICT;

CREATE INDEX agenda_by_partnership ON agenda (partnership_id, due_at);

CREATE INDEX agenda_due ON agenda (due_at, id) WHERE state = 'due' AND live = 1;

CREATE INDEX agenda_due_by_name ON agenda (name_key, id) WHERE state = 'due' AND live = 1;

CREATE INDEX agenda_due_by_priority ON agenda (priority, due_at, id) WHERE state = 'due' AND live = 1;

CREATE INDEX agenda_due_by_step ON agenda (step_id, due_at, id) WHERE state = 'due' AND live = 1;

CREATE INDEX agenda_due_by_tier ON agenda (tier, due_at, id) WHERE state = 'due' AND live = 1;

CREATE INDEX agenda_due_of_step_by_name ON agenda (step_id, name_key, id)
    WHERE state = 'due' AND live = 1;

CREATE INDEX agenda_next ON agenda (due_at) WHERE state = 'waiting' AND live = 1;

CREATE INDEX agenda_to_remind ON agenda (id) WHERE state = 'due' AND live = 1 AND reminded = 0;

CREATE TABLE bulk (
    id    INTEGER PRIMARY KEY AUTOINCREMENT,
    -- desk_store::bulk::Work
    work  TEXT NOT NULL CHECK (json_valid(work)),
    -- When it was asked for.
    at    INTEGER NOT NULL,
    -- The last enrolment that is done.
    after INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE cadence (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    uid         BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    name        TEXT NOT NULL,
    -- The name as it is compared and sorted (desk_core::text::fold).
    name_key    TEXT NOT NULL,
    description TEXT NOT NULL,
    -- The status apart from the archive, so that a restored draft is a draft again.
    status      TEXT NOT NULL CHECK (status IN ('draft', 'active', 'inactive')),
    archived_at INTEGER,
    created_at  INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL, goal TEXT NOT NULL DEFAULT '', step_count INTEGER NOT NULL DEFAULT 0,
    CHECK (archived_at IS NULL OR status <> 'active')
) STRICT;

CREATE INDEX cadence_archived_by_name ON cadence (name_key) WHERE archived_at IS NOT NULL;

CREATE UNIQUE INDEX cadence_by_name ON cadence (name_key) WHERE archived_at IS NULL;

CREATE TABLE cadence_version (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    cadence_id INTEGER NOT NULL REFERENCES cadence (id) ON DELETE CASCADE,
    number     INTEGER NOT NULL CHECK (number > 0),
    -- Counts the saves of this version.
    revision   INTEGER NOT NULL,
    -- {"steps": [desk_core::step::Step, …]}
    document   TEXT NOT NULL CHECK (json_valid(document)),
    created_at INTEGER NOT NULL,
    UNIQUE (cadence_id, number)
) STRICT;

CREATE TABLE contact (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    uid            BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    partnership_id INTEGER NOT NULL REFERENCES partnership (id) ON DELETE CASCADE,
    first_name     TEXT NOT NULL,
    last_name      TEXT NOT NULL,
    title          TEXT NOT NULL,
    linkedin       TEXT NOT NULL,
    zone           TEXT,
    is_primary     INTEGER NOT NULL CHECK (is_primary IN (0, 1)),
    opted_out_at   INTEGER
) STRICT;

CREATE INDEX contact_by_partnership ON contact (partnership_id, is_primary DESC, id);

CREATE UNIQUE INDEX contact_primary ON contact (partnership_id) WHERE is_primary = 1;

CREATE TABLE contact_address (
    id         INTEGER PRIMARY KEY,
    contact_id INTEGER NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
    position   INTEGER NOT NULL,
    address    TEXT NOT NULL,
    -- desk_core::address::EmailAddress::key
    key        TEXT NOT NULL UNIQUE,
    -- Since when it is known not to exist any more.
    dead_at    INTEGER
) STRICT;

CREATE INDEX contact_address_by_contact ON contact_address (contact_id, position);

CREATE TABLE contact_phone (
    id         INTEGER PRIMARY KEY,
    contact_id INTEGER NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
    position   INTEGER NOT NULL,
    number     TEXT NOT NULL,
    -- desk_core::phone::PhoneNumber::key
    key        TEXT NOT NULL,
    -- Since when it must not be called, or is known to be wrong.
    bad_at     INTEGER
) STRICT;

CREATE INDEX contact_phone_by_contact ON contact_phone (contact_id, position);

CREATE TABLE contact_variant (
    id         INTEGER PRIMARY KEY,
    contact_id INTEGER NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
    step_id    INTEGER NOT NULL,
    -- desk_core::variant::Variant::key; 0 for the step's own text.
    variant    INTEGER NOT NULL,
    UNIQUE (contact_id, step_id)
) STRICT;

CREATE TABLE draft (
    touch_id INTEGER PRIMARY KEY REFERENCES agenda (id) ON DELETE CASCADE,
    -- desk_core::draft::Draft
    document TEXT NOT NULL CHECK (json_valid(document)),
    saved_at INTEGER NOT NULL
) STRICT;

CREATE TABLE due_count (
    step_id    INTEGER PRIMARY KEY,
    cadence_id INTEGER NOT NULL,
    due        INTEGER NOT NULL CHECK (due >= 0)
) STRICT;

CREATE TABLE enrolment (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    uid            BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    cadence_id     INTEGER NOT NULL REFERENCES cadence (id),
    version_id     INTEGER NOT NULL REFERENCES cadence_version (id),
    partnership_id INTEGER NOT NULL REFERENCES partnership (id) ON DELETE CASCADE,
    contact_id     INTEGER NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
    -- desk_core::enrolment::EnrolmentState
    state          TEXT NOT NULL CHECK (json_valid(state)),
    is_finished    INTEGER GENERATED ALWAYS AS (state ->> 'state' = 'finished') STORED,
    frozen         INTEGER NOT NULL CHECK (frozen IN (0, 1)),
    stopped_since  INTEGER,
    run            INTEGER NOT NULL,
    touches        INTEGER NOT NULL,
    started_at     INTEGER NOT NULL
, moves INTEGER NOT NULL DEFAULT 0, buying_signal INTEGER NOT NULL DEFAULT 0 CHECK (buying_signal IN (0, 1))) STRICT;

CREATE INDEX enrolment_by_cadence ON enrolment (cadence_id, id) WHERE is_finished = 0;

CREATE INDEX enrolment_by_contact ON enrolment (contact_id, id);

CREATE INDEX enrolment_by_partnership ON enrolment (partnership_id, is_finished, id DESC);

CREATE INDEX enrolment_by_version ON enrolment (version_id);

CREATE UNIQUE INDEX enrolment_open ON enrolment (contact_id, cadence_id) WHERE is_finished = 0;

CREATE TABLE event (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    uid            BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    at             INTEGER NOT NULL,
    actor          TEXT NOT NULL CHECK (actor IN ('rep', 'rule', 'contact')),
    -- desk_core::event::What
    what           TEXT NOT NULL CHECK (json_valid(what)),
    partnership_id INTEGER NOT NULL REFERENCES partnership (id) ON DELETE CASCADE,
    contact_id     INTEGER,
    cadence_id     INTEGER,
    enrolment_id   INTEGER,
    step_position  INTEGER,
    step_name      TEXT,
    -- Rows as they were before, for taking it back (crate::undo); none when it cannot be.
    undo           TEXT CHECK (undo IS NULL OR json_valid(undo)),
    undone_at      INTEGER
, type TEXT GENERATED ALWAYS AS (what ->> 'type') VIRTUAL) STRICT;

CREATE INDEX event_by_contact ON event (contact_id, at DESC) WHERE contact_id IS NOT NULL;

CREATE INDEX event_by_enrolment ON event (enrolment_id, id) WHERE enrolment_id IS NOT NULL;

CREATE INDEX event_by_partnership ON event (partnership_id, at DESC, id DESC);

CREATE INDEX event_calls ON event (contact_id, at DESC)
    WHERE type = 'call_logged' AND undone_at IS NULL;

CREATE TABLE mail_account (
    id       INTEGER PRIMARY KEY CHECK (id = 1),
    -- Names its password in the keychain.
    uid      BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    -- desk_core::account::AccountSettings
    document TEXT NOT NULL CHECK (json_valid(document))
) STRICT;

CREATE TABLE outbox (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    -- A touch that is made again gets the same one, so that nothing is sent twice.
    message_id      TEXT NOT NULL UNIQUE,
    touch_id        INTEGER NOT NULL,
    enrolment_id    INTEGER NOT NULL REFERENCES enrolment (id) ON DELETE CASCADE,
    partnership_id  INTEGER NOT NULL,
    contact_id      INTEGER NOT NULL,
    -- desk_core::draft::EmailDraft
    draft           TEXT NOT NULL CHECK (json_valid(draft)),
    in_reply_to     TEXT,
    -- Message-IDs of the whole chain, separated by spaces.
    chain           TEXT NOT NULL,
    state           TEXT NOT NULL CHECK (state IN (
                        'queued', 'held', 'sending', 'retry', 'failed', 'in_doubt', 'sent', 'cancelled'
                    )),
    -- desk_core::outbox::HoldReason or FailReason.
    reason          TEXT,
    -- What the server said last.
    answer          TEXT NOT NULL DEFAULT '',
    -- Whether it was decided by a rule and not by the rep.
    unattended      INTEGER NOT NULL CHECK (unattended IN (0, 1)),
    attempts        INTEGER NOT NULL DEFAULT 0,
    created_at      INTEGER NOT NULL,
    next_try        INTEGER NOT NULL,
    -- The three marks, and the start of the computer in which it was claimed.
    claimed_at      INTEGER,
    boot            TEXT,
    data_started_at INTEGER,
    sent_at         INTEGER
, first INTEGER NOT NULL DEFAULT 0 CHECK (first IN (0, 1))) STRICT;

CREATE INDEX outbox_by_contact ON outbox (contact_id, state);

CREATE INDEX outbox_by_enrolment ON outbox (enrolment_id, id);

CREATE INDEX outbox_lanes ON outbox (unattended, first, next_try, id)
    WHERE state IN ('queued', 'retry');

CREATE INDEX outbox_next ON outbox (next_try) WHERE state IN ('queued', 'retry');

CREATE INDEX outbox_sent ON outbox (sent_at DESC, id DESC) WHERE state = 'sent';

CREATE INDEX outbox_waiting ON outbox (next_try, id)
    WHERE state IN ('queued', 'held', 'sending', 'retry', 'failed', 'in_doubt');

CREATE TRIGGER agenda_follows_partnership AFTER UPDATE OF name_key, tier ON partnership
BEGIN
    UPDATE agenda SET
        name_key = new.name_key,
        tier = CASE new.tier WHEN 'one' THEN 1 WHEN 'two' THEN 2 WHEN 'three' THEN 3 ELSE 4 END
    WHERE partnership_id = new.id;
END;

CREATE TABLE partnership (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    uid        BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    name       TEXT NOT NULL,
    name_key   TEXT NOT NULL,
    website    TEXT NOT NULL,
    industry   TEXT NOT NULL,
    country    TEXT NOT NULL,
    stage      TEXT NOT NULL,
    tier       TEXT,
    zone       TEXT,
    notes      TEXT NOT NULL DEFAULT '',
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    -- In the bin since.
    deleted_at INTEGER
) STRICT;

CREATE INDEX partnership_by_name ON partnership (name_key, id) WHERE deleted_at IS NULL;

CREATE VIRTUAL TABLE people USING fts5 (
    words, content = '', contentless_delete = 1, prefix = '1 2 3',
    tokenize = 'unicode61 remove_diacritics 2'
);

CREATE TABLE 'people_config'(k PRIMARY KEY, v) WITHOUT ROWID;

CREATE TABLE 'people_data'(id INTEGER PRIMARY KEY, block BLOB);

CREATE TABLE 'people_docsize'(id INTEGER PRIMARY KEY, sz BLOB, origin INTEGER);

CREATE TABLE 'people_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;

CREATE TABLE sender_profile (
    id       INTEGER PRIMARY KEY CHECK (id = 1),
    -- desk_core::account::SenderProfile
    document TEXT NOT NULL CHECK (json_valid(document))
) STRICT;

CREATE TABLE step (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    cadence_id INTEGER NOT NULL REFERENCES cadence (id) ON DELETE CASCADE
) STRICT;

CREATE INDEX step_by_cadence ON step (cadence_id);

CREATE TABLE suppression (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    key    TEXT NOT NULL UNIQUE,
    reason TEXT NOT NULL CHECK (reason IN ('opted_out', 'bounced')),
    at     INTEGER NOT NULL
) STRICT;

CREATE TABLE touch (
    id           INTEGER PRIMARY KEY,
    enrolment_id INTEGER NOT NULL REFERENCES enrolment (id) ON DELETE CASCADE,
    step_id      INTEGER NOT NULL,
    run          INTEGER NOT NULL,
    visit        INTEGER NOT NULL,
    attempt      INTEGER NOT NULL,
    outcome      TEXT NOT NULL CHECK (outcome IN ('done', 'skipped')),
    due_at       INTEGER NOT NULL,
    closed_at    INTEGER NOT NULL, skipped TEXT, disposition TEXT,
    UNIQUE (enrolment_id, run, step_id, visit, attempt)
) STRICT;

CREATE TRIGGER workspace_kind_is_fixed BEFORE UPDATE OF kind ON workspace
BEGIN
    SELECT raise(ABORT, 'the kind of a workspace is fixed when it is made');
END;

CREATE TABLE workspace (
    id           INTEGER PRIMARY KEY CHECK (id = 1),
    -- The practice workspace's mail never leaves the computer.
    kind         TEXT NOT NULL CHECK (kind IN ('own', 'practice')),
    -- Key of the Message-IDs, so that they tell nobody what they are made of.
    message_key  BLOB NOT NULL CHECK (length(message_key) = 32),
    -- Milliseconds by which the practice workspace's clock is ahead.
    clock_offset INTEGER NOT NULL DEFAULT 0 CHECK (clock_offset = 0 OR kind = 'practice')
, working_time TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(working_time)), pace TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(pace)), paused_since INTEGER, zone TEXT) STRICT;

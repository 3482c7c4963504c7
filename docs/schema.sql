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

CREATE TRIGGER agenda_next_added AFTER INSERT ON agenda WHEN new.live = 1
BEGIN
    UPDATE partnership SET next_due_at = new.due_at
    WHERE id = new.partnership_id AND (next_due_at IS NULL OR next_due_at > new.due_at);
END;

CREATE TRIGGER agenda_next_changed AFTER UPDATE OF due_at, live ON agenda
WHEN (old.due_at, old.live) <> (new.due_at, new.live)
BEGIN
    UPDATE partnership SET next_due_at =
        (SELECT min(due_at) FROM agenda WHERE partnership_id = new.partnership_id AND live = 1)
    WHERE id = new.partnership_id;
END;

CREATE TRIGGER agenda_next_removed AFTER DELETE ON agenda WHEN old.live = 1
BEGIN
    UPDATE partnership SET next_due_at =
        (SELECT min(due_at) FROM agenda WHERE partnership_id = old.partnership_id AND live = 1)
    WHERE id = old.partnership_id;
END;

CREATE TABLE agenda (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    enrolment_id   INTEGER NOT NULL UNIQUE REFERENCES enrolment (id) ON DELETE CASCADE,
    cadence_id     INTEGER NOT NULL,
    step_id        INTEGER NOT NULL,
    partnership_id INTEGER NOT NULL,
    contact_id     INTEGER NOT NULL,
    kind           TEXT NOT NULL CHECK (kind = 'email' OR kind = 'call' OR kind = 'task'),
    visit          INTEGER NOT NULL,
    attempt        INTEGER NOT NULL,
    base_at        INTEGER NOT NULL,
    retry_minutes    INTEGER,
    snoozed_until  INTEGER,
    ready_at       INTEGER NOT NULL,
    due_at         INTEGER NOT NULL,
    state          TEXT NOT NULL CHECK (state = 'waiting' OR state = 'due' OR state = 'in_outbox'),
    -- Whether its enrolment is neither paused nor frozen.
    live           INTEGER NOT NULL CHECK (live IN (0, 1)),
    -- Whether the rep was told that it is due.
    reminded       INTEGER NOT NULL DEFAULT 0 CHECK (reminded IN (0, 1))
, beyond_hours INTEGER NOT NULL DEFAULT 0 CHECK (beyond_hours IN (0, 1)), name_key TEXT NOT NULL DEFAULT '', tier INTEGER NOT NULL DEFAULT 4, priority INTEGER NOT NULL DEFAULT 1, zone TEXT NOT NULL DEFAULT '', deadline_at INTEGER, caller TEXT NOT NULL DEFAULT '') STRICT;

CREATE INDEX agenda_by_partnership ON agenda (partnership_id, due_at);

CREATE INDEX agenda_due ON agenda (due_at, id, cadence_id, step_id, deadline_at)
    WHERE state = 'due' AND live = 1;

CREATE INDEX agenda_due_by_cadence ON agenda (cadence_id, due_at, id, step_id, deadline_at)
    WHERE state = 'due' AND live = 1;

CREATE INDEX agenda_due_by_deadline ON agenda (cadence_id, deadline_at, due_at)
    WHERE state = 'due' AND live = 1 AND deadline_at IS NOT NULL;

CREATE INDEX agenda_due_by_name ON agenda (name_key, id, cadence_id, step_id, due_at, deadline_at)
    WHERE state = 'due' AND live = 1;

CREATE INDEX agenda_due_by_priority ON agenda (priority, due_at, id, cadence_id, step_id, deadline_at)
    WHERE state = 'due' AND live = 1;

CREATE INDEX agenda_due_by_step ON agenda (step_id, due_at, id, deadline_at)
    WHERE state = 'due' AND live = 1;

CREATE INDEX agenda_due_by_tier ON agenda (tier, due_at, id, cadence_id, step_id, deadline_at)
    WHERE state = 'due' AND live = 1;

CREATE INDEX agenda_due_of_step_by_name ON agenda (step_id, name_key, id, due_at, deadline_at)
    WHERE state = 'due' AND live = 1;

CREATE INDEX agenda_next ON agenda (due_at) WHERE state = 'waiting' AND live = 1;

CREATE INDEX agenda_next_by_cadence ON agenda (cadence_id, due_at, id, step_id)
    WHERE state = 'waiting' AND live = 1;

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
    updated_at  INTEGER NOT NULL, goal TEXT NOT NULL DEFAULT '', step_count INTEGER NOT NULL DEFAULT 0, people INTEGER NOT NULL DEFAULT 0, persona TEXT NOT NULL DEFAULT '', persona_key TEXT NOT NULL DEFAULT '', stages TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(stages)),
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

CREATE TRIGGER custom_value_follows_contact AFTER UPDATE OF partnership_id ON contact
WHEN old.partnership_id <> new.partnership_id
BEGIN
    UPDATE custom_value SET partnership_id = new.partnership_id WHERE contact_id = new.id;
END;

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
, persona TEXT NOT NULL DEFAULT '') STRICT;

CREATE INDEX contact_by_partnership ON contact (partnership_id, is_primary DESC, id);

CREATE INDEX contact_by_persona ON contact (persona) WHERE persona <> '';

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
, domain TEXT
    GENERATED ALWAYS AS (substr(key, instr(key, '@') + 1)) VIRTUAL, is_shared INTEGER CHECK (is_shared IN (0, 1))) STRICT;

CREATE INDEX contact_address_by_contact ON contact_address (contact_id, position);

CREATE INDEX contact_address_by_domain ON contact_address (domain);

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

CREATE INDEX contact_phone_by_key ON contact_phone (key, contact_id);

CREATE TABLE contact_variant (
    id         INTEGER PRIMARY KEY,
    contact_id INTEGER NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
    step_id    INTEGER NOT NULL,
    -- desk_core::variant::Variant::key; 0 for the step's own text.
    variant    INTEGER NOT NULL,
    UNIQUE (contact_id, step_id)
) STRICT;

CREATE TABLE custom_field (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    uid      BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    -- desk_core::custom::FieldOwner
    owner    TEXT NOT NULL CHECK (owner IN ('partnership', 'contact')),
    -- By what texts and conditions name it; never changes.
    key      TEXT NOT NULL UNIQUE,
    name     TEXT NOT NULL,
    kind     TEXT NOT NULL CHECK (kind IN ('text', 'number', 'date', 'choice', 'yes_no')),
    choices  TEXT NOT NULL CHECK (json_valid(choices)),
    position INTEGER NOT NULL
) STRICT;

CREATE TABLE custom_field_removed (
    field_id INTEGER PRIMARY KEY
) STRICT;

CREATE TRIGGER custom_value_follows_partnership AFTER UPDATE OF partnership_id ON custom_value
WHEN old.partnership_id <> new.partnership_id
BEGIN
    UPDATE custom_value
    SET name_key = (SELECT name_key FROM partnership WHERE id = new.partnership_id)
    WHERE id = new.id;
END;

CREATE TABLE custom_value (
    id             INTEGER PRIMARY KEY,
    -- A field that is gone leaves its values for a while: see custom_field_removed.
    field_id       INTEGER NOT NULL,
    -- Of a contact: its partnership.
    partnership_id INTEGER NOT NULL REFERENCES partnership (id) ON DELETE CASCADE,
    -- None when it is the partnership's own.
    contact_id     INTEGER REFERENCES contact (id) ON DELETE CASCADE,
    -- As desk_core::custom::value keeps it; never empty.
    value          TEXT NOT NULL CHECK (value <> ''),
    -- By what it is found and sorted: a number, or a text.
    key            ANY NOT NULL,
    -- The partnership's, so that a list of those with a value comes out of one index.
    name_key       TEXT NOT NULL
) STRICT;

CREATE INDEX custom_value_by_contact ON custom_value (contact_id) WHERE contact_id IS NOT NULL;

CREATE INDEX custom_value_by_key ON custom_value (field_id, key, name_key, partnership_id);

CREATE UNIQUE INDEX custom_value_of_owner ON custom_value (partnership_id, coalesce(contact_id, 0), field_id);

CREATE TABLE draft (
    touch_id INTEGER PRIMARY KEY REFERENCES agenda (id) ON DELETE CASCADE,
    -- desk_core::draft::Draft
    document TEXT NOT NULL CHECK (json_valid(document)),
    saved_at INTEGER NOT NULL
) STRICT;

CREATE INDEX draft_with_files ON draft (touch_id) WHERE document -> '$.attachments' IS NOT NULL;

CREATE TABLE due_count (
    step_id    INTEGER PRIMARY KEY,
    cadence_id INTEGER NOT NULL,
    due        INTEGER NOT NULL CHECK (due >= 0)
) STRICT;

CREATE TRIGGER cadence_gains_person AFTER INSERT ON enrolment WHEN new.state ->> 'state' <> 'finished'
BEGIN
    UPDATE cadence SET people = people + 1 WHERE id = new.cadence_id;
END;

CREATE TRIGGER cadence_loses_person AFTER DELETE ON enrolment WHEN old.state ->> 'state' <> 'finished'
BEGIN
    UPDATE cadence SET people = people - 1 WHERE id = old.cadence_id;
END;

CREATE TRIGGER cadence_people_changed AFTER UPDATE OF state ON enrolment
WHEN (old.state ->> 'state' = 'finished') <> (new.state ->> 'state' = 'finished')
BEGIN
    UPDATE cadence SET people = people + iif(new.state ->> 'state' = 'finished', -1, 1)
    WHERE id = new.cadence_id;
END;

CREATE TRIGGER enrolment_comes_to_its_figures
AFTER UPDATE OF mailed_day, bounced_day, replied_day, reached_day, opted_out_day, met_day,
    calls_to_contact ON enrolment
WHEN (old.mailed_day, old.bounced_day, old.replied_day, old.reached_day, old.opted_out_day, old.met_day,
      old.calls_to_contact)
    IS NOT (new.mailed_day, new.bounced_day, new.replied_day, new.reached_day, new.opted_out_day,
            new.met_day, new.calls_to_contact)
    AND NOT (old.mailed_day IS NULL AND new.mailed_day IS NOT NULL
        AND (old.bounced_day, old.replied_day, old.reached_day, old.opted_out_day, old.met_day,
             old.calls_to_contact)
            IS (new.bounced_day, new.replied_day, new.reached_day, new.opted_out_day, new.met_day,
                new.calls_to_contact))
BEGIN
    INSERT INTO stat_day (cadence_id, day, key, n)
    SELECT cadence_id, day, key, n FROM enrolment_figure WHERE enrolment_id = new.id
    ON CONFLICT (cadence_id, day, key) DO UPDATE SET n = n + excluded.n;
END;

CREATE TRIGGER enrolment_counted AFTER INSERT ON enrolment
BEGIN
    INSERT INTO stat_day (cadence_id, day, key, n)
    VALUES (new.cadence_id, new.started_at / 86400000, 'enrolled', 1)
    ON CONFLICT (cadence_id, day, key) DO UPDATE SET n = n + 1;
END;

CREATE TRIGGER enrolment_counted_no_more BEFORE DELETE ON enrolment
BEGIN
    INSERT INTO stat_day (cadence_id, day, key, n)
    SELECT cadence_id, day, key, -n FROM enrolment_figure WHERE enrolment_id = old.id
    UNION ALL
    SELECT old.cadence_id, old.started_at / 86400000, 'enrolled', -1 WHERE true
    ON CONFLICT (cadence_id, day, key) DO UPDATE SET n = n + excluded.n;
END;

CREATE TRIGGER enrolment_is_mailed AFTER UPDATE OF mailed_day ON enrolment
WHEN old.mailed_day IS NULL AND new.mailed_day IS NOT NULL
    AND (old.bounced_day, old.replied_day, old.reached_day, old.opted_out_day, old.met_day,
         old.calls_to_contact)
        IS (new.bounced_day, new.replied_day, new.reached_day, new.opted_out_day, new.met_day,
            new.calls_to_contact)
BEGIN
    INSERT INTO stat_day (cadence_id, day, key, n)
    VALUES (new.cadence_id, new.mailed_day, 'people_mailed', 1)
    ON CONFLICT (cadence_id, day, key) DO UPDATE SET n = n + 1;
    INSERT INTO stat_day (cadence_id, day, key, n)
    VALUES (new.cadence_id, new.mailed_day, 'people_delivered', new.bounced_day IS NULL)
    ON CONFLICT (cadence_id, day, key) DO UPDATE SET n = n + excluded.n;
END;

CREATE TRIGGER enrolment_leaves_its_figures
BEFORE UPDATE OF mailed_day, bounced_day, replied_day, reached_day, opted_out_day, met_day,
    calls_to_contact ON enrolment
WHEN (old.mailed_day, old.bounced_day, old.replied_day, old.reached_day, old.opted_out_day, old.met_day,
      old.calls_to_contact)
    IS NOT (new.mailed_day, new.bounced_day, new.replied_day, new.reached_day, new.opted_out_day,
            new.met_day, new.calls_to_contact)
    AND NOT (old.mailed_day IS NULL AND new.mailed_day IS NOT NULL
        AND (old.bounced_day, old.replied_day, old.reached_day, old.opted_out_day, old.met_day,
             old.calls_to_contact)
            IS (new.bounced_day, new.replied_day, new.reached_day, new.opted_out_day, new.met_day,
                new.calls_to_contact))
BEGIN
    INSERT INTO stat_day (cadence_id, day, key, n)
    SELECT cadence_id, day, key, -n FROM enrolment_figure WHERE enrolment_id = old.id
    ON CONFLICT (cadence_id, day, key) DO UPDATE SET n = n + excluded.n;
END;

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
, moves INTEGER NOT NULL DEFAULT 0, buying_signal INTEGER NOT NULL DEFAULT 0 CHECK (buying_signal IN (0, 1)), mailed_day INTEGER, bounced_day INTEGER, replied_day INTEGER, reached_day INTEGER, opted_out_day INTEGER, met_day INTEGER, calls_to_contact INTEGER NOT NULL DEFAULT 0, calls INTEGER NOT NULL DEFAULT 0, account_id INTEGER REFERENCES mail_account (id) ON DELETE SET NULL) STRICT;

CREATE INDEX enrolment_by_account ON enrolment (account_id) WHERE account_id IS NOT NULL;

CREATE INDEX enrolment_by_cadence ON enrolment (cadence_id, id) WHERE is_finished = 0;

CREATE INDEX enrolment_by_contact ON enrolment (contact_id, id);

CREATE INDEX enrolment_by_partnership ON enrolment (partnership_id, is_finished, id DESC);

CREATE INDEX enrolment_by_version ON enrolment (version_id);

CREATE INDEX enrolment_in_review ON enrolment (id) WHERE state ->> 'state' = 'review';

CREATE UNIQUE INDEX enrolment_open ON enrolment (contact_id, cadence_id) WHERE is_finished = 0;

CREATE VIEW enrolment_figure AS
SELECT id AS enrolment_id, cadence_id, mailed_day AS day, 'people_mailed' AS key, 1 AS n
FROM enrolment WHERE mailed_day IS NOT NULL
UNION ALL
SELECT id, cadence_id, mailed_day, 'people_delivered', 1
FROM enrolment WHERE mailed_day IS NOT NULL AND bounced_day IS NULL
UNION ALL
SELECT id, cadence_id, bounced_day, 'people_bounced', 1
FROM enrolment WHERE bounced_day IS NOT NULL
UNION ALL
SELECT id, cadence_id, replied_day, 'people_replied', 1
FROM enrolment WHERE replied_day IS NOT NULL
UNION ALL
SELECT id, cadence_id, reached_day, 'people_reached', 1
FROM enrolment WHERE reached_day IS NOT NULL
UNION ALL
SELECT id, cadence_id, reached_day, 'calls_to_contact', calls_to_contact
FROM enrolment WHERE reached_day IS NOT NULL
UNION ALL
SELECT id, cadence_id, opted_out_day, 'people_opted_out', 1
FROM enrolment WHERE opted_out_day IS NOT NULL
UNION ALL
SELECT id, cadence_id, met_day, 'people_met', 1
FROM enrolment WHERE met_day IS NOT NULL;

CREATE VIEW enrolment_progress AS
SELECT
    enrolment_id, min(mailed_day) AS mailed_day, min(bounced_day) AS bounced_day,
    min(replied_day) AS replied_day, min(reached_day) AS reached_day,
    min(opted_out_day) AS opted_out_day, min(met_day) AS met_day, sum(is_call) AS calls,
    (SELECT count(*) FROM event AS call
     WHERE call.enrolment_id = event_progress.enrolment_id AND call.type = 'call_logged'
       AND call.undone_at IS NULL
       AND (call.at, call.id) <= (
           SELECT at, id FROM event AS contact
           WHERE contact.enrolment_id = event_progress.enrolment_id AND contact.type = 'call_logged'
             AND contact.undone_at IS NULL AND contact.what ->> 'disposition' IN
                 ('connected', 'not_interested', 'meeting_booked', 'do_not_call')
           ORDER BY at, id LIMIT 1)) AS calls_to_contact
FROM event_progress
WHERE undone_at IS NULL
GROUP BY enrolment_id;

CREATE TRIGGER event_calls_enrolment AFTER INSERT ON event
WHEN new.undone_at IS NULL AND new.enrolment_id IS NOT NULL AND new.type = 'call_logged'
     AND NOT EXISTS (SELECT 1 FROM event AS later
         WHERE later.contact_id = new.contact_id AND later.type = 'call_logged'
           AND later.undone_at IS NULL AND later.at > new.at)
BEGIN
    UPDATE enrolment SET
        calls = calls + 1,
        calls_to_contact = iif(enrolment.reached_day IS NULL AND entry.reached_day IS NOT NULL,
                               calls + 1, calls_to_contact),
        reached_day = coalesce(enrolment.reached_day, entry.reached_day),
        met_day = coalesce(min(enrolment.met_day, entry.met_day), enrolment.met_day, entry.met_day)
    FROM event_progress AS entry
    WHERE enrolment.id = new.enrolment_id AND entry.event_id = new.id;
END;

CREATE TRIGGER event_calls_enrolment_before AFTER INSERT ON event
WHEN new.undone_at IS NULL AND new.enrolment_id IS NOT NULL AND new.type = 'call_logged'
     AND EXISTS (SELECT 1 FROM event AS later
         WHERE later.contact_id = new.contact_id AND later.type = 'call_logged'
           AND later.undone_at IS NULL AND later.at > new.at)
BEGIN
    UPDATE enrolment SET
        (reached_day, met_day, calls, calls_to_contact) =
        (SELECT reached_day, met_day, calls, calls_to_contact
         FROM enrolment_progress WHERE enrolment_id = new.enrolment_id)
    WHERE id = new.enrolment_id;
END;

CREATE TRIGGER event_counted AFTER INSERT ON event
WHEN new.undone_at IS NULL AND new.cadence_id IS NOT NULL AND new.type = 'call_logged'
BEGIN
    INSERT INTO stat_day (cadence_id, day, key, n)
    SELECT cadence_id, day, key, 1 FROM event_figure WHERE event_id = new.id
    ON CONFLICT (cadence_id, day, key) DO UPDATE SET n = n + 1;
END;

CREATE TRIGGER event_counted_again AFTER UPDATE OF undone_at ON event
WHEN (old.undone_at IS NULL) <> (new.undone_at IS NULL) AND new.cadence_id IS NOT NULL
     AND new.type IN ('email_sent', 'call_logged')
BEGIN
    INSERT INTO stat_day (cadence_id, day, key, n)
    SELECT cadence_id, day, key, iif(new.undone_at IS NULL, 1, -1) FROM event_figure
    WHERE event_id = new.id
    ON CONFLICT (cadence_id, day, key) DO UPDATE SET n = n + excluded.n;
END;

CREATE TRIGGER event_counted_as_mail AFTER INSERT ON event
WHEN new.undone_at IS NULL AND new.cadence_id IS NOT NULL AND new.type = 'email_sent'
BEGIN
    INSERT INTO stat_day (cadence_id, day, key, n)
    VALUES (new.cadence_id, new.at / 86400000, 'mails', 1)
    ON CONFLICT (cadence_id, day, key) DO UPDATE SET n = n + 1;
END;

CREATE TRIGGER event_counted_no_more BEFORE DELETE ON event
WHEN old.undone_at IS NULL AND old.cadence_id IS NOT NULL AND old.type IN ('email_sent', 'call_logged')
BEGIN
    INSERT INTO stat_day (cadence_id, day, key, n)
    SELECT cadence_id, day, key, -1 FROM event_figure WHERE event_id = old.id
    ON CONFLICT (cadence_id, day, key) DO UPDATE SET n = n - 1;
END;

CREATE TRIGGER event_mails_enrolment AFTER INSERT ON event
WHEN new.type = 'email_sent' AND new.undone_at IS NULL AND new.enrolment_id IS NOT NULL
BEGIN
    -- There are many of these, and they cannot be anything but the first or a further one.
    UPDATE enrolment SET mailed_day = new.at / 86400000
    WHERE id = new.enrolment_id AND (mailed_day IS NULL OR mailed_day > new.at / 86400000);
END;

CREATE TRIGGER event_moves_enrolment AFTER INSERT ON event
WHEN new.undone_at IS NULL AND new.enrolment_id IS NOT NULL
     AND (new.type = 'bounced' OR new.type = 'replied' OR new.type = 'opted_out'
          OR new.type = 'meeting_booked' OR new.type = 'finished')
BEGIN
    UPDATE enrolment SET
        bounced_day = coalesce(min(enrolment.bounced_day, entry.bounced_day), enrolment.bounced_day,
                               entry.bounced_day),
        replied_day = coalesce(min(enrolment.replied_day, entry.replied_day), enrolment.replied_day,
                               entry.replied_day),
        opted_out_day = coalesce(min(enrolment.opted_out_day, entry.opted_out_day),
                                 enrolment.opted_out_day, entry.opted_out_day),
        met_day = coalesce(min(enrolment.met_day, entry.met_day), enrolment.met_day, entry.met_day)
    FROM event_progress AS entry
    WHERE enrolment.id = new.enrolment_id AND entry.event_id = new.id;
END;

CREATE TRIGGER event_moves_enrolment_again AFTER UPDATE OF undone_at ON event
WHEN (old.undone_at IS NULL) <> (new.undone_at IS NULL) AND new.enrolment_id IS NOT NULL
     AND new.type IN ('email_sent', 'bounced', 'replied', 'call_logged', 'opted_out',
                      'meeting_booked', 'finished')
BEGIN
    UPDATE enrolment SET
        (mailed_day, bounced_day, replied_day, reached_day, opted_out_day, met_day, calls,
         calls_to_contact) =
        (SELECT max(mailed_day), max(bounced_day), max(replied_day), max(reached_day),
                max(opted_out_day), max(met_day), coalesce(max(calls), 0),
                coalesce(max(calls_to_contact), 0)
         FROM enrolment_progress WHERE enrolment_id = new.enrolment_id)
    WHERE id = new.enrolment_id;
END;

CREATE TRIGGER event_moves_enrolment_back AFTER DELETE ON event
WHEN old.undone_at IS NULL AND old.enrolment_id IS NOT NULL
     AND old.type IN ('email_sent', 'bounced', 'replied', 'call_logged', 'opted_out',
                      'meeting_booked', 'finished')
BEGIN
    UPDATE enrolment SET
        (mailed_day, bounced_day, replied_day, reached_day, opted_out_day, met_day, calls,
         calls_to_contact) =
        (SELECT max(mailed_day), max(bounced_day), max(replied_day), max(reached_day),
                max(opted_out_day), max(met_day), coalesce(max(calls), 0),
                coalesce(max(calls_to_contact), 0)
         FROM enrolment_progress WHERE enrolment_id = old.enrolment_id)
    WHERE id = old.enrolment_id;
END;

CREATE TRIGGER event_replies_touch AFTER INSERT ON event
WHEN new.type = 'replied' AND new.enrolment_id IS NOT NULL
BEGIN
    UPDATE touch SET replied = id IN
        (SELECT touch_id FROM touch_replied WHERE enrolment_id = new.enrolment_id
           AND touch_id IS NOT NULL)
    WHERE enrolment_id = new.enrolment_id AND mailed = 1;
END;

CREATE TRIGGER event_replies_touch_again AFTER UPDATE OF undone_at ON event
WHEN new.type = 'replied' AND new.enrolment_id IS NOT NULL
BEGIN
    UPDATE touch SET replied = id IN
        (SELECT touch_id FROM touch_replied WHERE enrolment_id = new.enrolment_id
           AND touch_id IS NOT NULL)
    WHERE enrolment_id = new.enrolment_id AND mailed = 1;
END;

CREATE TRIGGER event_replies_touch_no_more AFTER DELETE ON event
WHEN old.type = 'replied' AND old.enrolment_id IS NOT NULL
BEGIN
    UPDATE touch SET replied = id IN
        (SELECT touch_id FROM touch_replied WHERE enrolment_id = old.enrolment_id
           AND touch_id IS NOT NULL)
    WHERE enrolment_id = old.enrolment_id AND mailed = 1;
END;

CREATE TABLE event (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    uid            BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    at             INTEGER NOT NULL,
    actor          TEXT NOT NULL CHECK (actor = 'rep' OR actor = 'rule' OR actor = 'contact'),
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
, type TEXT GENERATED ALWAYS AS (what ->> 'type') VIRTUAL, merge_id INTEGER) STRICT;

CREATE INDEX event_by_contact ON event (contact_id, at DESC) WHERE contact_id IS NOT NULL;

CREATE INDEX event_by_enrolment ON event (enrolment_id, id) WHERE enrolment_id IS NOT NULL;

CREATE INDEX event_by_merge ON event (merge_id) WHERE merge_id IS NOT NULL;

CREATE INDEX event_by_partnership ON event (partnership_id, at DESC, id DESC);

CREATE INDEX event_calls ON event (contact_id, at DESC)
    WHERE type = 'call_logged' AND undone_at IS NULL;

CREATE INDEX event_with_files ON event (id) WHERE instr(undo, '"attachments"') > 0;

CREATE VIEW event_figure AS
SELECT id AS event_id, cadence_id, at / 86400000 AS day, 'mails' AS key FROM event
WHERE type = 'email_sent' AND cadence_id IS NOT NULL
UNION ALL
SELECT id, cadence_id, at / 86400000, 'calls' FROM event
WHERE type = 'call_logged' AND cadence_id IS NOT NULL
UNION ALL
SELECT id, cadence_id, at / 86400000, 'contacts' FROM event
WHERE type = 'call_logged' AND cadence_id IS NOT NULL
  AND what ->> 'disposition' IN ('connected', 'not_interested', 'meeting_booked', 'do_not_call')
UNION ALL
SELECT id, cadence_id, at / 86400000, 'successes' FROM event
WHERE type = 'call_logged' AND cadence_id IS NOT NULL AND what ->> 'success';

CREATE VIEW event_progress AS
SELECT
    id AS event_id, enrolment_id, undone_at, type = 'call_logged' AS is_call,
    iif(type = 'email_sent', at / 86400000, NULL) AS mailed_day,
    iif(type = 'bounced', at / 86400000, NULL) AS bounced_day,
    iif(type = 'replied', at / 86400000, NULL) AS replied_day,
    iif(type = 'call_logged' AND what ->> 'disposition' IN
        ('connected', 'not_interested', 'meeting_booked', 'do_not_call'), at / 86400000, NULL)
        AS reached_day,
    iif(type = 'opted_out' OR type = 'finished' AND what ->> 'outcome' = 'opted_out', at / 86400000, NULL)
        AS opted_out_day,
    iif(type = 'meeting_booked'
        OR type = 'call_logged' AND what ->> 'disposition' = 'meeting_booked'
        OR type = 'finished' AND what ->> 'outcome' = 'won', at / 86400000, NULL) AS met_day
FROM event
WHERE enrolment_id IS NOT NULL;

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
, found TEXT, ruled_at INTEGER, suggested TEXT, mark TEXT, tone TEXT, mark_event_id INTEGER REFERENCES event (id) ON DELETE SET NULL, settled_at INTEGER, draft TEXT CHECK (draft IS NULL OR json_valid(draft)), draft_at INTEGER) STRICT;

CREATE INDEX incoming_by_contact ON incoming (contact_id) WHERE contact_id IS NOT NULL;

CREATE INDEX incoming_by_enrolment ON incoming (enrolment_id) WHERE enrolment_id IS NOT NULL;

CREATE INDEX incoming_by_event ON incoming (event_id) WHERE event_id IS NOT NULL;

CREATE INDEX incoming_by_folder ON incoming (folder_id) WHERE folder_id IS NOT NULL;

CREATE INDEX incoming_by_mark_event ON incoming (mark_event_id) WHERE mark_event_id IS NOT NULL;

CREATE INDEX incoming_by_moment ON incoming
    (received_at DESC, id DESC, partnership_id, contact_id, enrolment_id, settled_at, mark, tone);

CREATE INDEX incoming_by_partnership ON incoming (partnership_id) WHERE partnership_id IS NOT NULL;

CREATE INDEX incoming_by_sender ON incoming (sender);

CREATE INDEX incoming_by_verdict ON incoming (verdict, received_at DESC, id DESC, partnership_id,
    contact_id, enrolment_id, settled_at, mark, tone);

CREATE INDEX incoming_by_version ON incoming (version, id);

CREATE INDEX incoming_open ON incoming
    (received_at DESC, id DESC, partnership_id, contact_id, enrolment_id, settled_at, mark, tone)
    WHERE settled_at IS NULL AND verdict IN ('human_reply', 'review');

CREATE TABLE incoming_candidate (
    id           INTEGER PRIMARY KEY,
    incoming_id  INTEGER NOT NULL REFERENCES incoming (id) ON DELETE CASCADE,
    enrolment_id INTEGER NOT NULL REFERENCES enrolment (id) ON DELETE CASCADE,
    -- The entry that tells it, by which it can be taken back.
    event_id     INTEGER REFERENCES event (id) ON DELETE SET NULL,
    UNIQUE (incoming_id, enrolment_id)
) STRICT;

CREATE INDEX incoming_candidate_by_enrolment ON incoming_candidate (enrolment_id);

CREATE INDEX incoming_candidate_by_event ON incoming_candidate (event_id) WHERE event_id IS NOT NULL;

CREATE TABLE "mail_account" (
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

CREATE UNIQUE INDEX mail_account_default ON mail_account (is_default) WHERE is_default = 1;

CREATE TABLE "mailbox_folder" (
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

CREATE TABLE merge (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    at             INTEGER NOT NULL,
    -- The one that was kept.
    partnership_id INTEGER NOT NULL REFERENCES partnership (id) ON DELETE CASCADE,
    -- The entry that tells it, and the last entry that was written with it.
    event_id       INTEGER NOT NULL UNIQUE REFERENCES event (id) ON DELETE CASCADE,
    last_event_id  INTEGER NOT NULL,
    -- desk_store::merge::Document; none when it cannot be taken back any more.
    document       TEXT CHECK (document IS NULL OR json_valid(document)),
    undone_at      INTEGER
) STRICT;

CREATE INDEX merge_by_partnership ON merge (partnership_id, id);

CREATE TABLE message_alias (
    id         INTEGER PRIMARY KEY,
    outbox_id  INTEGER NOT NULL REFERENCES outbox (id) ON DELETE CASCADE,
    message_id TEXT NOT NULL UNIQUE
) STRICT;

CREATE INDEX message_alias_by_outbox ON message_alias (outbox_id);

CREATE TABLE opt_out_heard (
    id    INTEGER PRIMARY KEY,
    token TEXT NOT NULL UNIQUE,
    at    INTEGER NOT NULL
) STRICT;

CREATE TABLE opt_out_poll (
    id      INTEGER PRIMARY KEY CHECK (id = 1),
    read_at INTEGER,
    problem TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE outage (
    id       INTEGER PRIMARY KEY,
    -- desk_core::waking::Cause
    cause    TEXT NOT NULL CHECK (cause IN ('program', 'sending', 'reading')),
    from_at  INTEGER NOT NULL,
    -- None while it lasts.
    until_at INTEGER
, account_id INTEGER REFERENCES mail_account (id) ON DELETE CASCADE) STRICT;

CREATE INDEX outage_by_account ON outage (account_id) WHERE account_id IS NOT NULL;

CREATE INDEX outage_by_end ON outage (until_at);

CREATE UNIQUE INDEX outage_lasting ON outage (cause, coalesce(account_id, 0)) WHERE until_at IS NULL;

CREATE TRIGGER outbox_counted AFTER INSERT ON outbox
BEGIN
    INSERT INTO outbox_count (account, state, reason, n)
    VALUES (coalesce(new.account_id, 0), new.state, coalesce(new.reason, ''), 1)
    ON CONFLICT (account, state, reason) DO UPDATE SET n = n + 1;
END;

CREATE TRIGGER outbox_counted_again AFTER UPDATE OF state, reason, account_id ON outbox
WHEN (old.state, old.reason, old.account_id) IS NOT (new.state, new.reason, new.account_id)
BEGIN
    UPDATE outbox_count SET n = n - 1
    WHERE account = coalesce(old.account_id, 0) AND state = old.state
      AND reason = coalesce(old.reason, '');
    INSERT INTO outbox_count (account, state, reason, n)
    VALUES (coalesce(new.account_id, 0), new.state, coalesce(new.reason, ''), 1)
    ON CONFLICT (account, state, reason) DO UPDATE SET n = n + 1;
END;

CREATE TRIGGER outbox_counted_no_more AFTER DELETE ON outbox
BEGIN
    UPDATE outbox_count SET n = n - 1
    WHERE account = coalesce(old.account_id, 0) AND state = old.state
      AND reason = coalesce(old.reason, '');
END;

CREATE TRIGGER outbox_mails_touch AFTER UPDATE OF state ON outbox
WHEN new.state = 'sent' AND old.state <> 'sent'
BEGIN
    UPDATE touch SET mailed = 1
    WHERE id = new.touch_id AND enrolment_id = new.enrolment_id AND mailed = 0;
END;

CREATE TRIGGER outbox_wants_copy AFTER UPDATE OF state ON outbox
WHEN new.state IN ('sent', 'in_doubt') AND new.state <> old.state
    AND (SELECT kind FROM workspace) = 'own'
BEGIN
    INSERT INTO sent_copy (outbox_id) VALUES (new.id)
    ON CONFLICT (outbox_id) DO UPDATE SET state = 'wanted', tries = 0, next_try = 0, problem = '';
END;

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
    state           TEXT NOT NULL CHECK (
                        state = 'queued' OR state = 'sending' OR state = 'sent' OR state = 'held'
                        OR state = 'retry' OR state = 'failed' OR state = 'in_doubt' OR state = 'cancelled'
                    ),
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
, first INTEGER NOT NULL DEFAULT 0 CHECK (first IN (0, 1)), sender TEXT NOT NULL DEFAULT '', account_id INTEGER REFERENCES mail_account (id) ON DELETE SET NULL, answers_id INTEGER REFERENCES incoming (id) ON DELETE SET NULL, wanted_at INTEGER NOT NULL DEFAULT 0, late_allowed INTEGER NOT NULL DEFAULT 0 CHECK (late_allowed IN (0, 1))) STRICT;

CREATE INDEX outbox_by_answered ON outbox (answers_id, id) WHERE answers_id IS NOT NULL;

CREATE INDEX outbox_by_contact ON outbox (contact_id);

CREATE INDEX outbox_by_enrolment ON outbox (enrolment_id, id);

CREATE INDEX outbox_failed ON outbox (enrolment_id) WHERE state = 'failed';

CREATE INDEX outbox_held ON outbox (reason) WHERE state = 'held';

CREATE INDEX outbox_lanes ON outbox (account_id, unattended, first, next_try, id)
    WHERE state IN ('queued', 'retry');

CREATE INDEX outbox_sending ON outbox (id) WHERE state = 'sending';

CREATE INDEX outbox_sent ON outbox (sent_at DESC, id DESC) WHERE state = 'sent';

CREATE INDEX outbox_sent_by_account ON outbox (account_id, sent_at, first) WHERE state = 'sent';

CREATE INDEX outbox_waiting ON outbox (next_try, id) WHERE state <> 'sent' AND state <> 'cancelled';

CREATE INDEX outbox_with_files ON outbox (id) WHERE draft -> '$.attachments' IS NOT NULL;

CREATE TABLE outbox_count (
    -- 0 for none.
    account INTEGER NOT NULL,
    state   TEXT NOT NULL,
    -- Empty for none.
    reason  TEXT NOT NULL,
    n       INTEGER NOT NULL CHECK (n >= 0),
    PRIMARY KEY (account, state, reason)
) STRICT, WITHOUT ROWID;

CREATE TABLE outbox_receipt (
    id     INTEGER PRIMARY KEY REFERENCES outbox (id) ON DELETE CASCADE,
    -- What the server said.
    answer TEXT NOT NULL,
    at     INTEGER NOT NULL
) STRICT;

CREATE TRIGGER agenda_follows_partnership AFTER UPDATE OF name_key, tier ON partnership
BEGIN
    UPDATE agenda SET
        name_key = new.name_key,
        tier = CASE new.tier WHEN 'one' THEN 1 WHEN 'two' THEN 2 WHEN 'three' THEN 3 ELSE 4 END
    WHERE partnership_id = new.id;
END;

CREATE TRIGGER custom_value_follows_name AFTER UPDATE OF name_key ON partnership
WHEN old.name_key <> new.name_key
BEGIN
    UPDATE custom_value SET name_key = new.name_key WHERE partnership_id = new.id;
END;

CREATE TRIGGER partnership_added AFTER INSERT ON partnership WHEN new.deleted_at IS NULL
BEGIN
    UPDATE partnership_count SET n = n + 1;
END;

CREATE TRIGGER partnership_binned AFTER UPDATE OF deleted_at ON partnership
WHEN (old.deleted_at IS NULL) <> (new.deleted_at IS NULL)
BEGIN
    UPDATE partnership_count SET n = n + iif(new.deleted_at IS NULL, 1, -1);
END;

CREATE TRIGGER partnership_removed AFTER DELETE ON partnership WHEN old.deleted_at IS NULL
BEGIN
    UPDATE partnership_count SET n = n - 1;
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
, next_due_at INTEGER, tier_rank INTEGER GENERATED ALWAYS AS
    (CASE tier WHEN 'one' THEN 1 WHEN 'two' THEN 2 WHEN 'three' THEN 3 ELSE 4 END) VIRTUAL, next_due_key INTEGER GENERATED ALWAYS AS
    (coalesce(next_due_at, 9223372036854775807)) VIRTUAL, stage_id INTEGER GENERATED ALWAYS AS
    (CASE stage WHEN 'lead' THEN 1 WHEN 'contacted' THEN 2 WHEN 'in_conversation' THEN 3
                WHEN 'active_partner' THEN 4 WHEN 'lost' THEN 5
                ELSE CAST(substr(stage, 7) AS INTEGER) END) VIRTUAL, source TEXT NOT NULL DEFAULT '', value_amount INTEGER CHECK (value_amount >= 0), value_currency TEXT
    CHECK ((value_currency IS NULL) = (value_amount IS NULL)), merged_into INTEGER REFERENCES partnership (id) ON DELETE SET NULL) STRICT;

CREATE INDEX partnership_by_name ON partnership (name_key, id, stage_id, tier_rank)
    WHERE deleted_at IS NULL;

CREATE INDEX partnership_by_next_due ON partnership (next_due_key, id, stage_id, tier_rank)
    WHERE deleted_at IS NULL;

CREATE INDEX partnership_by_stage ON partnership (stage_id, name_key, id, tier_rank)
    WHERE deleted_at IS NULL;

CREATE INDEX partnership_by_stage_and_tier ON partnership (stage_id, tier_rank, name_key, id)
    WHERE deleted_at IS NULL;

CREATE INDEX partnership_by_tier ON partnership (tier_rank, name_key, id, stage_id)
    WHERE deleted_at IS NULL;

CREATE INDEX partnership_by_updated ON partnership (updated_at, id, stage_id, tier_rank)
    WHERE deleted_at IS NULL;

CREATE INDEX partnership_in_bin_by_stage ON partnership (stage_id) WHERE deleted_at IS NOT NULL;

CREATE INDEX partnership_merged ON partnership (merged_into) WHERE merged_into IS NOT NULL;

CREATE TABLE partnership_count (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    n  INTEGER NOT NULL
) STRICT;

CREATE VIRTUAL TABLE people USING fts5 (
    words, content = '', contentless_delete = 1, prefix = '1 2 3 4 5 6 7 8',
    tokenize = 'unicode61 remove_diacritics 2'
);

CREATE TABLE 'people_config'(k PRIMARY KEY, v) WITHOUT ROWID;

CREATE TABLE 'people_data'(id INTEGER PRIMARY KEY, block BLOB);

CREATE TABLE 'people_docsize'(id INTEGER PRIMARY KEY, sz BLOB, origin INTEGER);

CREATE TABLE 'people_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;

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

CREATE TABLE returned_copy (
    message_id TEXT PRIMARY KEY,
    at         INTEGER NOT NULL
, recipient TEXT) STRICT;

CREATE TABLE sender_profile (
    id       INTEGER PRIMARY KEY CHECK (id = 1),
    -- desk_core::account::SenderProfile
    document TEXT NOT NULL CHECK (json_valid(document))
) STRICT;

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

CREATE TABLE server_limit (
    id           INTEGER PRIMARY KEY,
    host         TEXT NOT NULL UNIQUE,
    message_size INTEGER
) STRICT;

CREATE TABLE stage (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    key      TEXT NOT NULL UNIQUE,
    name     TEXT NOT NULL,
    -- The name as it is compared.
    name_key TEXT NOT NULL UNIQUE,
    -- The place in the list, from 0.
    position INTEGER NOT NULL
) STRICT;

CREATE TRIGGER stat_day_added AFTER INSERT ON stat_day
BEGIN
    INSERT INTO stat_total (cadence_id, key, n) VALUES (new.cadence_id, new.key, new.n)
    ON CONFLICT (cadence_id, key) DO UPDATE SET n = n + excluded.n;
    INSERT INTO stat_until (cadence_id, key, day, n)
    VALUES (new.cadence_id, new.key, new.day, coalesce(
        (SELECT n FROM stat_until
         WHERE cadence_id = new.cadence_id AND key = new.key AND day < new.day
         ORDER BY day DESC LIMIT 1), 0));
    UPDATE stat_until SET n = n + new.n
    WHERE cadence_id = new.cadence_id AND key = new.key AND day >= new.day;
END;

CREATE TRIGGER stat_day_changed AFTER UPDATE OF n ON stat_day
BEGIN
    UPDATE stat_total SET n = n + new.n - old.n
    WHERE cadence_id = new.cadence_id AND key = new.key;
    UPDATE stat_until SET n = n + new.n - old.n
    WHERE cadence_id = new.cadence_id AND key = new.key AND day >= new.day;
END;

CREATE TABLE stat_day (
    cadence_id INTEGER NOT NULL,
    day        INTEGER NOT NULL,
    key        TEXT NOT NULL,
    n          INTEGER NOT NULL,
    PRIMARY KEY (cadence_id, day, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE stat_step (
    cadence_id INTEGER NOT NULL,
    step_id    INTEGER NOT NULL,
    key        TEXT NOT NULL,
    n          INTEGER NOT NULL,
    PRIMARY KEY (cadence_id, step_id, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE stat_total (
    cadence_id INTEGER NOT NULL,
    key        TEXT NOT NULL,
    n          INTEGER NOT NULL,
    PRIMARY KEY (cadence_id, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE stat_until (
    cadence_id INTEGER NOT NULL,
    key        TEXT NOT NULL,
    day        INTEGER NOT NULL,
    n          INTEGER NOT NULL,
    PRIMARY KEY (cadence_id, key, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE step (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    cadence_id INTEGER NOT NULL REFERENCES cadence (id) ON DELETE CASCADE
) STRICT;

CREATE INDEX step_by_cadence ON step (cadence_id);

CREATE TABLE "suppression" (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    kind   TEXT NOT NULL CHECK (kind IN ('address', 'domain', 'pattern', 'phone')),
    key    TEXT NOT NULL UNIQUE,
    -- desk_core::suppression::Reason
    reason TEXT NOT NULL CHECK (reason IN ('opted_out', 'bounced', 'listed')),
    at     INTEGER NOT NULL
, earlier TEXT CHECK (earlier IN ('bounced', 'listed'))) STRICT;

CREATE INDEX suppression_by_moment ON suppression (at DESC, id DESC);

CREATE INDEX suppression_patterns ON suppression (key) WHERE kind = 'pattern';

CREATE TRIGGER touch_counted AFTER INSERT ON touch
BEGIN
    INSERT INTO stat_day (cadence_id, day, key, n)
    VALUES (new.cadence_id, new.closed_at / 86400000, new.outcome, 1)
    ON CONFLICT (cadence_id, day, key) DO UPDATE SET n = n + 1;
    INSERT INTO stat_step (cadence_id, step_id, key, n)
    VALUES (new.cadence_id, new.step_id, new.outcome, 1)
    ON CONFLICT (cadence_id, step_id, key) DO UPDATE SET n = n + 1;
    INSERT INTO stat_step (cadence_id, step_id, key, n)
    SELECT new.cadence_id, new.step_id, 'mailed', 1 WHERE new.mailed = 1
    ON CONFLICT (cadence_id, step_id, key) DO UPDATE SET n = n + 1;
    INSERT INTO stat_step (cadence_id, step_id, key, n)
    SELECT new.cadence_id, new.step_id, 'replied', 1 WHERE new.replied = 1
    ON CONFLICT (cadence_id, step_id, key) DO UPDATE SET n = n + 1;
    UPDATE touch SET mailed = 1
    WHERE id = new.id AND mailed = 0 AND EXISTS (SELECT 1 FROM outbox
        WHERE enrolment_id = new.enrolment_id AND touch_id = new.id AND state = 'sent');
END;

CREATE TRIGGER touch_counted_as_mailed AFTER UPDATE OF mailed ON touch WHEN old.mailed <> new.mailed
BEGIN
    INSERT INTO stat_step (cadence_id, step_id, key, n)
    VALUES (new.cadence_id, new.step_id, 'mailed', new.mailed - old.mailed)
    ON CONFLICT (cadence_id, step_id, key) DO UPDATE SET n = n + excluded.n;
END;

CREATE TRIGGER touch_counted_as_replied AFTER UPDATE OF replied ON touch WHEN old.replied <> new.replied
BEGIN
    INSERT INTO stat_step (cadence_id, step_id, key, n)
    VALUES (new.cadence_id, new.step_id, 'replied', new.replied - old.replied)
    ON CONFLICT (cadence_id, step_id, key) DO UPDATE SET n = n + excluded.n;
END;

CREATE TRIGGER touch_counted_no_more BEFORE DELETE ON touch
BEGIN
    INSERT INTO stat_day (cadence_id, day, key, n)
    VALUES (old.cadence_id, old.closed_at / 86400000, old.outcome, -1)
    ON CONFLICT (cadence_id, day, key) DO UPDATE SET n = n - 1;
    INSERT INTO stat_step (cadence_id, step_id, key, n)
    SELECT cadence_id, step_id, key, -1 FROM touch_figure WHERE touch_id = old.id
    ON CONFLICT (cadence_id, step_id, key) DO UPDATE SET n = n - 1;
END;

CREATE TABLE touch (
    id           INTEGER PRIMARY KEY,
    enrolment_id INTEGER NOT NULL REFERENCES enrolment (id) ON DELETE CASCADE,
    step_id      INTEGER NOT NULL,
    run          INTEGER NOT NULL,
    visit        INTEGER NOT NULL,
    attempt      INTEGER NOT NULL,
    outcome      TEXT NOT NULL CHECK (outcome IN ('done', 'skipped')),
    due_at       INTEGER NOT NULL,
    closed_at    INTEGER NOT NULL, skipped TEXT, disposition TEXT, cadence_id INTEGER NOT NULL DEFAULT 0, mailed INTEGER NOT NULL DEFAULT 0 CHECK (mailed IN (0, 1)), replied INTEGER NOT NULL DEFAULT 0 CHECK (replied IN (0, 1)),
    UNIQUE (enrolment_id, run, step_id, visit, attempt)
) STRICT;

CREATE VIEW touch_figure AS
SELECT id AS touch_id, cadence_id, step_id, closed_at / 86400000 AS day, outcome AS key FROM touch
UNION ALL
SELECT id, cadence_id, step_id, NULL, 'mailed' FROM touch WHERE mailed = 1
UNION ALL
SELECT id, cadence_id, step_id, NULL, 'replied' FROM touch WHERE replied = 1;

CREATE VIEW touch_replied AS
SELECT
    event.enrolment_id,
    (SELECT touch_id FROM outbox
     WHERE outbox.enrolment_id = event.enrolment_id AND state = 'sent' AND sent_at <= event.at
     ORDER BY sent_at DESC, id DESC LIMIT 1) AS touch_id
FROM event
WHERE type = 'replied' AND undone_at IS NULL AND enrolment_id IS NOT NULL;

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
, working_time TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(working_time)), pace TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(pace)), paused_since INTEGER, zone TEXT, generation INTEGER NOT NULL DEFAULT 0, machine TEXT NOT NULL DEFAULT '', alive_at INTEGER, review_told_on TEXT, caller_numbers TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(caller_numbers)), caller_last TEXT NOT NULL DEFAULT '') STRICT;

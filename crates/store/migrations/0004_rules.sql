-- Enrolments know how they came here and what the contact let show.
ALTER TABLE enrolment ADD COLUMN moves INTEGER NOT NULL DEFAULT 0;
ALTER TABLE enrolment ADD COLUMN buying_signal INTEGER NOT NULL DEFAULT 0 CHECK (buying_signal IN (0, 1));

-- An entry cannot be taken back whose kept rows count in hours.
UPDATE event SET undo = NULL
WHERE enrolment_id IN (SELECT enrolment_id FROM agenda WHERE retry_hours IS NOT NULL);
ALTER TABLE agenda RENAME COLUMN retry_hours TO retry_minutes;
UPDATE agenda SET retry_minutes = retry_minutes * 60 WHERE retry_minutes IS NOT NULL;
ALTER TABLE agenda ADD COLUMN beyond_hours INTEGER NOT NULL DEFAULT 0 CHECK (beyond_hours IN (0, 1));

-- What lists of open touches are sorted by, copied in: the partnership's name and tier (4 for none),
-- the step's priority (0 for high), and the zone that counts for the contact.
ALTER TABLE agenda ADD COLUMN name_key TEXT NOT NULL DEFAULT '';
ALTER TABLE agenda ADD COLUMN tier INTEGER NOT NULL DEFAULT 4;
ALTER TABLE agenda ADD COLUMN priority INTEGER NOT NULL DEFAULT 1;
ALTER TABLE agenda ADD COLUMN zone TEXT NOT NULL DEFAULT '';
UPDATE agenda SET
    name_key = (SELECT name_key FROM partnership WHERE id = partnership_id),
    tier = (SELECT CASE tier WHEN 'one' THEN 1 WHEN 'two' THEN 2 WHEN 'three' THEN 3 ELSE 4 END
            FROM partnership WHERE id = partnership_id);

CREATE INDEX agenda_due_by_name ON agenda (name_key, id) WHERE state = 'due' AND live = 1;
CREATE INDEX agenda_due_by_tier ON agenda (tier, due_at, id) WHERE state = 'due' AND live = 1;
CREATE INDEX agenda_due_by_priority ON agenda (priority, due_at, id) WHERE state = 'due' AND live = 1;
CREATE INDEX agenda_due_of_step_by_name ON agenda (step_id, name_key, id)
    WHERE state = 'due' AND live = 1;

CREATE TRIGGER agenda_follows_partnership AFTER UPDATE OF name_key, tier ON partnership
BEGIN
    UPDATE agenda SET
        name_key = new.name_key,
        tier = CASE new.tier WHEN 'one' THEN 1 WHEN 'two' THEN 2 WHEN 'three' THEN 3 ELSE 4 END
    WHERE partnership_id = new.id;
END;

-- Why a touch was passed over (desk_core::enrolment::SkipReason), and what came of a call
-- (desk_core::touch::Disposition).
ALTER TABLE touch ADD COLUMN skipped TEXT;
ALTER TABLE touch ADD COLUMN disposition TEXT;

ALTER TABLE event ADD COLUMN type TEXT GENERATED ALWAYS AS (what ->> 'type') VIRTUAL;
CREATE INDEX event_calls ON event (contact_id, at DESC)
    WHERE type = 'call_logged' AND undone_at IS NULL;

-- Which text of an e-mail step a contact gets for good.
CREATE TABLE contact_variant (
    id         INTEGER PRIMARY KEY,
    contact_id INTEGER NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
    step_id    INTEGER NOT NULL,
    -- desk_core::variant::Variant::key; 0 for the step's own text.
    variant    INTEGER NOT NULL,
    UNIQUE (contact_id, step_id)
) STRICT;

-- desk_core::rep::WorkingTime
ALTER TABLE workspace ADD COLUMN working_time TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(working_time));
-- desk_core::pace::Pace
ALTER TABLE workspace ADD COLUMN pace TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(pace));
-- Since when everything is paused.
ALTER TABLE workspace ADD COLUMN paused_since INTEGER;
-- The rep's zone with which the moments in the agenda were computed.
ALTER TABLE workspace ADD COLUMN zone TEXT;

-- Whether a message is the first to somebody: those wait behind the others and have a cap of their own.
ALTER TABLE outbox ADD COLUMN first INTEGER NOT NULL DEFAULT 0 CHECK (first IN (0, 1));
CREATE INDEX outbox_by_contact ON outbox (contact_id, state);
CREATE INDEX outbox_lanes ON outbox (unattended, first, next_try, id)
    WHERE state IN ('queued', 'retry');

-- Work on many enrolments, done in small transactions and taken up again after a restart.
CREATE TABLE bulk (
    id    INTEGER PRIMARY KEY AUTOINCREMENT,
    -- desk_store::bulk::Work
    work  TEXT NOT NULL CHECK (json_valid(work)),
    -- When it was asked for.
    at    INTEGER NOT NULL,
    -- The last enrolment that is done.
    after INTEGER NOT NULL DEFAULT 0
) STRICT;

-- What a search begins with is found by an index up to eight letters: without one, every row that has a word
-- which begins so is read before the first is shown.
DROP TABLE people;
CREATE VIRTUAL TABLE people USING fts5 (
    words, content = '', contentless_delete = 1, prefix = '1 2 3 4 5 6 7 8',
    tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO people (rowid, words)
SELECT id, name || ' ' || coalesce(
    (SELECT group_concat(first_name || ' ' || last_name || ' ' ||
         coalesce((SELECT group_concat(address, ' ') FROM contact_address
                   WHERE contact_id = contact.id), ''), ' ')
     FROM contact WHERE partnership_id = partnership.id), '')
FROM partnership;

-- Overdue by their deadline, counted without reading the others.
CREATE INDEX agenda_due_by_deadline ON agenda (cadence_id, deadline_at, due_at)
    WHERE state = 'due' AND live = 1 AND deadline_at IS NOT NULL;

-- Logged calls of an enrolment that were not taken back: how many it took to reach somebody need not be
-- counted anew at each.
ALTER TABLE enrolment ADD COLUMN calls INTEGER NOT NULL DEFAULT 0;

-- How far an entry brings its enrolment, as a day.
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

DROP VIEW enrolment_progress;
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

UPDATE enrolment SET calls = (SELECT calls FROM enrolment_progress WHERE enrolment_id = enrolment.id)
WHERE id IN (SELECT enrolment_id FROM event WHERE type = 'call_logged' AND undone_at IS NULL);

-- A new entry brings its enrolment further or not at all: what came before need not be read.
DROP TRIGGER event_moves_enrolment;
CREATE TRIGGER event_moves_enrolment AFTER INSERT ON event
WHEN new.undone_at IS NULL AND new.enrolment_id IS NOT NULL
     AND new.type IN ('bounced', 'replied', 'opted_out', 'meeting_booked', 'finished')
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

-- So does the contact's latest call; one that was made before another is found among all of them.
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

DROP TRIGGER event_moves_enrolment_again;
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

DROP TRIGGER event_moves_enrolment_back;
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

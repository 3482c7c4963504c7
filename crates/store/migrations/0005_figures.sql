-- Figures of the dashboard (PRODUCT 10.1, R50), kept in the transaction of what they count. Triggers keep
-- them, so that no way of adding, taking back or deleting an entry can forget them;
-- desk_store::figures::recount counts the same from nothing.
--
-- A day is one of UTC, as a number of days since 1970: a trigger knows no zones, and a day that was
-- counted stays the same day when the rep travels or the file is opened elsewhere.

-- What happened in a cadence on a day. Keyed by what it is asked by, so that a range is one run of rows.
CREATE TABLE stat_day (
    cadence_id INTEGER NOT NULL,
    day        INTEGER NOT NULL,
    key        TEXT NOT NULL,
    n          INTEGER NOT NULL,
    PRIMARY KEY (cadence_id, day, key)
) STRICT, WITHOUT ROWID;

-- The same from the first day to each on which something was counted, so that a range of any length is
-- the difference of two rows. What is counted is nearly always counted on the last day.
CREATE TABLE stat_until (
    cadence_id INTEGER NOT NULL,
    key        TEXT NOT NULL,
    day        INTEGER NOT NULL,
    n          INTEGER NOT NULL,
    PRIMARY KEY (cadence_id, key, day)
) STRICT, WITHOUT ROWID;

-- The same over all days.
CREATE TABLE stat_total (
    cadence_id INTEGER NOT NULL,
    key        TEXT NOT NULL,
    n          INTEGER NOT NULL,
    PRIMARY KEY (cadence_id, key)
) STRICT, WITHOUT ROWID;

-- What became of the touches of a step.
CREATE TABLE stat_step (
    cadence_id INTEGER NOT NULL,
    step_id    INTEGER NOT NULL,
    key        TEXT NOT NULL,
    n          INTEGER NOT NULL,
    PRIMARY KEY (cadence_id, step_id, key)
) STRICT, WITHOUT ROWID;

-- What an entry of the timeline counts for.
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

-- On which day an enrolment came so far: its first entry of a kind that was not taken back; none when it
-- did not. `calls_to_contact` are the logged calls up to the first that reached somebody.
ALTER TABLE enrolment ADD COLUMN mailed_day INTEGER;
ALTER TABLE enrolment ADD COLUMN bounced_day INTEGER;
ALTER TABLE enrolment ADD COLUMN replied_day INTEGER;
ALTER TABLE enrolment ADD COLUMN reached_day INTEGER;
ALTER TABLE enrolment ADD COLUMN opted_out_day INTEGER;
ALTER TABLE enrolment ADD COLUMN met_day INTEGER;
ALTER TABLE enrolment ADD COLUMN calls_to_contact INTEGER NOT NULL DEFAULT 0;

CREATE VIEW enrolment_progress AS
SELECT
    enrolment_id,
    min(iif(type = 'email_sent', at, NULL)) / 86400000 AS mailed_day,
    min(iif(type = 'bounced', at, NULL)) / 86400000 AS bounced_day,
    min(iif(type = 'replied', at, NULL)) / 86400000 AS replied_day,
    min(iif(type = 'call_logged' AND what ->> 'disposition' IN
        ('connected', 'not_interested', 'meeting_booked', 'do_not_call'), at, NULL)) / 86400000
        AS reached_day,
    min(iif(type = 'opted_out' OR type = 'finished' AND what ->> 'outcome' = 'opted_out', at, NULL))
        / 86400000 AS opted_out_day,
    min(iif(type = 'meeting_booked'
        OR type = 'call_logged' AND what ->> 'disposition' = 'meeting_booked'
        OR type = 'finished' AND what ->> 'outcome' = 'won', at, NULL)) / 86400000 AS met_day,
    (SELECT count(*) FROM event AS call
     WHERE call.enrolment_id = event.enrolment_id AND call.type = 'call_logged'
       AND call.undone_at IS NULL
       AND (call.at, call.id) <= (
           SELECT at, id FROM event AS contact
           WHERE contact.enrolment_id = event.enrolment_id AND contact.type = 'call_logged'
             AND contact.undone_at IS NULL AND contact.what ->> 'disposition' IN
                 ('connected', 'not_interested', 'meeting_booked', 'do_not_call')
           ORDER BY at, id LIMIT 1)) AS calls_to_contact
FROM event
WHERE undone_at IS NULL AND enrolment_id IS NOT NULL
GROUP BY enrolment_id;

-- What an enrolment counts for. A person that was mailed and did not bounce is the one that can reply.
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

-- A finished touch knows its cadence, whether it is an e-mail that left, and whether a reply is credited
-- to it (R50: the latest mail before the reply).
ALTER TABLE touch ADD COLUMN cadence_id INTEGER NOT NULL DEFAULT 0;
ALTER TABLE touch ADD COLUMN mailed INTEGER NOT NULL DEFAULT 0 CHECK (mailed IN (0, 1));
ALTER TABLE touch ADD COLUMN replied INTEGER NOT NULL DEFAULT 0 CHECK (replied IN (0, 1));

CREATE VIEW touch_replied AS
SELECT
    event.enrolment_id,
    (SELECT touch_id FROM outbox
     WHERE outbox.enrolment_id = event.enrolment_id AND state = 'sent' AND sent_at <= event.at
     ORDER BY sent_at DESC, id DESC LIMIT 1) AS touch_id
FROM event
WHERE type = 'replied' AND undone_at IS NULL AND enrolment_id IS NOT NULL;

CREATE VIEW touch_figure AS
SELECT id AS touch_id, cadence_id, step_id, closed_at / 86400000 AS day, outcome AS key FROM touch
UNION ALL
SELECT id, cadence_id, step_id, NULL, 'mailed' FROM touch WHERE mailed = 1
UNION ALL
SELECT id, cadence_id, step_id, NULL, 'replied' FROM touch WHERE replied = 1;

-- What a file holds already.
UPDATE enrolment SET
    (mailed_day, bounced_day, replied_day, reached_day, opted_out_day, met_day, calls_to_contact) =
    (SELECT mailed_day, bounced_day, replied_day, reached_day, opted_out_day, met_day, calls_to_contact
     FROM enrolment_progress WHERE enrolment_id = enrolment.id)
WHERE EXISTS (SELECT 1 FROM event WHERE enrolment_id = enrolment.id AND undone_at IS NULL);
UPDATE touch SET
    cadence_id = (SELECT cadence_id FROM enrolment WHERE id = enrolment_id),
    mailed = EXISTS (SELECT 1 FROM outbox WHERE touch_id = touch.id AND state = 'sent'
                     AND outbox.enrolment_id = touch.enrolment_id);
UPDATE touch SET replied = 1
WHERE mailed = 1 AND id IN (SELECT touch_id FROM touch_replied);
INSERT INTO stat_day (cadence_id, day, key, n)
SELECT cadence_id, day, key, sum(n) FROM (
    SELECT cadence_id, started_at / 86400000 AS day, 'enrolled' AS key, 1 AS n FROM enrolment
    UNION ALL
    SELECT cadence_id, day, key, n FROM enrolment_figure
    UNION ALL
    SELECT cadence_id, day, key, 1 FROM event_figure
    WHERE (SELECT undone_at FROM event WHERE id = event_id) IS NULL
    UNION ALL
    SELECT cadence_id, day, key, 1 FROM touch_figure WHERE day IS NOT NULL)
GROUP BY cadence_id, day, key;
INSERT INTO stat_total (cadence_id, key, n)
SELECT cadence_id, key, sum(n) FROM stat_day GROUP BY cadence_id, key;
INSERT INTO stat_until (cadence_id, key, day, n)
SELECT cadence_id, key, day, sum(n) OVER (PARTITION BY cadence_id, key ORDER BY day) FROM stat_day;
INSERT INTO stat_step (cadence_id, step_id, key, n)
SELECT cadence_id, step_id, key, count(*) FROM touch_figure GROUP BY cadence_id, step_id, key;

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

-- Entries of the timeline, one by one.
CREATE TRIGGER event_counted AFTER INSERT ON event
WHEN new.undone_at IS NULL AND new.cadence_id IS NOT NULL AND new.type IN ('email_sent', 'call_logged')
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

CREATE TRIGGER event_counted_no_more BEFORE DELETE ON event
WHEN old.undone_at IS NULL AND old.cadence_id IS NOT NULL AND old.type IN ('email_sent', 'call_logged')
BEGIN
    INSERT INTO stat_day (cadence_id, day, key, n)
    SELECT cadence_id, day, key, -1 FROM event_figure WHERE event_id = old.id
    ON CONFLICT (cadence_id, day, key) DO UPDATE SET n = n - 1;
END;

-- How far the enrolment of an entry has come, found anew from its few entries: a first one that is taken
-- back gives its place to the next.
CREATE TRIGGER event_mails_enrolment AFTER INSERT ON event
WHEN new.type = 'email_sent' AND new.undone_at IS NULL AND new.enrolment_id IS NOT NULL
BEGIN
    -- There are many of these, and they cannot be anything but the first or a further one.
    UPDATE enrolment SET mailed_day = new.at / 86400000
    WHERE id = new.enrolment_id AND (mailed_day IS NULL OR mailed_day > new.at / 86400000);
END;

CREATE TRIGGER event_moves_enrolment AFTER INSERT ON event
WHEN new.undone_at IS NULL AND new.enrolment_id IS NOT NULL AND new.type IN
     ('bounced', 'replied', 'call_logged', 'opted_out', 'meeting_booked', 'finished')
BEGIN
    UPDATE enrolment SET
        (mailed_day, bounced_day, replied_day, reached_day, opted_out_day, met_day, calls_to_contact) =
        (SELECT mailed_day, bounced_day, replied_day, reached_day, opted_out_day, met_day,
                calls_to_contact
         FROM enrolment_progress WHERE enrolment_id = new.enrolment_id)
    WHERE id = new.enrolment_id;
END;

CREATE TRIGGER event_moves_enrolment_again AFTER UPDATE OF undone_at ON event
WHEN (old.undone_at IS NULL) <> (new.undone_at IS NULL) AND new.enrolment_id IS NOT NULL
     AND new.type IN ('email_sent', 'bounced', 'replied', 'call_logged', 'opted_out',
                      'meeting_booked', 'finished')
BEGIN
    UPDATE enrolment SET
        (mailed_day, bounced_day, replied_day, reached_day, opted_out_day, met_day, calls_to_contact) =
        (SELECT max(mailed_day), max(bounced_day), max(replied_day), max(reached_day),
                max(opted_out_day), max(met_day), coalesce(max(calls_to_contact), 0)
         FROM enrolment_progress WHERE enrolment_id = new.enrolment_id)
    WHERE id = new.enrolment_id;
END;

CREATE TRIGGER event_moves_enrolment_back AFTER DELETE ON event
WHEN old.undone_at IS NULL AND old.enrolment_id IS NOT NULL
     AND old.type IN ('email_sent', 'bounced', 'replied', 'call_logged', 'opted_out',
                      'meeting_booked', 'finished')
BEGIN
    UPDATE enrolment SET
        (mailed_day, bounced_day, replied_day, reached_day, opted_out_day, met_day, calls_to_contact) =
        (SELECT max(mailed_day), max(bounced_day), max(replied_day), max(reached_day),
                max(opted_out_day), max(met_day), coalesce(max(calls_to_contact), 0)
         FROM enrolment_progress WHERE enrolment_id = old.enrolment_id)
    WHERE id = old.enrolment_id;
END;

-- Enrolments, and how far they have come.
CREATE TRIGGER enrolment_counted AFTER INSERT ON enrolment
BEGIN
    INSERT INTO stat_day (cadence_id, day, key, n)
    VALUES (new.cadence_id, new.started_at / 86400000, 'enrolled', 1)
    ON CONFLICT (cadence_id, day, key) DO UPDATE SET n = n + 1;
END;

CREATE TRIGGER enrolment_leaves_its_figures
BEFORE UPDATE OF mailed_day, bounced_day, replied_day, reached_day, opted_out_day, met_day,
    calls_to_contact ON enrolment
WHEN (old.mailed_day, old.bounced_day, old.replied_day, old.reached_day, old.opted_out_day, old.met_day,
      old.calls_to_contact)
    IS NOT (new.mailed_day, new.bounced_day, new.replied_day, new.reached_day, new.opted_out_day,
            new.met_day, new.calls_to_contact)
BEGIN
    INSERT INTO stat_day (cadence_id, day, key, n)
    SELECT cadence_id, day, key, -n FROM enrolment_figure WHERE enrolment_id = old.id
    ON CONFLICT (cadence_id, day, key) DO UPDATE SET n = n + excluded.n;
END;

CREATE TRIGGER enrolment_comes_to_its_figures
AFTER UPDATE OF mailed_day, bounced_day, replied_day, reached_day, opted_out_day, met_day,
    calls_to_contact ON enrolment
WHEN (old.mailed_day, old.bounced_day, old.replied_day, old.reached_day, old.opted_out_day, old.met_day,
      old.calls_to_contact)
    IS NOT (new.mailed_day, new.bounced_day, new.replied_day, new.reached_day, new.opted_out_day,
            new.met_day, new.calls_to_contact)
BEGIN
    INSERT INTO stat_day (cadence_id, day, key, n)
    SELECT cadence_id, day, key, n FROM enrolment_figure WHERE enrolment_id = new.id
    ON CONFLICT (cadence_id, day, key) DO UPDATE SET n = n + excluded.n;
END;

CREATE TRIGGER enrolment_counted_no_more BEFORE DELETE ON enrolment
BEGIN
    INSERT INTO stat_day (cadence_id, day, key, n)
    SELECT cadence_id, day, key, -n FROM enrolment_figure WHERE enrolment_id = old.id
    UNION ALL
    SELECT old.cadence_id, old.started_at / 86400000, 'enrolled', -1 WHERE true
    ON CONFLICT (cadence_id, day, key) DO UPDATE SET n = n + excluded.n;
END;

-- Finished touches.
CREATE TRIGGER touch_counted AFTER INSERT ON touch
BEGIN
    INSERT INTO stat_day (cadence_id, day, key, n)
    VALUES (new.cadence_id, new.closed_at / 86400000, new.outcome, 1)
    ON CONFLICT (cadence_id, day, key) DO UPDATE SET n = n + 1;
    INSERT INTO stat_step (cadence_id, step_id, key, n)
    SELECT cadence_id, step_id, key, 1 FROM touch_figure WHERE touch_id = new.id
    ON CONFLICT (cadence_id, step_id, key) DO UPDATE SET n = n + 1;
    UPDATE touch SET mailed = 1
    WHERE id = new.id AND EXISTS (SELECT 1 FROM outbox
        WHERE enrolment_id = new.enrolment_id AND touch_id = new.id AND state = 'sent');
END;

CREATE TRIGGER touch_counted_again AFTER UPDATE OF mailed, replied ON touch
WHEN (old.mailed, old.replied) <> (new.mailed, new.replied)
BEGIN
    INSERT INTO stat_step (cadence_id, step_id, key, n)
    SELECT new.cadence_id, new.step_id, column1, column2
    FROM (VALUES ('mailed', new.mailed - old.mailed), ('replied', new.replied - old.replied))
    WHERE column2 <> 0
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

CREATE TRIGGER outbox_mails_touch AFTER UPDATE OF state ON outbox
WHEN new.state = 'sent' AND old.state <> 'sent'
BEGIN
    UPDATE touch SET mailed = 1
    WHERE id = new.touch_id AND enrolment_id = new.enrolment_id AND mailed = 0;
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

-- Enrolments of a cadence that are not finished.
ALTER TABLE cadence ADD COLUMN people INTEGER NOT NULL DEFAULT 0;
UPDATE cadence SET people =
    (SELECT count(*) FROM enrolment WHERE cadence_id = cadence.id AND is_finished = 0);

CREATE TRIGGER cadence_gains_person AFTER INSERT ON enrolment WHEN new.state ->> 'state' <> 'finished'
BEGIN
    UPDATE cadence SET people = people + 1 WHERE id = new.cadence_id;
END;

CREATE TRIGGER cadence_people_changed AFTER UPDATE OF state ON enrolment
WHEN (old.state ->> 'state' = 'finished') <> (new.state ->> 'state' = 'finished')
BEGIN
    UPDATE cadence SET people = people + iif(new.state ->> 'state' = 'finished', -1, 1)
    WHERE id = new.cadence_id;
END;

CREATE TRIGGER cadence_loses_person AFTER DELETE ON enrolment WHEN old.state ->> 'state' <> 'finished'
BEGIN
    UPDATE cadence SET people = people - 1 WHERE id = old.cadence_id;
END;

-- Messages that were not taken, for the figure of completion.
CREATE INDEX outbox_failed ON outbox (enrolment_id) WHERE state = 'failed';

-- When an open touch passes its step's deadline (R9); none at a step without one.
ALTER TABLE agenda ADD COLUMN deadline_at INTEGER;

-- Lists of due touches in every order, of all or, passing over the others without reading them, of a
-- cadence or step, overdue or not.
DROP INDEX agenda_due;
DROP INDEX agenda_due_by_name;
DROP INDEX agenda_due_by_tier;
DROP INDEX agenda_due_by_priority;
DROP INDEX agenda_due_by_step;
DROP INDEX agenda_due_of_step_by_name;
CREATE INDEX agenda_due ON agenda (due_at, id, cadence_id, step_id, deadline_at)
    WHERE state = 'due' AND live = 1;
CREATE INDEX agenda_due_by_name ON agenda (name_key, id, cadence_id, step_id, due_at, deadline_at)
    WHERE state = 'due' AND live = 1;
CREATE INDEX agenda_due_by_tier ON agenda (tier, due_at, id, cadence_id, step_id, deadline_at)
    WHERE state = 'due' AND live = 1;
CREATE INDEX agenda_due_by_priority ON agenda (priority, due_at, id, cadence_id, step_id, deadline_at)
    WHERE state = 'due' AND live = 1;
CREATE INDEX agenda_due_by_cadence ON agenda (cadence_id, due_at, id, step_id, deadline_at)
    WHERE state = 'due' AND live = 1;
CREATE INDEX agenda_due_by_step ON agenda (step_id, due_at, id, deadline_at)
    WHERE state = 'due' AND live = 1;
CREATE INDEX agenda_due_of_step_by_name ON agenda (step_id, name_key, id, due_at, deadline_at)
    WHERE state = 'due' AND live = 1;
-- What comes next in a cadence.
CREATE INDEX agenda_next_by_cadence ON agenda (cadence_id, due_at, id, step_id)
    WHERE state = 'waiting' AND live = 1;

-- How many partnerships there are, without those in the bin.
CREATE TABLE partnership_count (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    n  INTEGER NOT NULL
) STRICT;
INSERT INTO partnership_count (id, n) SELECT 1, count(*) FROM partnership WHERE deleted_at IS NULL;

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

-- What lists of partnerships are sorted by.
ALTER TABLE partnership ADD COLUMN next_due_at INTEGER;
ALTER TABLE partnership ADD COLUMN tier_rank INTEGER GENERATED ALWAYS AS
    (CASE tier WHEN 'one' THEN 1 WHEN 'two' THEN 2 WHEN 'three' THEN 3 ELSE 4 END) VIRTUAL;
ALTER TABLE partnership ADD COLUMN stage_rank INTEGER GENERATED ALWAYS AS
    (CASE stage WHEN 'lead' THEN 1 WHEN 'contacted' THEN 2 WHEN 'in_conversation' THEN 3
                WHEN 'active_partner' THEN 4 ELSE 5 END) VIRTUAL;
-- The last there is when nothing is planned.
ALTER TABLE partnership ADD COLUMN next_due_key INTEGER GENERATED ALWAYS AS
    (coalesce(next_due_at, 9223372036854775807)) VIRTUAL;
UPDATE partnership SET next_due_at =
    (SELECT min(due_at) FROM agenda WHERE partnership_id = partnership.id AND live = 1);

DROP INDEX partnership_by_name;
CREATE INDEX partnership_by_name ON partnership (name_key, id, stage_rank, tier_rank)
    WHERE deleted_at IS NULL;
CREATE INDEX partnership_by_tier ON partnership (tier_rank, name_key, id, stage_rank)
    WHERE deleted_at IS NULL;
CREATE INDEX partnership_by_stage ON partnership (stage_rank, name_key, id, tier_rank)
    WHERE deleted_at IS NULL;
CREATE INDEX partnership_by_stage_and_tier ON partnership (stage_rank, tier_rank, name_key, id)
    WHERE deleted_at IS NULL;
CREATE INDEX partnership_by_updated ON partnership (updated_at, id, stage_rank, tier_rank)
    WHERE deleted_at IS NULL;
CREATE INDEX partnership_by_next_due ON partnership (next_due_key, id, stage_rank, tier_rank)
    WHERE deleted_at IS NULL;

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

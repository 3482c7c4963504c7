-- The counts that change with each message that leaves, without the views that hold every case: those keep what is
-- rare. What is counted stays the same.

DROP TRIGGER event_counted;
CREATE TRIGGER event_counted AFTER INSERT ON event
WHEN new.undone_at IS NULL AND new.cadence_id IS NOT NULL AND new.type = 'call_logged'
BEGIN
    INSERT INTO stat_day (cadence_id, day, key, n)
    SELECT cadence_id, day, key, 1 FROM event_figure WHERE event_id = new.id
    ON CONFLICT (cadence_id, day, key) DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER event_counted_as_mail AFTER INSERT ON event
WHEN new.undone_at IS NULL AND new.cadence_id IS NOT NULL AND new.type = 'email_sent'
BEGIN
    INSERT INTO stat_day (cadence_id, day, key, n)
    VALUES (new.cadence_id, new.at / 86400000, 'mails', 1)
    ON CONFLICT (cadence_id, day, key) DO UPDATE SET n = n + 1;
END;

-- Who is written to for the first time, with nothing else.
DROP TRIGGER enrolment_leaves_its_figures;
DROP TRIGGER enrolment_comes_to_its_figures;
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
    SELECT new.cadence_id, new.mailed_day, 'people_delivered', 1 WHERE new.bounced_day IS NULL
    ON CONFLICT (cadence_id, day, key) DO UPDATE SET n = n + 1;
END;

-- Nobody has answered a touch that is new, and only the outbox knows whether it was mailed.
DROP TRIGGER touch_counted;
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

DROP TRIGGER touch_counted_again;
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

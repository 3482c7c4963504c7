-- Each message changes its state several times, and every index that holds the state is written then.
-- Messages of one contact are few: what became of each is read from its row.
DROP INDEX outbox_by_contact;
CREATE INDEX outbox_by_contact ON outbox (contact_id);
-- What leaves next is read by lane since there are lanes.
DROP INDEX outbox_next;
DROP INDEX outbox_waiting;
CREATE INDEX outbox_waiting ON outbox (next_try, id) WHERE state <> 'sent' AND state <> 'cancelled';

-- For IN with three words or more SQLite makes a table each time that a CHECK is looked at. The same said otherwise:
-- what may stand in the columns does not change, so that the tables stay as they are
-- (https://www.sqlite.org/lang_altertable.html, "Making Other Kinds Of Table Schema Changes").
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, 'CHECK (state IN (
                        ''queued'', ''held'', ''sending'', ''retry'', ''failed'', ''in_doubt'', ''sent'', ''cancelled''
                    ))', 'CHECK (
                        state = ''queued'' OR state = ''sending'' OR state = ''sent'' OR state = ''held''
                        OR state = ''retry'' OR state = ''failed'' OR state = ''in_doubt'' OR state = ''cancelled''
                    )')
WHERE type = 'table' AND name = 'outbox';
UPDATE sqlite_schema SET sql = replace(replace(sql,
    'CHECK (kind IN (''email'', ''call'', ''task''))',
    'CHECK (kind = ''email'' OR kind = ''call'' OR kind = ''task'')'),
    'CHECK (state IN (''waiting'', ''due'', ''in_outbox''))',
    'CHECK (state = ''waiting'' OR state = ''due'' OR state = ''in_outbox'')')
WHERE type = 'table' AND name = 'agenda';
UPDATE sqlite_schema SET sql = replace(sql,
    'CHECK (actor IN (''rep'', ''rule'', ''contact''))',
    'CHECK (actor = ''rep'' OR actor = ''rule'' OR actor = ''contact'')')
WHERE type = 'table' AND name = 'event';
PRAGMA writable_schema = RESET;

-- The same for a count that is made of a question.
DROP TRIGGER enrolment_is_mailed;
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

-- How many messages are in which state and for what reason, kept by triggers: it is asked whenever the outbox is
-- looked at and before each message that leaves, whatever has left already.
CREATE TABLE outbox_count (
    -- 0 for none.
    account INTEGER NOT NULL,
    state   TEXT NOT NULL,
    -- Empty for none.
    reason  TEXT NOT NULL,
    n       INTEGER NOT NULL CHECK (n >= 0),
    PRIMARY KEY (account, state, reason)
) STRICT, WITHOUT ROWID;
INSERT INTO outbox_count
SELECT coalesce(account_id, 0), state, coalesce(reason, ''), count(*) FROM outbox GROUP BY 1, 2, 3;

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

-- What a start looks for: it is seldom more than one.
CREATE INDEX outbox_sending ON outbox (id) WHERE state = 'sending';

-- A list of more than two words is made anew as a table of its own at each entry; most entries are none of these.
DROP TRIGGER event_moves_enrolment;
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

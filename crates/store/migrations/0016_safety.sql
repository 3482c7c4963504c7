-- Lateness by account, what an opt-out was put over, what is left of enrolments that were lost, and a reminder a day.

-- Which account could not send or be read (R11). None when it was the program, for all of them.
ALTER TABLE outage ADD COLUMN account_id INTEGER REFERENCES mail_account (id) ON DELETE CASCADE;
UPDATE outage SET account_id = (SELECT id FROM mail_account)
WHERE cause <> 'program' AND (SELECT count(*) FROM mail_account) = 1;
DROP INDEX outage_lasting;
CREATE UNIQUE INDEX outage_lasting ON outage (cause, coalesce(account_id, 0)) WHERE until_at IS NULL;
CREATE INDEX outage_by_account ON outage (account_id) WHERE account_id IS NOT NULL;

-- Why an entry was there already when somebody opted out; it is there for that again when the opt-out is taken back.
ALTER TABLE suppression ADD COLUMN earlier TEXT CHECK (earlier IN ('bounced', 'listed'));

-- Who got a message of ours of which the file knows no enrolment: a hash of the address with the key of the
-- Message-IDs. None where the id says which touch it is of, and once the rep was asked about it (R34).
ALTER TABLE returned_copy ADD COLUMN recipient TEXT;

-- The last day, at the rep's place, on which the rep was told of cadences that stand still for a message that has
-- to be looked at (R19); as 2026-01-31.
ALTER TABLE workspace ADD COLUMN review_told_on TEXT;
CREATE INDEX enrolment_in_review ON enrolment (id) WHERE state ->> 'state' = 'review';

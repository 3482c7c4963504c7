-- Working with mail that arrived: what the rep says about it, answering it, and whom it may be about.

-- What the program took it for, once somebody has said otherwise: the rep, or a newer edition of the
-- classifier.
ALTER TABLE incoming ADD COLUMN found TEXT;
-- When the rep said what it is.
ALTER TABLE incoming ADD COLUMN ruled_at INTEGER;
-- What a newer edition takes it for, until the rep has said what it is.
ALTER TABLE incoming ADD COLUMN suggested TEXT;
-- desk_core::incoming::Mark and Tone, and the entry of the timeline that the mark made.
ALTER TABLE incoming ADD COLUMN mark TEXT;
ALTER TABLE incoming ADD COLUMN tone TEXT;
ALTER TABLE incoming ADD COLUMN mark_event_id INTEGER REFERENCES event (id) ON DELETE SET NULL;
-- When the rep was done with it. What a person wrote, and what only the rep can tell, is open until then.
ALTER TABLE incoming ADD COLUMN settled_at INTEGER;
-- The answer that the rep is writing: desk_core::draft::EmailDraft.
ALTER TABLE incoming ADD COLUMN draft TEXT CHECK (draft IS NULL OR json_valid(draft));
ALTER TABLE incoming ADD COLUMN draft_at INTEGER;

CREATE INDEX incoming_by_mark_event ON incoming (mark_event_id) WHERE mark_event_id IS NOT NULL;

-- What lists show is in their indexes: in the row it lies behind the whole message.
DROP INDEX incoming_by_moment;
CREATE INDEX incoming_by_moment ON incoming
    (received_at DESC, id DESC, partnership_id, contact_id, enrolment_id, settled_at, mark, tone);
DROP INDEX incoming_by_verdict;
CREATE INDEX incoming_by_verdict ON incoming (verdict, received_at DESC, id DESC, partnership_id,
    contact_id, enrolment_id, settled_at, mark, tone);
CREATE INDEX incoming_open ON incoming
    (received_at DESC, id DESC, partnership_id, contact_id, enrolment_id, settled_at, mark, tone)
    WHERE settled_at IS NULL AND verdict IN ('human_reply', 'review');

-- Rows that are in review, and those about somebody in the bin, name no contact: whoever erases a person
-- finds them by the address.
CREATE INDEX incoming_by_sender ON incoming (sender);
CREATE INDEX incoming_by_version ON incoming (version, id);

-- Whom a message in review may be about: these stand still until the rep has looked (R19).
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

INSERT INTO incoming_candidate (incoming_id, enrolment_id, event_id)
SELECT incoming.id, event.enrolment_id, event.id FROM incoming JOIN event ON event.id = incoming.event_id
WHERE verdict = 'review' AND event.enrolment_id IN (SELECT id FROM enrolment);

-- The message that arrived to which this one is the rep's answer. An answer belongs to no touch: its
-- touch_id is 0.
ALTER TABLE outbox ADD COLUMN answers_id INTEGER REFERENCES incoming (id) ON DELETE SET NULL;
CREATE INDEX outbox_by_answered ON outbox (answers_id, id) WHERE answers_id IS NOT NULL;

-- What must not be written to or called: an address or a number by its key, a domain with everything under
-- it as '@domain', and a pattern of an address with '*'.
CREATE TABLE suppressed (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    kind   TEXT NOT NULL CHECK (kind IN ('address', 'domain', 'pattern', 'phone')),
    key    TEXT NOT NULL UNIQUE,
    -- desk_core::suppression::Reason
    reason TEXT NOT NULL CHECK (reason IN ('opted_out', 'bounced', 'listed')),
    at     INTEGER NOT NULL
) STRICT;
INSERT INTO suppressed (id, kind, key, reason, at) SELECT id, 'address', key, reason, at FROM suppression;
DROP TABLE suppression;
ALTER TABLE suppressed RENAME TO suppression;
CREATE INDEX suppression_patterns ON suppression (key) WHERE kind = 'pattern';
CREATE INDEX suppression_by_moment ON suppression (at DESC, id DESC);

-- Lists of mail that arrived, the latest first, of one verdict or of all. What a list joins by is in the
-- index: in the row it lies behind the whole message.

DROP INDEX incoming_by_moment;
CREATE INDEX incoming_by_moment
    ON incoming (received_at DESC, id DESC, partnership_id, contact_id, enrolment_id);
CREATE INDEX incoming_by_verdict
    ON incoming (verdict, received_at DESC, id DESC, partnership_id, contact_id, enrolment_id);

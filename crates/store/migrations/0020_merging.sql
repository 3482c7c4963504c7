-- Two partnerships, or two contacts of one, become one (R24).

-- Into which it was merged. Such a row is in the bin as well, for good: it appears nowhere.
ALTER TABLE partnership ADD COLUMN merged_into INTEGER REFERENCES partnership (id) ON DELETE SET NULL;

CREATE INDEX partnership_merged ON partnership (merged_into) WHERE merged_into IS NOT NULL;

-- The merge behind which the entry lies: it can be taken back again when that was taken back.
ALTER TABLE event ADD COLUMN merge_id INTEGER;

CREATE INDEX event_by_merge ON event (merge_id) WHERE merge_id IS NOT NULL;

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

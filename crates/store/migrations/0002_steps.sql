ALTER TABLE cadence ADD COLUMN goal TEXT NOT NULL DEFAULT '';
-- Steps of the latest version, kept in the same transaction, so that lists need not read documents.
ALTER TABLE cadence ADD COLUMN step_count INTEGER NOT NULL DEFAULT 0;

-- What a cadence consists of. A version that somebody works through never changes.
CREATE TABLE cadence_version (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    cadence_id INTEGER NOT NULL REFERENCES cadence (id) ON DELETE CASCADE,
    number     INTEGER NOT NULL CHECK (number > 0),
    -- Counts the saves of this version.
    revision   INTEGER NOT NULL,
    -- {"steps": [desk_core::step::Step, …]}
    document   TEXT NOT NULL CHECK (json_valid(document)),
    created_at INTEGER NOT NULL,
    UNIQUE (cadence_id, number)
) STRICT;

-- Gives each step an id that it keeps in every version. A deleted step keeps its row.
CREATE TABLE step (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    cadence_id INTEGER NOT NULL REFERENCES cadence (id) ON DELETE CASCADE
) STRICT;

CREATE INDEX step_by_cadence ON step (cadence_id);

INSERT INTO cadence_version (cadence_id, number, revision, document, created_at)
SELECT id, 1, 0, '{"steps":[]}', created_at FROM cadence;

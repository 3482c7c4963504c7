-- The schema of a workspace file, written by `cargo xtask gen`. Its history is in
-- crates/store/migrations. Instants are UTC milliseconds.

CREATE TABLE cadence (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    uid         BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    name        TEXT NOT NULL,
    -- The name as it is compared and sorted (desk_core::text::fold).
    name_key    TEXT NOT NULL,
    description TEXT NOT NULL,
    -- The status apart from the archive, so that a restored draft is a draft again.
    status      TEXT NOT NULL CHECK (status IN ('draft', 'active', 'inactive')),
    archived_at INTEGER,
    created_at  INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL, goal TEXT NOT NULL DEFAULT '', step_count INTEGER NOT NULL DEFAULT 0,
    CHECK (archived_at IS NULL OR status <> 'active')
) STRICT;

CREATE INDEX cadence_archived_by_name ON cadence (name_key) WHERE archived_at IS NOT NULL;

CREATE UNIQUE INDEX cadence_by_name ON cadence (name_key) WHERE archived_at IS NULL;

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

CREATE TABLE step (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    cadence_id INTEGER NOT NULL REFERENCES cadence (id) ON DELETE CASCADE
) STRICT;

CREATE INDEX step_by_cadence ON step (cadence_id);

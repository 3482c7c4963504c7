-- Marks the file as a workspace of Cadence Desk ("CDSK"), so that another program's database is
-- never taken for one.
PRAGMA application_id = 0x4344534B;

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
    updated_at  INTEGER NOT NULL,
    CHECK (archived_at IS NULL OR status <> 'active')
) STRICT;

CREATE UNIQUE INDEX cadence_by_name ON cadence (name_key) WHERE archived_at IS NULL;
CREATE INDEX cadence_archived_by_name ON cadence (name_key) WHERE archived_at IS NOT NULL;

-- What the rep keeps of partnerships or contacts beside what everybody has.
CREATE TABLE custom_field (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    uid      BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    -- desk_core::custom::FieldOwner
    owner    TEXT NOT NULL CHECK (owner IN ('partnership', 'contact')),
    -- By what texts and conditions name it; never changes.
    key      TEXT NOT NULL UNIQUE,
    name     TEXT NOT NULL,
    kind     TEXT NOT NULL CHECK (kind IN ('text', 'number', 'date', 'choice', 'yes_no')),
    choices  TEXT NOT NULL CHECK (json_valid(choices)),
    position INTEGER NOT NULL
) STRICT;

CREATE TABLE custom_value (
    id             INTEGER PRIMARY KEY,
    -- A field that is gone leaves its values for a while: see custom_field_removed.
    field_id       INTEGER NOT NULL,
    -- Of a contact: its partnership.
    partnership_id INTEGER NOT NULL REFERENCES partnership (id) ON DELETE CASCADE,
    -- None when it is the partnership's own.
    contact_id     INTEGER REFERENCES contact (id) ON DELETE CASCADE,
    -- As desk_core::custom::value keeps it; never empty.
    value          TEXT NOT NULL CHECK (value <> ''),
    -- By what it is found and sorted: a number, or a text.
    key            ANY NOT NULL,
    -- The partnership's, so that a list of those with a value comes out of one index.
    name_key       TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX custom_value_of_owner ON custom_value (partnership_id, coalesce(contact_id, 0), field_id);
CREATE INDEX custom_value_by_contact ON custom_value (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX custom_value_by_key ON custom_value (field_id, key, name_key, partnership_id);

-- Fields that are gone and whose values are still to go, a few at a time.
CREATE TABLE custom_field_removed (
    field_id INTEGER PRIMARY KEY
) STRICT;

CREATE TRIGGER custom_value_follows_name AFTER UPDATE OF name_key ON partnership
WHEN old.name_key <> new.name_key
BEGIN
    UPDATE custom_value SET name_key = new.name_key WHERE partnership_id = new.id;
END;

CREATE TRIGGER custom_value_follows_contact AFTER UPDATE OF partnership_id ON contact
WHEN old.partnership_id <> new.partnership_id
BEGIN
    UPDATE custom_value SET partnership_id = new.partnership_id WHERE contact_id = new.id;
END;

CREATE TRIGGER custom_value_follows_partnership AFTER UPDATE OF partnership_id ON custom_value
WHEN old.partnership_id <> new.partnership_id
BEGIN
    UPDATE custom_value
    SET name_key = (SELECT name_key FROM partnership WHERE id = new.partnership_id)
    WHERE id = new.id;
END;

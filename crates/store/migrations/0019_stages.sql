-- Stages as a list that the rep edits (R46); persona, source and value; for whom a cadence is meant.

-- desk_core::stage::Stage. A number is never given again: kept versions of cadences name stages by their keys.
CREATE TABLE stage (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    key      TEXT NOT NULL UNIQUE,
    name     TEXT NOT NULL,
    -- The name as it is compared.
    name_key TEXT NOT NULL UNIQUE,
    -- The place in the list, from 0.
    position INTEGER NOT NULL
) STRICT;

INSERT INTO stage (id, key, name, name_key, position) VALUES
    (1, 'lead', 'Lead', 'lead', 0),
    (2, 'contacted', 'Contacted', 'contacted', 1),
    (3, 'in_conversation', 'In conversation', 'in conversation', 2),
    (4, 'active_partner', 'Active partner', 'active partner', 3),
    (5, 'lost', 'Lost', 'lost', 4);

-- Indexes hold the number of a stage, not its place in the list: a list by stage is read stage after stage, so
-- that the list is put into another order without touching a partnership.
DROP INDEX partnership_by_name;
DROP INDEX partnership_by_tier;
DROP INDEX partnership_by_stage;
DROP INDEX partnership_by_stage_and_tier;
DROP INDEX partnership_by_updated;
DROP INDEX partnership_by_next_due;
ALTER TABLE partnership DROP COLUMN stage_rank;
ALTER TABLE partnership ADD COLUMN stage_id INTEGER GENERATED ALWAYS AS
    (CASE stage WHEN 'lead' THEN 1 WHEN 'contacted' THEN 2 WHEN 'in_conversation' THEN 3
                WHEN 'active_partner' THEN 4 WHEN 'lost' THEN 5
                ELSE CAST(substr(stage, 7) AS INTEGER) END) VIRTUAL;

CREATE INDEX partnership_by_name ON partnership (name_key, id, stage_id, tier_rank)
    WHERE deleted_at IS NULL;
CREATE INDEX partnership_by_tier ON partnership (tier_rank, name_key, id, stage_id)
    WHERE deleted_at IS NULL;
CREATE INDEX partnership_by_stage ON partnership (stage_id, name_key, id, tier_rank)
    WHERE deleted_at IS NULL;
CREATE INDEX partnership_by_stage_and_tier ON partnership (stage_id, tier_rank, name_key, id)
    WHERE deleted_at IS NULL;
CREATE INDEX partnership_by_updated ON partnership (updated_at, id, stage_id, tier_rank)
    WHERE deleted_at IS NULL;
CREATE INDEX partnership_by_next_due ON partnership (next_due_key, id, stage_id, tier_rank)
    WHERE deleted_at IS NULL;
CREATE INDEX partnership_in_bin_by_stage ON partnership (stage_id) WHERE deleted_at IS NOT NULL;

-- Where a partnership comes from, and what it may be worth in whole units of a currency.
ALTER TABLE partnership ADD COLUMN source TEXT NOT NULL DEFAULT '';
ALTER TABLE partnership ADD COLUMN value_amount INTEGER CHECK (value_amount >= 0);
ALTER TABLE partnership ADD COLUMN value_currency TEXT
    CHECK ((value_currency IS NULL) = (value_amount IS NULL));

-- What kind of contact it is. The index tells which personas there are.
ALTER TABLE contact ADD COLUMN persona TEXT NOT NULL DEFAULT '';
CREATE INDEX contact_by_persona ON contact (persona) WHERE persona <> '';

-- desk_core::stage::MeantFor. The key is the persona as it is compared; the stages are a list of keys.
ALTER TABLE cadence ADD COLUMN persona TEXT NOT NULL DEFAULT '';
ALTER TABLE cadence ADD COLUMN persona_key TEXT NOT NULL DEFAULT '';
ALTER TABLE cadence ADD COLUMN stages TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(stages));

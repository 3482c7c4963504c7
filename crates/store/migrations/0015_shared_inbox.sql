-- Whether several people read what comes to the address (R25). None for addresses that were entered before this
-- was kept: their names tell.
ALTER TABLE contact_address ADD COLUMN is_shared INTEGER CHECK (is_shared IN (0, 1));

-- The numbers that the rep calls from: desk_core::caller::CallerNumber, in the rep's order.
ALTER TABLE workspace ADD COLUMN caller_numbers TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(caller_numbers));
-- The one that was chosen in turn last; empty before the first time.
ALTER TABLE workspace ADD COLUMN caller_last TEXT NOT NULL DEFAULT '';

-- From which number the touch's call is made; empty until its window is opened.
ALTER TABLE agenda ADD COLUMN caller TEXT NOT NULL DEFAULT '';

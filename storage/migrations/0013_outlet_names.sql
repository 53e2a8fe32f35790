-- An outlet's id and name as searched for, in any alphabet; written with the row.
ALTER TABLE outlets ADD COLUMN folded TEXT NOT NULL DEFAULT '';

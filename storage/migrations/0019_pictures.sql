-- The address of a publication's lead picture, as its page says: outlets that copy a text often copy
-- it, too. "" for what was kept before, and where a page says none.

ALTER TABLE publications ADD COLUMN image TEXT NOT NULL DEFAULT '';

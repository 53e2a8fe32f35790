-- How many shingles a text has, beside its fingerprint: what cannot be a copy for its day and
-- length is passed over unread. 0: kept by an older version, always read.

ALTER TABLE fingerprints ADD COLUMN shingles INTEGER NOT NULL DEFAULT 0;

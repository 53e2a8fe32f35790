-- Proof: every capture by the digest of its record, identical pages kept once, and the chain of
-- days that tells of every row a number rests on.

-- SHA-256 of the record as it lies in its file; '' for captures of an older version.
ALTER TABLE captures ADD COLUMN record TEXT NOT NULL DEFAULT '';
-- The capture that holds the body, where this one only says that the same came again.
ALTER TABLE captures ADD COLUMN refers INTEGER REFERENCES captures(id);
CREATE INDEX captures_by_sha256 ON captures(sha256);
CREATE INDEX captures_by_file ON captures(file, position);

-- The ledger's lines in order. Append-only. The lines of a day, each ended by a line feed, are its
-- text file; the first of them holds the digest of the file of the day before in the chain.
CREATE TABLE ledger (
    number INTEGER PRIMARY KEY,
    day TEXT NOT NULL,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    line TEXT NOT NULL
);
CREATE INDEX ledger_by_day ON ledger(day, number);
CREATE INDEX ledger_by_key ON ledger(kind, key, number);

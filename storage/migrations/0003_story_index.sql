-- Stories, second form: fingerprints are packed, and the index that finds alike texts is made of
-- sorted blocks, so that it grows without slowing down. The fingerprints of the first form say too
-- little to be turned into these: `yoritish group` without a file takes them anew from the texts.

DROP TABLE fp;
DROP TABLE fingerprints;

CREATE TABLE fingerprints (
    row INTEGER PRIMARY KEY AUTOINCREMENT,
    publication TEXT NOT NULL UNIQUE REFERENCES publications(id),
    outlet TEXT NOT NULL,
    day INTEGER NOT NULL,
    published_at TEXT NOT NULL,
    owned INTEGER NOT NULL,
    language TEXT NOT NULL,
    packed BLOB NOT NULL
);
CREATE INDEX fingerprints_by_day ON fingerprints(day);

-- Where a hash stands: sorted blocks of (hash, row of fingerprints), a segment per kind of
-- hash (0 of shingles, 1 of an event's words, 2 of its facts), period of days and level. Segments of a level are merged into one of the next when there are enough of them.
CREATE TABLE segments (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind INTEGER NOT NULL,
    period INTEGER NOT NULL,
    level INTEGER NOT NULL,
    bits INTEGER NOT NULL
);
CREATE INDEX segments_by_period ON segments(kind, period, level);

-- id is the segment and the first bits of the hashes in the block.
CREATE TABLE blocks (
    id INTEGER PRIMARY KEY,
    entries BLOB NOT NULL
);

-- Hashes of the publications that came last, not yet in a segment.
CREATE TABLE fresh (
    row INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    period INTEGER NOT NULL,
    hashes BLOB NOT NULL,
    PRIMARY KEY (row, kind)
);
CREATE INDEX fresh_by_period ON fresh(kind, period);

-- Pairs that belong together or beside each other, a < b; "related" ties no stories.
CREATE TABLE pairs (
    a TEXT NOT NULL REFERENCES publications(id),
    b TEXT NOT NULL REFERENCES publications(id),
    relation TEXT NOT NULL
        CHECK (relation IN ('reprint', 'version', 'same_event', 'translation', 'related')),
    similarity REAL NOT NULL,
    PRIMARY KEY (a, b)
) WITHOUT ROWID;
INSERT INTO pairs SELECT a, b, relation, similarity FROM links;
DROP TABLE links;
ALTER TABLE pairs RENAME TO links;
CREATE INDEX links_by_b ON links(b);

-- What goes with a publication by a person's decision.
CREATE INDEX decisions_by_story ON decisions(value) WHERE kind = 'story';

-- Words that mean the same, learnt from the outlets' own language versions; both ways round.
CREATE TABLE dictionary (
    language TEXT NOT NULL,
    word INTEGER NOT NULL,
    other TEXT NOT NULL,
    meaning INTEGER NOT NULL,
    PRIMARY KEY (language, other, word, meaning)
) WITHOUT ROWID;

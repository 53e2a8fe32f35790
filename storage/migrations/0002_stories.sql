-- Stories: what ties publications that carry the same text.

CREATE TABLE fingerprints (
    publication TEXT PRIMARY KEY REFERENCES publications(id),
    day TEXT NOT NULL,
    published_at TEXT NOT NULL,
    owned INTEGER NOT NULL,
    language TEXT NOT NULL,
    words INTEGER NOT NULL,
    sampled INTEGER NOT NULL,
    shingles BLOB NOT NULL,
    features TEXT NOT NULL
) WITHOUT ROWID;

-- The index that reprints are found by: sampled shingles, by day so that a window is one range.
CREATE TABLE fp (
    hash INTEGER NOT NULL,
    day TEXT NOT NULL,
    publication TEXT NOT NULL REFERENCES publications(id),
    PRIMARY KEY (hash, day, publication)
) WITHOUT ROWID;
CREATE INDEX fp_by_publication ON fp(publication);

-- Pairs that belong together, a < b. A pair depends on its two texts alone, so that the stories
-- do not depend on the order in which publications came in.
CREATE TABLE links (
    a TEXT NOT NULL REFERENCES publications(id),
    b TEXT NOT NULL REFERENCES publications(id),
    relation TEXT NOT NULL CHECK (relation IN ('reprint', 'version', 'same_event')),
    similarity REAL NOT NULL,
    PRIMARY KEY (a, b)
) WITHOUT ROWID;
CREATE INDEX links_by_b ON links(b);

CREATE TABLE story_members (
    publication_id TEXT PRIMARY KEY REFERENCES publications(id),
    story TEXT NOT NULL,
    relation TEXT NOT NULL,
    "of" TEXT NOT NULL,
    similarity REAL NOT NULL
) WITHOUT ROWID;
CREATE INDEX story_members_by_story ON story_members(story);

-- Lists of claimed appearances that departments send, the verdict on each row, and what people
-- said we missed.

CREATE TABLE coverage_lists (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL UNIQUE,
    first TEXT NOT NULL,
    last TEXT NOT NULL,
    person TEXT NOT NULL,
    added_at TEXT NOT NULL,
    checked_at TEXT NOT NULL DEFAULT '',
    -- a mended form of the list took its place: its rows claim nothing any more
    replaced_by INTEGER REFERENCES coverage_lists(id)
);

CREATE TABLE coverage_list_rows (
    list INTEGER NOT NULL REFERENCES coverage_lists(id),
    number INTEGER NOT NULL,
    sheet TEXT NOT NULL,
    row INTEGER NOT NULL,
    department TEXT NOT NULL,
    day TEXT NOT NULL,
    said_outlet TEXT NOT NULL,
    title TEXT NOT NULL,
    link TEXT NOT NULL,
    -- what in the row could not be understood
    doubt TEXT NOT NULL,
    outlet TEXT NOT NULL DEFAULT '',
    url TEXT NOT NULL DEFAULT '',
    verdict TEXT NOT NULL DEFAULT '' CHECK (verdict IN (
        '', 'counts', 'claimed', 'same_publication', 'reprint', 'not_ministry', 'outside_period',
        'dead', 'not_reachable', 'not_article'
    )),
    counted INTEGER NOT NULL DEFAULT 0,
    reason TEXT NOT NULL DEFAULT '',
    publication TEXT NOT NULL DEFAULT '',
    -- the publication it is a reprint of
    origin TEXT NOT NULL DEFAULT '',
    -- the row that claimed it first
    claimed_list INTEGER,
    claimed_number INTEGER,
    capture INTEGER,
    PRIMARY KEY (list, number)
) WITHOUT ROWID;
CREATE INDEX coverage_list_rows_by_publication ON coverage_list_rows(publication)
    WHERE publication <> '';

CREATE TABLE missed_items (
    id INTEGER PRIMARY KEY,
    noted_at TEXT NOT NULL,
    outlet TEXT NOT NULL,
    url TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    person TEXT NOT NULL,
    found_by TEXT NOT NULL,
    why TEXT NOT NULL,
    reason TEXT NOT NULL,
    cured TEXT NOT NULL DEFAULT '',
    cured_at TEXT NOT NULL DEFAULT '',
    cured_by TEXT NOT NULL DEFAULT '',
    publication TEXT NOT NULL DEFAULT ''
);

-- What is not on the internet: items of television, radio and print, press events, statements and
-- programmes, from the office's own tables.

CREATE TABLE imports (
    id INTEGER PRIMARY KEY,
    file TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    kind TEXT NOT NULL,
    person TEXT NOT NULL,
    imported_at TEXT NOT NULL,
    added INTEGER NOT NULL,
    known INTEGER NOT NULL,
    refused INTEGER NOT NULL
);

-- The row of a file that a publication came by: the first, where several say the same.
CREATE TABLE imported (
    publication TEXT PRIMARY KEY REFERENCES publications(id),
    import INTEGER NOT NULL REFERENCES imports(id),
    sheet TEXT NOT NULL,
    row INTEGER NOT NULL
) WITHOUT ROWID;

-- Press events, statements on resonant cases, programmes and author's shows. Fields that a kind
-- does not have are empty.
CREATE TABLE activities (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('event', 'statement', 'programme', 'show')),
    day TEXT NOT NULL,
    title TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('', 'planned', 'held')),
    level TEXT NOT NULL CHECK (level IN ('', 'leadership', 'region')),
    form TEXT NOT NULL,
    region TEXT NOT NULL,
    person TEXT NOT NULL,
    outlet TEXT NOT NULL,
    url TEXT NOT NULL,
    note TEXT NOT NULL,
    import INTEGER NOT NULL REFERENCES imports(id),
    sheet TEXT NOT NULL,
    row INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX activities_by_day ON activities(kind, day);

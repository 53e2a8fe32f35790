-- The ledger: what was found, fetched, read and counted, and what people said of it.

CREATE TABLE outlets (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    url TEXT NOT NULL,
    channel TEXT NOT NULL,
    subchannel TEXT NOT NULL,
    country TEXT NOT NULL,
    region TEXT NOT NULL,
    tier INTEGER NOT NULL,
    languages TEXT NOT NULL,
    read TEXT NOT NULL,
    owned INTEGER NOT NULL,
    is_foreign INTEGER NOT NULL,
    due INTEGER NOT NULL
);

CREATE TABLE visits (
    id INTEGER PRIMARY KEY,
    outlet TEXT NOT NULL REFERENCES outlets(id),
    started_at TEXT NOT NULL,
    ended_at TEXT,
    since TEXT NOT NULL,
    until TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('running', 'complete', 'incomplete', 'failed', 'cut_off')),
    requests INTEGER NOT NULL DEFAULT 0,
    article_requests INTEGER NOT NULL DEFAULT 0,
    not_modified INTEGER NOT NULL DEFAULT 0,
    bytes INTEGER NOT NULL DEFAULT 0,
    found INTEGER NOT NULL DEFAULT 0,
    balance TEXT NOT NULL DEFAULT '{}',
    error TEXT NOT NULL DEFAULT ''
);
CREATE INDEX visits_by_outlet ON visits(outlet, started_at);

-- Validators of listings, kept only by visits that ended complete: a visit that was cut off
-- must ask for the whole listing again.
CREATE TABLE listings (
    outlet TEXT NOT NULL REFERENCES outlets(id),
    ask TEXT NOT NULL,
    etag TEXT NOT NULL,
    last_modified TEXT NOT NULL,
    more TEXT NOT NULL DEFAULT '[]',
    reach TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (outlet, ask)
) WITHOUT ROWID;

-- Days of an outlet that were read completely; "partly" while the day was not over.
CREATE TABLE read_days (
    outlet TEXT NOT NULL REFERENCES outlets(id),
    day TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('completely', 'partly')),
    PRIMARY KEY (outlet, day)
) WITHOUT ROWID;
CREATE INDEX read_days_by_day ON read_days(day, state);

CREATE TABLE captures (
    id INTEGER PRIMARY KEY,
    outlet TEXT NOT NULL REFERENCES outlets(id),
    url TEXT NOT NULL,
    fetched_at TEXT NOT NULL,
    status INTEGER NOT NULL,
    mime TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    file TEXT NOT NULL,
    position INTEGER NOT NULL,
    length INTEGER NOT NULL
);
CREATE INDEX captures_by_url ON captures(outlet, url);

-- Every address ever found at an outlet, with its latest outcome.
CREATE TABLE addresses (
    outlet TEXT NOT NULL REFERENCES outlets(id),
    url TEXT NOT NULL,
    outcome TEXT NOT NULL,
    reason TEXT NOT NULL DEFAULT '',
    day TEXT NOT NULL DEFAULT '',
    modified TEXT NOT NULL DEFAULT '',
    found TEXT NOT NULL DEFAULT '{}',
    attempts INTEGER NOT NULL DEFAULT 1,
    first_found_at TEXT NOT NULL,
    publication TEXT NOT NULL DEFAULT '',
    capture INTEGER REFERENCES captures(id),
    PRIMARY KEY (outlet, url)
) WITHOUT ROWID;
CREATE INDEX addresses_by_outcome ON addresses(outcome, outlet);

CREATE TABLE publications (
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    outlet TEXT NOT NULL REFERENCES outlets(id),
    url TEXT NOT NULL,
    title TEXT NOT NULL,
    lead TEXT NOT NULL,
    body TEXT NOT NULL,
    author TEXT NOT NULL,
    section TEXT NOT NULL,
    tags TEXT NOT NULL,
    language TEXT NOT NULL,
    script TEXT NOT NULL,
    published_at TEXT NOT NULL,
    date_source TEXT NOT NULL,
    day TEXT NOT NULL,
    first_seen_at TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('live', 'changed', 'gone')),
    owner TEXT NOT NULL,
    main INTEGER NOT NULL,
    region TEXT NOT NULL,
    version_key TEXT NOT NULL,
    text_key TEXT NOT NULL,
    version_of TEXT NOT NULL DEFAULT '',
    folded_title TEXT NOT NULL,
    folded_body TEXT NOT NULL,
    capture INTEGER REFERENCES captures(id),
    UNIQUE (outlet, url)
);
CREATE INDEX publications_by_day ON publications(day, outlet);
CREATE INDEX publications_by_version ON publications(outlet, version_key) WHERE version_key <> '';
CREATE INDEX publications_by_text ON publications(outlet, text_key);
CREATE INDEX publications_by_version_of ON publications(version_of) WHERE version_of <> '';

-- What an outlet published earlier under the same address.
CREATE TABLE editions (
    publication TEXT NOT NULL REFERENCES publications(id),
    replaced_at TEXT NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    capture INTEGER REFERENCES captures(id),
    PRIMARY KEY (publication, replaced_at)
) WITHOUT ROWID;

CREATE TABLE mentions (
    publication TEXT NOT NULL REFERENCES publications(id),
    position INTEGER NOT NULL,
    unit TEXT NOT NULL,
    owner TEXT NOT NULL,
    field TEXT NOT NULL,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,
    rule TEXT NOT NULL,
    PRIMARY KEY (publication, position)
) WITHOUT ROWID;
CREATE INDEX mentions_by_unit ON mentions(unit, publication);

CREATE TABLE topics (
    publication TEXT NOT NULL REFERENCES publications(id),
    topic TEXT NOT NULL,
    words TEXT NOT NULL,
    score REAL NOT NULL,
    PRIMARY KEY (publication, topic)
) WITHOUT ROWID;
CREATE INDEX topics_by_topic ON topics(topic, publication);

-- What a person said. Append-only; the latest of a kind beats every rule.
CREATE TABLE decisions (
    id INTEGER PRIMARY KEY,
    publication TEXT NOT NULL REFERENCES publications(id),
    kind TEXT NOT NULL CHECK (kind IN ('counts', 'channel', 'unit', 'topic', 'tone', 'story')),
    value TEXT NOT NULL,
    person TEXT NOT NULL,
    reason TEXT NOT NULL,
    decided_at TEXT NOT NULL
);
CREATE INDEX decisions_by_publication ON decisions(publication, kind, id);

-- One query finds a word in every alphabet: the index is over folded text.
CREATE VIRTUAL TABLE publications_fts USING fts5(
    folded_title, folded_body,
    content = 'publications', content_rowid = 'row',
    tokenize = "unicode61 remove_diacritics 0"
);
CREATE TRIGGER publications_fts_insert AFTER INSERT ON publications BEGIN
    INSERT INTO publications_fts(rowid, folded_title, folded_body)
    VALUES (new.row, new.folded_title, new.folded_body);
END;
CREATE TRIGGER publications_fts_delete AFTER DELETE ON publications BEGIN
    INSERT INTO publications_fts(publications_fts, rowid, folded_title, folded_body)
    VALUES ('delete', old.row, old.folded_title, old.folded_body);
END;
CREATE TRIGGER publications_fts_update
AFTER UPDATE OF folded_title, folded_body ON publications BEGIN
    INSERT INTO publications_fts(publications_fts, rowid, folded_title, folded_body)
    VALUES ('delete', old.row, old.folded_title, old.folded_body);
    INSERT INTO publications_fts(rowid, folded_title, folded_body)
    VALUES (new.row, new.folded_title, new.folded_body);
END;

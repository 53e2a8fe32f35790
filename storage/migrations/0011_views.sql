-- Lists that people keep under a name: the filters as JSON, as storage/filters.py reads them.
CREATE TABLE saved_views (
    id INTEGER PRIMARY KEY,
    owner TEXT NOT NULL,
    name TEXT NOT NULL,
    filters TEXT NOT NULL,
    saved_at TEXT NOT NULL,
    UNIQUE (owner, name)
);

-- Outlets that the office added itself, read beside those of the program. Append-only: the latest
-- row of an outlet holds; entry (JSON) is what a table of the registry's files would say. day is
-- the Tashkent day on which it was said: before the first an outlet was not due.
CREATE TABLE office_outlets (
    id INTEGER PRIMARY KEY,
    outlet TEXT NOT NULL,
    entry TEXT NOT NULL,
    visited BOOLEAN NOT NULL,
    person TEXT NOT NULL,
    said_at TEXT NOT NULL,
    day TEXT NOT NULL
);
CREATE INDEX office_outlets_by_outlet ON office_outlets(outlet, id);

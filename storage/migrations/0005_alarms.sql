-- Alarms: what each visit brought by language, what is unusual, and what is looked at again.

-- Counts and the first bad address of each kind, as JSON; "" is what has no known language.
CREATE TABLE visit_lines (
    visit INTEGER NOT NULL REFERENCES visits(id),
    line TEXT NOT NULL,
    counts TEXT NOT NULL,
    bad TEXT NOT NULL,
    PRIMARY KEY (visit, line)
) WITHOUT ROWID;

-- An outlet that is not as usual; open until closed_at. Accepted: a person says it stays so, and
-- what is usual is learnt anew from then on.
CREATE TABLE alarms (
    id INTEGER PRIMARY KEY,
    outlet TEXT NOT NULL REFERENCES outlets(id),
    line TEXT NOT NULL,
    field TEXT NOT NULL,
    visit INTEGER NOT NULL REFERENCES visits(id),
    opened_at TEXT NOT NULL,
    usual REAL NOT NULL,
    seen REAL NOT NULL,
    url TEXT NOT NULL,
    closed_at TEXT NOT NULL DEFAULT '',
    accepted INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX open_alarms ON alarms(outlet, line, field) WHERE closed_at = '';
CREATE INDEX alarms_by_opening ON alarms(opened_at);

-- Publications that are looked at again, and when next: they may be edited or taken down.
CREATE TABLE revisits (
    outlet TEXT NOT NULL REFERENCES outlets(id),
    url TEXT NOT NULL,
    step INTEGER NOT NULL,
    due TEXT NOT NULL,
    PRIMARY KEY (outlet, url)
) WITHOUT ROWID;
CREATE INDEX revisits_by_due ON revisits(outlet, due);

-- What the scheduler ran: the moment it was due (UTC), so that a missed one is caught up once.
CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    job TEXT NOT NULL,
    due TEXT NOT NULL,
    started_at TEXT NOT NULL,
    ended_at TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'well', 'partly', 'failed')),
    note TEXT NOT NULL DEFAULT ''
);
CREATE INDEX runs_by_job ON runs(job, due);

-- How much an outlet brings a day in each language is read off this index alone.
CREATE INDEX publications_by_line ON publications(outlet, day, language, script, published_at);

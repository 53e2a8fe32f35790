-- Who looks after what waits in the queue. Append-only: the latest row of a publication holds, an
-- empty assignee gives it back.
CREATE TABLE assignments (
    id INTEGER PRIMARY KEY,
    publication TEXT NOT NULL REFERENCES publications(id),
    assignee TEXT NOT NULL,
    person TEXT NOT NULL,
    said_at TEXT NOT NULL
);
CREATE INDEX assignments_by_publication ON assignments(publication, id);

-- What never counts, by a person's word: a tag, a section or a phrase of an outlet. What a rule does
-- to a publication is a decision under the rule's own name. applied_row and applied_at: as far as
-- it was applied.
CREATE TABLE standing_rules (
    id INTEGER PRIMARY KEY,
    outlet TEXT NOT NULL REFERENCES outlets(id),
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    person TEXT NOT NULL,
    reason TEXT NOT NULL,
    made_at TEXT NOT NULL,
    revoked_at TEXT NOT NULL,
    revoked_by TEXT NOT NULL,
    applied_row INTEGER NOT NULL,
    applied_at TEXT NOT NULL
);

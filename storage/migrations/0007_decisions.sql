-- Decisions as they stand, and the models that are learnt from them.

-- The latest decision of each kind; an empty one lets the rules decide again.
CREATE VIEW standing AS
SELECT d.publication, d.kind, d.value, d.person FROM decisions d
WHERE d.value <> '' AND d.id = (
    SELECT max(e.id) FROM decisions e WHERE e.publication = d.publication AND e.kind = d.kind
);

-- Topics and own units after decisions, which are JSON lists.
CREATE VIEW standing_topics AS
SELECT t.publication, t.topic FROM topics t WHERE NOT EXISTS (
    SELECT 1 FROM standing s WHERE s.publication = t.publication AND s.kind = 'topic'
)
UNION ALL
SELECT s.publication, j.value FROM standing s, json_each(s.value) j WHERE s.kind = 'topic';

CREATE VIEW standing_units AS
SELECT DISTINCT m.publication, m.unit FROM mentions m WHERE m.owner = 'own' AND NOT EXISTS (
    SELECT 1 FROM standing s WHERE s.publication = m.publication AND s.kind = 'unit'
)
UNION ALL
SELECT s.publication, j.value FROM standing s, json_each(s.value) j WHERE s.kind = 'unit';

-- A linear model: a sum of weights of words. In use only where it did better than the rules.
CREATE TABLE models (
    name TEXT PRIMARY KEY,
    learnt_at TEXT NOT NULL,
    examples INTEGER NOT NULL,
    yes INTEGER NOT NULL,
    rules_right INTEGER NOT NULL,
    model_right INTEGER NOT NULL,
    chance REAL NOT NULL,
    in_use INTEGER NOT NULL,
    bias REAL NOT NULL,
    weights TEXT NOT NULL,
    applied_row INTEGER NOT NULL
) WITHOUT ROWID;

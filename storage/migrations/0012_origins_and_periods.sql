-- Where coverage comes from, and periods that a person closed.

-- The publication of the ministry's own outlets whose text this one carries; '' if it carries none.
-- Chosen anew whenever its story is; here for the stories that are there already.
ALTER TABLE story_members ADD COLUMN carries TEXT NOT NULL DEFAULT '';
UPDATE story_members SET carries = coalesce((
    SELECT r.id FROM publications p
    JOIN publications v ON v.id = p.id OR v.version_of = p.id
    JOIN links l ON (l.a = v.id OR l.b = v.id) AND l.relation = 'reprint'
    JOIN publications r ON r.id = CASE v.id WHEN l.a THEN l.b ELSE l.a END
    JOIN outlets o ON o.id = r.outlet AND o.owned
    JOIN story_members s ON s.publication_id = r.id AND s.story = story_members.story
    WHERE p.id = story_members.publication_id
        AND datetime(r.published_at, '-30 minutes') <= datetime(p.published_at)
    ORDER BY r.published_at, r.id LIMIT 1
), '') WHERE story <> publication_id;

-- Coverage and what keeps it is made anew below.
DROP TRIGGER coverage_publication_insert;
DROP TRIGGER coverage_publication_delete;
DROP TRIGGER coverage_publication_update;
DROP TRIGGER coverage_outlet_update;
DROP TRIGGER coverage_story_insert;
DROP TRIGGER coverage_story_update;
DROP TRIGGER coverage_story_delete;
DROP TRIGGER coverage_decision_insert;
DROP TRIGGER coverage_decision_update;
DROP TRIGGER coverage_decision_delete;
DROP TRIGGER coverage_units_decision_insert;
DROP TRIGGER coverage_units_decision_delete;
DROP TRIGGER coverage_topics_decision_insert;
DROP TRIGGER coverage_topics_decision_delete;
DROP TRIGGER coverage_mention_insert;
DROP TRIGGER coverage_mention_delete;
DROP TRIGGER coverage_mention_update;
DROP TRIGGER coverage_topic_insert;
DROP TRIGGER coverage_topic_delete;
DROP VIEW coverage_now;
DROP TABLE coverage;

-- A person may say where coverage comes from: which kinds of decision there are is the program's to
-- know, and no longer the table's.
DROP VIEW standing_units;
DROP VIEW standing_topics;
DROP VIEW standing;
CREATE TABLE decisions_of_any_kind (
    id INTEGER PRIMARY KEY,
    publication TEXT NOT NULL REFERENCES publications(id),
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    person TEXT NOT NULL,
    reason TEXT NOT NULL,
    decided_at TEXT NOT NULL
);
INSERT INTO decisions_of_any_kind
SELECT id, publication, kind, value, person, reason, decided_at FROM decisions;
DROP TABLE decisions;
ALTER TABLE decisions_of_any_kind RENAME TO decisions;
CREATE INDEX decisions_by_publication ON decisions(publication, kind, id);
CREATE INDEX decisions_by_story ON decisions(value) WHERE kind = 'story';

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

-- A closed month or year: its figures (JSON) as they stood, and the digest of figures and rows.
CREATE TABLE periods (
    period TEXT PRIMARY KEY,
    first TEXT NOT NULL,
    last TEXT NOT NULL,
    closed_at TEXT NOT NULL,
    person TEXT NOT NULL,
    confirmed_by TEXT NOT NULL,
    reason TEXT NOT NULL,
    rules TEXT NOT NULL,
    figures TEXT NOT NULL,
    sha256 TEXT NOT NULL
) WITHOUT ROWID;

-- The appearances of closed months as they counted when the month was closed. Counts read them in
-- place of what the rules would say today; what is found later is an adjustment.
CREATE TABLE closed_appearances (
    publication TEXT PRIMARY KEY REFERENCES publications(id),
    month TEXT NOT NULL,
    day TEXT NOT NULL,
    published_at TEXT NOT NULL,
    outlet TEXT NOT NULL REFERENCES outlets(id),
    channel TEXT NOT NULL,
    subchannel TEXT NOT NULL,
    owned INTEGER NOT NULL,
    is_foreign INTEGER NOT NULL,
    region TEXT NOT NULL,
    main INTEGER NOT NULL,
    story TEXT NOT NULL,
    relation TEXT NOT NULL,
    origin TEXT NOT NULL,
    units TEXT NOT NULL,
    topics TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX closed_appearances_by_day ON closed_appearances(day, outlet);

-- Press events, statements and programmes of closed months.
CREATE TABLE closed_activities (
    activity TEXT PRIMARY KEY REFERENCES activities(id),
    month TEXT NOT NULL
) WITHOUT ROWID;

-- Months that are closed: their days count as they were closed.
CREATE TABLE closed_months (month TEXT PRIMARY KEY, closed_at TEXT NOT NULL) WITHOUT ROWID;

-- Units and topics as they count: of closed months as they were closed.
CREATE VIEW counted_units AS
SELECT u.publication, u.unit FROM standing_units u
WHERE NOT EXISTS (SELECT 1 FROM closed_appearances c WHERE c.publication = u.publication)
UNION ALL
SELECT c.publication, j.value FROM closed_appearances c, json_each(c.units) j;

CREATE VIEW counted_topics AS
SELECT t.publication, t.topic FROM standing_topics t
WHERE NOT EXISTS (SELECT 1 FROM closed_appearances c WHERE c.publication = t.publication)
UNION ALL
SELECT c.publication, j.value FROM closed_appearances c, json_each(c.topics) j;

-- The same by the row of the publication, as rules and decisions would have them today.
CREATE VIEW units_today AS
SELECT DISTINCT p.row, u.unit FROM standing_units u JOIN publications p ON p.id = u.publication;
CREATE VIEW topics_today AS
SELECT DISTINCT p.row, t.topic FROM standing_topics t JOIN publications p ON p.id = t.publication;

-- Coverage with the origin of each row, and with closed months as they were closed.
CREATE TABLE coverage (
    row INTEGER PRIMARY KEY,
    publication TEXT NOT NULL UNIQUE,
    day TEXT NOT NULL,
    published_at TEXT NOT NULL,
    outlet TEXT NOT NULL,
    channel TEXT NOT NULL,
    subchannel TEXT NOT NULL,
    owned INTEGER NOT NULL,
    is_foreign INTEGER NOT NULL,
    origin TEXT NOT NULL,
    language TEXT NOT NULL,
    script TEXT NOT NULL,
    region TEXT NOT NULL,
    main INTEGER NOT NULL,
    named INTEGER NOT NULL,
    state TEXT NOT NULL,
    decided TEXT NOT NULL,
    judged INTEGER NOT NULL,
    story INTEGER NOT NULL,
    relation TEXT NOT NULL,
    closed INTEGER NOT NULL
);
CREATE INDEX coverage_by_day ON coverage(
    day, published_at, row, decided, owned, named, main, is_foreign, origin, state, relation, story,
    channel, subchannel, outlet, region, language, script, judged, closed
);
CREATE INDEX coverage_by_outlet ON coverage(outlet, day, published_at);
CREATE INDEX coverage_by_region ON coverage(region, day, published_at);
CREATE INDEX coverage_by_story ON coverage(story);

-- As rules and decisions would have it today, closed or not. Decisions under a name that begins
-- with "yoritish " are the program's own.
CREATE VIEW coverage_today AS
SELECT p.row, p.id AS publication, p.day, p.published_at, p.outlet,
    coalesce((SELECT d.value FROM standing d WHERE d.publication = p.id AND d.kind = 'channel'),
             o.channel) AS channel,
    o.subchannel, o.owned, o.is_foreign,
    CASE WHEN o.is_foreign THEN 'foreign' WHEN o.owned THEN 'owned' ELSE coalesce(
        (SELECT d.value FROM standing d WHERE d.publication = p.id AND d.kind = 'origin'),
        CASE WHEN coalesce(s.carries, '') = '' THEN 'earned' ELSE 'release' END
    ) END AS origin,
    p.language, p.script, p.region, p.main, p.owner IN ('own', 'both') AS named, p.state,
    coalesce((SELECT d.value FROM standing d WHERE d.publication = p.id AND d.kind = 'counts'),
             '') AS decided,
    EXISTS (SELECT 1 FROM standing d WHERE d.publication = p.id
            AND d.person NOT LIKE 'yoritish %') AS judged,
    coalesce((SELECT q.row FROM publications q WHERE q.id = s.story), p.row) AS story,
    coalesce(s.relation, 'origin') AS relation, FALSE AS closed
FROM publications p JOIN outlets o ON o.id = p.outlet
LEFT JOIN story_members s ON s.publication_id = p.id
WHERE p.version_of = '' AND (
    o.owned OR p.owner <> 'none'
    OR EXISTS (SELECT 1 FROM standing d WHERE d.publication = p.id AND d.kind = 'counts')
);

-- What the table coverage holds.
CREATE VIEW coverage_now AS
SELECT t.* FROM coverage_today t
WHERE substr(t.day, 1, 7) NOT IN (SELECT month FROM closed_months)
AND NOT EXISTS (SELECT 1 FROM closed_appearances c WHERE c.publication = t.publication)
UNION ALL
SELECT p.row, c.publication, c.day, c.published_at, c.outlet, c.channel, c.subchannel, c.owned,
    c.is_foreign, c.origin, p.language, p.script, c.region, c.main, TRUE, p.state, 'yes',
    EXISTS (SELECT 1 FROM standing d WHERE d.publication = c.publication
            AND d.person NOT LIKE 'yoritish %'),
    coalesce((SELECT q.row FROM publications q WHERE q.id = c.story), p.row), c.relation, TRUE
FROM closed_appearances c JOIN publications p ON p.id = c.publication;

INSERT INTO coverage SELECT * FROM coverage_now;

CREATE TRIGGER coverage_publication_insert AFTER INSERT ON publications BEGIN
    INSERT OR REPLACE INTO coverage SELECT * FROM coverage_now WHERE publication = new.id;
    INSERT OR IGNORE INTO coverage_units
    SELECT new.row, unit FROM counted_units WHERE publication = new.id;
    INSERT OR IGNORE INTO coverage_topics
    SELECT new.row, topic FROM counted_topics WHERE publication = new.id;
    -- a copied publication may be the origin of a story that is there already
    UPDATE coverage SET story = new.row WHERE NOT closed AND publication IN (
        SELECT publication_id FROM story_members WHERE story = new.id
    );
END;
CREATE TRIGGER coverage_publication_delete AFTER DELETE ON publications BEGIN
    DELETE FROM coverage WHERE row = old.row;
    DELETE FROM coverage_units WHERE row = old.row;
    DELETE FROM coverage_topics WHERE row = old.row;
END;
CREATE TRIGGER coverage_publication_update
AFTER UPDATE OF
    id, outlet, day, published_at, language, script, region, main, owner, state, version_of
ON publications BEGIN
    DELETE FROM coverage WHERE row = old.row;
    INSERT INTO coverage SELECT * FROM coverage_now WHERE publication = new.id;
END;

CREATE TRIGGER coverage_outlet_update AFTER UPDATE OF channel, subchannel, owned, is_foreign
ON outlets WHEN (old.channel, old.subchannel, old.owned, old.is_foreign)
    IS NOT (new.channel, new.subchannel, new.owned, new.is_foreign) BEGIN
    DELETE FROM coverage WHERE outlet = new.id;
    INSERT INTO coverage SELECT * FROM coverage_now WHERE outlet = new.id;
END;

CREATE TRIGGER coverage_story_insert AFTER INSERT ON story_members BEGIN
    DELETE FROM coverage WHERE publication = new.publication_id;
    INSERT INTO coverage SELECT * FROM coverage_now WHERE publication = new.publication_id;
END;
CREATE TRIGGER coverage_story_update AFTER UPDATE ON story_members
WHEN (old.story, old.relation, old.carries) <> (new.story, new.relation, new.carries) BEGIN
    DELETE FROM coverage WHERE publication = new.publication_id;
    INSERT INTO coverage SELECT * FROM coverage_now WHERE publication = new.publication_id;
END;
CREATE TRIGGER coverage_story_delete AFTER DELETE ON story_members BEGIN
    DELETE FROM coverage WHERE publication = old.publication_id;
    INSERT INTO coverage SELECT * FROM coverage_now WHERE publication = old.publication_id;
END;

CREATE TRIGGER coverage_decision_insert AFTER INSERT ON decisions BEGIN
    DELETE FROM coverage WHERE publication = new.publication;
    INSERT INTO coverage SELECT * FROM coverage_now WHERE publication = new.publication;
END;
CREATE TRIGGER coverage_decision_update AFTER UPDATE ON decisions BEGIN
    DELETE FROM coverage WHERE publication IN (old.publication, new.publication);
    INSERT INTO coverage
    SELECT * FROM coverage_now WHERE publication IN (old.publication, new.publication);
END;
CREATE TRIGGER coverage_decision_delete AFTER DELETE ON decisions BEGIN
    DELETE FROM coverage WHERE publication = old.publication;
    INSERT INTO coverage SELECT * FROM coverage_now WHERE publication = old.publication;
END;

CREATE TRIGGER coverage_units_decision_insert AFTER INSERT ON decisions WHEN new.kind = 'unit' BEGIN
    DELETE FROM coverage_units
    WHERE row = (SELECT row FROM publications WHERE id = new.publication);
    INSERT OR IGNORE INTO coverage_units
    SELECT p.row, u.unit FROM counted_units u JOIN publications p ON p.id = u.publication
    WHERE u.publication = new.publication;
END;
CREATE TRIGGER coverage_units_decision_delete AFTER DELETE ON decisions WHEN old.kind = 'unit' BEGIN
    DELETE FROM coverage_units
    WHERE row = (SELECT row FROM publications WHERE id = old.publication);
    INSERT OR IGNORE INTO coverage_units
    SELECT p.row, u.unit FROM counted_units u JOIN publications p ON p.id = u.publication
    WHERE u.publication = old.publication;
END;
CREATE TRIGGER coverage_topics_decision_insert AFTER INSERT ON decisions
WHEN new.kind = 'topic' BEGIN
    DELETE FROM coverage_topics
    WHERE row = (SELECT row FROM publications WHERE id = new.publication);
    INSERT OR IGNORE INTO coverage_topics
    SELECT p.row, t.topic FROM counted_topics t JOIN publications p ON p.id = t.publication
    WHERE t.publication = new.publication;
END;
CREATE TRIGGER coverage_topics_decision_delete AFTER DELETE ON decisions
WHEN old.kind = 'topic' BEGIN
    DELETE FROM coverage_topics
    WHERE row = (SELECT row FROM publications WHERE id = old.publication);
    INSERT OR IGNORE INTO coverage_topics
    SELECT p.row, t.topic FROM counted_topics t JOIN publications p ON p.id = t.publication
    WHERE t.publication = old.publication;
END;

CREATE TRIGGER coverage_mention_insert AFTER INSERT ON mentions WHEN new.owner = 'own'
AND NOT EXISTS (
    SELECT 1 FROM standing WHERE publication = new.publication AND kind = 'unit'
) AND NOT EXISTS (
    SELECT 1 FROM closed_appearances WHERE publication = new.publication
) BEGIN
    INSERT OR IGNORE INTO coverage_units
    SELECT row, new.unit FROM publications WHERE id = new.publication;
END;
CREATE TRIGGER coverage_mention_delete AFTER DELETE ON mentions BEGIN
    DELETE FROM coverage_units
    WHERE row = (SELECT row FROM publications WHERE id = old.publication) AND unit = old.unit
    AND unit NOT IN (SELECT unit FROM counted_units WHERE publication = old.publication);
END;
CREATE TRIGGER coverage_mention_update AFTER UPDATE OF unit, owner ON mentions BEGIN
    DELETE FROM coverage_units
    WHERE row = (SELECT row FROM publications WHERE id = new.publication);
    INSERT OR IGNORE INTO coverage_units
    SELECT p.row, u.unit FROM counted_units u JOIN publications p ON p.id = u.publication
    WHERE u.publication = new.publication;
END;
CREATE TRIGGER coverage_topic_insert AFTER INSERT ON topics WHEN NOT EXISTS (
    SELECT 1 FROM standing WHERE publication = new.publication AND kind = 'topic'
) AND NOT EXISTS (
    SELECT 1 FROM closed_appearances WHERE publication = new.publication
) BEGIN
    INSERT OR IGNORE INTO coverage_topics
    SELECT row, new.topic FROM publications WHERE id = new.publication;
END;
CREATE TRIGGER coverage_topic_delete AFTER DELETE ON topics BEGIN
    DELETE FROM coverage_topics
    WHERE row = (SELECT row FROM publications WHERE id = old.publication) AND topic = old.topic
    AND topic NOT IN (SELECT topic FROM counted_topics WHERE publication = old.publication);
END;

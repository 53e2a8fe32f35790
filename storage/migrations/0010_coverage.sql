-- Coverage: one short row for every publication that may count, as rules and decisions stand, so
-- that lists and counts of a million publications are read off one index. Kept by triggers in the
-- transaction of whatever changes it; it says nothing that the other tables do not say.

-- judged: a person decided something on it. story is the row of the story's origin.
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
    language TEXT NOT NULL,
    script TEXT NOT NULL,
    region TEXT NOT NULL,
    main INTEGER NOT NULL,
    named INTEGER NOT NULL,
    state TEXT NOT NULL,
    decided TEXT NOT NULL,
    judged INTEGER NOT NULL,
    story INTEGER NOT NULL,
    relation TEXT NOT NULL
);
CREATE INDEX coverage_by_day ON coverage(
    day, published_at, row, decided, owned, named, main, is_foreign, state, relation, story,
    channel, subchannel, outlet, region, language, script, judged
);
CREATE INDEX coverage_by_outlet ON coverage(outlet, day, published_at);
CREATE INDEX coverage_by_region ON coverage(region, day, published_at);
CREATE INDEX coverage_by_story ON coverage(story);

-- Own units and topics as they stand, by the publication's row.
CREATE TABLE coverage_units (
    row INTEGER NOT NULL,
    unit TEXT NOT NULL,
    PRIMARY KEY (row, unit)
) WITHOUT ROWID;
CREATE INDEX coverage_units_by_unit ON coverage_units(unit, row);
CREATE TABLE coverage_topics (
    row INTEGER NOT NULL,
    topic TEXT NOT NULL,
    PRIMARY KEY (row, topic)
) WITHOUT ROWID;
CREATE INDEX coverage_topics_by_topic ON coverage_topics(topic, row);

-- What coverage says, made from the tables it is taken from. Decisions under a name that begins
-- with "yoritish " are the program's own.
CREATE VIEW coverage_now AS
SELECT p.row, p.id AS publication, p.day, p.published_at, p.outlet,
    coalesce((SELECT d.value FROM standing d WHERE d.publication = p.id AND d.kind = 'channel'),
             o.channel) AS channel,
    o.subchannel, o.owned, o.is_foreign, p.language, p.script, p.region, p.main,
    p.owner IN ('own', 'both') AS named, p.state,
    coalesce((SELECT d.value FROM standing d WHERE d.publication = p.id AND d.kind = 'counts'),
             '') AS decided,
    EXISTS (SELECT 1 FROM standing d WHERE d.publication = p.id
            AND d.person NOT LIKE 'yoritish %') AS judged,
    coalesce((SELECT q.row FROM publications q WHERE q.id = s.story), p.row) AS story,
    coalesce(s.relation, 'origin') AS relation
FROM publications p JOIN outlets o ON o.id = p.outlet
LEFT JOIN story_members s ON s.publication_id = p.id
WHERE p.version_of = '' AND (
    o.owned OR p.owner <> 'none'
    OR EXISTS (SELECT 1 FROM standing d WHERE d.publication = p.id AND d.kind = 'counts')
);

INSERT INTO coverage SELECT * FROM coverage_now;
INSERT INTO coverage_units
SELECT DISTINCT p.row, u.unit FROM standing_units u JOIN publications p ON p.id = u.publication;
INSERT INTO coverage_topics
SELECT DISTINCT p.row, t.topic FROM standing_topics t JOIN publications p ON p.id = t.publication;

CREATE TRIGGER coverage_publication_insert AFTER INSERT ON publications BEGIN
    INSERT OR REPLACE INTO coverage SELECT * FROM coverage_now WHERE publication = new.id;
    INSERT OR IGNORE INTO coverage_units
    SELECT new.row, unit FROM standing_units WHERE publication = new.id;
    INSERT OR IGNORE INTO coverage_topics
    SELECT new.row, topic FROM standing_topics WHERE publication = new.id;
    -- a copied publication may be the origin of a story that is there already
    UPDATE coverage SET story = new.row WHERE publication IN (
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
    UPDATE coverage SET relation = new.relation,
        story = coalesce((SELECT row FROM publications WHERE id = new.story), row)
    WHERE publication = new.publication_id;
END;
CREATE TRIGGER coverage_story_update AFTER UPDATE ON story_members
WHEN (old.story, old.relation) <> (new.story, new.relation) BEGIN
    UPDATE coverage SET relation = new.relation,
        story = coalesce((SELECT row FROM publications WHERE id = new.story), row)
    WHERE publication = new.publication_id;
END;
CREATE TRIGGER coverage_story_delete AFTER DELETE ON story_members BEGIN
    UPDATE coverage SET relation = 'origin', story = row WHERE publication = old.publication_id;
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
    SELECT p.row, u.unit FROM standing_units u JOIN publications p ON p.id = u.publication
    WHERE u.publication = new.publication;
END;
CREATE TRIGGER coverage_units_decision_delete AFTER DELETE ON decisions WHEN old.kind = 'unit' BEGIN
    DELETE FROM coverage_units
    WHERE row = (SELECT row FROM publications WHERE id = old.publication);
    INSERT OR IGNORE INTO coverage_units
    SELECT p.row, u.unit FROM standing_units u JOIN publications p ON p.id = u.publication
    WHERE u.publication = old.publication;
END;
CREATE TRIGGER coverage_topics_decision_insert AFTER INSERT ON decisions
WHEN new.kind = 'topic' BEGIN
    DELETE FROM coverage_topics
    WHERE row = (SELECT row FROM publications WHERE id = new.publication);
    INSERT OR IGNORE INTO coverage_topics
    SELECT p.row, t.topic FROM standing_topics t JOIN publications p ON p.id = t.publication
    WHERE t.publication = new.publication;
END;
CREATE TRIGGER coverage_topics_decision_delete AFTER DELETE ON decisions
WHEN old.kind = 'topic' BEGIN
    DELETE FROM coverage_topics
    WHERE row = (SELECT row FROM publications WHERE id = old.publication);
    INSERT OR IGNORE INTO coverage_topics
    SELECT p.row, t.topic FROM standing_topics t JOIN publications p ON p.id = t.publication
    WHERE t.publication = old.publication;
END;

CREATE TRIGGER coverage_mention_insert AFTER INSERT ON mentions WHEN new.owner = 'own'
AND NOT EXISTS (
    SELECT 1 FROM standing WHERE publication = new.publication AND kind = 'unit'
) BEGIN
    INSERT OR IGNORE INTO coverage_units
    SELECT row, new.unit FROM publications WHERE id = new.publication;
END;
CREATE TRIGGER coverage_mention_delete AFTER DELETE ON mentions BEGIN
    DELETE FROM coverage_units
    WHERE row = (SELECT row FROM publications WHERE id = old.publication) AND unit = old.unit
    AND unit NOT IN (SELECT unit FROM standing_units WHERE publication = old.publication);
END;
CREATE TRIGGER coverage_mention_update AFTER UPDATE OF unit, owner ON mentions BEGIN
    DELETE FROM coverage_units
    WHERE row = (SELECT row FROM publications WHERE id = new.publication);
    INSERT OR IGNORE INTO coverage_units
    SELECT p.row, u.unit FROM standing_units u JOIN publications p ON p.id = u.publication
    WHERE u.publication = new.publication;
END;
CREATE TRIGGER coverage_topic_insert AFTER INSERT ON topics WHEN NOT EXISTS (
    SELECT 1 FROM standing WHERE publication = new.publication AND kind = 'topic'
) BEGIN
    INSERT OR IGNORE INTO coverage_topics
    SELECT row, new.topic FROM publications WHERE id = new.publication;
END;
CREATE TRIGGER coverage_topic_delete AFTER DELETE ON topics BEGIN
    DELETE FROM coverage_topics
    WHERE row = (SELECT row FROM publications WHERE id = old.publication) AND topic = old.topic
    AND topic NOT IN (SELECT topic FROM standing_topics WHERE publication = old.publication);
END;

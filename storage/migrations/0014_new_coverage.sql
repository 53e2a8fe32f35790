-- A publication that nothing is known of yet (no decision, no story, no closed month) is the usual
-- one: its row of coverage is written as it is, without asking all that may have a say.

DROP TRIGGER coverage_publication_insert;

CREATE TRIGGER coverage_publication_new AFTER INSERT ON publications
WHEN NOT EXISTS (SELECT 1 FROM decisions WHERE publication = new.id)
AND NOT EXISTS (SELECT 1 FROM story_members WHERE publication_id = new.id OR story = new.id)
AND NOT EXISTS (SELECT 1 FROM closed_appearances WHERE publication = new.id)
AND substr(new.day, 1, 7) NOT IN (SELECT month FROM closed_months) BEGIN
    INSERT OR REPLACE INTO coverage
    SELECT new.row, new.id, new.day, new.published_at, new.outlet, o.channel, o.subchannel,
        o.owned, o.is_foreign,
        CASE WHEN o.is_foreign THEN 'foreign' WHEN o.owned THEN 'owned' ELSE 'earned' END,
        new.language, new.script, new.region, new.main, new.owner IN ('own', 'both'), new.state,
        '', FALSE, new.row AS story, 'origin', FALSE
    FROM outlets o
    WHERE o.id = new.outlet AND new.version_of = '' AND (o.owned OR new.owner <> 'none');
    INSERT OR IGNORE INTO coverage_units
    SELECT new.row, unit FROM mentions WHERE publication = new.id AND owner = 'own';
    INSERT OR IGNORE INTO coverage_topics
    SELECT new.row, topic FROM topics WHERE publication = new.id;
END;

CREATE TRIGGER coverage_publication_known AFTER INSERT ON publications
WHEN EXISTS (SELECT 1 FROM decisions WHERE publication = new.id)
OR EXISTS (SELECT 1 FROM story_members WHERE publication_id = new.id OR story = new.id)
OR EXISTS (SELECT 1 FROM closed_appearances WHERE publication = new.id)
OR substr(new.day, 1, 7) IN (SELECT month FROM closed_months) BEGIN
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

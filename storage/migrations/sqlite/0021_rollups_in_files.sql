-- As postgresql/0016_rollups.sql says of each.
CREATE TABLE rollup_rules (
    owned_whole BOOLEAN NOT NULL,
    passing BOOLEAN NOT NULL,
    reprints BOOLEAN NOT NULL,
    gone BOOLEAN NOT NULL
);
CREATE TABLE rollup_days (day TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE rollup (
    kind TEXT NOT NULL,
    day TEXT NOT NULL,
    key TEXT NOT NULL,
    before TEXT NOT NULL,
    appearances INTEGER NOT NULL,
    stories INTEGER NOT NULL,
    owned INTEGER NOT NULL,
    release INTEGER NOT NULL,
    earned INTEGER NOT NULL,
    "foreign" INTEGER NOT NULL,
    PRIMARY KEY (kind, day, key, before)
) WITHOUT ROWID;
CREATE INDEX rollup_by_day ON rollup(day);

-- With the day, by which the later ones of a story are found.
DROP INDEX coverage_by_story;
CREATE INDEX coverage_by_story ON coverage(story, day);

CREATE VIEW rollup_counted AS
SELECT c.row, c.day, c.story, c.is_foreign, c.origin, c.channel, c.subchannel, c.outlet, c.region
FROM coverage c, rollup_rules r
WHERE (
    c.decided = 'yes'
    OR c.decided = '' AND (r.owned_whole AND c.owned OR c.named AND (r.passing OR c.main))
)
AND (r.reprints OR c.closed OR c.relation <> 'reprint')
AND (r.gone OR c.closed OR c.state <> 'gone');

-- A change of a day's row changes that day, and the later days of its story.
CREATE TRIGGER rollup_coverage_insert AFTER INSERT ON coverage
WHEN EXISTS (SELECT 1 FROM rollup_days) BEGIN
    DELETE FROM rollup_days WHERE day = new.day OR day IN (
        SELECT c.day FROM coverage c WHERE c.story = new.story AND c.day > new.day
    );
END;
CREATE TRIGGER rollup_coverage_delete AFTER DELETE ON coverage
WHEN EXISTS (SELECT 1 FROM rollup_days) BEGIN
    DELETE FROM rollup_days WHERE day = old.day OR day IN (
        SELECT c.day FROM coverage c WHERE c.story = old.story AND c.day > old.day
    );
END;
CREATE TRIGGER rollup_coverage_update AFTER UPDATE ON coverage
WHEN EXISTS (SELECT 1 FROM rollup_days) BEGIN
    DELETE FROM rollup_days WHERE day IN (old.day, new.day) OR day IN (
        SELECT c.day FROM coverage c WHERE c.story = old.story AND c.day > old.day
        UNION ALL
        SELECT c.day FROM coverage c WHERE c.story = new.story AND c.day > new.day
    );
END;
CREATE TRIGGER rollup_units_insert AFTER INSERT ON coverage_units
WHEN EXISTS (SELECT 1 FROM rollup_days) BEGIN
    DELETE FROM rollup_days WHERE day IN (
        SELECT o.day FROM coverage c JOIN coverage o ON o.story = c.story AND o.day >= c.day
        WHERE c.row = new.row
    );
END;
CREATE TRIGGER rollup_units_delete AFTER DELETE ON coverage_units
WHEN EXISTS (SELECT 1 FROM rollup_days) BEGIN
    DELETE FROM rollup_days WHERE day IN (
        SELECT o.day FROM coverage c JOIN coverage o ON o.story = c.story AND o.day >= c.day
        WHERE c.row = old.row
    );
END;
CREATE TRIGGER rollup_units_update AFTER UPDATE ON coverage_units
WHEN EXISTS (SELECT 1 FROM rollup_days) BEGIN
    DELETE FROM rollup_days WHERE day IN (
        SELECT o.day FROM coverage c JOIN coverage o ON o.story = c.story AND o.day >= c.day
        WHERE c.row IN (old.row, new.row)
    );
END;
CREATE TRIGGER rollup_topics_insert AFTER INSERT ON coverage_topics
WHEN EXISTS (SELECT 1 FROM rollup_days) BEGIN
    DELETE FROM rollup_days WHERE day IN (
        SELECT o.day FROM coverage c JOIN coverage o ON o.story = c.story AND o.day >= c.day
        WHERE c.row = new.row
    );
END;
CREATE TRIGGER rollup_topics_delete AFTER DELETE ON coverage_topics
WHEN EXISTS (SELECT 1 FROM rollup_days) BEGIN
    DELETE FROM rollup_days WHERE day IN (
        SELECT o.day FROM coverage c JOIN coverage o ON o.story = c.story AND o.day >= c.day
        WHERE c.row = old.row
    );
END;
CREATE TRIGGER rollup_topics_update AFTER UPDATE ON coverage_topics
WHEN EXISTS (SELECT 1 FROM rollup_days) BEGIN
    DELETE FROM rollup_days WHERE day IN (
        SELECT o.day FROM coverage c JOIN coverage o ON o.story = c.story AND o.day >= c.day
        WHERE c.row IN (old.row, new.row)
    );
END;

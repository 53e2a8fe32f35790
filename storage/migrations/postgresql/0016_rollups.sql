-- Rollups: the counts of every day by every key, so that a month of millions is a sum of a few
-- hundred rows. A day is added up when somebody has time (storage/rollups.py) and stands in
-- rollup_days as long as nothing of it has changed; what does not stand there is counted off coverage
-- itself, so that the sum is exact at every moment.

-- The rules by which they are added up (one row): storage.appearances.CountingRules.
CREATE TABLE rollup_rules (
    owned_whole boolean NOT NULL,
    passing boolean NOT NULL,
    reprints boolean NOT NULL,
    gone boolean NOT NULL
);
CREATE TABLE rollup_days (day text COLLATE "C" PRIMARY KEY);

-- stories are those whose last appearance of the same key before this day was on the day "before"
-- ('': none): of days first..last the stories are the sum of those with before < first.
CREATE TABLE rollup (
    kind text COLLATE "C" NOT NULL,
    day text COLLATE "C" NOT NULL,
    key text COLLATE "C" NOT NULL,
    before text COLLATE "C" NOT NULL,
    appearances bigint NOT NULL,
    stories bigint NOT NULL,
    owned bigint NOT NULL,
    release bigint NOT NULL,
    earned bigint NOT NULL,
    "foreign" bigint NOT NULL,
    PRIMARY KEY (kind, day, key, before)
        INCLUDE (appearances, stories, owned, release, earned, "foreign")
);
CREATE INDEX rollup_by_day ON rollup(day);

-- With the publication at its end, so that the first of a story's appearances is found in it alone.
DROP INDEX coverage_by_day;
CREATE INDEX coverage_by_day ON coverage(
    day, published_at, row, decided, owned, named, main, is_foreign, origin, state, relation, story,
    channel, subchannel, outlet, region, language, script, judged, closed, publication
);

CREATE VIEW rollup_counted AS
SELECT c.row, c.day, c.story, c.is_foreign, c.origin, c.channel, c.subchannel, c.outlet, c.region
FROM coverage c, rollup_rules r
WHERE (
    c.decided = 'yes'
    OR c.decided = '' AND (r.owned_whole AND c.owned OR c.named AND (r.passing OR c.main))
)
AND (r.reprints OR c.closed OR c.relation <> 'reprint')
AND (r.gone OR c.closed OR c.state <> 'gone');

CREATE VIEW rollup_keyed AS
SELECT c.day, c.story, c.is_foreign, c.origin, 'total' COLLATE "C" AS kind, '' COLLATE "C" AS key
FROM rollup_counted c
UNION ALL
SELECT c.day, c.story, c.is_foreign, c.origin, 'channel',
    CASE WHEN c.subchannel = '' THEN c.channel ELSE c.channel || '/' || c.subchannel END
FROM rollup_counted c
UNION ALL
SELECT c.day, c.story, c.is_foreign, c.origin, 'outlet', c.outlet FROM rollup_counted c
UNION ALL
SELECT c.day, c.story, c.is_foreign, c.origin, 'region',
    CASE WHEN c.region = '' THEN 'none' ELSE c.region END
FROM rollup_counted c
UNION ALL
SELECT c.day, c.story, c.is_foreign, c.origin, 'origin', c.origin FROM rollup_counted c
UNION ALL
SELECT c.day, c.story, c.is_foreign, c.origin, 'unit', m.unit
FROM rollup_counted c JOIN coverage_units m ON m.row = c.row
UNION ALL
SELECT c.day, c.story, c.is_foreign, c.origin, 'topic', m.topic
FROM rollup_counted c JOIN coverage_topics m ON m.row = c.row;

-- What rollup holds of a day.
CREATE VIEW rollup_now AS
SELECT k.kind, k.day, k.key, coalesce(e.day, '') AS before,
    count(*) FILTER (WHERE NOT k.is_foreign) AS appearances,
    count(DISTINCT k.story) FILTER (WHERE NOT k.is_foreign) AS stories,
    count(*) FILTER (WHERE k.origin = 'owned') AS owned,
    count(*) FILTER (WHERE k.origin = 'release') AS release,
    count(*) FILTER (WHERE k.origin = 'earned') AS earned,
    count(*) FILTER (WHERE k.is_foreign) AS "foreign"
FROM rollup_keyed k LEFT JOIN LATERAL (
    SELECT max(o.day) AS day FROM rollup_keyed o
    WHERE o.story = k.story AND o.kind = k.kind AND o.key = k.key AND o.day < k.day
    AND NOT o.is_foreign
) e ON TRUE
GROUP BY k.kind, k.day, k.key, coalesce(e.day, '');

-- A change of a day's row changes that day, and the later days of its story. Whoever changes waits
-- while days are added up, and days are added up when nobody has changes under way ("YRT5").
CREATE FUNCTION forget_rollup(changed text, its_story bigint) RETURNS void LANGUAGE plpgsql AS
$$ BEGIN
    PERFORM pg_advisory_xact_lock_shared(1498567733);
    DELETE FROM rollup_days WHERE day = changed OR day IN (
        SELECT c.day FROM coverage c WHERE c.story = its_story AND c.day > changed
    );
END $$;

CREATE FUNCTION rollup_coverage() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM forget_rollup(old.day, old.story);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM forget_rollup(new.day, new.story);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER rollup_coverage AFTER INSERT OR UPDATE OR DELETE ON coverage
FOR EACH ROW EXECUTE FUNCTION rollup_coverage();

CREATE FUNCTION rollup_found() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM forget_rollup(c.day, c.story) FROM coverage c WHERE c.row = old.row;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM forget_rollup(c.day, c.story) FROM coverage c WHERE c.row = new.row;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER rollup_units AFTER INSERT OR UPDATE OR DELETE ON coverage_units
FOR EACH ROW EXECUTE FUNCTION rollup_found();
CREATE TRIGGER rollup_topics AFTER INSERT OR UPDATE OR DELETE ON coverage_topics
FOR EACH ROW EXECUTE FUNCTION rollup_found();

DROP TRIGGER publications_fts_written ON publications;
DROP TRIGGER publications_fts_changed ON publications;
DROP TRIGGER publications_fts_closed ON closed_appearances;
DROP FUNCTION keep_publication_words();
DROP FUNCTION keep_words_day();
DROP FUNCTION have_words_month(text);
DROP FUNCTION fill_publication_words();

-- day is the day on which the publication counts: of closed months as they were closed.
CREATE TABLE coverage_words (
    row bigint NOT NULL,
    day text COLLATE "C" NOT NULL,
    words tsvector NOT NULL
) PARTITION BY RANGE (day);

-- For days that no calendar of news has: a page may say what it wants.
CREATE TABLE coverage_words_other PARTITION OF coverage_words DEFAULT;

-- Has the month of a day (ISO) its part? Called before a row of that month is written, never after:
-- what lay in the part for other days would be in its way. Writers take turns (storage/postgresql.py).
CREATE FUNCTION have_words_month(day text) RETURNS void LANGUAGE plpgsql AS
$$ DECLARE
    month text := left(day, 7);
    part text := 'coverage_words_' || replace(left(day, 7), '-', '_');
BEGIN
    IF month !~ '^20[0-9][0-9]-(0[1-9]|1[0-2])$' OR to_regclass(part) IS NOT NULL THEN
        RETURN;
    END IF;
    EXECUTE format(
        'CREATE TABLE %I PARTITION OF coverage_words FOR VALUES FROM (%L) TO (%L)',
        part, month, to_char((month || '-01')::date + interval '1 month', 'YYYY-MM')
    );
END $$;

-- Words of all that may count and has none yet: for a ledger that has none, and after a move.
CREATE FUNCTION fill_coverage_words() RETURNS void LANGUAGE plpgsql AS
$$ BEGIN
    PERFORM have_words_month(months.day)
    FROM (SELECT DISTINCT left(counted_day(p.id, p.day), 7) AS day FROM may_count p) months;
    INSERT INTO coverage_words (row, day, words)
    SELECT p.row, counted_day(p.id, p.day), publication_words(p.folded_title, p.folded_body)
    FROM may_count p;
END $$;

SELECT have_words_month(months.day)
FROM (SELECT DISTINCT left(counted_day(p.id, p.day), 7) AS day FROM may_count p) months;
INSERT INTO coverage_words (row, day, words)
SELECT p.row, f.day, f.words FROM may_count p JOIN publications_fts f ON f.row = p.row;
DROP TABLE publications_fts;
ALTER TABLE coverage_words ADD PRIMARY KEY (row, day);
CREATE INDEX coverage_words_by_word ON coverage_words USING gin (words);

-- The words of one publication, which are not there, if it may count.
CREATE FUNCTION put_words(its_id text) RETURNS void LANGUAGE plpgsql AS
$$ DECLARE
    its record;
    its_day text;
BEGIN
    SELECT p.row, p.day, p.folded_title, p.folded_body INTO its FROM may_count p WHERE p.id = its_id;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    its_day := counted_day(its_id, its.day);
    PERFORM have_words_month(its_day);
    INSERT INTO coverage_words (row, day, words)
    VALUES (its.row, its_day, publication_words(its.folded_title, its.folded_body));
END $$;

CREATE FUNCTION keep_publication_words() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF TG_OP <> 'INSERT' THEN
        DELETE FROM coverage_words WHERE row = old.row;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM put_words(new.id);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER coverage_words_written AFTER INSERT OR DELETE ON publications
FOR EACH ROW EXECUTE FUNCTION keep_publication_words();
CREATE TRIGGER coverage_words_changed
AFTER UPDATE OF row, day, outlet, owner, version_of, folded_title, folded_body ON publications
FOR EACH ROW WHEN (
    (old.row, old.day, old.outlet, old.owner, old.version_of, old.folded_title, old.folded_body)
    IS DISTINCT FROM
    (new.row, new.day, new.outlet, new.owner, new.version_of, new.folded_title, new.folded_body)
)
EXECUTE FUNCTION keep_publication_words();

-- What a person says counts, and an outlet that becomes the ministry's own.
CREATE FUNCTION keep_decided_words() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    PERFORM put_words(p.id) FROM publications p
    WHERE p.id = new.publication AND NOT EXISTS (SELECT 1 FROM coverage_words w WHERE w.row = p.row);
    RETURN NULL;
END $$;
CREATE TRIGGER coverage_words_decided AFTER INSERT OR UPDATE ON decisions
FOR EACH ROW WHEN (new.kind = 'counts') EXECUTE FUNCTION keep_decided_words();

CREATE FUNCTION keep_own_words() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    PERFORM put_words(p.id) FROM publications p
    WHERE p.outlet = new.id AND NOT EXISTS (SELECT 1 FROM coverage_words w WHERE w.row = p.row);
    RETURN NULL;
END $$;
CREATE TRIGGER coverage_words_owned AFTER UPDATE OF owned ON outlets
FOR EACH ROW WHEN (new.owned AND NOT old.owned) EXECUTE FUNCTION keep_own_words();

-- A month that is closed, or is so no more.
CREATE FUNCTION keep_words_day() RETURNS trigger LANGUAGE plpgsql AS
$$ DECLARE
    its text := CASE TG_OP WHEN 'DELETE' THEN old.publication ELSE new.publication END;
    its_row bigint;
    its_day text;
BEGIN
    SELECT p.row, counted_day(p.id, p.day) INTO its_row, its_day
    FROM publications p WHERE p.id = its;
    PERFORM have_words_month(its_day);
    UPDATE coverage_words SET day = its_day WHERE row = its_row AND day <> its_day;
    IF NOT FOUND THEN
        -- a row of its own day has nothing to be moved
        PERFORM put_words(its)
        WHERE NOT EXISTS (SELECT 1 FROM coverage_words w WHERE w.row = its_row);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER coverage_words_closed AFTER INSERT OR UPDATE OR DELETE ON closed_appearances
FOR EACH ROW EXECUTE FUNCTION keep_words_day();

-- As in files since 0021: whether a story was there before is seen in the index.
DROP INDEX coverage_by_story;
CREATE INDEX coverage_by_story ON coverage(story, day);

-- Who writes in turn holds a lock already; whoever does not takes one here ("YRT6"), for two that take
-- the same days off the list in another order would wait for each other without end.
CREATE OR REPLACE FUNCTION forget_rollup(changed text, its_story bigint) RETURNS void
LANGUAGE plpgsql AS
$$ BEGIN
    PERFORM pg_advisory_xact_lock_shared(1498567733);
    PERFORM pg_advisory_xact_lock(1498567734);
    DELETE FROM rollup_days WHERE day = changed OR day IN (
        SELECT c.day FROM coverage c WHERE c.story = its_story AND c.day > changed
    );
END $$;

-- The index of words divided by month: what comes in is of the last days, so that of a ledger of
-- years only one month's index must fit into memory to write, and only the months looked in to read.

DROP TRIGGER publications_fts_kept ON publications;
DROP FUNCTION keep_publication_words();
ALTER TABLE publications_fts RENAME TO words_undivided;

-- day is the day on which the publication counts: of closed months as they were closed.
CREATE TABLE publications_fts (
    row bigint NOT NULL,
    day text COLLATE "C" NOT NULL,
    words tsvector NOT NULL
) PARTITION BY RANGE (day);

-- For days that no calendar of news has: a page may say what it wants.
CREATE TABLE publications_fts_other PARTITION OF publications_fts DEFAULT;

-- Has the month of a day (ISO) its part? Called before a row of that month is written, never after:
-- what lay in the part for other days would be in its way. Writers take turns (storage/postgresql.py).
CREATE FUNCTION have_words_month(day text) RETURNS void LANGUAGE plpgsql AS
$$ DECLARE
    month text := left(day, 7);
    part text := 'publications_fts_' || replace(left(day, 7), '-', '_');
BEGIN
    IF month !~ '^20[0-9][0-9]-(0[1-9]|1[0-2])$' OR to_regclass(part) IS NOT NULL THEN
        RETURN;
    END IF;
    EXECUTE format(
        'CREATE TABLE %I PARTITION OF publications_fts FOR VALUES FROM (%L) TO (%L)',
        part, month, to_char((month || '-01')::date + interval '1 month', 'YYYY-MM')
    );
END $$;

CREATE FUNCTION counted_day(publication text, day text) RETURNS text LANGUAGE sql STABLE AS
$$ SELECT coalesce(
    (SELECT c.day FROM closed_appearances c WHERE c.publication = $1), day COLLATE "C"
) $$;

-- Words of all publications, for a ledger that has none yet: after a migration or a move.
CREATE FUNCTION fill_publication_words() RETURNS void LANGUAGE plpgsql AS
$$ BEGIN
    PERFORM have_words_month(months.day)
    FROM (SELECT DISTINCT left(counted_day(p.id, p.day), 7) AS day FROM publications p) months;
    INSERT INTO publications_fts (row, day, words)
    SELECT p.row, counted_day(p.id, p.day), publication_words(p.folded_title, p.folded_body)
    FROM publications p;
END $$;

SELECT have_words_month(months.day)
FROM (SELECT DISTINCT left(counted_day(p.id, p.day), 7) AS day FROM publications p) months;
INSERT INTO publications_fts (row, day, words)
SELECT p.row, counted_day(p.id, p.day), f.words
FROM publications p JOIN words_undivided f ON f.row = p.row;
DROP TABLE words_undivided;
ALTER TABLE publications_fts ADD PRIMARY KEY (row, day);
CREATE INDEX publications_fts_words ON publications_fts USING gin (words);

CREATE FUNCTION keep_publication_words() RETURNS trigger LANGUAGE plpgsql AS
$$ DECLARE
    its_day text;
BEGIN
    IF TG_OP <> 'INSERT' THEN
        DELETE FROM publications_fts WHERE row = old.row;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        its_day := counted_day(new.id, new.day);
        PERFORM have_words_month(its_day);
        INSERT INTO publications_fts (row, day, words)
        VALUES (new.row, its_day, publication_words(new.folded_title, new.folded_body));
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER publications_fts_written AFTER INSERT OR DELETE ON publications
FOR EACH ROW EXECUTE FUNCTION keep_publication_words();
CREATE TRIGGER publications_fts_changed
AFTER UPDATE OF row, day, folded_title, folded_body ON publications
FOR EACH ROW WHEN (
    (old.row, old.day, old.folded_title, old.folded_body)
    IS DISTINCT FROM (new.row, new.day, new.folded_title, new.folded_body)
)
EXECUTE FUNCTION keep_publication_words();

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
    UPDATE publications_fts SET day = its_day WHERE row = its_row AND day <> its_day;
    RETURN NULL;
END $$;
CREATE TRIGGER publications_fts_closed AFTER INSERT OR UPDATE OR DELETE ON closed_appearances
FOR EACH ROW EXECUTE FUNCTION keep_words_day();

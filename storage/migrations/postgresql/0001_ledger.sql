-- Full-text search, as SQLite's FTS5 table does it: words of folded text, a phrase never reaching
-- from the title into the body.

CREATE TABLE publications_fts (
    row bigint PRIMARY KEY REFERENCES publications(row) ON DELETE CASCADE,
    words tsvector NOT NULL
);
CREATE INDEX publications_fts_words ON publications_fts USING gin (words);

-- Letters and digits of any alphabet make a word; the parser is given nothing else, so that it
-- takes no part of a text for an address or a number with a point.
CREATE FUNCTION bare_words(said text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT trim(regexp_replace(said COLLATE "und-x-icu", '[^[:alnum:]]+', ' ', 'g')) $$;

-- Words of the title are marked A. More text than this would not fit into one index entry.
CREATE FUNCTION publication_words(title text, body text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT setweight(to_tsvector('simple', bare_words(title) || ' 0endoftitle0'), 'A')
    || to_tsvector('simple', bare_words(left(body, 300000))) $$;

-- A query as SQLite's FTS5 reads it: "one phrase", an open end "anoth"*, folded_title : "of the
-- title", joined by AND, OR, NOT and parentheses.
CREATE FUNCTION folded_query(said text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT string_agg(
       CASE
           WHEN part[2] IS NOT NULL THEN
               -- of signs that are no words here nothing is found
               '(' || replace(coalesce(nullif(bare_words(part[2]), ''), '0nothing0'), ' ',
                              mark || ' <-> ') || CASE
                   WHEN part[3] = '*' THEN CASE mark WHEN '' THEN ':*' ELSE ':*A' END ELSE mark
               END || ')'
           WHEN part[4] = 'AND' THEN '&'
           WHEN part[4] = 'OR' THEN '|'
           WHEN part[4] = 'NOT' THEN '& !'
           ELSE part[4]
       END, ' ' ORDER BY place
   )::tsquery
   FROM regexp_matches(
       said, '(folded_title : )?"([^"]*)"(\*?)|(\(|\)|AND|OR|NOT)', 'g'
   ) WITH ORDINALITY AS found(part, place),
   LATERAL (SELECT CASE WHEN part[1] IS NULL THEN '' ELSE ':A' END) AS marked(mark) $$;

-- Names sorted as people look for them; SQLite's knows only the letters of ASCII.
CREATE COLLATION nocase (
    provider = icu, locale = 'und-u-ks-level2', deterministic = false
);

CREATE FUNCTION instr(whole text, part text) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT strpos(whole, part) $$;

-- SQLite's functions that statements and views use.
CREATE FUNCTION json_each(said text) RETURNS TABLE (value text)
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT one COLLATE "C" FROM json_array_elements_text(said::json) AS listed(one) $$;
CREATE FUNCTION json_joined(said text, one text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT CASE said WHEN '' THEN '' ELSE said || ',' END || to_json(one)::text $$;
CREATE FUNCTION json_closed(said text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT '[' || said || ']' $$;
CREATE AGGREGATE json_group_array(text) (
    sfunc = json_joined, stype = text, initcond = '', finalfunc = json_closed
);

CREATE FUNCTION keep_publication_words() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    INSERT INTO publications_fts (row, words)
    VALUES (new.row, publication_words(new.folded_title, new.folded_body))
    ON CONFLICT (row) DO UPDATE SET words = excluded.words;
    RETURN NULL;
END $$;
CREATE TRIGGER publications_fts_kept
AFTER INSERT OR UPDATE OF folded_title, folded_body ON publications
FOR EACH ROW EXECUTE FUNCTION keep_publication_words();

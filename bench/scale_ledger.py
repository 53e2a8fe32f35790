"""Fills a PostgreSQL ledger with as many publications as are wanted, by the server alone.

Texts are drawn from a stock that the server makes once, words that mean nothing, so that millions
take minutes. Rows are written without triggers and without indexes, which are made at the end. One
publication in ten may count, as on the replica; three that lie within a day make a story.
"""

import psycopg

from storage.location import PostgresUrl

OUTLETS = 1_000
STOCK = 20_000
"""Texts that publications are drawn from."""
PART = 250_000
"""Publications written at once."""

_FILLED = (
    "publications", "coverage_words", "mentions", "topics", "story_members", "coverage",
    "coverage_units", "coverage_topics",
)  # fmt: skip

_STOCK = """
CREATE UNLOGGED TABLE IF NOT EXISTS bench_stock AS
SELECT k, title, body, publication_words(title, body) AS words
FROM generate_series(0, %(stock)s - 1) k,
LATERAL (
    SELECT string_agg(w, ' ') FILTER (WHERE place <= 8) AS title, string_agg(w, ' ') AS body
    FROM (SELECT place, 'so' || (hashtext(k || ' ' || place) & 2147483647) % 20000 || 'x' AS w
          FROM generate_series(1, %(words)s) place) drawn
) text;
CREATE UNIQUE INDEX IF NOT EXISTS bench_stock_by_place ON bench_stock (k)
"""
_OUTLETS = """
INSERT INTO outlets (id, name, url, channel, subchannel, country, region, tier, languages, read,
    owned, is_foreign, due, folded)
SELECT 'outlet' || n, 'Outlet ' || n, 'https://outlet' || n || '.example', 'internet',
    CASE WHEN n <= 20 THEN 'official' ELSE '' END, CASE WHEN n % 50 = 0 THEN 'KZ' ELSE 'UZ' END,
    '', n % 3 + 1, 'uz-Latn', 'feed', n <= 20, n % 50 = 0, TRUE, 'outlet' || n
FROM generate_series(1, %(outlets)s) n ON CONFLICT DO NOTHING
"""
# every run draws the same ledger; the days of a year come in no order
_PUBLICATIONS = """
INSERT INTO publications (row, id, outlet, url, title, lead, body, author, section, tags, language,
    script, published_at, date_source, day, first_seen_at, state, owner, main, region, version_key,
    text_key, version_of, folded_title, folded_body)
SELECT n, md5(n::text), 'outlet' || (n % %(outlets)s + 1),
    'https://outlet' || (n % %(outlets)s + 1) || '.example/' || n, title, '', body, '',
    '', '[]', 'uz', 'Latn', to_char(at, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'page',
    to_char(at, 'YYYY-MM-DD'), to_char(at, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'live',
    CASE WHEN n % 10 = 0 THEN 'own' ELSE 'none' END, n % 20 = 0,
    CASE WHEN n % 4 = 0 THEN 'UZ-TK' ELSE '' END, '', '', '', title, body
FROM generate_series(%(first)s::bigint, %(last)s::bigint) n
JOIN bench_stock ON k = n % %(stock)s,
LATERAL (
    SELECT timestamp '2026-01-01' + interval '1 minute' * (
        (n - n % 30) * 7919 % 524000 + n % 30 * 50
    ) AS at
) moment
"""
_WORDS = """
SELECT have_words_month(to_char(month, 'YYYY-MM'))
FROM generate_series(timestamp '2026-01-01', '2026-12-31', '1 month') month;
INSERT INTO coverage_words (row, day, words)
SELECT p.row, p.day, s.words FROM may_count p JOIN bench_stock s ON s.k = p.row % %(stock)s
WHERE p.row BETWEEN %(first)s AND %(last)s
"""
_FOUND = """
INSERT INTO mentions (publication, position, unit, owner, field, "start", "end", text, rule)
SELECT id, 0, 'unit' || row / 10 % 15, 'own', 'body', 0, 5, 'so', 'synthetic' FROM publications
WHERE owner = 'own' AND row >= %(first)s;
INSERT INTO topics (publication, topic, words, score)
SELECT id, 'topic' || row / 10 % 12, '[]', 2 FROM publications
WHERE owner = 'own' AND row >= %(first)s;
INSERT INTO story_members (publication_id, story, relation, "of", similarity, carries)
SELECT id, md5((row - row % 30)::text),
    CASE WHEN row % 30 = 0 THEN 'origin' ELSE 'reprint' END, '', 1, ''
FROM publications WHERE owner = 'own' AND row >= greatest(%(first)s, 30)
"""
_COVERED = """
INSERT INTO coverage SELECT * FROM coverage_now WHERE row >= %(first)s;
INSERT INTO coverage_units SELECT row, unit FROM units_today WHERE row >= %(first)s;
INSERT INTO coverage_topics SELECT row, topic FROM topics_today WHERE row >= %(first)s
"""


def grow(url: PostgresUrl, wanted: int, words: int) -> None:
    """Add publications to a ledger until it has so many, each of so many words."""
    with psycopg.connect(url, autocommit=True) as server:
        server.execute("SET session_replication_role = replica")
        server.execute("SET synchronous_commit = off")
        there = server.execute("SELECT coalesce(max(row), 0) FROM publications").fetchall()[0][0]
        given = {"outlets": OUTLETS, "stock": STOCK, "words": words, "first": there + 1}
        indexes = server.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema()"
            " AND tablename = ANY(%s) AND indexname NOT IN"
            " (SELECT conname FROM pg_constraint)", (list(_FILLED),),
        ).fetchall()  # fmt: skip
        for name, _ in indexes:
            server.execute(f"DROP INDEX {name}".encode())
        for statement in (*_STOCK.split(";"), _OUTLETS):
            server.execute(_filled(statement, given))
        for first in range(there + 1, wanted + 1, PART):
            part = given | {"first": first, "last": min(first + PART - 1, wanted)}
            for statement in (_PUBLICATIONS, _WORDS):
                server.execute(_filled(statement, part))
        for statement in _FOUND.split(";"):
            server.execute(_filled(statement, given))
        server.execute("DELETE FROM rollup_days")
        server.execute("ANALYZE")
        for statement in _COVERED.split(";"):
            server.execute(_filled(statement, given))
        for _, made in indexes:
            # of a table in parts the definition names the whole alone; its parts need theirs
            server.execute(made.replace(" ON ONLY ", " ON ").encode())
        server.execute("VACUUM ANALYZE")


def _filled(statement: str, given: dict[str, int]) -> bytes:
    for name, value in given.items():
        statement = statement.replace(f"%({name})s", str(value))
    return statement.encode()

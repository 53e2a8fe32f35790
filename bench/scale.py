"""A PostgreSQL ledger of many publications: counts, lists, searches, and writing while they run.

    python bench/scale.py --publications 100000 300000 1000000

Everything is synthetic: words that mean nothing, made by the server itself, so that a million texts
take minutes and not a night. One publication in ten may count, as on the replica; three make a
story. The server is as Debian sets it up, with a quarter of the memory for its buffers.
"""

import argparse
import statistics
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import psycopg

from pipelines.counting import counting_rules
from storage.appearances import Selection
from storage.connection import Connection
from storage.counts import count
from storage.database import keep_fit, open_database, transaction
from storage.listing import Arrangement, page, totals
from storage.location import PostgresUrl
from storage.postgresql import set_numbers
from storage.publications import keep
from storage.records import DateSource, Mention, Owner, Publication, Topic
from text.query import read_query
from tools.throwaway_postgresql import Cluster

OUTLETS = 1_000
ROUNDS = 15
PART = 50_000
MONTH = Selection(date(2026, 9, 1), date(2026, 9, 30))
YEAR = Selection(date(2026, 1, 1), date(2026, 12, 31))

_OUTLETS = """
INSERT INTO outlets (id, name, url, channel, subchannel, country, region, tier, languages, read,
    owned, is_foreign, due, folded)
SELECT 'outlet' || n, 'Outlet ' || n, 'https://outlet' || n || '.example', 'internet',
    CASE WHEN n <= 20 THEN 'official' ELSE '' END, CASE WHEN n % 50 = 0 THEN 'KZ' ELSE 'UZ' END,
    '', n % 3 + 1, 'uz-Latn', 'feed', n <= 20, n % 50 = 0, TRUE, 'outlet' || n
FROM generate_series(1, %(outlets)s) n
"""
# each text's words are drawn by a hash of its number, so that every run makes the same ledger
_PUBLICATIONS = """
INSERT INTO publications (row, id, outlet, url, title, lead, body, author, section, tags, language,
    script, published_at, date_source, day, first_seen_at, state, owner, main, region, version_key,
    text_key, version_of, folded_title, folded_body)
SELECT n, md5(n::text), 'outlet' || (n % %(outlets)s + 1),
    'https://outlet' || (n % %(outlets)s + 1) || '.example/' || n, text.title, '', text.body, '',
    '', '[]', 'uz', 'Latn', to_char(at, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'page',
    to_char(at, 'YYYY-MM-DD'), to_char(at, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'live',
    CASE WHEN n % 10 = 0 THEN 'own' ELSE 'none' END, n % 20 = 0,
    CASE WHEN n % 4 = 0 THEN 'UZ-TK' ELSE '' END, '', '', '', text.title, text.body
FROM generate_series(%(first)s::bigint, %(last)s::bigint) n,
LATERAL (SELECT timestamp '2026-01-01' + (n * 7919 % 525600) * interval '1 minute' AS at) moment,
LATERAL (
    SELECT string_agg(w, ' ') FILTER (WHERE k <= 8) AS title, string_agg(w, ' ') AS body
    FROM (SELECT k, 'so' || (hashtext(n || ' ' || k) & 2147483647) % 20000 || 'x' AS w
          FROM generate_series(1, 120) k) words
) text
"""
_FOUND = """
INSERT INTO mentions (publication, position, unit, owner, field, "start", "end", text, rule)
SELECT id, 0, 'unit' || row % 15, 'own', 'body', 0, 5, 'so', 'synthetic' FROM publications
WHERE owner = 'own';
INSERT INTO topics (publication, topic, words, score)
SELECT id, 'topic' || row % 12, '[]', 2 FROM publications WHERE owner = 'own';
INSERT INTO story_members (publication_id, story, relation, "of", similarity, carries)
SELECT id, md5((row - row % 30)::text),
    CASE WHEN row % 30 = 0 THEN 'origin' ELSE 'reprint' END, '', 1, ''
FROM publications WHERE owner = 'own' AND row >= 30;
INSERT INTO coverage SELECT * FROM coverage_now;
INSERT INTO coverage_units SELECT row, unit FROM units_today ON CONFLICT DO NOTHING;
INSERT INTO coverage_topics SELECT row, topic FROM topics_today ON CONFLICT DO NOTHING
"""


def make(url: PostgresUrl, wanted: int) -> float:
    """Fill a ledger with so many publications; returns seconds."""
    began = time.monotonic()
    open_database(url).close()
    with psycopg.connect(url, autocommit=True) as server:
        tables = ("publications", "mentions", "topics", "story_members", "outlets")
        for table in tables:
            server.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER".encode())
        server.execute(_doubled(_OUTLETS), {"outlets": OUTLETS})
        for first in range(1, wanted + 1, PART):
            last = min(first + PART - 1, wanted)
            server.execute(
                _doubled(_PUBLICATIONS),
                {"outlets": OUTLETS, "first": first, "last": last},
            )
            server.execute(
                "INSERT INTO publications_fts SELECT row, publication_words(folded_title,"
                " folded_body) FROM publications WHERE row BETWEEN %s AND %s",
                (first, last),
            )
        for statement in _FOUND.split(";"):
            server.execute(statement.encode())
        for table in tables:
            server.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER".encode())
    with closing(open_database(url)) as ledger:
        set_numbers(ledger)  # type: ignore[arg-type]
        keep_fit(ledger)
        ledger.execute("VACUUM coverage")
    return time.monotonic() - began


def _doubled(statement: str) -> bytes:
    return statement.replace(" % ", " %% ").encode()


def measured(what: str, act: Callable[[], object]) -> None:
    """Print the median of so many rounds, and the slowest, in milliseconds."""
    act()
    times = []
    for _ in range(ROUNDS):
        began = time.monotonic()
        act()
        times.append(1000 * (time.monotonic() - began))
    middle = statistics.median(times)
    print(f"  {what}: {middle:.0f} ms, slowest of {ROUNDS} {max(times):.0f} ms", flush=True)


def read(ledger: Connection) -> None:
    """What the desk asks of a ledger."""
    rules = counting_rules()
    for by in ("day", "channel", "unit"):
        measured(f"counts of a month by {by}", lambda by=by: count(ledger, rules, MONTH, by))
    measured("totals of the list of a month", lambda: totals(ledger, rules, MONTH))
    measured("first page of the list of a month", lambda: page(ledger, rules, MONTH))
    folded = Arrangement("newest", fold=True)
    measured("the same folded into stories", lambda: page(ledger, rules, MONTH, folded))
    for query in ("so77x", '"so77x so78x"', "so77x so4242x"):
        found = Selection(YEAR.first, YEAR.last, find=read_query(query, YEAR.last))
        measured(f"first page of a year's list for {query}", lambda f=found: page(ledger, rules, f))
    measured("counts of a year by channel", lambda: count(ledger, rules, YEAR, "channel"))


def written(url: PostgresUrl, seconds: float = 20.0) -> None:
    """Print how many publications a second one writer keeps while counts are read without pause."""
    stop = threading.Event()
    times: list[float] = []

    def reading() -> None:
        with closing(open_database(url, read_only=True)) as ledger:
            while not stop.is_set():
                began = time.monotonic()
                count(ledger, counting_rules(), MONTH, "day")
                times.append(1000 * (time.monotonic() - began))

    reader = threading.Thread(target=reading)
    reader.start()
    kept, began = 0, time.monotonic()
    with closing(open_database(url)) as ledger:
        while time.monotonic() - began < seconds:
            with transaction(ledger):
                for _ in range(30):
                    keep(ledger, _publication(kept), lambda: None)  # type: ignore[arg-type,return-value]
                    kept += 1
    rate = kept / (time.monotonic() - began)
    stop.set()
    reader.join()
    print(f"  written while reading: {rate:.0f} publications/s by one writer; counts meanwhile"
          f" p95 {sorted(times)[int(0.95 * len(times))]:.0f} ms")  # fmt: skip


def _publication(number: int) -> Publication:
    at = datetime(2026, 9, 1 + number % 28, 9, number % 60, tzinfo=UTC)
    words = " ".join(f"so{(number * 31 + k * 97) % 20000}x" for k in range(120))
    outlet, own = f"outlet{number % OUTLETS + 1}", number % 10 == 0
    return Publication(
        outlet, f"https://{outlet}.example/new/{number}", words[:60], words, at, DateSource.PAGE,
        at.date(), at, language="uz", script="Latn", folded_title=words[:60], folded_body=words,
        owner=Owner.OWN if own else Owner.NONE,
        mentions=[Mention("unit1", Owner.OWN, "body", 0, 5, "so", "synthetic")] if own else [],
        topics=[Topic("topic1", ("so",), 2.0)],
    )  # fmt: skip


def main() -> None:
    """Measure each size in turn."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--publications", type=int, nargs="+", default=[100_000, 300_000])
    options = parser.parse_args()
    cluster = Cluster(
        settings=("shared_buffers=2GB", "work_mem=64MB", "maintenance_work_mem=512MB",
                  "max_wal_size=4GB", "effective_cache_size=8GB")
    )  # fmt: skip
    try:
        for wanted in options.publications:
            url = cluster.new_database()
            seconds = make(url, wanted)
            with psycopg.connect(url) as server:
                size = server.execute("SELECT pg_database_size(current_database())").fetchall()
                may = server.execute("SELECT count(*) FROM coverage").fetchall()
            said = f"{wanted} publications, {may[0][0]} of them may count"
            print(f"{said}: {size[0][0] / 1e9:.2f} GB, made in {seconds:.0f} s", flush=True)
            with closing(open_database(url, read_only=True)) as ledger:
                read(ledger)
            written(url)
            cluster.drop(url)
    finally:
        cluster.remove()


if __name__ == "__main__":
    main()

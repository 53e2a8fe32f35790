"""A night by workers: the rows of a night of one process, whatever dies meanwhile."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest

from crawler.outlet_lock import LOST, outlet_lock
from crawler.visit_queue import MOST_ATTEMPTS, defer_visits, open_queue, open_visits
from replica import NewsroomPlan, RunningNewsroom, running
from storage.location import PostgresUrl
from tests.conftest import outlet
from tests.crawler.conftest import Office, Ran
from tests.crawler.test_on_postgresql import OnPostgresql, rows_of
from tools.throwaway_postgresql import Cluster

pytestmark = pytest.mark.slow
OUTLETS = ("gov.uz", "iiv.uz", "uza.uz", "kun.uz", "gazeta.uz", "xabar.uz", "xs.uz", "yuz.uz")
PLAN = NewsroomPlan(days=2, per_day=40, outlets=OUTLETS)
QUICK = ("--stalled", "3", "--first-wait", "0.5")


@pytest.fixture(scope="module")
def newsroom() -> Iterator[RunningNewsroom]:
    """One newsroom that all offices of this file read."""
    with running(PLAN) as one:
        yield one


@pytest.fixture(scope="module")
def alone(newsroom: RunningNewsroom, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An office of one machine, after its night."""
    one = Office(tmp_path_factory.mktemp("alone"), newsroom)
    ran = one.night()
    assert ran.code == 0, ran.complained
    return one


@pytest.fixture
def shared(
    newsroom: RunningNewsroom, tmp_path: Path, postgresql_place: Callable[[], PostgresUrl]
) -> OnPostgresql:
    """An office whose ledger many machines share, before its night."""
    return OnPostgresql(tmp_path, newsroom, postgresql_place())


def begun(office: OnPostgresql, *words: str) -> "subprocess.Popen[str]":
    """A command that runs beside the test."""
    return subprocess.Popen(
        office.command(*words), env=office.environment, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True, encoding="utf-8",
    )  # fmt: skip


@contextmanager
def workers(
    office: OnPostgresql, number: int, *words: str
) -> Iterator[list[subprocess.Popen[str]]]:
    """So many workers while a test goes on; they are asked to end at its end."""
    made = [begun(office, "worker", "--concurrency", "2", *QUICK, *words) for _ in range(number)]
    try:
        yield
    finally:
        for one in made:
            one.send_signal(signal.SIGTERM)
        for one in made:
            one.communicate(timeout=60)


def ended(night: "subprocess.Popen[str]") -> Ran:
    said, complained = night.communicate(timeout=240)
    return Ran(night.returncode, said, complained)


def overlaps(place: PostgresUrl) -> list[tuple[object, ...]]:
    """Visits of one host that went on at once, by the visit log and the database's clock."""
    with psycopg.connect(place) as connection:
        logged = connection.execute("SELECT count(*) FROM yoritish_visit_log").fetchone()
        assert logged is not None
        assert logged[0] >= len(OUTLETS)
        return connection.execute(
            "SELECT a.host, a.number, b.number FROM yoritish_visit_log a"
            " JOIN yoritish_visit_log b ON a.host = b.host AND a.number < b.number"
            " AND b.began < coalesce(a.ended, a.seen)"
        ).fetchall()


@pytest.mark.parametrize("number", [1, 2])
def test_workers_make_the_night_of_one_machine(
    shared: OnPostgresql, alone: Office, number: int
) -> None:
    with workers(shared, number):
        ran = ended(begun(shared, "nightly", "--by-workers", "--json", "--since", shared.since))
    assert ran.code == 0, ran.complained
    assert {visit["outlet"] for visit in json.loads(ran.said)["visits"]} == set(OUTLETS)
    assert rows_of(shared.database) == rows_of(alone.database)
    assert overlaps(shared.url) == []


def test_workers_that_are_killed_lose_nothing_and_nobody_is_visited_by_two(
    shared: OnPostgresql, alone: Office
) -> None:
    night = begun(shared, "nightly", "--by-workers", "--json", "--since", shared.since)
    killed = 0
    while night.poll() is None and killed < 8:
        one = begun(shared, "worker", "--concurrency", "2", *QUICK)
        time.sleep(4.0 + 0.5 * killed)
        one.kill()
        one.communicate()
        killed += 1
    with workers(shared, 2):
        ran = ended(night)
    assert killed >= 3
    assert ran.code in {0, 1}, ran.complained
    with workers(shared, 1):
        again = ended(begun(shared, "nightly", "--by-workers", "--json", "--since", shared.since))
    assert again.code == 0, again.complained
    assert rows_of(shared.database) == rows_of(alone.database)
    assert overlaps(shared.url) == []
    assert shared.run("verify", "--month", "2026-10").code == 0


def test_a_worker_that_is_asked_to_end_leaves_its_visits_to_others(
    shared: OnPostgresql, alone: Office
) -> None:
    first = begun(shared, "worker", "--concurrency", "4", *QUICK)
    night = begun(shared, "nightly", "--by-workers", "--json", "--since", shared.since)
    time.sleep(8)
    first.send_signal(signal.SIGTERM)
    first.communicate(timeout=60)
    assert first.returncode == 0
    with workers(shared, 1):
        ran = ended(night)
    assert ran.code == 0, ran.complained
    assert rows_of(shared.database) == rows_of(alone.database)


def test_a_visit_that_takes_too_long_is_ended_and_tried_again_then_given_up(
    tmp_path: Path, postgresql_place: Callable[[], PostgresUrl]
) -> None:
    plan = NewsroomPlan(days=1, per_day=5, outlets=("kun.uz",), faults={"kun.uz": "hang"})
    with running(plan) as silent:
        shared = OnPostgresql(tmp_path, silent, postgresql_place())
        with workers(shared, 1, "--longest", "3"):
            night = begun(shared, "nightly", "--by-workers", "--json", "--since", shared.since)
            ran = ended(night)
    assert ran.code == 1
    with psycopg.connect(shared.url) as connection:
        row = connection.execute("SELECT status, attempts FROM procrastinate_jobs").fetchone()
    assert row == ("failed", MOST_ATTEMPTS)


def test_a_night_that_is_asked_to_end_takes_what_waits_off_the_queue(shared: OnPostgresql) -> None:
    night = begun(shared, "nightly", "--by-workers", "--json", "--since", shared.since)
    deadline = time.monotonic() + 60
    with closing(open_queue(shared.url)) as connection:
        while len(open_visits(connection)) < len(OUTLETS):
            assert time.monotonic() < deadline
            time.sleep(0.2)
        night.send_signal(signal.SIGTERM)
        ran = ended(night)
        assert open_visits(connection) == {}
    assert "SIGTERM" in ran.said


def test_a_night_and_its_worker_that_are_asked_to_end_at_once_both_do(
    shared: OnPostgresql, alone: Office
) -> None:
    """As when all services are stopped; what the worker puts back is not waited for."""
    worker = begun(shared, "worker", "--concurrency", "4", *QUICK)
    night = begun(shared, "nightly", "--by-workers", "--json", "--since", shared.since)
    deadline = time.monotonic() + 60
    doing = "SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing'"
    with closing(open_queue(shared.url)) as connection:
        while connection.execute(doing).fetchall()[0][0] < 2:
            assert time.monotonic() < deadline
            time.sleep(0.1)
    night.send_signal(signal.SIGTERM)
    # the night gives up what nobody has begun, then waits for what is being done
    time.sleep(2)
    worker.send_signal(signal.SIGTERM)
    worker.communicate(timeout=60)
    said, complained = night.communicate(timeout=60)
    assert "SIGTERM" in said, complained
    with workers(shared, 1):
        ran = ended(begun(shared, "nightly", "--by-workers", "--json", "--since", shared.since))
    assert ran.code == 0, ran.complained
    assert rows_of(shared.database) == rows_of(alone.database)


def test_the_ministrys_own_come_first_and_nobody_is_deferred_twice(
    postgresql_place: Callable[[], PostgresUrl],
) -> None:
    url = postgresql_place()
    outlets = [
        outlet("kun.uz", tier=1), outlet("gov.uz", subchannel="official"), outlet("xs.uz", tier=3)
    ]  # fmt: skip
    first = defer_visits(url, outlets, lambda _: {})
    assert defer_visits(url, outlets, lambda _: {}) == first
    with psycopg.connect(url) as connection:
        rows = connection.execute(
            "SELECT args->>'outlet', queue_name, lock FROM procrastinate_jobs"
            " ORDER BY priority DESC"
        ).fetchall()
    assert rows == [
        ("gov.uz", "own", "gov.uz"), ("kun.uz", "visits", "kun.uz"), ("xs.uz", "visits", "xs.uz")
    ]  # fmt: skip


def test_a_host_is_locked_by_one_at_a_time(postgresql_place: Callable[[], PostgresUrl]) -> None:
    url = postgresql_place()
    open_queue(url).close()
    with outlet_lock(url, "t.me", 0) as mine, outlet_lock(url, "t.me", 0.2) as theirs:
        assert mine
        assert not theirs
        with outlet_lock(url, "kun.uz", 0) as other:
            assert other
    with outlet_lock(url, "t.me", 0) as again:
        assert again


def test_a_visit_whose_lock_is_lost_ends_itself(
    postgresql_place: Callable[[], PostgresUrl],
) -> None:
    url = postgresql_place()
    open_queue(url).close()
    code = (
        "import sys, time\n"
        "from crawler.outlet_lock import outlet_lock\n"
        "with outlet_lock(sys.argv[1], 'kun.uz', 0) as mine:\n"
        "    print(mine, flush=True)\n"
        "    time.sleep(60)\n"
    )
    visit = subprocess.Popen([sys.executable, "-c", code, url], stdout=subprocess.PIPE, text=True)
    assert visit.stdout is not None
    assert visit.stdout.readline().strip() == "True"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE application_name = 'yoritish outlet' AND datname = current_database()"
        )
    assert visit.wait(timeout=10) == LOST


def test_a_worker_needs_a_shared_ledger(alone: Office) -> None:
    for words in (("worker",), ("nightly", "--by-workers")):
        ran = alone.run(*words)
        assert ran.code == 2
        assert "postgresql://" in ran.complained


def test_a_night_that_meets_restarts_as_it_begins_goes_on(
    newsroom: RunningNewsroom, alone: Office, tmp_path: Path
) -> None:
    """Also one that begins while the database is not there yet."""
    cluster = Cluster()
    try:
        place = cluster.new_database()
        office = OnPostgresql(tmp_path, newsroom, place)
        cluster.stop("immediate")
        night = begun(office, "nightly", "--by-workers", "--since", office.since)
        for seconds in (2.0, 0.4, 0.8, 1.2):
            time.sleep(seconds)
            cluster.start()
            time.sleep(seconds)
            assert night.poll() is None, night.communicate()
            cluster.stop("immediate")
        cluster.start()
        with workers(office, 2):
            ran = ended(night)
        assert ran.code == 0, ran.complained
        assert rows_of(place) == rows_of(alone.database)
    finally:
        cluster.remove()

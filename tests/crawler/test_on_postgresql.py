"""The same night on PostgreSQL and on SQLite: the same rows, counts, lists, stories and reports."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from bench.night_truth import differences, expected
from replica import NewsroomPlan, running
from storage.database import open_database
from storage.location import CAPTURES_VARIABLE, Location, PostgresUrl
from tests.crawler.conftest import Office
from tests.crawler.test_night import CONTENT

pytestmark = pytest.mark.slow
OUTLETS = ("gov.uz", "iiv.uz", "uza.uz", "kun.uz", "gazeta.uz", "xabar.uz")
NOWHERE = PostgresUrl("")
PLAN = NewsroomPlan(days=2, per_day=40, outlets=OUTLETS)


@dataclass(slots=True)
class OnPostgresql(Office):
    """An office whose ledger is a PostgreSQL database."""

    url: PostgresUrl = NOWHERE

    @property
    def database(self) -> Location:  # type: ignore[override]
        """The ledger."""
        return self.url

    @property
    def environment(self) -> Mapping[str, str]:
        """As every office's, and where its captures lie."""
        return {**super(OnPostgresql, self).environment, CAPTURES_VARIABLE: str(self.captures)}

    @property
    def captures(self) -> Path:
        """The folder of captures."""
        return self.folder / "captures"


def rows_of(place: Location) -> list[list[tuple[object, ...]]]:
    """All that a night brings, without times of fetching."""
    ledger = open_database(place, read_only=True)
    try:
        return [[tuple(row) for row in ledger.execute(query)] for query in CONTENT]
    finally:
        ledger.close()


@dataclass(frozen=True, slots=True)
class Pair:
    """Two offices that read one newsroom."""

    file: Office
    server: OnPostgresql


@pytest.fixture(scope="module")
def pair(
    tmp_path_factory: pytest.TempPathFactory, postgresql_place: Callable[[], PostgresUrl]
) -> Iterator[Pair]:
    """Both after their first night."""
    with running(PLAN) as newsroom:
        made = Pair(
            Office(tmp_path_factory.mktemp("file"), newsroom),
            OnPostgresql(tmp_path_factory.mktemp("server"), newsroom, postgresql_place()),
        )
        for one in (made.file, made.server):
            ran = one.night()
            assert ran.code == 0, ran.complained
        yield made


def test_the_night_is_equal_to_the_row_and_to_the_truth(pair: Pair) -> None:
    assert rows_of(pair.server.database) == rows_of(pair.file.database)
    until = PLAN.now.date()
    truth = expected(pair.server.newsroom.truth, until - timedelta(days=PLAN.days - 1), until)
    assert len(truth) > 30
    assert differences(open_database(pair.server.database, read_only=True), truth) == []


@pytest.mark.parametrize(
    "words",
    [
        *(("counts", "--month", "2026-10", "--by", by, "--json")
          for by in ("channel", "outlet", "region", "unit", "topic", "day")),
        ("coverage", "list", "--month", "2026-10", "--json"),
        ("coverage", "list", "--month", "2026-10", "--find", "вазирлиг", "--json"),
        ("spread", "--month", "2026-10", "--json"),
        ("report", "--month", "2026-10", "--as", "txt", "--in", "uz-Latn"),
        ("digest", "--day", "2026-10-31"),
        ("alarms",),
        ("holes", "--since", "2026-10-30"),
        ("outlets",),
    ],
)  # fmt: skip
def test_every_reading_command_says_the_same(pair: Pair, words: tuple[str, ...]) -> None:
    ours, theirs = pair.file.run(*words), pair.server.run(*words)
    assert theirs.code == ours.code, theirs.complained
    if words[:2] == ("coverage", "list"):
        # of one moment those stand first that came last, which no two nights share
        assert _lines(theirs.said) == _lines(ours.said)
    else:
        assert theirs.said == ours.said
    assert len(ours.said) > 1


def _lines(said: str) -> tuple[list[object], list[dict[str, object]]]:
    """The moments of a list in its order, and its rows by id."""
    lines: list[dict[str, object]] = json.loads(said)
    moments = [line["published_at"] for line in lines]
    return moments, sorted(lines, key=lambda line: str(line["publication"]))


def test_a_decision_counts_and_is_shown_on_both(pair: Pair) -> None:
    listed = pair.file.run("coverage", "list", "--month", "2026-10", "--json").json
    one = listed[0]["publication"]
    for office in (pair.file, pair.server):
        ran = office.run("decide", one, "--counts", "no", "--person", "Nodira", "--reason", "sinov")
        assert ran.code == 0, ran.complained
    after = [
        office.run("coverage", "list", "--month", "2026-10", "--json").json
        for office in (pair.file, pair.server)
    ]
    assert len(after[0]) == len(listed) - 1
    assert after[0] == after[1]


def test_the_captures_and_the_chain_prove_the_ledger(pair: Pair) -> None:
    ran = pair.server.run("verify", "--month", "2026-10")
    assert ran.code == 0, ran.said + ran.complained


def test_a_second_night_changes_no_row(pair: Pair) -> None:
    before = rows_of(pair.server.database)
    ran = pair.server.run("nightly", "--json")
    assert ran.code == 0, ran.complained
    assert json.loads(ran.said)
    assert rows_of(pair.server.database) == before


def test_a_second_night_at_the_same_time_is_refused(pair: Pair) -> None:
    from crawler.lock import night_lock

    with night_lock(pair.server.database):
        ran = pair.server.run("nightly")
    assert ran.code == 2
    assert "another night is running" in ran.complained


def test_a_backup_into_files_is_refused_with_what_to_do(pair: Pair) -> None:
    ran = pair.server.run("backup")
    assert ran.code == 2
    assert "PostgreSQL's own tools" in ran.complained


def said(office: Office, *words: str) -> tuple[int, str]:
    """How a command ended and what it printed, without the folder's name and rows' numbers."""
    ran = office.run(*words)
    printed = (ran.said + ran.complained).replace(str(office.folder), "")
    return ran.code, re.sub(r'"capture": \d+', '"capture": 1', printed)


def test_every_writing_command_does_the_same(pair: Pair, tmp_path: Path) -> None:
    listed = pair.file.run("coverage", "list", "--month", "2026-10", "--json").json
    one, other = listed[0], listed[-1]
    table = tmp_path / "teleradio.csv"
    table.write_text(
        "Sana;Vaqt;Telekanal;Sarlavha;Dastur;Hudud;Havola\n"
        "30.10.2026;21:00;Oʻzbekiston 24;Sinov syujeti;Yangiliklar;;\n"
        "32.10.2026;21:00;Oʻzbekiston 24;Boshqa;;;\n",
        encoding="utf-8",
    )
    claims = tmp_path / "roʻyxat.csv"
    claims.write_text(
        f"Sana;Havola\n{one['day']};{one['url']}\n{one['day']};{one['url']}\n"
        f"30.10.2026;https://kun.uz/news/2026/10/30/yoq\n",
        encoding="utf-8",
    )
    for words in (
        ("import", str(table), "--kind", "television", "--partial", "--person", "Nodira"),
        ("coverage", "check", str(claims), "--month", "2026-10", "--offline", "--json"),
        ("missed", one["url"], "--json"),
        ("missed", "https://kun.uz/news/2026/10/30/yoq", "--person", "Nodira"),
        ("missed", "--log"),
        ("story", other["publication"], "--json"),
        ("story", other["publication"], "--split", "--person", "Nodira"),
        ("story", one["publication"], "--join", other["publication"], "--person", "Nodira"),
        ("decide", one["publication"], "--unit", "academy", "--person", "Nodira"),
        ("decide", one["publication"], "--json"),
        ("learn",),
        ("retry",),
        ("group", "--anew"),
        ("period", "close", "2026-09", "--person", "Nodira"),
        ("period", "show", "2026-09"),
        ("counts", "--month", "2026-10", "--by", "unit", "--json"),
        ("counts", "--month", "2026-10", "--by", "channel", "--json"),
        ("coverage", "list", "--month", "2026-10", "--json"),
        ("crawl", "kun.uz", "--since", "2026-10-30", "--json"),
        ("schedule", "--show"),
    ):
        ours, theirs = said(pair.file, *words), said(pair.server, *words)
        if words[0] in {"crawl", "learn"}:
            ours, theirs = ours[:1], theirs[:1]  # times stand in what they print
        assert theirs == ours, words
    assert rows_of(pair.server.database) == rows_of(pair.file.database)

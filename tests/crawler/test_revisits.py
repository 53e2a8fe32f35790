"""What an outlet edits or takes down later is found by looking again, and shown as such."""

import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from replica import NewsroomPlan
from tests.crawler.conftest import office

FIRST = NewsroomPlan(
    seed=10, days=3, per_day=60, outlets=("kun.uz", "aniq.uz", "uza.uz", "qalampir.uz", "zamin.uz"),
)  # fmt: skip


BEFALLS = {10: {"live", "changed", "gone"}, 20: {"live", "changed"}}
"""Newsrooms by what befalls, after the first night, publications that count: in the first one is
edited (kun.uz) and one taken down (uza.uz), in the second three are edited (aniq.uz, uza.uz,
qalampir.uz)."""


def _night(folder: Path, days: int, seed: int = FIRST.seed) -> dict[str, dict[str, object]]:
    """A night some days later; what the newsroom knows by then, by address."""
    later = timedelta(days=days, hours=1 if days else 0)
    plan = replace(FIRST, seed=seed, days=FIRST.days + days, now=FIRST.now + later)
    with office(folder, plan) as one:
        ran = one.run("nightly", "--json", *(() if days else ("--since", one.since)))
        assert ran.code == 0, ran.complained
        return {row["url"]: row for row in one.newsroom.truth}


def _concerning(one: Path) -> list[sqlite3.Row]:
    with sqlite3.connect(one) as connection:
        connection.row_factory = sqlite3.Row
        return connection.execute(
            "SELECT p.id, p.outlet, p.url, p.state, p.first_seen_at,"
            " (SELECT count(*) FROM editions e WHERE e.publication = p.id) AS editions,"
            " a.outcome || ' ' || a.reason AS address, r.step, r.due"
            " FROM publications p LEFT JOIN addresses a ON a.outlet = p.outlet AND a.url = p.url"
            " LEFT JOIN revisits r ON r.outlet = p.outlet AND r.url = p.url"
            " WHERE p.owner IN ('own', 'both') ORDER BY p.outlet, p.url"
        ).fetchall()


@pytest.mark.slow
@pytest.mark.parametrize("seed", BEFALLS)
def test_edited_and_gone_are_found_by_looking_again(tmp_path: Path, seed: int) -> None:
    _night(tmp_path, 0, seed)
    database = tmp_path / "yoritish.db"
    held = {row["url"] for row in _concerning(database)}
    assert held
    truth = _night(tmp_path, 1, seed)
    first_night = FIRST.now.isoformat()
    wrong, seen = [], set()
    for row in _concerning(database):
        told = truth.get(row["url"])
        if row["url"] not in held or told is None:
            continue
        edited = str(told["modified"] or "")
        expected = (
            "gone"
            if told["kind"] == "gone"
            else ("changed" if edited and edited > first_night else "live")
        )
        seen.add(expected)
        if row["state"] != expected or bool(row["editions"]) != (expected == "changed"):
            # with what tells a look that failed or never came from one that saw nothing new
            wrong.append((*row, expected, edited))
    assert wrong == []
    assert seen == BEFALLS[seed]


@pytest.mark.slow
def test_it_is_looked_at_ever_more_seldom(tmp_path: Path) -> None:
    asked = []
    for day in (0, 1, 2, 3, 4):
        _night(tmp_path, day)
        with sqlite3.connect(tmp_path / "yoritish.db") as connection:
            steps = connection.execute(
                "SELECT r.step, count(*) FROM revisits r JOIN publications p ON p.url = r.url"
                " WHERE p.first_seen_at <= ? GROUP BY r.step",
                ((FIRST.now + timedelta(minutes=1)).strftime("%Y-%m-%dT%H:%M:%SZ"),),
            ).fetchall()
        asked.append(dict(steps))
    assert set(asked[0]) == {0}
    assert set(asked[1]) == {1}, "a day later"
    assert set(asked[2]) == set(asked[3]) == {1}, "not again before three days more"
    assert 2 in asked[4]

"""Lists about what is no longer there, and about posts. Newsroom and rows are synthetic."""

import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from replica import NewsroomPlan
from tests.crawler.conftest import Office, office

CHANNEL = "telegram.kunuzofficial"


def check(one: Office, *links: str) -> list[dict[str, Any]]:
    path = one.folder / "list.txt"
    path.write_text("\n".join(links), "utf-8")
    ran = one.run("coverage", "check", str(path), "--json", "--in", "en")
    assert ran.code == 0, ran.complained
    rows: list[dict[str, Any]] = ran.json
    return rows


@pytest.mark.slow
def test_a_page_that_was_taken_down_is_proved_by_its_capture(tmp_path: Path) -> None:
    outlets = ("kun.uz", "aniq.uz", "uza.uz", "qalampir.uz", "zamin.uz")
    plan = NewsroomPlan(seed=10, days=3, per_day=60, outlets=outlets)
    with office(tmp_path, plan) as one:
        assert one.night().code == 0
    # when those of the first night are looked at again
    later = replace(plan, days=4, now=plan.now + timedelta(days=1, hours=1))
    with office(tmp_path, later) as one:
        assert one.run("nightly", "--json").code == 0
        with sqlite3.connect(one.database) as ledger:
            gone = [
                row[0]
                for row in ledger.execute(
                    "SELECT url FROM publications WHERE state = 'gone'"
                    " AND owner IN ('own', 'both') ORDER BY url"
                )
            ]
        rows = check(one, *gone)
    assert rows
    for row in rows:
        assert (row["verdict"], row["counted"]) in {("dead", True), ("same_publication", False)}
    first = rows[0]
    assert first["capture"]
    assert f"we hold the page as captured, number {first['capture']}" in first["explanation"]


@pytest.mark.slow
def test_posts_are_read_by_their_addresses(tmp_path: Path) -> None:
    plan = NewsroomPlan(days=3, per_day=60, outlets=("kun.uz", CHANNEL))
    with office(tmp_path, plan) as one:
        posts = [
            row
            for row in one.newsroom.truth
            if row["outlet"] == CHANNEL and row["kind"] == "article"
        ]
        assert len(posts) > 3
        rows = check(one, *(row["url"] for row in posts), "https://t.me/kunuzofficial/99999999")
    for row, true in zip(rows, posts, strict=False):
        named = true["owner"] in {"own", "both"}
        assert row["verdict"] in ({"counts", "reprint"} if named else {"not_ministry"}), row
    assert rows[-1]["verdict"] == "dead"

"""A department's list checked against the newsroom replica: every verdict as the truth has it.

Lists and newsroom are synthetic.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from replica import NewsroomPlan
from replica.plan import TASHKENT
from tests.crawler.claims_made import Made, Maker, write_list
from tests.crawler.conftest import Office, office
from tools.replica_night import played_registry

OUTLETS = (
    "gov.uz", "iiv.uz", "uza.uz", "kun.uz", "xs.uz", "xabar.uz", "gazeta.uz", "yuz.uz", "nuz.uz",
    "qalampir.uz", "aniq.uz", "anhor.uz",
)  # fmt: skip
FIRST, READ = date(2026, 11, 1), date(2026, 11, 3)
BROKEN, LONE = "anhor.uz", "aniq.uz"
NOW = datetime(2026, 11, 6, 22, 0, tzinfo=TASHKENT)


@dataclass(slots=True)
class Checked:
    """An office, the list it was sent, and what the first check said."""

    office: Office
    path: Path
    made: list[Made]
    rows: list[dict[str, Any]]


def _registry_without(one: Office, outlet: str) -> None:
    folder = one.folder / "outlets"
    folder.mkdir()
    played_registry(folder, set(one.newsroom.studio.sites) - {outlet})


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checked]:
    """A night has read the last days; the list claims what came before them too."""
    folder = tmp_path_factory.mktemp("office")
    plan = NewsroomPlan(days=12, per_day=240, outlets=OUTLETS, now=NOW, faults={BROKEN: "500"})
    with office(folder, plan) as one:
        _registry_without(one, LONE)
        ran = one.run("nightly", "--json", "--since", READ.isoformat(), "--timeout", "5")
        assert ran.code == 1, ran.complained
        made = Maker(one.newsroom.truth, FIRST, READ, BROKEN, LONE).rows(500)
        assert len(made) == 500
        path = folder / "list.xlsx"
        write_list(path, made)
        ran = one.run("coverage", "check", str(path), "--month", "2026-11", "--json")
        assert ran.code == 0, ran.complained
        yield Checked(one, path, made, ran.json)


@pytest.mark.slow
def test_every_verdict_is_the_one_that_is_due(checked: Checked) -> None:
    due = Counter(one.due for one in checked.made)
    assert len(due) == 9, due
    wrong = [
        f"{one.link}: {row['verdict']} ({row['reason']}), due {one.due}: {one.kind}"
        for one, row in zip(checked.made, checked.rows, strict=True)
        if one.due != row["verdict"]
    ]
    assert wrong == [], "\n".join(wrong)

"""Owned, release, earned, foreign: told by the outlet and by whose text is carried."""

from datetime import UTC, date, datetime

import pytest

from pipelines.counting import counting_rules
from pipelines.regrouping import regroup_ledger
from pipelines.reprints import story_rules
from storage.appearances import Selection, list_appearances
from storage.connection import Connection
from storage.counts import count
from storage.database import migrations
from storage.decisions import BadDecision, Said, decide
from storage.registry import Registry
from storage.visits import keep_outlets
from tests.conftest import outlet
from tests.storage.test_story_decisions import OTHER, RELEASE, put
from text.transliteration import transliterate

DAY = date(2026, 10, 10)
SAID = Said("Nodira Karimova", "o‘qib chiqildi", datetime(2026, 10, 11, tzinfo=UTC))


@pytest.fixture
def told(ledger: Connection) -> dict[str, str]:
    """The ministry's release, who carried it, who wrote of it before, who wrote of others."""
    keep_outlets(
        ledger,
        Registry(
            {
                one.id: one
                for one in (
                    outlet(), outlet("gov.uz", subchannel="official"), outlet("xabar.uz"),
                    outlet("uza.uz"), outlet("nuz.uz", languages=("ru", "uz-Cyrl")),
                    outlet("ria.ru", country="RU", languages=("ru",)),
                )
            }
        ),
    )  # fmt: skip
    half = " ".join(RELEASE.split()[:22])
    return {
        "first": put(ledger, "first", 5, half, outlet="uza.uz"),
        "release": put(ledger, "release", 8, RELEASE, outlet="gov.uz"),
        "copy": put(ledger, "copy", 9, RELEASE + " " + OTHER, outlet="kun.uz"),
        "half": put(ledger, "half", 10, half, outlet="xabar.uz"),
        "other": put(ledger, "other", 11, OTHER + " Musobaqa ertaga.", outlet="xabar.uz"),
        "abroad": put(ledger, "abroad", 12, RELEASE, outlet="ria.ru"),
    }


def _origins(ledger: Connection) -> dict[str, str]:
    rows = list_appearances(ledger, counting_rules(), Selection(DAY, DAY))
    return {row.publication: row.origin for row in rows}


def test_whose_text_is_carried_is_told_apart(ledger: Connection, told: dict[str, str]) -> None:
    regroup_ledger(ledger)
    origins = _origins(ledger)
    assert {name: origins[one] for name, one in told.items()} == {
        "first": "earned",  # hours before the ministry: not from its release
        "release": "owned", "copy": "release", "half": "release", "other": "earned",
        "abroad": "foreign",
    }  # fmt: skip


def test_measures_and_lists_agree(ledger: Connection, told: dict[str, str]) -> None:
    regroup_ledger(ledger)
    table = count(ledger, counting_rules(), Selection(DAY, DAY), "origin")
    assert [(row.key, row.appearances, row.foreign) for row in table.rows] == [
        ("owned", 1, 0), ("release", 2, 0), ("earned", 2, 0), ("foreign", 0, 1),
    ]  # fmt: skip
    total = table.total
    assert (total.owned, total.release, total.earned, total.foreign) == (1, 2, 2, 1)
    assert total.appearances == total.owned + total.release + total.earned
    for row in table.rows:
        narrowed = Selection(DAY, DAY, origin=row.key)
        rows = list(list_appearances(ledger, counting_rules(), narrowed))
        assert len(rows) == row.appearances + row.foreign


def test_a_person_decides_and_takes_it_back(ledger: Connection, told: dict[str, str]) -> None:
    regroup_ledger(ledger)
    decide(ledger, told["copy"], "origin", "earned", SAID)
    decide(ledger, told["other"], "origin", "release", SAID)
    decide(ledger, told["release"], "origin", "earned", SAID)
    origins = _origins(ledger)
    assert (origins[told["copy"]], origins[told["other"]]) == ("earned", "release")
    assert origins[told["release"]] == "owned", "whose channel it is cannot be decided"
    decide(ledger, told["copy"], "origin", "", SAID)
    assert _origins(ledger)[told["copy"]] == "release"
    with pytest.raises(BadDecision, match="release or earned"):
        decide(ledger, told["copy"], "origin", "owned", SAID)


def test_a_version_in_another_alphabet_carries_for_its_article(
    ledger: Connection, told: dict[str, str]
) -> None:
    other = "Выставка собак прошла в столице, на ней показали сорок пород из шести стран мира."
    put(ledger, "ru", 13, other, outlet="nuz.uz", language="ru", version_key="v1")
    cyrillic = transliterate(RELEASE, "uz-Cyrl")
    put(ledger, "uz", 14, cyrillic, outlet="nuz.uz", script="Cyrl", version_key="v1")
    regroup_ledger(ledger)
    (article,) = ledger.execute(
        "SELECT id, language FROM publications WHERE version_key = 'v1' AND version_of = ''"
    ).fetchall()
    assert article["language"] == "ru", "the release's text is in the other version"
    assert _origins(ledger)[article["id"]] == "release"


# no PostgreSQL ledger is of a version before
@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_a_ledger_of_the_version_before_gets_its_origins_by_migration(
    ledger: Connection, told: dict[str, str]
) -> None:
    """The backfill of the migration says what grouping anew says."""
    regroup_ledger(ledger)
    grouped = ledger.execute("SELECT publication_id, carries FROM story_members").fetchall()
    assert sum(bool(row["carries"]) for row in grouped) == 3
    script = next(one for one in migrations() if "ADD COLUMN carries" in one)
    backfill = script[script.index("UPDATE story_members") :].partition(";")[0]
    ledger.execute("UPDATE story_members SET carries = ''")
    ledger.execute(backfill)
    again = ledger.execute("SELECT publication_id, carries FROM story_members").fetchall()
    assert [tuple(row) for row in again] == [tuple(row) for row in grouped]
    assert f"'-{story_rules().owned_margin_minutes} minutes'" in backfill

"""A person's decision on a story beats the rules and stays; timelines and spread are by query."""

from datetime import UTC, datetime, timedelta

import pytest

from pipelines.regrouping import regroup_ledger
from pipelines.reprints import story_rules
from reports.labels import LANGUAGES, Language
from reports.story_tables import spread_table, story_table
from storage.connection import Connection
from storage.decisions import Said, UnknownPublication
from storage.publications import keep
from storage.records import Publication
from storage.registry import Registry
from storage.spread import publication_of, releases, story_of
from storage.story_decisions import join, split, undecide
from storage.visits import keep_outlets
from tests.conftest import outlet, publication
from text.folding import fold

RELEASE = (
    "Surxondaryo viloyati Denov tumanida profilaktika inspektorlari 12 nafar fuqaroning yo‘qolgan"
    " hujjatini topib berdi. Hujjatlar bozor yonidagi avtobus bekatida qoldirilgan sumkada bo‘lgan."
    " Sumka egasi Gulnora Sobirova xodimlarga minnatdorchilik bildirdi. Tadbir oy oxirigacha"
    " davom etadi."
)
OTHER = (
    "Jizzaxda o‘quvchilar uchun yo‘l qoidalari bo‘yicha musobaqa boshlandi. Unda 48 jamoa bor,"
    " g‘oliblar velosiped bilan taqdirlanadi, dedi tashkilotchi Rustam Odilov."
)
SAID = Said("Nodira Karimova", "boshqa holat", datetime(2026, 10, 11, tzinfo=UTC))


def put(ledger: Connection, name: str, hour: int, body: str, **fields: object) -> str:
    """Keep a publication of 10 October and return its id."""
    site = str(fields.pop("outlet", "kun.uz"))
    made: Publication = publication(
        outlet=site, url=f"https://{site}/{name}", body=body, folded_body=fold(body), title=name,
        published_at=datetime(2026, 10, 10, hour, tzinfo=UTC), **fields,
    )  # fmt: skip
    keep(ledger, made, lambda: None)  # type: ignore[arg-type,return-value]
    return made.id


@pytest.fixture
def told(ledger: Connection) -> dict[str, str]:
    """A release, a whole and a half copy of it at two sites, and another story."""
    keep_outlets(
        ledger,
        Registry(
            {
                one.id: one
                for one in (
                    outlet(), outlet("gov.uz", subchannel="official"), outlet("xabar.uz")
                )
            }
        ),
    )  # fmt: skip
    half = " ".join(RELEASE.split()[:22])
    made = {
        "release": put(ledger, "release", 6, RELEASE, outlet="gov.uz"),
        "whole": put(ledger, "whole", 7, RELEASE),
        "half": put(ledger, "half", 9, half, outlet="xabar.uz"),
        "other": put(ledger, "other", 8, OTHER),
    }
    regroup_ledger(ledger)
    return made


def story(ledger: Connection, one: str) -> str:
    query = "SELECT story FROM story_members WHERE publication_id = ?"
    return str(ledger.execute(query, (one,)).fetchone()[0])


def test_a_split_stays_when_all_is_grouped_anew(ledger: Connection, told: dict[str, str]) -> None:
    assert story(ledger, told["half"]) == told["release"]
    split(ledger, told["half"], story_rules(), SAID)
    assert story(ledger, told["half"]) == told["half"]
    regroup_ledger(ledger, anew=True)
    assert story(ledger, told["half"]) == told["half"]
    assert story(ledger, told["whole"]) == told["release"]


def test_a_join_stays_and_is_undone_by_a_person_only(
    ledger: Connection, told: dict[str, str]
) -> None:
    join(ledger, told["other"], told["whole"], story_rules(), SAID)
    regroup_ledger(ledger, anew=True)
    assert story(ledger, told["other"]) == told["release"]
    row = ledger.execute(
        "SELECT relation FROM story_members WHERE publication_id = ?", (told["other"],)
    ).fetchone()
    assert row[0] == "joined"
    undecide(ledger, told["other"], story_rules(), SAID)
    assert story(ledger, told["other"]) == told["other"]
    kept = ledger.execute("SELECT person, value FROM decisions ORDER BY id").fetchall()
    assert [tuple(row) for row in kept] == [
        ("Nodira Karimova", f"with {told['whole']}"), ("Nodira Karimova", ""),
    ]  # fmt: skip


def test_nothing_is_joined_to_itself_or_to_what_is_not_there(
    ledger: Connection, told: dict[str, str]
) -> None:
    with pytest.raises(ValueError, match="itself"):
        join(ledger, told["other"], told["other"], story_rules(), SAID)
    with pytest.raises(UnknownPublication, match="no such publication"):
        join(ledger, told["other"], "nothing", story_rules(), SAID)
    assert ledger.execute("SELECT count(*) FROM decisions").fetchone()[0] == 0


def test_the_timeline_says_who_carried_it_how_late_and_how_much(
    ledger: Connection, told: dict[str, str]
) -> None:
    found = story_of(ledger, told["half"])
    assert found.text.publication == told["release"]
    assert [(one.publication, one.after) for one in found.carriers] == [
        (told["whole"], timedelta(hours=1)), (told["half"], timedelta(hours=3)),
    ]  # fmt: skip
    assert found.carriers[0].share == 1.0
    assert 0.3 < (found.carriers[1].share or 0) < 0.7
    table = story_table(found, "en")
    assert [row[3:5] for row in table.rows][:2] == [["", ""], ["+1:00", "100 %"]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_timeline_is_written_in_every_language(
    ledger: Connection, told: dict[str, str], language: Language
) -> None:
    table = story_table(story_of(ledger, told["half"]), language)
    assert table.notes[0].count("3") == 2
    assert "{" not in table.notes[0]


def test_the_spread_lists_every_release_with_its_carriers(
    ledger: Connection, told: dict[str, str]
) -> None:
    day = datetime(2026, 10, 10, tzinfo=UTC).date()
    (release,) = releases(ledger, day, day)
    assert (release.text.publication, release.outlets) == (told["release"], 2)
    assert list(releases(ledger, day + timedelta(1), day + timedelta(1))) == []
    table = spread_table([release], "uz-Latn", "2026-10-10")
    assert [row[2] for row in table.rows] == [
        "vazirlik xabari", "ko‘chirib bosish", "ko‘chirib bosish",
    ]  # fmt: skip
    assert "1" in table.notes[0]


@pytest.mark.parametrize("by", ["id", "beginning", "address"])
def test_a_publication_is_found_by_id_beginning_and_address(
    ledger: Connection, told: dict[str, str], by: str
) -> None:
    name = {"id": told["half"], "beginning": told["half"][:8],
            "address": "https://xabar.uz/half"}[by]  # fmt: skip
    assert publication_of(ledger, name) == told["half"]


def test_what_is_not_there_is_said(ledger: Connection, told: dict[str, str]) -> None:
    with pytest.raises(UnknownPublication, match="no publication of a story"):
        publication_of(ledger, "https://nowhere.uz/")


def test_a_story_is_told_of_texts_that_were_never_compared(
    ledger: Connection, told: dict[str, str]
) -> None:
    """What came in by hand or by a copy may stand in a story without a fingerprint."""
    ledger.execute("DELETE FROM fingerprints")
    day = datetime(2026, 10, 10, tzinfo=UTC).date()
    (release,) = releases(ledger, day, day)
    assert (release.text.publication, release.outlets) == (told["release"], 2)
    assert [one.share for one in release.carriers] == [None, None]
    assert story_of(ledger, told["half"]).text.publication == told["release"]

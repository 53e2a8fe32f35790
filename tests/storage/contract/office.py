"""What the dialogues begin with: a ledger, its captures, and publications that tie to others."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from pipelines.counting import counting_rules
from pipelines.reprints import story_rules
from storage.appearances import Selection
from storage.connection import Connection
from storage.decisions import Said
from storage.location import Location
from storage.periods import read_period_name
from storage.publications import keep
from storage.records import Mention, Owner, Publication, Quote, Topic
from storage.registry import Registry
from storage.visits import keep_outlets
from tests.conftest import outlet, publication
from text.folding import fold

AT = datetime(2026, 10, 12, 6, tzinfo=UTC)
LATER = datetime(2026, 11, 2, 6, tzinfo=UTC)
FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)
OCTOBER = Selection(FIRST, LAST)
MONTH = read_period_name("2026-10")
RULES, STORIES = counting_rules(), story_rules()
SAID = Said("Nodira Karimova", "boshqa holat", AT)
REGISTRY = Registry(
    {
        one.id: one for one in (
            outlet(), outlet("gov.uz", subchannel="official"), outlet("xabar.uz"),
            outlet("ria.ru", country="RU", languages=("ru",)),
        )
    }
)  # fmt: skip

# synthetic
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


@dataclass(frozen=True, slots=True)
class Office:
    """A ledger that a dialogue talks to; ``folder`` is for files."""

    place: Location
    ledger: Connection
    folder: Path


def begin(office: Office) -> None:
    """Have four outlets: two that copy, the ministry's page, a foreign one."""
    keep_outlets(office.ledger, REGISTRY)


def told(path: str, body: str, hour: int = 7, **fields: object) -> Publication:
    """A publication of the ministry with a mention, a topic and a quote."""
    site = str(fields.pop("outlet", "kun.uz"))
    day = fields.pop("day", date(2026, 10, 10))
    assert isinstance(day, date)
    made = publication(
        path, outlet=site, url=f"https://{site}{path}", title=f"Sarlavha {path}", body=body,
        folded_title=fold(f"Sarlavha {path}"), folded_body=fold(body), day=day,
        published_at=datetime(day.year, day.month, day.day, hour, tzinfo=UTC), **fields,
    )  # fmt: skip
    if made.owner in {Owner.OWN, Owner.BOTH}:
        made.mentions = [Mention("ministry", Owner.OWN, "body", 0, 4, body[:4], "synthetic")]
        made.topics = [Topic("drugs", (body[:4],), 2.0)]
        made.quotes = [Quote("ministry", "Anvar Karimov", "anvar karimov", True, 0, 9)]
    return made


def kept(office: Office, one: Publication) -> str:
    """Keep a publication that has no capture and return its id."""
    keep(office.ledger, one, lambda: None)  # type: ignore[arg-type,return-value]
    return one.id

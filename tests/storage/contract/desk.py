"""Dialogues about what an office does at its desk: outlets of its own."""

from collections.abc import Iterator

from storage.counts import days_read
from storage.news_of_day import holes
from storage.office_outlets import keep_office_outlet, office_outlets, outlet_from
from storage.visits import begin_visit, due_since
from tests.storage.contract.office import AT, FIRST, LAST, LATER, REGISTRY, Office


def own_outlets(office: Office) -> Iterator[object]:
    """Two outlets that the office adds, one of them changed and switched off again."""
    ledger = office.ledger
    one = outlet_from(
        {"name": "Zarafshon ‘tongi’", "url": "https://synthetic.uz", "kind": "feed",
         "address": "https://synthetic.uz/rss", "language": "uz-Cyrl", "region": "UZ-SA"}
    )  # fmt: skip
    other = outlet_from(
        {"name": "Misol", "url": "https://misol.uz", "kind": "listing", "item": ".card",
         "address": "https://misol.uz/news", "language": "ru"}
    )  # fmt: skip
    begin_visit(ledger, REGISTRY["kun.uz"], FIRST, LAST, AT)
    keep_office_outlet(ledger, one, "N. Karimova", AT)
    keep_office_outlet(ledger, other, "N. Karimova", LATER)
    yield office_outlets(ledger), due_since(ledger), days_read(ledger, FIRST, LAST)
    yield holes(ledger, AT.date().replace(day=11), AT.date())
    changed = one.model_copy(update={"region": "UZ-AN"})
    keep_office_outlet(ledger, changed, "A. Aliyev", LATER, visited=False)
    yield office_outlets(ledger), due_since(ledger)
    yield sorted(map(tuple, ledger.execute("SELECT * FROM outlets")))


DIALOGUES = (own_outlets,)

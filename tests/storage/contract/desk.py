"""Dialogues about what an office does at its desk: own outlets, the queue, rules, searches."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from storage.assignments import ASSIGNED, assign
from storage.counts import count, days_read
from storage.listing import Arrangement, every_line, page
from storage.news_of_day import holes
from storage.office_outlets import keep_office_outlet, office_outlets, outlet_from
from storage.standing_rules import (
    BadRule,
    apply_rules,
    check_rule,
    effect,
    make_rule,
    offered,
    revoke_rule,
    rule_on,
    standing_rules,
)
from storage.visits import begin_visit, due_since
from tests.storage.contract.office import (
    AT,
    FIRST,
    LAST,
    LATER,
    OCTOBER,
    OTHER,
    REGISTRY,
    RELEASE,
    RULES,
    SAID,
    Office,
    kept,
    told,
)
from text.query import read_query


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


def queue_and_rules(office: Office) -> Iterator[object]:
    """Something that is somebody's; a tag, a section and a phrase that never count, taken back."""
    ledger = office.ledger
    ids = [
        kept(office, told("/tag", OTHER, 7, tags=("Sport", "СПОРТ"))),
        kept(office, told("/section", RELEASE, 8, section="Бош саҳифа")),
        kept(office, told("/phrase", "Konsert dasturi bo‘lib o‘tdi, dedi vazirlik.", 9)),
    ]
    assign(ledger, ids[:2], "nodira", "aziz", AT)
    assign(ledger, ids[:1], "", "nodira", LATER)
    yield sorted(map(tuple, ledger.execute(ASSIGNED)))
    asked = (("tag", "sport"), ("section", "bosh sahifa"), ("phrase", "концерт дастури"))
    yield [effect(ledger, RULES, "kun.uz", *one) for one in asked]
    yield [check_rule(ledger, "kun.uz", *one) for one in asked]
    yield [make_rule(ledger, "kun.uz", *one, SAID) for one in asked]
    kept(office, told("/later", OTHER + " yana", 10, tags=("sport",)))
    yield apply_rules(ledger, LATER), [rule_on(ledger, one) for one in ids]
    yield revoke_rule(ledger, 1, "A. Aliyev", LATER), standing_rules(ledger)
    yield offered(ledger, ids[0]), count(ledger, RULES, OCTOBER, "outlet")
    with pytest.raises(BadRule):
        make_rule(ledger, "kun.uz", "phrase", "iiv", SAID)


def best_matches(office: Office) -> Iterator[object]:
    """A list by how well its rows fit a query, page by page, while another row comes in."""
    for number, body in enumerate((OTHER, f"musobaqa {OTHER}", RELEASE, "musobaqa " * 5 + RELEASE)):
        kept(office, told(f"/{number}", body, 7 + number))
    kept(office, told("/musobaqa", RELEASE, 6))
    for query in ("musobaqa", "outlet:kun мусобақа", "outlet:kun | musobaqa"):
        found = replace(OCTOBER, find=read_query(query, LAST))
        for arranged in (Arrangement("relevance"), Arrangement("relevance", fold=True)):
            lines = every_line(office.ledger, RULES, found, arranged)
            titles = [line.appearance.title for line in lines]
            # which of two good matches is the better, each database says for itself
            yield query, sorted(titles[:2]), titles[2:]
    found = replace(OCTOBER, find=read_query("musobaqa", LAST))
    first = page(office.ledger, RULES, found, Arrangement("relevance"), most=2)
    kept(office, told("/new", "musobaqa " * 9, 20))
    rest = page(office.ledger, RULES, found, Arrangement("relevance"), first.following)
    shown = {line.appearance.title for line in (*first.lines, *rest.lines)}
    yield len(shown) >= 4, len(first.lines), bool(rest.following)


DIALOGUES = (own_outlets, queue_and_rules, best_matches)

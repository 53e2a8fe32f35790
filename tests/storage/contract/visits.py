"""Dialogues about outlets, visits, addresses, alarms, runs, and what people say we missed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from storage.addresses import Ended, end_address, kept_aside, known_addresses, unsettled
from storage.alarms import (
    alarms_between,
    brought,
    close_alarm,
    complete_visits,
    days_learnt_from,
    keep_lines,
    open_alarm,
    open_alarms,
    past_visits,
    usual_since,
)
from storage.counts import days_read
from storage.lone_outlets import keep_lone, lone_outlet
from storage.missed import Why, change_missed, cure_missed, missed_items, note_missed
from storage.news_of_day import holes
from storage.outlet_names import fold_names
from storage.records import DateSource, Found, Outcome
from storage.revisits import due_revisits, note_revisits, plan_revisits
from storage.runs import begin_run, end_run, has_ever_run, has_run, last_runs
from storage.visits import (
    Tally,
    UnbalancedVisit,
    Validators,
    begin_visit,
    cut_off_visits,
    end_visit,
    keep_outlets,
    keep_validators,
    listing_validators,
    next_since,
    read_through,
)
from storage.whereabouts import by_title, whereabouts
from tests.storage.contract.office import AT, FIRST, LAST, OTHER, REGISTRY, Office, kept, told

HOUR = timedelta(hours=1)
PAGE = "https://kun.uz/news/a"


def outlets(office: Office) -> Iterator[object]:
    """Outlets of the registry and of none."""
    keep_outlets(office.ledger, REGISTRY, lacking=("xabar.uz",))
    keep_lone(office.ledger, lone_outlet("page.example.kz"))
    keep_lone(office.ledger, lone_outlet("page.example.kz"))
    fold_names(office.ledger)
    yield office.ledger.execute("SELECT * FROM outlets ORDER BY id").fetchall()


def visits(office: Office) -> Iterator[object]:
    """A visit that ends well, one that does not balance, one that is cut off."""
    ledger, kun = office.ledger, REGISTRY["kun.uz"]
    days = (date(2026, 10, 9), date(2026, 10, 12))
    one = begin_visit(ledger, kun, *days, AT)
    tally = Tally(7, 3, 1, 900, 3, {"stored": 2, "language_version": 1})
    end_visit(ledger, one, "complete", "", tally, AT + HOUR, reach=date(2026, 10, 9))
    two = begin_visit(ledger, kun, *days, AT + HOUR)
    with pytest.raises(UnbalancedVisit):
        end_visit(ledger, two, "complete", "", replace(tally, found=4), AT + HOUR)
    yield one, two, cut_off_visits(ledger, AT + 2 * HOUR, "xabar.uz")
    yield cut_off_visits(ledger, AT + 2 * HOUR), cut_off_visits(ledger, AT + 3 * HOUR)
    yield read_through(ledger, "kun.uz", date(2026, 10, 10), date(2026, 10, 11))
    yield read_through(ledger, "kun.uz", *days)
    yield next_since(ledger, "kun.uz", date(2026, 10, 13), 3)
    yield next_since(ledger, "xabar.uz", date(2026, 10, 13), 3)
    yield days_read(ledger, *days), list(holes(ledger, *days))
    keep_validators(ledger, "kun.uz", {"b": Validators("e", "m"), "a": Validators("", "", "[1]")})
    keep_validators(ledger, "kun.uz", {"b": Validators("f", "", "[]", "2026-10-01")})
    yield sorted(listing_validators(ledger, "kun.uz").items())
    yield ledger.execute("SELECT * FROM visits ORDER BY id").fetchall()
    yield ledger.execute("SELECT * FROM read_days ORDER BY day").fetchall()


def addresses(office: Office) -> Iterator[object]:
    """Addresses and their outcomes: settled, tried again, kept aside."""
    ledger = office.ledger
    found = Found(PAGE, AT, DateSource.FEED, language="uz-Latn", title="Sarlavha", mark="1")
    for ended in (
        Ended("kun.uz", PAGE, Outcome.FETCH_FAILED, "HTTP 500", found=found),
        Ended("kun.uz", PAGE, Outcome.FETCH_FAILED, "HTTP 502", found=found),
        Ended("kun.uz", "https://kun.uz/b", Outcome.BLOCKED, day="2026-10-10"),
        Ended("kun.uz", "https://kun.uz/c", Outcome.PARSE_FAILED, "no title", capture=None),
        Ended("xabar.uz", "https://xabar.uz/d", Outcome.KNOWN, "leads to https://xabar.uz/e"),
    ):
        end_address(ledger, ended, AT)
    capture = ledger.execute(
        "INSERT INTO captures (outlet, url, fetched_at, status, mime, sha256, file, position,"
        " length, record) VALUES ('kun.uz', 'u', 't', 200, '', 's', 'f', 0, 1, '') RETURNING id"
    ).fetchone()[0]
    end_address(ledger, Ended("kun.uz", "https://kun.uz/c", Outcome.REJECTED, capture=capture), AT)
    yield known_addresses(ledger, "kun.uz", [PAGE, "https://kun.uz/b", "https://kun.uz/never"])
    yield unsettled(ledger, "kun.uz"), unsettled(ledger, "xabar.uz")
    yield kept_aside(ledger), kept_aside(ledger, "xabar.uz")
    for _ in range(5):
        end_address(ledger, Ended("kun.uz", PAGE, Outcome.FETCH_FAILED), AT)
    yield unsettled(ledger, "kun.uz")
    one = kept(office, told("/news/a", OTHER))
    end_address(ledger, Ended("kun.uz", PAGE, Outcome.STORED, publication=one), AT)
    yield whereabouts(ledger, "kun.uz", PAGE), whereabouts(ledger, "kun.uz", "https://kun.uz/c")
    yield whereabouts(ledger, "xabar.uz", "https://xabar.uz/d")
    yield whereabouts(ledger, "xabar.uz", "https://xabar.uz/never")
    title = ledger.execute("SELECT folded_title FROM publications").fetchone()[0]
    yield by_title(ledger, title, FIRST.isoformat(), LAST.isoformat())


def alarms(office: Office) -> Iterator[object]:
    """What visits brought, and alarms that open, stay and close."""
    ledger, kun = office.ledger, REGISTRY["kun.uz"]
    numbers = []
    for n in range(3):
        at = AT + n * HOUR
        visit = begin_visit(ledger, kun, FIRST, date(2026, 10, 9), at)
        keep_lines(ledger, visit, {"uz-Latn": ({"stored": n}, {}), "ru": ({}, {"body": PAGE})})
        keep_lines(ledger, visit, {"uz-Latn": ({"stored": n + 1}, {"title": PAGE})})
        end_visit(ledger, visit, "complete", "", Tally(n, found=1, balance={"stored": 1}), at)
        numbers.append(visit)
    for path, script, hour in (("/1", "Latn", 1), ("/2", "Cyrl", 15), ("/3", "Latn", 20)):
        kept(office, told(path, OTHER + path, hour, script=script))
    yield past_visits(ledger, "kun.uz", numbers[-1], "2026-10-12T06:30:00Z")
    yield usual_since(ledger, "kun.uz", AT, 28), complete_visits(ledger, "kun.uz", numbers[-1])
    for until in ("", "03:00", "21:00"):
        yield brought(ledger, "kun.uz", FIRST, LAST, until)
    for line, field in (("uz-Latn", "title"), ("ru", "body"), ("ru", "body")):
        open_alarm(
            ledger, "kun.uz", line, field, numbers[1], AT + HOUR, usual=4.5, seen=0.0, url=PAGE
        )
    opened = open_alarms(ledger)
    yield opened, open_alarms(ledger, "xabar.uz")
    yield past_visits(ledger, "kun.uz", numbers[-1] + 1, "")
    yield close_alarm(ledger, opened[0].id, AT + 2 * HOUR, accepted=True)
    yield close_alarm(ledger, opened[0].id, AT + 3 * HOUR)
    yield alarms_between(ledger, AT, AT + 5 * HOUR), usual_since(ledger, "kun.uz", AT, 28)
    yield days_learnt_from(ledger, "kun.uz", FIRST, LAST)


def runs(office: Office) -> Iterator[object]:
    """What the scheduler ran."""
    ledger = office.ledger
    yield has_ever_run(ledger, "night"), has_run(ledger, "night", AT)
    one = begin_run(ledger, "night", AT, AT)
    yield has_run(ledger, "night", AT), has_ever_run(ledger, "night")
    end_run(ledger, one, "well", "soz" * 300, AT + HOUR)
    two = begin_run(ledger, "backup", AT, AT)
    yield one, two, has_run(ledger, "night", AT), has_run(ledger, "night", AT + HOUR)
    yield last_runs(ledger), last_runs(ledger, 1)


def revisits(office: Office) -> Iterator[object]:
    """What is looked at again, ever more seldom."""
    ledger = office.ledger
    for name in ("a", "b", "c"):
        url = f"https://kun.uz/{name}"
        end_address(ledger, Ended("kun.uz", url, Outcome.STORED, found=Found(url, title=name)), AT)
        plan_revisits(ledger, [("kun.uz", url, AT), ("kun.uz", url, AT + HOUR)])
    yield due_revisits(ledger, "kun.uz", AT), due_revisits(ledger, "kun.uz", AT + 24 * HOUR)
    for n in range(7):
        seen = {"https://kun.uz/a": True, "https://kun.uz/b": n > 0, "https://kun.uz/never": False}
        note_revisits(ledger, "kun.uz", seen, AT + n * 24 * HOUR)
    yield due_revisits(ledger, "kun.uz", AT + 800 * 24 * HOUR)
    yield ledger.execute("SELECT * FROM revisits ORDER BY url").fetchall()


def missed(office: Office) -> Iterator[object]:
    """The log of what was missed."""
    ledger = office.ledger
    for url in (PAGE, PAGE, "https://kun.uz/b"):
        note_missed(
            ledger, "kun.uz", url, "Nomi", "N. Karimova", "list", Why.NOT_VISITED, "sabab", AT
        )
    change_missed(ledger, PAGE, Why.BLOCKED, "HTTP 403")
    cure_missed(ledger, PAGE, "p", "read", "", AT + HOUR)
    change_missed(ledger, PAGE, Why.GONE, "HTTP 404")
    cure_missed(ledger, PAGE, "q", "added", "A. Aliyev", AT + 2 * HOUR)
    yield missed_items(ledger)


DIALOGUES = (outlets, visits, addresses, alarms, runs, revisits, missed)

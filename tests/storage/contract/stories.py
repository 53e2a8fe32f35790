"""Dialogues about stories: the index of texts, ties, what people join and split, who carried."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta

import numpy as np

from pipelines.fingerprints import fingerprint
from storage import postings
from storage.across import tie_across
from storage.carried import carried_from
from storage.components import component, regroup
from storage.dictionary import Meanings, learn
from storage.earlier_ties import take_over
from storage.judgement import judge, read_known
from storage.records import Publication
from storage.spread import publication_of, releases, story_of
from storage.sqlite import open_sqlite
from storage.stories import Entry, Member, forget_all, tie, tie_all, untie
from storage.story_decisions import join, split, undecide
from tests.conftest import unbound
from tests.storage.contract.office import (
    FIRST,
    LAST,
    OTHER,
    RELEASE,
    SAID,
    STORIES,
    Office,
    kept,
    told,
)
from text.folding import fold

DAY = date(2026, 10, 14)
UZBEK = ("daraxt", "ko‘prik", "kitob", "bozor", "shifokor", "o‘qituvchi")
RUSSIAN = ("дерево", "мост", "книга", "рынок", "врач", "учитель")
MEMBERS = "SELECT * FROM story_members ORDER BY publication_id"
HALF = " ".join(RELEASE.split()[:22])


def _entry(one: Publication, *, owned: bool = False) -> Entry:
    member = Member(
        one.id, one.published_at.strftime("%Y-%m-%dT%H:%M:%SZ"), one.day.isoformat(), owned, "uz",
        one.outlet,
    )  # fmt: skip
    return Entry(member, fingerprint("", one.body, "", one.folded_body))


def _story(office: Office) -> dict[str, str]:
    """A release, a whole and a half copy of it at two sites, another story, a related text."""
    made = {
        "release": told("/r", RELEASE, 6, outlet="gov.uz"), "copy": told("/c", RELEASE, 9),
        "half": told("/h", HALF, 10, outlet="xabar.uz"), "other": told("/o", OTHER, 11),
        "late": told("/l", RELEASE + " " + OTHER, 12, outlet="xabar.uz"),
    }  # fmt: skip
    for one in made.values():
        kept(office, one)
    entries = [_entry(one, owned=name == "release") for name, one in made.items()]
    tie_all(office.ledger, entries[1:], STORIES)
    first = entries[0]
    tie(office.ledger, first.member, first.fingerprint, STORIES)
    return {name: one.id for name, one in made.items()}


def ties(office: Office) -> Iterator[object]:
    """What is tied by its text, taken out, grouped anew, forgotten."""
    ledger, ids = office.ledger, _story(office)
    yield ledger.execute(MEMBERS).fetchall()
    yield sorted(
        (one, sorted(ties.items())) for one, ties in component(ledger, ids["copy"]).items()
    )
    yield carried_from(ledger, ids["copy"], timedelta(minutes=30))
    yield carried_from(ledger, ids["release"], timedelta(minutes=30))
    yield story_of(ledger, ids["half"]), list(releases(ledger, FIRST, LAST))
    yield publication_of(ledger, "https://kun.uz/c")
    touched = untie(ledger, ids["copy"])
    yield sorted(touched), ledger.execute(MEMBERS).fetchall()
    regroup(ledger, touched, STORIES)
    yield ledger.execute(MEMBERS).fetchall()
    forget_all(ledger)
    yield ledger.execute(
        "SELECT (SELECT count(*) FROM links), (SELECT count(*) FROM fresh)"
    ).fetchall()


def said(office: Office) -> Iterator[object]:
    """What people say of stories beats the texts."""
    ledger, ids = office.ledger, _story(office)
    split(ledger, ids["half"], STORIES, SAID)
    yield ledger.execute(MEMBERS).fetchall()
    join(ledger, ids["other"], ids["half"], STORIES, SAID)
    yield ledger.execute(MEMBERS).fetchall()
    undecide(ledger, ids["half"], STORIES, SAID)
    yield ledger.execute(MEMBERS).fetchall()
    yield ledger.execute("SELECT * FROM coverage ORDER BY row").fetchall()


def index(office: Office) -> Iterator[object]:
    """The index of hashes: what waits, what is sorted, what is found; and how two are judged."""
    ledger, ids = office.ledger, _story(office)
    rows: dict[int, object] = {}
    numbers = [row[0] for row in ledger.execute("SELECT row FROM fingerprints ORDER BY row")]
    known: dict[int, object] = rows
    read_known(ledger, set(numbers), known)  # type: ignore[arg-type]
    yield [(n, getattr(known[n], "publication", "")) for n in sorted(known)]
    one, other = (known[n] for n in numbers[:2])
    for shingles, facts in ((0, 0), (30, 4)):
        yield judge(
            Meanings(ledger),
            one,
            other,
            shingles,
            facts,
            STORIES,
            told=True,  # type: ignore[arg-type]
        )
    day = DAY.toordinal()
    hashes = [np.arange(n, n + 40, dtype=np.uint32) * 2_654_435_761 for n in range(300)]
    hashes = [one.astype(np.uint32) for one in hashes]
    for start in range(0, 300, 100):
        postings.add(
            ledger, postings.EVENTS,
            [(10_000 + n, day, hashes[n]) for n in range(start, start + 100)],
        )  # fmt: skip
    found = postings.find(ledger, postings.EVENTS, [hashes[5], hashes[270]], day, day)
    yield [array.tolist() for array in found]
    held = postings.held(ledger, postings.EVENTS, day)
    yield len(held), sorted((row, some.tolist()) for row, some in held.items())[:3]
    yield ledger.execute(
        "SELECT id, kind, period, level, bits FROM segments ORDER BY id"
    ).fetchall()
    yield ids


def across(office: Office) -> Iterator[object]:
    """The dictionary that versions teach, and what it ties."""
    ledger = unbound(office.ledger)
    moment = datetime(2026, 10, 14, 18, tzinfo=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def entry(name: str, language: str, body: str, *versions: str) -> Entry:
        member = Member(name, moment, DAY.isoformat(), False, language, f"{name}.uz")
        return Entry(member, fingerprint("", body, "", fold(body)), versions)

    facts = " 14-oktabr 21:40 da 3 548 nafar, 27 ta va 915 000 so‘m."
    alone = [
        entry("x", "uz", " ".join(UZBEK) + facts),
        entry("y", "ru", " ".join(RUSSIAN) + facts.replace("oktabr", "октября")),
    ]
    tie_all(ledger, alone, STORIES)
    for n in range(12):
        places = [n % 6, (n + 1 + n // 6) % 6, (n + 3) % 6]
        ours = entry(f"u{n}", "uz", " ".join(UZBEK[place] for place in places))
        theirs = entry(f"r{n}", "ru", " ".join(RUSSIAN[place] for place in places), f"u{n}")
        tie_all(ledger, [ours, theirs], STORIES)
    yield learn(ledger), learn(ledger)
    meant = Meanings(ledger).of(alone[0].fingerprint.terms.tolist(), "uz", "ru")
    yield sorted((word, sorted(meanings)) for word, meanings in meant.items())
    yield tie_across(ledger, [DAY], STORIES), tie_across(ledger, [DAY], STORIES)
    yield ledger.execute("SELECT * FROM links ORDER BY a, b").fetchall()
    yield ledger.execute(MEMBERS).fetchall()
    with closing(unbound(open_sqlite(office.folder / "made-again.db"))) as shadow:
        tie_all(shadow, alone, STORIES)
        yield take_over(ledger, shadow, DAY.toordinal() + 1, STORIES)
        yield shadow.execute(MEMBERS).fetchall()


DIALOGUES = (ties, said, index, across)

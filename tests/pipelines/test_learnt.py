"""What was learnt decides only on what comes later, under its own name, and yields to people.

All texts and decisions here are synthetic.
"""

import json
import random
import sqlite3
from datetime import UTC, datetime

import pytest

from pipelines.learnt import apply_models, learn_all, use
from storage.decisions import Said, decide, history
from storage.examples import MODEL_PERSON
from storage.models import models
from storage.publications import keep
from storage.records import Topic
from tests.conftest import publication
from text.folding import fold

AT = datetime(2026, 10, 11, tzinfo=UTC)
SAID = Said("Nodira Karimova", "", AT)
PLAIN = [
    "bugun",
    "viloyat",
    "tuman",
    "xodim",
    "fuqaro",
    "tadbir",
    "yangi",
    "maktab",
    "bozor",
    "kun",
    "hafta",
    "suhbat",
]


def _keep(ledger: sqlite3.Connection, number: int, *extra: str, topic: str = "") -> str:
    dice = random.Random(number)
    body = " ".join([*dice.choices(PLAIN, k=25), *extra])
    made = publication(f"/n/{number}", title=f"Xabar {number}", body=body, folded_body=fold(body))
    made.topics = [Topic(topic, ("x",), 2.0)] if topic else []
    keep(ledger, made, lambda: None)  # type: ignore[arg-type,return-value]
    return made.id


@pytest.fixture
def taught(ledger: sqlite3.Connection) -> sqlite3.Connection:
    """A ledger in which people said sixty times that vacancies do not count and are of no topic."""
    for number in range(120):
        vacancy = number % 2 == 0
        one = _keep(ledger, number, "vakansiya" if vacancy else "qidiruv", topic="personnel")
        decide(ledger, one, "counts", "no" if vacancy else "yes", SAID)
        decide(ledger, one, "topic", "-" if vacancy else "personnel", SAID)
    return ledger


def test_it_decides_on_what_comes_and_says_why(taught: sqlite3.Connection) -> None:
    learnt = {one.name: one for one in learn_all(taught)}
    assert learnt["counts"].better
    assert learnt["topic:personnel"].better
    use(taught, learnt.values(), AT)
    before = taught.execute("SELECT count(*) FROM decisions").fetchone()
    assert apply_models(taught, AT) == 0, "what was there is left as it was"
    assert taught.execute("SELECT count(*) FROM decisions").fetchone() == before
    vacancy = _keep(taught, 1000, "vakansiya", topic="personnel")
    news = _keep(taught, 1001, "qidiruv", topic="personnel")
    assert apply_models(taught, AT) == 2
    told = {one.kind: one for one in history(taught, vacancy)}
    assert told["counts"].value == "no"
    assert json.loads(told["topic"].value) == []
    assert told["counts"].person == MODEL_PERSON
    assert "vakansi" in told["counts"].reason
    assert history(taught, news) == []
    assert apply_models(taught, AT) == 0, "decided once"


def test_a_persons_word_beats_it_and_it_learns_nothing_from_itself(
    taught: sqlite3.Connection,
) -> None:
    use(taught, learn_all(taught), AT)
    vacancy = _keep(taught, 1000, "vakansiya")
    decide(taught, vacancy, "counts", "yes", SAID)
    apply_models(taught, AT)
    assert [one.person for one in history(taught, vacancy) if one.kind == "counts"] == [SAID.person]
    other = _keep(taught, 1002, "vakansiya")
    apply_models(taught, AT)
    assert history(taught, other)
    again = next(one for one in learn_all(taught) if one.name == "counts")
    assert again.examples == 121


def test_what_is_not_better_is_kept_but_not_used(ledger: sqlite3.Connection) -> None:
    dice = random.Random(5)
    for number in range(80):
        one = _keep(ledger, number)
        decide(ledger, one, "counts", dice.choice(("yes", "yes", "no")), SAID)
    use(ledger, learn_all(ledger), AT)
    kept = models(ledger)
    assert [model.in_use for model in kept] == [False]
    assert models(ledger, in_use=True) == []
    _keep(ledger, 1000)
    assert apply_models(ledger, AT) == 0


def test_nothing_decided_nothing_learnt(ledger: sqlite3.Connection) -> None:
    learnt = learn_all(ledger)
    assert [one.name for one in learnt] == ["counts"]
    assert learnt[0].lacking
    use(ledger, learnt, AT)
    assert models(ledger) == []

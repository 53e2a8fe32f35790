"""Standing rules: what they take out, what they leave, what comes later, taking them back."""

from datetime import UTC, date, datetime, timedelta

import pytest

from pipelines.counting import counting_rules
from pipelines.learnt import learn_all
from storage.appearances import Selection, is_appearance
from storage.connection import Connection
from storage.database import transaction
from storage.decisions import Said, decide
from storage.examples import decided
from storage.listing import totals
from storage.periods import close, freeze, read_period_name
from storage.publications import keep
from storage.standing_rules import (
    BadRule,
    UnknownRule,
    apply_rules,
    effect,
    make_rule,
    revoke_rule,
    rule_on,
    standing_rules,
)
from tests.conftest import publication
from text.folding import fold

AT = datetime(2026, 10, 12, 6, tzinfo=UTC)
SAID = Said("N. Karimova", "sport haqida", AT)
ALL = Selection(date(2026, 1, 1), date(2026, 12, 31))


def put(ledger: Connection, path: str, **fields: object) -> str:
    title = str(fields.pop("title", f"Sarlavha {path}"))
    body = str(fields.pop("body", f"Ichki ishlar vazirligi xabar berdi {path}."))
    one = publication(
        path, title=title, body=body, folded_title=fold(title), folded_body=fold(body), **fields
    )
    with transaction(ledger):
        keep(ledger, one, lambda: None)  # type: ignore[arg-type,return-value]
    return one.id


def counting(ledger: Connection, *ids: str) -> list[bool]:
    return [is_appearance(ledger, counting_rules(), one) for one in ids]


def make(ledger: Connection, kind: str, value: str, outlet: str = "kun.uz") -> tuple[int, int]:
    with transaction(ledger):
        return make_rule(ledger, outlet, kind, value, SAID)


def test_a_rule_takes_out_what_it_says_and_nothing_else(ledger: Connection) -> None:
    sport = put(ledger, "/1", tags=("Sport", "Futbol"))
    cyrillic = put(ledger, "/2", tags=("СПОРТ",))
    sports = put(ledger, "/3", tags=("Sportchilar",))
    section = put(ledger, "/4", section="Sport")
    elsewhere = put(ledger, "/5", tags=("Sport",), outlet="ria.ru", url="https://ria.ru/5")
    shown = effect(ledger, counting_rules(), "kun.uz", "tag", " sport ")
    assert (shown.matched, shown.falling, shown.decided, shown.closed) == (2, 2, 0, 0)
    assert totals(ledger, counting_rules(), ALL).items == 5, "looking changes nothing"
    number, made = make(ledger, "tag", "sport")
    assert made == 2
    assert counting(ledger, sport, cyrillic, sports, section, elsewhere) == [
        False, False, True, True, True,
    ]  # fmt: skip
    assert totals(ledger, counting_rules(), ALL).items == 3
    rule = rule_on(ledger, sport)
    assert rule is not None
    assert (rule.id, rule.value, rule.person) == (number, "sport", "N. Karimova")
    assert rule_on(ledger, sports) is None
    assert make(ledger, "section", "Спорт")[1] == 1


def test_a_phrase_is_found_as_words_beside_each_other_in_any_alphabet(ledger: Connection) -> None:
    found = put(ledger, "/1", body="ИИВ ансамбли концерт дастури билан чиқди.")
    other = put(ledger, "/2", body="IIV konsert dasturlari, ansambl ishtirokida.")
    in_title = put(ledger, "/3", title="Konsert dasturi: IIV ansambli")
    assert make(ledger, "phrase", "konsert dasturi")[1] == 2
    assert counting(ledger, found, other, in_title) == [False, True, False]


def test_what_a_person_decided_and_a_closed_month_stay(ledger: Connection) -> None:
    september = put(ledger, "/old", tags=("Sport",), day=date(2026, 9, 10))
    with transaction(ledger):
        freeze(ledger, counting_rules(), read_period_name("2026-09"), AT)
        close(ledger, counting_rules(), read_period_name("2026-09"), {}, AT, "A", "B", "")
    kept = put(ledger, "/1", tags=("Sport",))
    free = put(ledger, "/2", tags=("Sport",))
    with transaction(ledger):
        decide(ledger, kept, "counts", "yes", SAID)
    shown = effect(ledger, counting_rules(), "kun.uz", "tag", "Sport")
    assert (shown.matched, shown.falling, shown.decided, shown.closed) == (3, 1, 1, 1)
    assert make(ledger, "tag", "Sport")[1] == 1
    assert counting(ledger, september, kept, free) == [True, True, False]
    # a person's later word beats the rule too, and stays when the rule is applied again
    with transaction(ledger):
        decide(ledger, free, "counts", "", SAID)
        apply_rules(ledger, AT + timedelta(hours=1))
    assert counting(ledger, free) == [True]


def test_what_comes_later_is_taken_out_and_an_edit_is_looked_at_again(ledger: Connection) -> None:
    make(ledger, "tag", "Sport")
    make(ledger, "phrase", "futbol o‘yini")
    new = put(ledger, "/new", tags=("Sport",))
    edited = put(ledger, "/edited", body="Ichki ishlar vazirligi futbol o‘yini o‘tkazdi.")
    assert counting(ledger, new, edited) == [True, True]
    with transaction(ledger):
        assert apply_rules(ledger, AT + timedelta(hours=1)) == 2
        assert apply_rules(ledger, AT + timedelta(hours=1)) == 0, "once is enough"
    assert counting(ledger, new, edited) == [False, False]
    put(ledger, "/edited", body="Ichki ishlar vazirligi shaxmat o‘tkazdi.",
        first_seen_at=AT + timedelta(hours=2))  # fmt: skip
    with transaction(ledger):
        apply_rules(ledger, AT + timedelta(hours=3))
    assert counting(ledger, new, edited) == [False, True]


def test_a_rule_taken_back_lets_count_what_no_other_rule_takes_out(ledger: Connection) -> None:
    both = put(ledger, "/both", tags=("Sport",), section="Sport")
    one = put(ledger, "/one", tags=("Sport",))
    tag, _ = make(ledger, "tag", "Sport")
    section, made = make(ledger, "section", "Sport")
    assert made == 0
    with transaction(ledger):
        assert revoke_rule(ledger, tag, "A. Aliyev", AT) == 2
    assert counting(ledger, both, one) == [False, True]
    by_now = {rule.id: (rule.publications, rule.revoked_by) for rule in standing_rules(ledger)}
    assert by_now == {section: (1, ""), tag: (0, "A. Aliyev")}
    with transaction(ledger), pytest.raises(UnknownRule):
        revoke_rule(ledger, tag, "A. Aliyev", AT)
    later = put(ledger, "/later", tags=("Sport",))
    with transaction(ledger):
        apply_rules(ledger, AT)
    assert counting(ledger, later) == [True]


def test_nothing_is_learnt_from_a_rule(ledger: Connection) -> None:
    put(ledger, "/1", tags=("Sport",))
    make(ledger, "tag", "Sport")
    assert list(decided(ledger)) == []
    assert all(not one.examples for one in learn_all(ledger))


@pytest.mark.parametrize(
    ("outlet", "kind", "value"),
    [("none.uz", "tag", "Sport"), ("kun.uz", "author", "A"), ("kun.uz", "tag", " "),
     ("kun.uz", "phrase", "iiv"), ("kun.uz", "phrase", "!?"), ("kun.uz", "phrase", "a " * 60)],
)  # fmt: skip
def test_a_rule_that_cannot_be_is_refused(
    ledger: Connection, outlet: str, kind: str, value: str
) -> None:
    with pytest.raises(BadRule):
        effect(ledger, counting_rules(), outlet, kind, value)
    with transaction(ledger), pytest.raises(BadRule):
        make_rule(ledger, outlet, kind, value, SAID)
    make(ledger, "tag", "Sport")
    with transaction(ledger), pytest.raises(BadRule, match="already"):
        make_rule(ledger, "kun.uz", "tag", "спорт", SAID)

"""Standing rules: a tag, a section or a phrase of an outlet that never counts, by a person's word.

What a rule does to a publication is kept as a decision under the rule's own name, so that every
count, list and proof knows it as it knows a person's. A person's decision is never touched.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from storage.appearances import CountingRules, Selection, counting_sql
from storage.connection import Connection, Row
from storage.decisions import Said, decide
from storage.dialect import WORDS_FOUND
from storage.examples import OWN
from storage.times import to_text
from text.folding import fold

RuleKind = Literal["tag", "section", "phrase"]
RULE_KINDS: tuple[RuleKind, ...] = ("tag", "section", "phrase")

RULE_PERSON = "yoritish rule "
"""What the name begins with under which a rule's decisions are kept; its number follows."""

_OF_RULE = "id, outlet, kind, value, person, reason, applied_row, applied_at"

LONGEST = 200
"""Characters of a tag, section or phrase."""

MOST_WORDS = 20
"""Words of a phrase."""


class BadRule(ValueError):
    """A rule that cannot be; the message says why."""


class UnknownRule(ValueError):
    """There is no such rule, or it was revoked before."""


@dataclass(frozen=True, slots=True)
class StandingRule:
    """A rule as kept; ``revoked_at`` is "" while it is in force. Instants as stored (UTC)."""

    id: int
    outlet: str
    outlet_name: str
    kind: str
    value: str
    person: str
    reason: str
    made_at: str
    revoked_at: str
    revoked_by: str
    publications: int
    """On how many publications its decision stands."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What a rule would do to what is stored: numbers of publications."""

    matched: int
    """That have the tag, section or phrase and may count."""
    falling: int
    """Of them: count now and would not any more."""
    decided: int
    """Of them: a person decided on them, so they stay as they are."""
    closed: int
    """Of them: in a closed month, which does not change."""
    titles: tuple[str, ...]
    """Of some that would fall out, the newest first."""


def check_rule(connection: Connection, outlet: str, kind: str, value: str) -> str:
    """The value as it is kept.

    Raises:
        BadRule: no such outlet or kind, or nothing by which anything could be found.
    """
    kept = " ".join(value.split())[:LONGEST]
    if kind not in RULE_KINDS:
        raise BadRule(f"{kind!r} is no kind of rule; there are {', '.join(RULE_KINDS)}")
    if not connection.execute("SELECT 1 FROM outlets WHERE id = ?", (outlet,)).fetchone():
        raise BadRule(f"{outlet!r}: no such outlet")
    words = _words(kept)
    if not words or len(words) > MOST_WORDS:
        raise BadRule(f"{kept!r}: say one to {MOST_WORDS} words")
    if kind == "phrase" and len("".join(words)) < 4:
        raise BadRule(f"{kept!r} is too short: it would be found everywhere")
    return kept


def effect(
    connection: Connection, rules: CountingRules, outlet: str, kind: str, value: str
) -> Effect:
    """What a rule would do, before it is made.

    Raises:
        BadRule: it cannot be.
    """
    kept = check_rule(connection, outlet, kind, value)
    found = _matching(connection, outlet, kind, kept)
    sql, values = counting_sql(rules, Selection(date.min, date.max, outlet=outlet))
    counting = {
        row[0] for row in connection.execute(f"SELECT c.publication {sql}", values).fetchall()
    }
    falling = [
        one for one in found
        if one["publication"] in counting and not one["closed"] and not one["said"]
    ]  # fmt: skip
    return Effect(
        len(found), len(falling), sum(bool(one["said"]) for one in found),
        sum(bool(one["closed"]) for one in found), tuple(one["title"] for one in falling[:10]),
    )  # fmt: skip


def make_rule(
    connection: Connection, outlet: str, kind: str, value: str, said: Said
) -> tuple[int, int]:
    """Make a rule and apply it to what is stored; its number, and on how many it decided.

    Inside the caller's transaction.

    Raises:
        BadRule: it cannot be, or is in force already.
    """
    kept = check_rule(connection, outlet, kind, value)
    if not said.person.strip():
        raise BadRule("a rule needs the name of who makes it")
    same = "SELECT value FROM standing_rules WHERE outlet = ? AND kind = ? AND revoked_at = ''"
    if _key(kept) in {_key(row[0]) for row in connection.execute(same, (outlet, kind)).fetchall()}:
        raise BadRule(f"{kept!r}: there is such a rule already")
    number = connection.execute(
        "INSERT INTO standing_rules (outlet, kind, value, person, reason, made_at, revoked_at,"
        " revoked_by, applied_row, applied_at) VALUES (?,?,?,?,?,?,'','',0,?) RETURNING id",
        (outlet, kind, kept, said.person, said.reason, to_text(said.at), to_text(said.at)),
    ).fetchone()[0]
    return int(number), apply_rules(connection, said.at, only=int(number))


def revoke_rule(connection: Connection, number: int, person: str, at: datetime) -> int:
    """Take a rule back, and with it every decision of its that still stands; how many those were.

    Inside the caller's transaction.

    Raises:
        UnknownRule: there is none in force with this number.
    """
    changed = connection.execute(
        "UPDATE standing_rules SET revoked_at = ?, revoked_by = ? WHERE id = ? AND revoked_at = ''",
        (to_text(at), person, number),
    )
    if not changed.rowcount:
        raise UnknownRule(f"no rule {number} is in force")
    standing = {
        row[0]
        for row in connection.execute(
            "SELECT publication FROM standing WHERE kind = 'counts' AND person = ?",
            (f"{RULE_PERSON}{number}",),
        ).fetchall()
    }
    _let_go(connection, number, standing, f"revoked by {person}", at)
    return len(standing)


def apply_rules(connection: Connection, at: datetime, *, only: int = 0) -> int:
    """Have the rules in force decide on what came, or was edited, since they last did.

    Returns how many decisions were made. Inside the caller's transaction.
    """
    last = connection.execute("SELECT coalesce(max(p.row), 0) FROM publications p").fetchone()[0]
    made = 0
    for rule in connection.execute(
        f"SELECT {_OF_RULE} FROM standing_rules WHERE revoked_at = ''"  # noqa: S608
        " AND (? = 0 OR id = ?) ORDER BY id",
        (only, only),
    ).fetchall():
        found = _matching(connection, rule["outlet"], rule["kind"], rule["value"])
        edited = _edited(connection, rule["outlet"], rule["applied_at"])
        fresh = [
            one for one in found
            if one["row"] > rule["applied_row"] or one["publication"] in edited
        ]  # fmt: skip
        made += _decided_out(connection, rule, fresh, at)
        # what was edited and has lost what the rule is about counts again
        lost = edited - {one["publication"] for one in found}
        made += _let_go(connection, rule["id"], lost, "edited since", at)
        connection.execute(
            "UPDATE standing_rules SET applied_row = ?, applied_at = ? WHERE id = ?",
            (last, to_text(at), rule["id"]),
        )
    return made


def standing_rules(connection: Connection) -> list[StandingRule]:
    """All rules, those in force first, the latest first."""
    rows = connection.execute(
        "SELECT r.id, r.outlet, o.name AS outlet_name, r.kind, r.value, r.person, r.reason,"
        " r.made_at, r.revoked_at, r.revoked_by,"
        " (SELECT count(*) FROM standing s WHERE s.kind = 'counts'"
        "  AND s.person = ? || CAST(r.id AS TEXT)) AS publications"
        " FROM standing_rules r JOIN outlets o ON o.id = r.outlet"
        " ORDER BY r.revoked_at <> '', r.id DESC",
        (RULE_PERSON,),
    )
    return [StandingRule(**dict(row)) for row in rows.fetchall()]


def rule_on(connection: Connection, publication: str) -> StandingRule | None:
    """The rule by which a publication does not count; None where no rule decides on it."""
    row = connection.execute(
        "SELECT person FROM standing WHERE publication = ? AND kind = 'counts'", (publication,)
    ).fetchone()
    if row is None or not row[0].startswith(RULE_PERSON):
        return None
    number = row[0].removeprefix(RULE_PERSON)
    return next((one for one in standing_rules(connection) if str(one.id) == number), None)


def offered(connection: Connection, publication: str) -> tuple[str, str, list[str]]:
    """What a rule could be made of: a publication's outlet, section and tags.

    Raises:
        UnknownRule: there is no such publication.
    """
    row = connection.execute(
        "SELECT outlet, section, tags FROM publications WHERE id = ?", (publication,)
    ).fetchone()
    if row is None:
        raise UnknownRule(f"{publication}: no such publication")
    return row["outlet"], row["section"], json.loads(row["tags"] or "[]")


def _decided_out(connection: Connection, rule: Row, found: Iterable[Row], at: datetime) -> int:
    reason = f"{rule['kind']} “{rule['value']}” of {rule['outlet']} never counts ({rule['person']}"
    reason += f": {rule['reason']})" if rule["reason"] else ")"
    said = Said(f"{RULE_PERSON}{rule['id']}", reason, at)
    made = 0
    for one in found:
        if one["said"] or one["closed"] or one["ruled"]:
            continue
        decide(connection, one["publication"], "counts", "no", said)
        made += 1
    return made


def _let_go(
    connection: Connection, number: int, publications: set[str], reason: str, at: datetime
) -> int:
    """Take a rule's decisions on publications back; what another rule is about, that one decides.

    Returns how many decisions were made.
    """
    name = f"{RULE_PERSON}{number}"
    standing = {
        one for one in publications
        if connection.execute(
            "SELECT 1 FROM standing WHERE publication = ? AND kind = 'counts' AND person = ?",
            (one, name),
        ).fetchone()
    }  # fmt: skip
    for one in sorted(standing):
        decide(connection, one, "counts", "", Said(name, reason, at))
    made = len(standing)
    others = connection.execute(
        f"SELECT {_OF_RULE} FROM standing_rules WHERE revoked_at = '' AND id <> ? AND outlet ="  # noqa: S608
        " (SELECT outlet FROM standing_rules WHERE id = ?) ORDER BY id",
        (number, number),
    ).fetchall()
    for rule in others if standing else ():
        found = _matching(connection, rule["outlet"], rule["kind"], rule["value"])
        again = [one for one in found if one["publication"] in standing]
        made += _decided_out(connection, rule, again, at)
    return made


def _edited(connection: Connection, outlet: str, since: str) -> set[str]:
    """Publications of an outlet that were edited since an instant (as stored)."""
    rows = connection.execute(
        "SELECT p.id FROM editions e JOIN publications p ON p.id = e.publication"
        " WHERE p.outlet = ? AND e.replaced_at >= ?",
        (outlet, since),
    )
    return {row[0] for row in rows.fetchall()}


def _matching(connection: Connection, outlet: str, kind: str, value: str) -> list[Row]:
    """What of an outlet may count and has the tag, section or phrase, the newest first.

    ``said``: whether a person decided if it counts; ``ruled``: whether a rule did.
    """
    sql = (
        "SELECT p.row, p.id AS publication, p.title, p.section, p.tags, c.closed,"
        " EXISTS (SELECT 1 FROM standing s WHERE s.publication = p.id AND s.kind = 'counts'"
        "  AND s.person NOT LIKE ?) AS said,"
        " EXISTS (SELECT 1 FROM standing s WHERE s.publication = p.id AND s.kind = 'counts'"
        "  AND s.person LIKE ?) AS ruled"
        " FROM coverage c JOIN publications p ON p.row = c.row"
        " WHERE c.outlet = ? AND (c.owned OR c.named)"
    )
    values: list[object] = [OWN, f"{RULE_PERSON}%", outlet]
    if kind == "phrase":
        sql += f" AND p.row IN ({WORDS_FOUND})"
        values.append(f'"{" ".join(_words(value))}"')
    rows = connection.execute(f"{sql} ORDER BY p.row DESC", values).fetchall()
    if kind == "phrase":
        return rows
    key = _key(value)
    return [one for one in rows if key in _keys(one, kind)]


def _keys(one: Row, kind: str) -> set[str]:
    names = [one["section"]] if kind == "section" else json.loads(one["tags"] or "[]")
    return {_key(str(name)) for name in names}


def _key(name: str) -> str:
    """By what tags and sections are the same: their words in any alphabet."""
    return " ".join(_words(name))


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", fold(text).lower())

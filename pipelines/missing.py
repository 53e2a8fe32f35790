"""Why the ledger does not count an address that a person names."""

from dataclasses import dataclass
from datetime import date

from storage.appearances import CountingRules, is_appearance
from storage.connection import Connection
from storage.lone_outlets import MARK
from storage.missed import Why
from storage.outlets import Outlet
from storage.records import Outcome
from storage.whereabouts import Whereabouts, whereabouts

_OF_OUTCOME = {
    Outcome.GONE: Why.GONE,
    Outcome.REFUSED_ROBOTS: Why.REFUSED_ROBOTS,
    Outcome.BLOCKED: Why.BLOCKED,
    Outcome.PAYWALLED: Why.PAYWALLED,
    Outcome.FETCH_FAILED: Why.FETCH_FAILED,
    Outcome.PARSE_FAILED: Why.PARSE_FAILED,
    Outcome.OUT_OF_RANGE: Why.OUT_OF_RANGE,
    Outcome.NOT_ARTICLE: Why.NOT_ARTICLE,
}
"""Any other outcome without a publication: rejected."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Why an address is not counted, and what the ledger has of it."""

    why: Why
    reason: str = ""
    publication: str = ""
    title: str = ""
    day: str = ""
    counted: bool = False


def why_missed(
    connection: Connection,
    rules: CountingRules,
    outlet: Outlet,
    url: str,
    day: date | None = None,
    lacking: str = "",
) -> Finding:
    """Why a canonical address of an outlet is not counted.

    Args:
        connection: the ledger.
        rules: how it counts.
        outlet: the registry's, or a lone one.
        url: canonical.
        day: the Tashkent day a person says it was published; None if not said.
        lacking: what the office must give before the outlet can be read.
    """
    known = whereabouts(connection, outlet.id, url)
    if known.publication:
        return _held(connection, rules, known, day)
    if outlet.id.startswith(MARK):
        return Finding(Why.OUTLET_UNKNOWN, known.reason)
    if known.outcome is not None:
        why = _OF_OUTCOME.get(known.outcome, Why.REJECTED)
        return Finding(why, known.reason, day=known.day)
    if outlet.read == "none" or lacking:
        return Finding(Why.OUTLET_NOT_READ, lacking)
    return not_found(connection, outlet.id, day.isoformat() if day else "")


def not_found(connection: Connection, outlet: str, day: str) -> Finding:
    """Why no visit met an address that was published on a day ("" where nobody said)."""
    row = connection.execute(
        "SELECT count(*) FILTER (WHERE state = 'completely'), count(*) FROM read_days"
        " WHERE outlet = ?1 AND (?2 = '' OR day = ?2)",
        (outlet, day),
    ).fetchone()
    if row[0]:
        said = "" if day else "the day is not known; say it with --day"
        return Finding(Why.NOT_LISTED, said, day=day)
    return Finding(Why.NOT_VISITED, "read, but not to the day's end" if row[1] else "", day=day)


def _held(
    connection: Connection, rules: CountingRules, known: Whereabouts, day: date | None
) -> Finding:
    counted = is_appearance(connection, rules, known.publication)
    if not counted:
        decided = connection.execute(
            "SELECT person FROM standing WHERE publication = ? AND kind = 'counts'",
            (known.publication,),
        ).fetchone()
        why, reason = (Why.DECIDED_OUT, decided[0]) if decided else (Why.NO_MENTION, "")
    elif day is not None and day.isoformat() != known.day:
        why, reason = Why.OTHER_DAY, f"published on {known.day}"
    elif known.version:
        why, reason = Why.LANGUAGE_VERSION, f"of {known.url}"
    else:
        why, reason = Why.HAVE_IT, ""
    return Finding(why, reason, known.publication, known.title, known.day, counted)

"""Ties between publications in two languages, judged again when the dictionary has learnt."""

from collections.abc import Iterable
from datetime import date

import numpy as np

from storage import postings
from storage.bilingual import said_in_both
from storage.candidates import LEAST_SHARED
from storage.components import regroup
from storage.connection import Connection
from storage.dictionary import Meanings
from storage.fingerprint import Hashes, common
from storage.judgement import Known, facts_beside_picture, judge, read_known, sample
from storage.likeness import DIFFERENT, TRANSLATION, Likeness
from storage.read_terms import ReadTerms
from storage.story_rules import StoryRules

_NOTHING: Hashes = np.empty(0, np.uint32)


def tie_across(connection: Connection, days: Iterable[date], rules: StoryRules) -> int:
    """Judge anew all pairs in two languages of these days, by the dictionary as it now is.

    After it the ties of these days are those that all their publications would have if they came
    in now. Runs inside the caller's transaction.

    Returns:
        how many ties came, went or changed.
    """
    touched: set[str] = set()
    changed = 0
    meanings = Meanings(connection)
    read = ReadTerms()
    for day in sorted({day.toordinal() for day in days}):
        rows = connection.execute("SELECT row FROM fingerprints WHERE day = ?", (day,)).fetchall()
        known: dict[int, Known] = {}
        read_known(connection, {row[0] for row in rows}, known)
        ours = list(known.values())
        pairs = _facts_in_two_languages(connection, ours, rules)
        told = {
            (ours[place].row, row)
            for place, row in said_in_both(connection, meanings, ours, rules, read)
        }
        for pair in (*told, *_tied(connection, day)):
            pairs.setdefault(pair, 0)
        read_known(connection, {row for _, row in pairs} - known.keys(), known)
        for (first, last), facts in pairs.items():
            one, other = known[first], known.get(last)
            if other is None or one.language == other.language:
                continue
            if one.day == other.day and one.row < other.row:
                # once, from the later one
                continue
            # what the index holds of a text is not kept with it
            prints = (one.fingerprint, other.fingerprint)
            shingles = common(*(sample(text.shingles, text.lead) for text in prints))
            facts = facts_beside_picture(one, other, facts)  # noqa: PLW2901
            likeness = judge(
                meanings, one, other, shingles, facts, rules, told=(first, last) in told
            )
            if _link_anew(connection, one.publication, other.publication, likeness):
                touched |= {one.publication, other.publication}
                changed += 1
    regroup(connection, touched, rules)
    return changed


def _facts_in_two_languages(
    connection: Connection, ours: list[Known], rules: StoryRules
) -> dict[tuple[int, int], int]:
    """Rows of one day's publications and of others of the days about, and the facts they share."""
    if not ours:
        return {}
    facts_of = postings.held(
        connection, postings.FACTS, ours[0].day // postings.PERIOD_DAYS[postings.FACTS]
    )
    wanted = [facts_of.get(one.row, _NOTHING) for one in ours]
    reach = rules.same_event_days
    places, rows, shared = postings.find(
        connection, postings.FACTS, wanted, ours[0].day - reach, ours[0].day + reach
    )
    keep = shared >= LEAST_SHARED[postings.FACTS]
    places, rows, shared = places[keep], rows[keep], shared[keep]
    found = zip(places.tolist(), rows.tolist(), shared.tolist(), strict=True)
    return {(ours[place].row, row): facts for place, row, facts in found}


def _tied(connection: Connection, day: int) -> list[tuple[int, int]]:
    """Rows of a day's publications and of those that the dictionary tied them to."""
    rows = connection.execute(
        "SELECT f.row, g.row FROM fingerprints f JOIN links l ON l.a = f.publication"
        " JOIN fingerprints g ON g.publication = l.b WHERE f.day = ? AND l.relation = ?"
        " UNION ALL SELECT g.row, f.row FROM fingerprints f JOIN links l ON l.a = f.publication"
        " JOIN fingerprints g ON g.publication = l.b WHERE g.day = ? AND l.relation = ?",
        (day, TRANSLATION, day, TRANSLATION),
    )
    return [(row[0], row[1]) for row in rows]


def _link_anew(connection: Connection, one: str, other: str, likeness: Likeness) -> bool:
    """Put the tie of two publications as it is now judged; true if it was another."""
    a, b = sorted((one, other))
    before = connection.execute(
        "SELECT relation, similarity FROM links WHERE a = ? AND b = ?", (a, b)
    ).fetchone()
    was = tuple(before) if before else (DIFFERENT, 0.0)
    now = (likeness.relation, likeness.similarity)
    # versions stay: the outlet itself says so
    if was[0] == "version" or was == now or was[0] == now[0] == DIFFERENT:
        return False
    if likeness.relation == DIFFERENT:
        connection.execute("DELETE FROM links WHERE a = ? AND b = ?", (a, b))
    else:
        connection.execute(
            "INSERT INTO links (a, b, relation, similarity) VALUES (?,?,?,?)"
            " ON CONFLICT (a, b) DO UPDATE SET relation = excluded.relation,"
            " similarity = excluded.similarity",
            (a, b, *now),
        )
    return True

"""What is usual for an outlet, learnt from its visits, and what is not: pure functions.

A silent redesign must not become a low count. Every test asks for a change that is both large (so
that nobody is woken for nothing) and hardly possible by chance, and is made for the whole outlet
and for each of its languages and scripts, so that one of them going silent is not averaged away.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import fmean, pstdev

WHOLE = ""
"""The line of everything an outlet brings, whatever its language."""


@dataclass(slots=True)
class Line:
    """What a visit read in one language and script ("uz-Cyrl", "ru"; ``WHOLE``).

    ``counts``: asked (addresses it was the first to read), read (answered with an article), of
    these those with title, body, date (on the page itself), own_title, own_body (found by the
    outlet's selectors), letters (of all bodies together), listed (by a list, or in a folder,
    of one language) and as_listed (in that language); and every outcome. ``bad``: for each field
    or outcome the first address that lacked it or ended so.
    """

    counts: dict[str, int] = field(default_factory=dict)
    bad: dict[str, str] = field(default_factory=dict)

    def add(self, other: "Line") -> None:
        """Add another line's counts; its bad addresses where there are none yet."""
        for name, number in other.counts.items():
            self.counts[name] = self.counts.get(name, 0) + number
        for name, url in other.bad.items():
            self.bad.setdefault(name, url)


Visit = Mapping[str, Line]
"""A visit's lines, without the whole."""


@dataclass(frozen=True, slots=True)
class Unusual:
    """One thing about an outlet that is not as usual. ``usual`` and ``seen`` are in the unit of
    its field: a share (0 to 1), publications a day, letters a body, requests a publication.
    """

    line: str
    field: str
    usual: float
    seen: float
    url: str = ""


FALLS = {
    "title": "read", "body": "read", "date": "read", "title selector": "read",
    "body selector": "read", "language": "listed",
}  # fmt: skip
"""Fields whose share falls when a page is read no more, and of what they are a share."""

NAMES = {
    "title selector": "own_title", "body selector": "own_body", "language": "as_listed",
}  # fmt: skip

RISES = ("blocked", "gone", "paywalled", "not_article", "rejected", "out_of_range")
"""Outcomes whose share of what was asked rises when something came in place of the articles."""

LARGE = 0.3
"""Change of a share that is worth a person's look."""

BY_CHANCE = 1e-4
"""Probability below which chance is ruled out; with nothing left at all, ten times that."""

FEWEST = 3
"""Articles of a visit below which its shares say nothing; then the visits before are added."""

LEARNT = 12
"""Articles from which a share is known."""

VISITS = 3
"""Visits from which a share is known: one may have been as broken as tonight's."""

TOLERANCE = 0.05
"""By how much a share may always differ (95 % and 94.9 % are the same)."""

MIX_BY_CHANCE = 1e-6
"""The languages of a day vary more than its pages do."""


def unusual_shares(past: Sequence[Visit], tonight: Visit) -> Iterator[Unusual]:
    """Shares that changed: fields that are missing, outcomes that are new, languages of the mix.

    ``past``: earlier visits, the oldest first, none of them with an open alarm.
    """
    found: dict[tuple[str, str], Unusual] = {}
    lines = {line for visit in past for line in visit if line} | {one for one in tonight if one}
    for line in (WHOLE, *sorted(lines)):
        before = [_line(visit, line) for visit in past]
        now = _line(tonight, line)
        for name, of in FALLS.items():
            one = _fall(before, now, line, name, NAMES.get(name, name), of, BY_CHANCE)
            if one:
                found[line, name] = one
        for name in RISES:
            one = _rise(before, now, line, name)
            if one:
                found[line, name] = one
        length = _length(before, now, line)
        if length:
            found[line, "length"] = length
    told = list(_split(found, lines))
    yield from told
    if not any(one.field == "language" for one in told):
        yield from _mix(past, tonight, lines)


def _line(visit: Visit, line: str) -> Line:
    if line:
        return visit.get(line) or Line()
    whole = Line()
    for one in visit.values():
        whole.add(one)
    return whole


def _pooled(before: list[Line], now: Line, of: str) -> tuple[list[Line], Line]:
    """The visits to learn from, and tonight's with those just before it when it brought little."""
    pool = Line()
    pool.add(now)
    rest = list(before)
    while pool.counts.get(of, 0) < FEWEST and rest and len(before) - len(rest) < 3:
        pool.add(rest.pop())
    return rest, pool


def _fall(
    before: list[Line], now: Line, line: str, name: str, key: str, of: str, by_chance: float
) -> Unusual | None:
    rest, pool = _pooled(before, now, of)
    total, have = _sum(rest, of), _sum(rest, key)
    n, k = pool.counts.get(of, 0), pool.counts.get(key, 0)
    if not _known(rest, of) or n < FEWEST or not now.counts.get(of, 0):
        return None
    usual, seen = have / total, k / n
    limit = by_chance * 10 if k == 0 else by_chance
    if usual - seen > LARGE and _at_most(k, n, max(usual - TOLERANCE, 0.02)) < limit:
        return Unusual(line, name, usual, seen, now.bad.get(key, ""))
    return None


def _rise(before: list[Line], now: Line, line: str, name: str) -> Unusual | None:
    rest, pool = _pooled(before, now, "asked")
    total, had = _sum(rest, "asked"), _sum(rest, name)
    n, k = pool.counts.get("asked", 0), pool.counts.get(name, 0)
    if not _known(rest, "asked") or n < FEWEST or not now.counts.get(name, 0):
        return None
    usual, seen = had / total, k / n
    # archives are walked now and then: only a visit that brought nothing else is told of
    large = 0.7 if name == "out_of_range" else LARGE
    limit = BY_CHANCE * 10 if k == n else BY_CHANCE
    if seen - usual > large and _at_most(n - k, n, max(1 - usual - TOLERANCE, 0.02)) < limit:
        return Unusual(line, name, usual, seen, now.bad.get(name, ""))
    return None


def _length(before: list[Line], now: Line, line: str) -> Unusual | None:
    past = [
        math.log(one.counts["letters"] / one.counts["body"])
        for one in before
        if one.counts.get("body", 0) >= FEWEST and one.counts.get("letters", 0)
    ]
    bodies, letters = now.counts.get("body", 0), now.counts.get("letters", 0)
    if len(past) < 4 or bodies <= FEWEST or not letters:
        return None
    usual, seen = fmean(past), math.log(letters / bodies)
    apart = max(math.log(2.2), 4 * pstdev(past))
    if abs(seen - usual) > apart:
        return Unusual(line, "length", math.exp(usual), math.exp(seen), now.bad.get("read", ""))
    return None


def _mix(past: Sequence[Visit], tonight: Visit, lines: set[str]) -> Iterator[Unusual]:
    """A language or script whose share of what was read has gone."""
    for line in sorted(lines):
        shares = [
            Line({"read": _line(v, WHOLE).counts.get("read", 0),
                  "mine": _line(v, line).counts.get("read", 0)})
            for v in (*past, tonight)
        ]  # fmt: skip
        one = _fall(shares[:-1], shares[-1], line, "language", "mine", "read", MIX_BY_CHANCE)
        if one and one.usual >= 0.2 and one.seen < one.usual / 4:
            url = _line(tonight, WHOLE).bad.get("read", "")
            yield Unusual(line, "language", one.usual, one.seen, url)


def _split(found: dict[tuple[str, str], Unusual], lines: set[str]) -> Iterator[Unusual]:
    """Each thing once: of the whole outlet where all its lines are so, else of the lines."""
    for name in dict.fromkeys(name for _, name in found):
        mine = [found[line, name] for line in sorted(lines) if (line, name) in found]
        whole = found.get((WHOLE, name))
        if whole and (not mine or len(mine) == len(lines)):
            yield whole
        else:
            yield from mine


def _known(lines: Sequence[Line], of: str) -> bool:
    visits = sum(bool(line.counts.get(of)) for line in lines)
    return visits >= VISITS and _sum(lines, of) >= LEARNT


def _sum(lines: Sequence[Line], name: str) -> int:
    return sum(line.counts.get(name, 0) for line in lines)


def _at_most(k: int, n: int, share: float) -> float:
    """Probability of at most k of n, each with this share."""
    share = min(max(share, 1e-9), 1 - 1e-9)
    logs = (
        math.lgamma(n + 1) - math.lgamma(i + 1) - math.lgamma(n - i + 1)
        + i * math.log(share) + (n - i) * math.log1p(-share)
        for i in range(k + 1)
    )  # fmt: skip
    return math.fsum(math.exp(one) for one in logs)


DAYS_LEARNT = 10
"""Days read from which the usual number of publications is known."""

SINGLE_DAY, DAYS_TOGETHER = (0.4, -4.2), (0.3, -4.2)
"""Share of the usual number, and deviation in standard deviations, below which it is a drop.

So a line of eight publications a day or more is told of on the first day without one; a smaller one
after three or seven."""

FLOOD = (3.0, 6.0)
"""The same for a flood: an outlet's archive found anew, the same texts under other addresses."""


def unusual_numbers(
    days: Mapping[str, Mapping[date, int]], read: Sequence[date], day: date
) -> Iterator[Unusual]:
    """Lines that brought far fewer or more publications than usual on a day and those before it.

    Args:
        days: publications by line and day, counted up to the same time of day on every day.
        read: earlier days that were read; others are holes and teach nothing.
        day: the day to be judged; weekdays are compared with their like.
    """
    found: dict[tuple[str, str], Unusual] = {}
    whole: dict[date, int] = {}
    for counts in days.values():
        for one, number in counts.items():
            whole[one] = whole.get(one, 0) + number
    every = {WHOLE: whole, **{line: counts for line, counts in days.items() if line}}
    for line, counts in every.items():
        unusual = unusual_number(counts, read, day, line)
        if unusual:
            found[line, "volume"] = unusual
    main = {line for line in days if line and sum(days[line].values()) * 20 >= sum(whole.values())}
    yield from _split(found, main)


def unusual_number(
    counts: Mapping[date, int], read: Sequence[date], day: date, line: str = WHOLE
) -> Unusual | None:
    """Whether one line's number on a day, or over the three or seven days to it, is unusual."""
    past = [one for one in read if one < day]
    if len(past) < DAYS_LEARNT:
        return None
    for span, (share, deviation) in ((1, SINGLE_DAY), (3, DAYS_TOGETHER), (7, DAYS_TOGETHER)):
        window = [day - timedelta(days=n) for n in range(span)]
        if not all(one == day or one in past for one in window):
            continue
        before = [one for one in past if one not in window]
        if len(before) < DAYS_LEARNT:
            continue
        usual = sum(usual_number(counts, before, one) for one in window)
        seen = sum(counts.get(one, 0) for one in window)
        spread = _spread(counts, before)
        apart = 2 * (math.sqrt(seen + 0.375) - math.sqrt(usual + 0.375)) / math.sqrt(spread)
        low = sorted(counts.get(one, 0) for one in before if _alike(one, day))
        least = low[len(low) // 10] if low else 0
        if seen < share * usual and apart < deviation and (span > 1 or seen <= 0.7 * least):
            return Unusual(line, "volume", usual / span, seen / span)
        most = max(counts.get(one, 0) for one in before)
        if span == 1 and seen > FLOOD[0] * usual + 10 and apart > FLOOD[1] and seen > 2 * most:
            return Unusual(line, "volume", usual, seen)
    return None


def usual_number(counts: Mapping[date, int], past: Sequence[date], day: date) -> float:
    """Publications to be expected on a day: its weekday's, drawn towards the days like it."""
    same = [counts.get(one, 0) for one in past if one.weekday() == day.weekday()]
    alike = [counts.get(one, 0) for one in past if _alike(one, day)]
    mean = fmean(alike) if alike else fmean(counts.get(one, 0) for one in past)
    return (sum(same) + 2 * mean) / (len(same) + 2)


def _alike(one: date, other: date) -> bool:
    return (one.weekday() >= 5) == (other.weekday() >= 5)


def _spread(counts: Mapping[date, int], past: Sequence[date]) -> float:
    """Variance of the numbers as a multiple of what pure chance gives, 1 to 8."""
    squares = []
    for one in past:
        usual = usual_number(counts, past, one)
        if usual > 0:
            squares.append((counts.get(one, 0) - usual) ** 2 / usual)
    return min(8.0, max(1.0, fmean(squares))) if squares else 1.0


REQUESTS = 5.0
"""Times the usual number of requests for a new publication that is told of."""


def unusual_requests(past: Sequence[tuple[int, int]], tonight: tuple[int, int]) -> Unusual | None:
    """Whether far more is asked for each new publication; pairs of (requests, publications)."""
    known = [(asked, new) for asked, new in past if new >= FEWEST]
    asked, new = tonight
    if len(known) < 5 or new <= FEWEST:
        return None
    usual = sum(one for one, _ in known) / sum(new for _, new in known)
    most = max(one / new for one, new in known)
    seen = asked / new
    if seen > REQUESTS * usual and seen > 2 * most and asked > 60:
        return Unusual(WHOLE, "requests", usual, seen)
    return None

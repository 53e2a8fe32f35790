"""The verdict on each row of a coverage list, from what the ledger knows of its address."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta

from pipelines.reprints import story_rules
from storage.appearances import CountingRules, is_appearance
from storage.carried import carried_from
from storage.connection import Connection
from storage.coverage_lists import CLAIMING, ListRow, Verdict, first_claim
from storage.records import Outcome
from storage.whereabouts import Whereabouts, whereabouts

UNREAD = {
    Outcome.GONE: Verdict.DEAD,
    Outcome.NOT_ARTICLE: Verdict.NOT_ARTICLE,
    Outcome.OUT_OF_RANGE: Verdict.OUTSIDE_PERIOD,
}
"""What an address that became no publication is; any other outcome: not reachable."""


@dataclass(slots=True)
class Judge:
    """Judges the rows of one list, in its order: an earlier row claims before a later one."""

    connection: Connection
    rules: CountingRules
    list_number: int
    first: str = ""
    """First day of the period (ISO, Tashkent); "" where any day will do."""
    last: str = ""
    _claimed: dict[str, ListRow] = field(default_factory=dict)

    def judge(self, rows: Iterable[ListRow]) -> list[ListRow]:
        """The rows with their verdicts; without one where the address was never met."""
        return [self._judged(row) for row in rows]

    def unknown(self, row: ListRow) -> bool:
        """Whether a row's address must be visited before it can be judged."""
        if not row.url:
            return False
        known = whereabouts(self.connection, row.outlet, row.url)
        if known.publication:
            return False
        if known.outcome is Outcome.OUT_OF_RANGE:
            return not self._outside(known.day)
        return not known.settled

    def _judged(self, row: ListRow) -> ListRow:
        if not row.url:
            # what its link is not was seen when it was placed
            return replace(row, verdict=row.verdict or Verdict.NOT_ARTICLE)
        known = whereabouts(self.connection, row.outlet, row.url)
        if known.publication:
            return self._of_publication(row, known)
        if known.outcome is None:
            return replace(row, verdict=None)
        return replace(
            row, verdict=UNREAD.get(known.outcome, Verdict.NOT_REACHABLE),
            reason=_reason(known), capture=known.capture,
        )  # fmt: skip

    def _of_publication(self, row: ListRow, known: Whereabouts) -> ListRow:
        row = replace(row, publication=known.publication, capture=known.capture, reason="")
        if not is_appearance(self.connection, self.rules, known.publication):
            if known.gone and not self.rules.gone_publications_count:
                return replace(row, verdict=Verdict.DEAD)
            return replace(row, verdict=Verdict.NOT_MINISTRY)
        if self._outside(known.day):
            return replace(row, verdict=Verdict.OUTSIDE_PERIOD)
        claim = self._claim_before(known.publication)
        if claim is not None:
            number, earlier = claim
            same = (earlier.outlet, earlier.url) == (row.outlet, row.url)
            return replace(
                row, verdict=Verdict.CLAIMED if same else Verdict.SAME_PUBLICATION,
                claimed_list=number, claimed_number=earlier.number,
            )  # fmt: skip
        margin = timedelta(minutes=story_rules().owned_margin_minutes)
        origin = carried_from(self.connection, known.publication, margin)
        verdict = Verdict.DEAD if known.gone else Verdict.REPRINT if origin else Verdict.COUNTS
        row = replace(row, verdict=verdict, counted=True, origin=origin)
        if verdict in CLAIMING:
            self._claimed[known.publication] = row
        return row

    def _claim_before(self, publication: str) -> tuple[int, ListRow] | None:
        earlier = first_claim(self.connection, publication, self.list_number)
        if earlier is not None:
            return earlier
        here = self._claimed.get(publication)
        return (self.list_number, here) if here else None

    def _outside(self, day: str) -> bool:
        return bool(day and self.first) and not self.first <= day <= self.last


def _reason(known: Whereabouts) -> str:
    """A code that has words in every language, and what was met; of another day that day."""
    if known.outcome is Outcome.OUT_OF_RANGE:
        return known.day
    code = Outcome.REJECTED if known.outcome is Outcome.KNOWN else known.outcome
    return f"{code}: {known.reason}"

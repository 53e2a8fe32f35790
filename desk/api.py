"""The read-only JSON API for the ministry's other systems; described at /api/docs by OpenAPI.

Each request bears a token (``Authorization: Bearer …``) that an administrator gave. A token sees
what its region sees and changes nothing.
"""

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from ninja import NinjaAPI, Query, Schema
from ninja.errors import HttpError
from ninja.security import HttpBearer

from desk.accounts.models import Token
from desk.ledger import ledger_of, today
from desk.roles import visible
from pipelines.counting import counting_rules
from storage.appearances import GROUPINGS, Grouping, is_appearance
from storage.counts import count
from storage.decisions import UnknownPublication
from storage.evidence import evidence
from storage.filters import BadFilter, Filters, arrangement_of, filters_from, selection_of
from storage.held_rows import held
from storage.listing import MOST_ROWS, PAGE, BadCursor, page, totals
from storage.periods import closings
from storage.spread import story_of
from storage.times import to_text
from text.query import BadQuery


class Bearer(HttpBearer):
    """Lets through who bears a token that was given and not taken back."""

    def authenticate(self, request: HttpRequest, token: str) -> Token | None:
        """The token, or None."""
        del request
        return Token.known(token)


class Wrong(Schema):
    """What is wrong with a request."""

    detail: str


class AppearanceOut(Schema):
    """One appearance; instants are UTC, ``day`` is Tashkent's."""

    publication: str
    day: str
    published_at: str
    outlet: str
    outlet_name: str
    channel: str
    subchannel: str
    origin: str
    title: str
    url: str
    language: str
    script: str
    region: str
    main: bool
    state: str
    story: str
    units: list[str]


class ListOut(Schema):
    """A page of the coverage list; ``following`` is the cursor of the next one, "" on the last."""

    items: int
    stories: int
    rows: list[AppearanceOut]
    following: str


class CountOut(Schema):
    """A row of a count; ``appearances`` are domestic: owned, release and earned together."""

    key: str
    appearances: int
    stories: int
    owned: int
    release: int
    earned: int
    foreign: int


class CountsOut(Schema):
    """A count of a period; ``holes`` are days on which an outlet that was due was not read."""

    first: str
    last: str
    by: str
    rows: list[CountOut]
    total: CountOut
    holes: list[str]


class PublicationOut(Schema):
    """A publication, and whether it counts."""

    id: str
    outlet: str
    url: str
    title: str
    body: str
    language: str
    script: str
    published_at: str
    day: str
    state: str
    region: str
    story: str
    counts: bool
    capture: int | None


class CarrierOut(Schema):
    """Who carried a text: seconds after it, and how much of it (0..1; null: other words)."""

    publication: str
    outlet: str
    title: str
    url: str
    published_at: str
    relation: str
    after_seconds: float
    share: float | None


class StoryOut(Schema):
    """A story from its first text on."""

    text: CarrierOut
    carriers: list[CarrierOut]


class PeriodOut(Schema):
    """A closed period and its figures."""

    period: str
    first: str
    last: str
    closed_at: str
    figures: dict[str, int]
    sha256: str


class Said(Schema):
    """The filters of the coverage list, as its address has them."""

    period: str = "month"
    channel: str = ""
    outlet: str = ""
    region: str = ""
    unit: str = ""
    topic: str = ""
    language: str = ""
    about: str = ""
    decided: str = ""
    origin: str = ""
    find: str = ""
    sort: str = "newest"
    fold: str = ""


api = NinjaAPI(
    title="Yoritish", version="1", auth=Bearer(), docs_url=None, urls_namespace="api",
    description="The coverage of a ministry, read-only.",
)  # fmt: skip
WRONG: dict[Any, Any] = {400: Wrong, 401: Wrong, 404: Wrong}


@api.get("/coverage", response={200: ListOut} | WRONG, summary="The coverage list")
def coverage(
    request: HttpRequest, said: Query[Said], after: str = "", most: int = PAGE
) -> dict[str, Any]:
    """A page of the appearances that filters select, and the totals of them all."""
    filters = _filters(request, said)
    ledger, rules = ledger_of(request), counting_rules()
    selection = selection_of(filters, today())
    arrangement, most = arrangement_of(filters), min(max(most, 1), MOST_ROWS)
    with held(ledger, selection) as selected:
        try:
            shown = page(ledger, rules, selected, arrangement, after, most)
        except BadCursor as error:
            raise HttpError(400, str(error)) from error
        sums = totals(ledger, rules, selected)
    return {
        "items": sums.items, "stories": sums.stories, "following": shown.following,
        "rows": [asdict(line.appearance) for line in shown.lines],
    }  # fmt: skip


@api.get("/counts", response={200: CountsOut} | WRONG, summary="Counts of a period")
def counts(request: HttpRequest, said: Query[Said], by: str = "channel") -> dict[str, Any]:
    """Appearances and stories of a selection by channel, outlet, region, unit, topic, origin or
    day."""
    grouping: Grouping | None = next((one for one in GROUPINGS if one == by), None)
    if grouping is None:
        raise HttpError(400, f"by {by!r}: it is one of {', '.join(GROUPINGS)}")
    selection = selection_of(_filters(request, said), today())
    if (selection.last - selection.first).days > MOST_DAYS:
        raise HttpError(400, f"a count is of {MOST_DAYS} days at most; say a period")
    table = count(ledger_of(request), counting_rules(), selection, grouping)
    return {
        "first": table.first.isoformat(), "last": table.last.isoformat(), "by": table.by,
        "rows": [asdict(row) for row in table.rows], "total": asdict(table.total),
        "holes": [day.day for day in table.holes],
    }  # fmt: skip


MOST_DAYS = 3_700
"""Days that one count may be of: ten years."""


@api.get("/publication/{identity}", response={200: PublicationOut} | WRONG)
def publication(request: HttpRequest, identity: str) -> dict[str, Any]:
    """A publication with its text."""
    ledger = ledger_of(request)
    try:
        shown = evidence(ledger, identity)
    except UnknownPublication as error:
        raise HttpError(404, str(error)) from error
    if not visible(ledger, _region(request), shown.id):
        raise HttpError(404, f"{identity}: no such publication")
    known = {name: getattr(shown, name) for name in PublicationOut.model_fields if name != "counts"}
    return known | {"counts": is_appearance(ledger, counting_rules(), shown.id)}


@api.get("/story/{identity}", response={200: StoryOut} | WRONG)
def story(request: HttpRequest, identity: str) -> dict[str, Any]:
    """Who carried a publication's story, after how long, and how much of its first text."""
    try:
        told = story_of(ledger_of(request), identity)
    except UnknownPublication as error:
        raise HttpError(404, str(error)) from error
    ledger, region = ledger_of(request), _region(request)
    if not visible(ledger, region, told.text.publication):
        raise HttpError(404, f"{identity}: no such story")
    carriers = [one for one in told.carriers if visible(ledger, region, one.publication)]
    return {"text": _carrier(told.text), "carriers": [_carrier(one) for one in carriers]}


@api.get("/periods", response={200: list[PeriodOut]} | WRONG)
def periods(request: HttpRequest) -> list[dict[str, Any]]:
    """The periods that are closed, their figures as they were closed."""
    return [
        {
            "period": one.period, "first": one.first.isoformat(), "last": one.last.isoformat(),
            "closed_at": to_text(one.closed_at), "figures": one.figures, "sha256": one.sha256,
        }
        for one in closings(ledger_of(request))
    ]  # fmt: skip


@api.exception_handler(BadFilter)
@api.exception_handler(BadQuery)
def _cannot_be_used(request: HttpRequest, error: Exception) -> HttpResponse:
    return api.create_response(request, {"detail": str(error)}, status=400)


def _filters(request: HttpRequest, said: Said) -> Filters:
    given: dict[str, object] = {n: v for n, v in said.dict().items() if v}
    unknown = set(_query(request)) - set(Said.model_fields) - {"after", "most", "by"}
    if unknown:
        raise HttpError(400, f"unknown: {', '.join(sorted(unknown))}")
    region = _region(request)
    return filters_from(given | ({"region": region} if region else {}))


def _query(request: HttpRequest) -> QueryDict:
    return request.GET


def _region(request: HttpRequest) -> str:
    token: Token = request.auth  # type: ignore[attr-defined]
    return token.region


def _carrier(one: Any) -> dict[str, Any]:
    names = ("publication", "outlet", "title", "url", "published_at", "relation", "share")
    return {name: getattr(one, name) for name in names} | {
        "after_seconds": one.after.total_seconds()
    }

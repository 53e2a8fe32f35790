"""``yoritish missed``: why we do not have what somebody says we missed, and adding it."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from crawler.addressed import visit_addresses
from crawler.claimed import Unplaced, place_link
from crawler.screen import say, show_table, write_json
from crawler.session import BadOption, Session, read_day
from crawler.visit_options import Operator, Timeout
from pipelines.claim_files import read_claims
from pipelines.claims import Claim
from pipelines.counting import counting_rules
from pipelines.links import links_in
from pipelines.missing import Finding, not_found, why_missed
from reports.labels import Language, check_language
from reports.missed_tables import findings_table, log_table
from spiders import site_for
from storage.appearances import is_appearance
from storage.connection import Connection
from storage.coverage_lists import Verdict
from storage.database import open_database, transaction
from storage.decisions import Said, decide
from storage.missed import NOT_MISSED, Why, change_missed, cure_missed, missed_items, note_missed
from storage.outlets import Outlet
from storage.visits import keep_outlets
from storage.whereabouts import whereabouts
from text.clock import now

VISITED = frozenset({
    Why.OUTLET_UNKNOWN, Why.OUTLET_NOT_READ, Why.NOT_VISITED, Why.NOT_LISTED, Why.FETCH_FAILED,
    Why.BLOCKED, Why.OUT_OF_RANGE,
})  # fmt: skip
"""Why an address may be read when it is asked for."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """One address that was named, and what was found out."""

    link: str
    outlet: Outlet | None
    url: str
    title: str
    day: date | None
    finding: Finding
    added: bool = False


def missed(
    context: typer.Context,
    target: Annotated[
        str, typer.Argument(metavar="[URL|FILE]", help="An address, or a list of them.")
    ] = "",
    add: Annotated[
        bool, typer.Option("--add", help="Read it and let it count, by decision.")
    ] = False,
    log: Annotated[bool, typer.Option("--log", help="Show what was missed so far.")] = False,
    day: Annotated[str, typer.Option(help="The day it was published, if known.")] = "",
    person: Annotated[str, typer.Option(help="Who says so.")] = "",
    how: Annotated[str, typer.Option(help="How it was found: a call, a search …")] = "",
    reason: Annotated[str, typer.Option(help="Why it counts (with --add).")] = "",
    language: Annotated[
        str, typer.Option("--in", help="uz-Cyrl, uz-Latn, uz-Latn-2026, ru or en.")
    ] = "en",
    json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
    operator: Operator = "",
    timeout: Timeout = 30.0,
) -> int:
    """Say why an address is not counted; with --add read it and let it count.

    What was missed goes into the log. Exit code 1: with --add, something could not be added.
    """
    session: Session = context.obj
    shown = check_language(language)
    if log:
        _show_log(session, shown, json=json)
        return 0
    if not target:
        raise BadOption("name an address or a list of them, or say --log")
    if add and not (person and reason):
        raise BadOption("--add is a decision: say --person and --reason")
    asked = _asked(session, _claims(target), read_day(day, "--day") if day else None)
    _note(session, asked, person, how)
    if add:
        asked = _added(session, asked, person, reason, operator, timeout)
    if json:
        write_json([_as_json(one) for one in asked])
    else:
        lines = [(one.link, one.finding, one.added) for one in asked]
        show_table(findings_table(lines, shown))
    left = [one for one in asked if not one.added and one.finding.why not in NOT_MISSED]
    if add and left:
        say(
            f"yoritish: {len(left)} of {len(asked)} could not be added; what cannot be read is kept"
            " by `yoritish import FILE.xlsx --kind internet`"
        )
    return 1 if add and left else 0


def _claims(target: str) -> list[Claim]:
    path = Path(target)
    if "://" not in target and path.is_file():
        return read_claims(path, now())
    links = links_in(target)
    if not links:
        raise BadOption(f"{target[:200]!r} is neither an address nor a file; write https://…")
    return [Claim("", 1, links[0])]


def _asked(session: Session, claims: Sequence[Claim], day: date | None) -> list[_Asked]:
    with closing(open_database(session.database)) as ledger:
        with transaction(ledger):
            if not ledger.execute("SELECT 1 FROM outlets LIMIT 1").fetchone():
                keep_outlets(ledger, session.registry)
        return [_found_out(ledger, session, claim, day or claim.day) for claim in claims]


def _found_out(ledger: Connection, session: Session, claim: Claim, day: date | None) -> _Asked:
    try:
        place = place_link(session.registry, claim.link)
    except Unplaced as error:
        channel = error.verdict is Verdict.NOT_REACHABLE
        why = Why.OUTLET_UNKNOWN if channel else Why.NOT_ARTICLE
        return _Asked(claim.link, None, claim.link, claim.title, day, Finding(why, str(error)))
    lacking = site_for(place.outlet).lacks()
    finding = why_missed(ledger, counting_rules(), place.outlet, place.url, day, lacking)
    title = finding.title or claim.title
    return _Asked(claim.link, place.outlet, place.url, title, day, finding)


def _note(session: Session, asked: Sequence[_Asked], person: str, how: str) -> None:
    with closing(open_database(session.database)) as ledger, transaction(ledger):
        for one in asked:
            if one.finding.why not in NOT_MISSED:
                note_missed(
                    ledger, one.outlet.id if one.outlet else "", one.url, one.title, person, how,
                    one.finding.why, one.finding.reason, now(),
                )  # fmt: skip


def _added(
    session: Session, asked: Sequence[_Asked], person: str, reason: str, operator: str,
    timeout: float,
) -> list[_Asked]:  # fmt: skip
    wanted: dict[str, dict[str, None]] = {}
    for one in asked:
        if one.outlet is not None and one.finding.why in VISITED:
            wanted.setdefault(one.outlet.id, {})[one.url] = None
    visit_addresses(
        session, {outlet: list(urls) for outlet, urls in wanted.items()}, operator=operator,
        timeout=timeout,
    )  # fmt: skip
    said = Said(person, reason, now())
    with closing(open_database(session.database)) as ledger, transaction(ledger):
        return [
            one
            if one.outlet is None or one.finding.why in NOT_MISSED
            else _decided(ledger, one, one.outlet, said)
            for one in asked
        ]


def _decided(ledger: Connection, one: _Asked, outlet: Outlet, said: Said) -> _Asked:
    """Let what was read count; why it was missed is told anew where only its page told its day."""
    known = whereabouts(ledger, outlet.id, one.url)
    if not known.publication:
        # what it is like is known now that it was asked for
        told = why_missed(ledger, counting_rules(), outlet, one.url, one.day)
        change_missed(ledger, one.url, told.why, told.reason)
        return replace(one, finding=told)
    finding = replace(
        one.finding, publication=known.publication, title=known.title, day=known.day, counted=True
    )
    if one.day is None and finding.why in {Why.NOT_LISTED, Why.NOT_VISITED}:
        told = not_found(ledger, outlet.id, known.day)
        finding = replace(finding, why=told.why, reason=told.reason)
        change_missed(ledger, one.url, told.why, told.reason)
    decide(ledger, known.publication, "counts", "yes", said)
    cure_missed(ledger, one.url, known.publication, "added", said.person, said.at)
    return replace(one, finding=finding, title=known.title, added=True)


def _show_log(session: Session, language: Language, *, json: bool) -> None:
    rules = counting_rules()
    with session.ledger() as ledger:
        items = []
        for one in missed_items(ledger):
            held = "" if one.cured else whereabouts(ledger, one.outlet, one.url).publication
            if held and is_appearance(ledger, rules, held):
                # a later night has read it
                items.append(replace(one, cured="read", publication=held))
            else:
                items.append(one)
    if json:
        write_json([asdict(one) for one in items])
    else:
        show_table(log_table(items, language))


def _as_json(one: _Asked) -> dict[str, object]:
    return {
        "link": one.link, "outlet": one.outlet.id if one.outlet else "", "url": one.url,
        "title": one.title, "why": one.finding.why, "reason": one.finding.reason,
        "publication": one.finding.publication, "day": one.finding.day,
        "counted": one.finding.counted, "added": one.added,
    }  # fmt: skip

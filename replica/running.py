"""A newsroom that is running: its server, its truth and what was asked of it."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from functools import cached_property

from replica.answers import JSON, Answer, Asked, Part, RequestLine, RequestLog, moved, page, refused
from replica.dice import Dice
from replica.newsroom import Newsroom
from replica.plan import FaultKind, NewsroomPlan, UnusablePlan
from replica.redesigns import redesigned
from replica.server import ServerThread
from replica.sites.played import SITES
from replica.sites.site import Site
from replica.truth import Row, truth

SLOW = 0.15
"""Seconds a slow host takes for every sixtieth page."""


class Studio:
    """The newsroom with its sites: from a request to an answer, without a socket.

    Raises:
        UnusablePlan: an outlet that is not played.
    """

    def __init__(self, plan: NewsroomPlan) -> None:
        wanted = plan.outlets or tuple(SITES)
        unknown = [name for name in (*wanted, *plan.faults) if name not in SITES]
        if unknown:
            raise UnusablePlan(
                f"outlet {', '.join(unknown)} is not played; these are: {', '.join(SITES)}"
            )
        self.plan = plan
        self.log = RequestLog()
        self.newsroom = Newsroom(plan, [SITES[name].profile for name in wanted])
        self.sites: dict[str, Site] = {name: SITES[name](self.newsroom) for name in wanted}
        self._hosts: dict[str, list[Site]] = {}
        for site in self.sites.values():
            for host in (site.host, *site.aliases, *site.apis):
                self._hosts.setdefault(host, []).append(site)
        self._outlet = {id(site): name for name, site in self.sites.items()}

    @cached_property
    def truth(self) -> list[Row]:
        """A row for every address that exists."""
        return list(truth(self.sites))

    def answer(self, asked: Asked) -> tuple[str, Answer]:
        """The outlet that plays the asked host ("" for none) and its answer."""
        host = asked.host.partition(":")[0].rstrip(".")
        sites = self._hosts.get(host, [])
        whole = asked.path == "/robots.txt"
        site = next((one for one in sites if whole or one.serves(asked)), None)
        if site is None:
            return "", self._own(asked)
        outlet = self._outlet[id(site)]
        fault = self.plan.faults.get(outlet)
        if fault:
            return outlet, faulty(fault, asked)
        answer = site.answer(asked)
        kind = self.plan.redesigns.get(outlet)
        return outlet, redesigned(kind, asked, answer, self.newsroom.now) if kind else answer

    def _own(self, asked: Asked) -> Answer:
        """The replica's own pages, for those who watch it; other hosts do not exist."""
        if asked.host.partition(":")[0] not in {"127.0.0.1", "localhost"}:
            return refused(404, f"no such host: {asked.host}")
        if asked.path == "/newsroom/requests":
            lines = "".join(json.dumps(asdict(line)) + "\n" for line in self.log.lines)
            if "clear" in asked.query:
                self.log.lines.clear()
            return page(lines, "application/x-ndjson")
        if asked.path == "/newsroom/truth":
            rows = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in self.truth)
            return page(rows, "application/x-ndjson; charset=utf-8")
        if asked.path == "/newsroom":
            return page(json.dumps({"outlets": list(self.sites)}), JSON)
        return refused(404)


def faulty(fault: FaultKind, asked: Asked) -> Answer:
    """What an outlet answers that is out of order."""
    if fault == "500":
        return refused(500)
    if fault == "hang":
        return Answer(200, fate="hang")
    if fault == "redirect_loop":
        turn = (
            int(asked.query.get("turn", "0")) + 1 if asked.query.get("turn", "0").isdigit() else 1
        )
        return moved(f"https://{asked.host}{asked.target.partition('?')[0]}?turn={turn % 3}", 302)
    dice = Dice(asked.target)
    noise = bytes(dice.below(256) for _ in range(dice.between(200, 3000)))
    return Answer(200, (Part(noise),), "text/html")


class RunningNewsroom:
    """A newsroom served by a thread of this process."""

    def __init__(self, studio: Studio, port: int) -> None:
        self.studio = studio
        self.port = port

    @property
    def origin(self) -> str:
        """Where it listens, as ``YORITISH_REPLICA`` wants it."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def truth(self) -> list[Row]:
        """A row for every address that exists."""
        return self.studio.truth

    @property
    def requests(self) -> Sequence[RequestLine]:
        """What was asked so far."""
        return self.studio.log.lines

    def forget(self) -> None:
        """Start the request log anew."""
        self.studio.log.lines.clear()


@contextmanager
def running(plan: NewsroomPlan | None = None, port: int = 0) -> Iterator[RunningNewsroom]:
    """Play a plan's newsroom while the block runs.

    Raises:
        UnusablePlan: an outlet that is not played.
        OSError: the port is taken.
    """
    studio = Studio(plan or NewsroomPlan())
    server = ServerThread(studio.answer, studio.log, port)
    server.start()
    try:
        yield RunningNewsroom(studio, server.port)
    finally:
        server.stop()

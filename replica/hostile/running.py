"""Serves the hostile outlets, all at once."""

from collections.abc import Iterator
from contextlib import contextmanager

from replica.answers import RSS, Answer, Asked, RequestLog
from replica.hostile.fault import OTHER, html, wire
from replica.hostile.outlets import at_articles, at_listings, at_robots
from replica.hostile.ways_in import feed
from replica.server import ServerThread

LISTS = ("/rss", "/map", "/royxat")


class HostileStudio:
    """From a request to a bad answer, or to a good one beside it."""

    def __init__(self) -> None:
        self.log = RequestLog()
        self._articles = at_articles()
        self._listings = at_listings()
        self._robots = at_robots()

    def answer(self, asked: Asked) -> tuple[str, Answer]:
        """The outlet and its answer."""
        host = asked.host.partition(":")[0].partition("@")[2] or asked.host.partition(":")[0]
        return host, self._answer(host, asked)

    def _answer(self, host: str, asked: Asked) -> Answer:
        if asked.path == "/robots.txt":
            fault = self._robots.get(host)
            return fault.answer(asked) if fault else wire(b"User-agent: *\nDisallow: /admin/\n")
        if asked.path.startswith(LISTS):
            fault = self._listings.get(host)
            if fault is not None:
                return fault.answer(asked)
            return wire(feed(host, "/news/bad", "/news/good").encode(), kind=RSS)
        if asked.path.startswith("/news/bad") and host in self._articles:
            return self._articles[host].answer(asked)
        if asked.path.startswith("/news/") and "good" not in asked.path and host in self._listings:
            return wire(b"", status="404 Not Found")
        if asked.path.startswith("/news/bad"):
            return wire(html().encode())
        if asked.path.startswith("/news/"):
            return wire(html("Yaxshi xabar", OTHER).encode())
        return wire(html("Bosh sahifa").encode() if asked.path == "/" else b"", status="200 OK")


@contextmanager
def running_hostile(port: int = 0) -> Iterator[tuple[str, HostileStudio]]:
    """Serve while the block runs; gives the origin and the studio."""
    studio = HostileStudio()
    server = ServerThread(studio.answer, studio.log, port)
    server.start()
    try:
        yield f"http://127.0.0.1:{server.port}", studio
    finally:
        server.stop()

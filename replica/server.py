"""The replica's server: one asyncio protocol, kept alive, with no framework in between."""

import asyncio
import threading
from collections.abc import Callable

from replica.answers import Answer, Asked, RequestLine, RequestLog, on_the_wire, refused

LONGEST_HEAD = 64 * 1024
"""Bytes of request line and headers after which a client is cut off."""

DRIP = 0.1
"""Seconds between two bytes of a dripping answer."""

Answering = Callable[[Asked], tuple[str, Answer]]
"""From a request to the id of the outlet that plays it ("" for none) and its answer."""


class Connection(asyncio.Protocol):
    """One client. Requests are answered in the order they came."""

    def __init__(self, answering: Answering, log: RequestLog) -> None:
        self._answering = answering
        self._log = log
        self._buffer = b""
        self._busy = False
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A client has come."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002
        """The client has gone."""
        self._transport = None

    def data_received(self, data: bytes) -> None:
        """Part of a request, or several."""
        self._buffer += data
        if not self._busy:
            self._take()

    def _take(self) -> None:
        while self._transport is not None and not self._busy:
            end = self._buffer.find(b"\r\n\r\n")
            if end < 0:
                if len(self._buffer) > LONGEST_HEAD:
                    self._transport.close()
                return
            asked = read_request(self._buffer[:end])
            length = asked.headers.get("content-length", "0")
            rest = end + 4 + (int(length) if length.isdigit() else 0)
            if len(self._buffer) < rest:
                return
            self._buffer = self._buffer[rest:]
            self._answer(asked)

    def _answer(self, asked: Asked) -> None:
        outlet, answer = (
            self._answering(asked) if asked.method in {"GET", "HEAD"} else ("", refused(405))
        )
        if answer.fate:
            self._note(asked, answer, answer.status if answer.fate == "raw" else 0, outlet)
            self._busy = True
            self._suffer(answer)
            return
        if answer.delay:
            self._busy = True
            loop = asyncio.get_running_loop()
            loop.call_later(answer.delay, self._late, asked, answer, outlet)
            return
        self._send(asked, answer, outlet)

    def _suffer(self, answer: Answer) -> None:
        if self._transport is None:
            return
        if answer.fate == "drop":
            self._transport.abort()
        elif answer.fate == "raw":
            self._transport.write(answer.raw)
            self._transport.close()
        elif answer.fate == "drip":
            self._drip(answer.raw)
        elif answer.fate == "flood":
            self._transport.write(answer.raw)
            self._flood(answer.stream)

    def _drip(self, rest: bytes) -> None:
        if self._transport is not None and rest:
            self._transport.write(rest[:1])
            asyncio.get_running_loop().call_later(DRIP, self._drip, rest[1:])

    def _flood(self, stream: bytes) -> None:
        if self._transport is None or self._transport.is_closing():
            return
        if self._transport.get_write_buffer_size() < len(stream):
            self._transport.write(stream)
        asyncio.get_running_loop().call_later(0.001, self._flood, stream)

    def _late(self, asked: Asked, answer: Answer, outlet: str) -> None:
        self._busy = False
        if self._transport is not None:
            self._send(asked, answer, outlet)
            self._take()

    def _send(self, asked: Asked, answer: Answer, outlet: str) -> None:
        wire = on_the_wire(asked, answer)
        self._note(asked, answer, wire.status, outlet)
        if self._transport is None:
            return
        self._transport.write(wire.head + wire.body)
        if asked.headers.get("connection", "").lower() == "close":
            self._transport.close()

    def _note(self, asked: Asked, answer: Answer, status: int, outlet: str) -> None:
        line = RequestLine(
            asked.method, asked.host, asked.target, status, asked.conditional, answer.sort, outlet
        )
        self._log.lines.append(line)


def read_request(head: bytes) -> Asked:
    """A request from its head (without the blank line).

    A request line that is none gives method "" (answered with 405).
    """
    first, _, rest = head.decode("latin-1").partition("\r\n")
    words = first.split(" ")
    method, target = (words[0], words[1]) if len(words) == 3 else ("", "/")
    headers = {}
    for line in rest.split("\r\n"):
        name, colon, value = line.partition(":")
        if colon:
            headers[name.strip().lower()] = value.strip()
    scheme = headers.get("x-forwarded-proto", "http").lower()
    if target.startswith(("http://", "https://")):
        scheme, _, target = target.partition("://")
        authority, _, path = target.partition("/")
        headers["host"], target = authority, f"/{path}"
    return Asked(method, scheme, headers.get("host", "").lower(), target, headers)


async def listen(answering: Answering, log: RequestLog, port: int) -> asyncio.Server:
    """Start listening on 127.0.0.1; port 0 takes a free one."""
    loop = asyncio.get_running_loop()
    return await loop.create_server(lambda: Connection(answering, log), "127.0.0.1", port)


class ServerThread:
    """The server in a thread of this process, for tests."""

    def __init__(self, answering: Answering, log: RequestLog, port: int = 0) -> None:
        self._ready = threading.Event()
        self._answering = answering
        self._log = log
        self._wanted = port
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        self._failure: OSError | None = None
        self.port = 0
        self._thread = threading.Thread(target=self._run, name="newsroom", daemon=True)

    def start(self) -> None:
        """Start and wait until it listens.

        Raises:
            OSError: the port is taken.
        """
        self._thread.start()
        self._ready.wait()
        if self._failure is not None:
            raise self._failure

    def stop(self) -> None:
        """Stop and wait until it has."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._serve())
        finally:
            self._loop.close()

    async def _serve(self) -> None:
        try:
            server = await listen(self._answering, self._log, self._wanted)
        except OSError as error:
            self._failure = error
            self._ready.set()
            return
        self.port = int(server.sockets[0].getsockname()[1])
        self._ready.set()
        await self._stop.wait()
        server.close()
        server.close_clients() if hasattr(server, "close_clients") else None

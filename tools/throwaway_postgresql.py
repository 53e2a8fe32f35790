"""A PostgreSQL cluster of its own in a temporary folder, for tests and measurements.

It ends with the process that began it.
"""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import psycopg

from storage.location import PostgresUrl

USER = "postgres"
"""Whom the server runs as where we are root: it refuses to be root itself."""

STARTING = 60.0
"""Seconds that a server may take to begin or to end."""


UNSAFE = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")
"""Settings of a server whose data nobody wants back: several times as fast."""


class NoServer(RuntimeError):
    """This machine has no PostgreSQL server; the message says how to get one."""


class Cluster:
    """A running server with as many databases as are asked for."""

    def __init__(self, settings: Sequence[str] = UNSAFE) -> None:
        """Make and start a cluster.

        Args:
            settings: what is set otherwise than by default.

        Raises:
            NoServer: there is no server program.
        """
        self._programs = programs()
        self.folder = Path(tempfile.mkdtemp(prefix="yoritish-pg-"))
        self._data = self.folder / "data"
        self._settings = ["max_connections=100", *settings]
        self._made = 0
        if os.getuid() == 0:
            account = pwd.getpwnam(USER)
            os.chown(self.folder, account.pw_uid, account.pw_gid)
        self._run("initdb", "--pgdata", str(self._data), "--username", USER, "--auth", "trust",
                  "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync")  # fmt: skip
        self.port = _free_port()
        self.start()

    def start(self) -> None:
        """Start the server and wait until it answers."""
        words = [str(self._programs / "postgres"), "-D", str(self._data), "-p", str(self.port),
                 "-k", str(self.folder), "-c", "listen_addresses=127.0.0.1"]  # fmt: skip
        for setting in self._settings:
            words += ["-c", setting]
        log = (self.folder / "log").open("ab")
        self._server = subprocess.Popen(
            [*as_server(ends_with_us=True), *words], stdout=log, stderr=log
        )
        log.close()
        deadline = time.monotonic() + STARTING
        while True:
            try:
                psycopg.connect(self.url("postgres"), connect_timeout=2).close()
            except psycopg.OperationalError as error:
                if self._server.poll() is not None or time.monotonic() > deadline:
                    said = (self.folder / "log").read_text(encoding="utf-8", errors="replace")
                    raise NoServer(f"the server does not start: {error}\n{said[-2000:]}") from error
                time.sleep(0.05)
            else:
                return

    def restart(self, settings: Sequence[str]) -> None:
        """Stop the server and start it with these settings."""
        self.stop()
        self._settings = ["max_connections=100", *settings]
        self.start()

    @property
    def pid(self) -> int:
        """The number of the server's first process."""
        return self._server.pid

    def stop(self, mode: str = "fast") -> None:
        """Stop the server: ``fast`` ends what runs, ``immediate`` is as if it had crashed."""
        self._run("pg_ctl", "stop", "-D", str(self._data), "-m", mode, "-w", "-t", "60")
        self._server.wait(timeout=STARTING)

    def remove(self) -> None:
        """Stop the server and take away all it wrote."""
        if self._server.poll() is None:
            self.stop("immediate")
        shutil.rmtree(self.folder)

    def url(self, name: str) -> PostgresUrl:
        """The address of a database."""
        return PostgresUrl(f"postgresql://{USER}@127.0.0.1:{self.port}/{name}")

    def new_database(self, template: str = "template0") -> PostgresUrl:
        """Make another database, empty or as ``template`` is, and give its address."""
        self._made += 1
        name = f"ledger_{self._made}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE {name} TEMPLATE "{template}"'.encode())
        return self.url(name)

    def drop(self, url: PostgresUrl) -> None:
        """Take a database away, whoever is connected to it."""
        name = url.rpartition("/")[2]
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())

    def _run(self, program: str, *words: str) -> None:
        done = subprocess.run(
            [*as_server(ends_with_us=False), str(self._programs / program), *words],
            capture_output=True, text=True, check=False, cwd="/",
        )  # fmt: skip
        if done.returncode:
            raise NoServer(f"{program} failed: {done.stderr or done.stdout}")


def server_seconds(pid: int) -> float:
    """CPU seconds of the server whose first process this is and of all it began, from the system's
    own accounts: what it did, however many others the machine was shared with.
    """
    ticks = os.sysconf("SC_CLK_TCK")
    total = 0.0
    for one in Path("/proc").glob("[0-9]*/stat"):
        try:
            text = one.read_text(encoding="ascii", errors="replace")
        except OSError:
            continue
        fields = text.rpartition(")")[2].split()
        if int(one.parent.name) == pid:
            total += sum(map(int, fields[11:15])) / ticks
        elif int(fields[1]) == pid:
            total += sum(map(int, fields[11:13])) / ticks
    return total


def programs() -> Path:
    """The folder of the server's programs, the newest where there are several.

    Raises:
        NoServer: there is none.
    """
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda one: int(one.parts[-3])
    )
    if found:
        return found[-1].parent
    if there := shutil.which("initdb"):
        return Path(there).resolve().parent
    raise NoServer(
        "no PostgreSQL server here: install Debian's package (`apt-get install postgresql`);"
        " `.ci/run` does it where it is missing"
    )


def as_server(*, ends_with_us: bool) -> list[str]:
    """The words before a command that make it run as the server's user, and end with us."""
    words = ["setpriv"]
    if os.getuid() == 0:
        account = pwd.getpwnam(USER)
        words += [f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups"]
    if ends_with_us:
        words.append("--pdeathsig=QUIT")
    return words if len(words) > 1 else []


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])

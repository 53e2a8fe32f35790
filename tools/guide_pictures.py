"""Plays the steps of the user guide (docs/guide) in a browser and keeps a picture of each.

    .venv/bin/python tools/guide_pictures.py --db replica.db --now 2026-11-02T09:00:00+05:00

The desk is served on a copy of the ledger with accounts of its own: nothing is changed in the
ledger that is given. Needed: Debian's chromium; for the picture of the Word document libreoffice
and poppler-utils.
"""

import argparse
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

from storage.location import CAPTURES_VARIABLE, captures_folder

CHROMIUM = "/usr/bin/chromium"
SIZE = (1040, 720)
"""Pixels of the window: a small laptop's, so that pictures stay legible on a page."""
PASSWORD = "Yorug-kun-2026"  # noqa: S105 - of the desk that is thrown away
LANGUAGES = ("uz-Cyrl", "ru")
PEOPLE = {
    "uz-Cyrl": ("Нодира Каримова", "Азиз Юсупов"),
    "ru": ("Нодира Каримова", "Азиз Юсупов"),
}
ITEM = {
    "uz-Cyrl": ("Ўзбекистон 24", "Пойтахтда йўл ҳаракати хавфсизлиги ойлиги бошланди"),
    "ru": ("O‘zbekiston 24", "В столице начался месячник безопасности движения"),
}
"""Synthetic: the outlet and subject of a television item."""

CLICK, KEY, THINK = 1.1, 0.28, 1.35
"""Seconds of a practised person (keystroke-level model: Card, Moran and Newell, 1983): to point
and click, to type a letter, to make up one's mind before each."""


@dataclass(slots=True)
class Guided:
    """The steps of the guide, played one after the other in a window."""

    page: Page
    base: str
    language: str
    folder: Path
    """Where pictures and the report go; pictures are named for language and step."""
    month: str
    """The month that is reported: 2026-10."""
    clicks: int = 0
    typed: int = 0
    taken: list[str] = field(default_factory=list)

    def play(self) -> Path:
        """From the first page to the report in Word; returns the document."""
        self.first_run()
        self.today()
        self.coverage()
        self.publication()
        self.queue()
        self.adding()
        document = self.report()
        self.people()
        return document

    @property
    def seconds(self) -> float:
        """How long a person takes by the keystroke-level model, without reading pages."""
        return self.clicks * (CLICK + THINK) + self.typed * KEY

    def first_run(self) -> None:
        """Choose the language; make the administrator."""
        self.page.goto(self.base)
        self.choose("[name=language]", self.language)
        self.type("[name=username]", "nodira")
        self.type("[name=name]", PEOPLE[self.language][0])
        self.type("[name=password]", PASSWORD)
        self.type("[name=again]", PASSWORD)
        self.picture("1-first-run")
        self.click("main button.main")

    def today(self) -> None:
        """What is new, and what needs a person."""
        self.page.wait_for_selector(".today")
        self.picture("2-today")

    def coverage(self) -> None:
        """The list of the month, found by a word."""
        self.click("nav a[href='/coverage']")
        self.click("summary")
        self.choose("#f-period", self.month)
        self.page.wait_for_url("**period=*")
        self.page.wait_for_selector(".rows li")
        self.picture("3-coverage")

    def publication(self) -> None:
        """Open the first row; say that it does not count; take that back."""
        self.click(".rows a.title >> nth=0")
        self.page.wait_for_selector(".verdict.yes")
        self.picture("4-publication")
        self.press("n")
        self.page.wait_for_selector(".verdict.no")
        self.picture("5-corrected")
        self.press("u")
        self.page.wait_for_selector(".verdict.yes")

    def queue(self) -> None:
        """Decide what the rules are unsure of."""
        self.click("nav a[href='/queue']")
        self.page.wait_for_selector("h1")
        self.picture("6-queue")
        if self.page.locator(".rows li").count():
            self.press("j")
            self.press("y")
            self.page.wait_for_selector(".message.success")

    def adding(self) -> None:
        """Add an item of television by the form."""
        self.click("nav a[href='/adding']")
        outlet, title = ITEM[self.language]
        self.type("#i-day", f"{date.fromisoformat(f'{self.month}-20'):%d.%m.%Y}")
        self.type("#i-time", "19:30")
        self.type("#i-outlet", outlet)
        self.type("#i-title", title)
        self.picture("7-adding")
        self.click("form:has(#i-day) button.main")
        self.page.wait_for_selector(".message.success", timeout=120_000)

    def report(self) -> Path:
        """See the month's report; take it in Word."""
        self.click("nav a[href='/reports']")
        if self.page.locator("#period").input_value() != self.month:
            self.choose("#period", self.month)
        self.picture("8-report")
        with self.page.expect_download(timeout=300_000) as coming:
            self.click("a.button >> nth=0")
        path = self.folder / f"{self.language}.docx"
        coming.value.save_as(path)
        return path

    def people(self) -> None:
        """Add a colleague who may confirm the closing of a month."""
        self.click("nav a[href='/people']")
        self.type("[name=username]", "aziz")
        self.type("main [name=name]", PEOPLE[self.language][1])
        self.type("[name=password]", PASSWORD)
        self.type("[name=again]", PASSWORD)
        self.choose("form:has([name=again]) [name=role]", "analyst")
        self.page.locator("form:has([name=again])").scroll_into_view_if_needed()
        self.picture("9-people")
        self.click("form:has([name=again]) button.main")
        self.page.wait_for_selector("text=aziz")

    def click(self, selector: str) -> None:
        """Point and click."""
        self.page.click(selector)
        self.clicks += 1

    def choose(self, selector: str, value: str) -> None:
        """Open a list and choose: two clicks; what it leads to is waited for."""
        self.page.select_option(selector, value)
        self.page.wait_for_load_state("networkidle")
        self.clicks += 2

    def type(self, selector: str, text: str) -> None:
        """Go to a field and type."""
        self.page.fill(selector, text)
        self.clicks += 1
        self.typed += len(text)

    def press(self, key: str) -> None:
        """Press a key that the desk knows."""
        self.page.keyboard.press(key)
        self.clicks += 1

    def picture(self, name: str) -> None:
        """Keep what the window shows."""
        path = self.folder / f"{self.language[:2]}-{name}.png"
        self.page.screenshot(path=path)
        self.taken.append(path.name)


@contextmanager
def served(database: Path, accounts: Path, now: str) -> Iterator[str]:
    """A desk on a ledger, with accounts of its own; gives its address."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [sys.executable, "-m", "crawler", "--db", str(database), "desk", "--port", str(port)]
    environment = os.environ | {
        "YORITISH_NOW": now, "YORITISH_DESK_HOSTS": "", "YORITISH_DESK_DB": str(accounts),
    }  # fmt: skip
    with subprocess.Popen(words, env=environment) as desk:
        address = f"http://127.0.0.1:{port}"
        try:
            _wait(f"{address}/sign-in")
            yield address
        finally:
            desk.terminate()


def _wait(address: str) -> None:
    for _ in range(300):
        try:
            urlopen(address, timeout=5)  # noqa: S310 - the desk just started
        except (URLError, ConnectionError):
            time.sleep(0.2)
        else:
            return
    raise TimeoutError(address)


def play(browser: Browser, address: str, language: str, folder: Path, month: str) -> Guided:
    """Play all steps at a desk that nobody has opened yet."""
    wide, high = SIZE
    context = browser.new_context(viewport={"width": wide, "height": high}, accept_downloads=True)
    guided = Guided(context.new_page(), address, language, folder, month)
    guided.play()
    context.close()
    return guided


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


def picture_of_document(document: Path, picture: Path) -> None:
    """The first page of a Word document as a picture."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        subprocess.run(
            ["soffice", f"-env:UserInstallation={folder.as_uri()}/profile", "--headless",
             "--convert-to", "pdf", "--outdir", folder, document],
            check=True, capture_output=True, timeout=300,
        )  # fmt: skip
        pdf = folder / f"{document.stem}.pdf"
        words = ["pdftoppm", "-png", "-r", "60", "-f", "1", "-l", "1", "-singlefile"]
        subprocess.run([*words, pdf, picture.with_suffix("")], check=True, timeout=60)


def main() -> int:
    """Play the steps in each language of the guide."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--db", type=Path, required=True, help="a ledger; read, not changed")
    parser.add_argument("--now", required=True, help="the desk's clock, ISO with zone")
    parser.add_argument("--month", default="2026-10", help="the month that is reported")
    parser.add_argument("--to", type=Path, default=Path("docs/guide/pictures"))
    options = parser.parse_args()
    os.environ[CAPTURES_VARIABLE] = str(captures_folder(options.db.resolve()))
    options.to.mkdir(parents=True, exist_ok=True)
    for language in LANGUAGES:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            copy = folder / "yoritish.db"
            with (
                closing(sqlite3.connect(options.db)) as ledger,
                closing(sqlite3.connect(copy)) as into,
            ):
                ledger.backup(into)
            began = time.monotonic()
            with (
                served(copy, folder / "people.db", options.now) as address,
                chromium() as browser,
            ):
                guided = play(browser, address, language, folder, options.month)
            took = time.monotonic() - began
            for taken in guided.taken:
                shutil.copyfile(folder / taken, options.to / taken)
            picture_of_document(
                folder / f"{language}.docx", options.to / f"{language[:2]}-word.png"
            )
        print(
            f"{language}: {took:.0f} s by the machine; {guided.clicks} clicks and keys,"
            f" {guided.typed} letters typed: {guided.seconds / 60:.1f} minutes of a person"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())

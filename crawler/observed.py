"""What a visit sees of its outlet, counted by language and script for the alarms."""

from urllib.parse import urlsplit

from scrapy.http import TextResponse

from pipelines.habits import RISES, Line
from spiders.selector_check import Selector, found_on, selectors_of
from storage.outlets import Outlet
from storage.records import Found, Outcome, Reading
from text.languages import identify

_FOLDERS = {"uz": "uz", "oz": "uz", "uzl": "uz", "kr": "uz", "ru": "ru", "en": "en"}
"""Language by the first folder of an address, as the sites name them."""


class Observed:
    """The lines of one visit, filled as its addresses end."""

    def __init__(self) -> None:
        self.lines: dict[str, Line] = {}
        self._lists: dict[Selector, bool] = {}

    def look(self, outlet: Outlet, page: TextResponse) -> None:
        """Note which of an outlet's selectors of lists find something on a list page."""
        wanted = [one for one in selectors_of(outlet) if one.place.startswith("list ")]
        for one, there in found_on(page, wanted).items():
            self._lists[one] = there or self._lists.get(one, False)

    def silent(self) -> list[Selector]:
        """The selectors that found nothing on any list page that was looked at."""
        return [one for one, there in self._lists.items() if not there]

    def note(
        self, found: Found, url: str, outcome: str, reading: Reading | None = None, tag: str = ""
    ) -> None:
        """Count an address that was asked for.

        ``tag``: its language where the stages have told it; else its title or the listing says.
        """
        if outcome == Outcome.KNOWN:
            return
        language = tag or _language(reading)
        line = self.lines.setdefault(language or found.language, Line())
        _count(line, "asked")
        _count(line, outcome)
        if outcome in RISES:
            line.bad.setdefault(outcome, url)
        if reading is None or not reading.is_article:
            return
        if reading.blocked or reading.gone or reading.paywalled:
            return
        _count(line, "read")
        line.bad.setdefault("read", url)
        has = {
            "title": bool(reading.title.strip()),
            "body": bool(reading.body.strip()),
            "date": reading.published is not None,
            "own_title": "title" in reading.own,
            "own_body": "body" in reading.own,
        }
        for name, there in has.items():
            if there:
                _count(line, name)
            else:
                line.bad.setdefault(name, url)
        _count(line, "letters", len(reading.body))
        told = found.language.partition("-")[0] or _in_address(url)
        if told and language:
            # a list or folder of one language that leads to pages in another, in whatever script
            _count(line, "listed")
            if language.partition("-")[0] == told:
                _count(line, "as_listed")
            else:
                line.bad.setdefault("as_listed", url)


def _count(line: Line, name: str, number: int = 1) -> None:
    line.counts[name] = line.counts.get(name, 0) + number


def _in_address(url: str) -> str:
    """The language whose folder an address is in; "" where it is in none."""
    folders = urlsplit(url).path.split("/")
    return _FOLDERS.get(folders[1], "") if len(folders) > 2 else ""


def _language(reading: Reading | None) -> str:
    if reading is None or not (reading.title or reading.body):
        return ""
    code, script = identify(f"{reading.title}\n{reading.body}")
    return f"{code}-{script}" if code in {"uz", "kaa"} else code

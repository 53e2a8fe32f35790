"""The main job of each page in three languages, on a wide and on a narrow window."""

import re
from dataclasses import dataclass
from itertools import count

import pytest
from playwright.sync_api import Page

from desk.words import word
from reports.labels import Language
from reports.report_words import title
from tests.desk.conftest import PASSWORD

pytestmark = pytest.mark.slow

LANGUAGES: tuple[Language, ...] = ("uz-Latn", "uz-Cyrl", "ru")
WIDTHS = (1440, 390)
_NUMBERS = count(1)


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody at a window who reads one language."""

    page: Page
    desk: str
    language: Language

    def open(self, address: str) -> None:
        """Go to a page: it is in the language, and no wider than the window."""
        self.page.goto(f"{self.desk}{address}")
        self.check()

    def check(self) -> None:
        """What is shown is in the language, and no wider than the window."""
        assert self.page.get_attribute("html", "lang") == self.language[:2]
        over = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert over <= 0, f"{self.page.url} is {over} px too wide"

    def says(self, key: str, **filled: object) -> bool:
        """Whether the page shows the desk's word for a key."""
        said = word(key, self.language)
        text = self.page.locator("main").inner_text()
        return (said.format(**filled) if filled else said) in text

    def press(self, selector: str) -> None:
        """Press a button that leads to a page."""
        with self.page.expect_navigation(timeout=120_000):
            self.page.click(selector)
        self.check()

    def total(self) -> int:
        """How many the coverage list has."""
        said = self.page.locator(".totals strong").inner_text()
        return int("".join(filter(str.isdigit, said)))


@pytest.fixture(params=[(one, wide) for one in LANGUAGES for wide in WIDTHS],
                ids=lambda one: f"{one[0]}-{one[1]}")  # fmt: skip
def reader(request: pytest.FixtureRequest, page: Page, desk: str) -> Reader:
    """A window of each width for a reader of each language."""
    language, wide = request.param
    page.set_viewport_size({"width": wide, "height": 844})
    page.context.add_cookies([{"name": "yoritish_language", "value": language, "url": desk}])
    return Reader(page, desk, language)


def test_today_leads_to_the_rows_behind_its_number(reader: Reader) -> None:
    reader.open("/")
    link = reader.page.locator(".large a")
    number = int("".join(filter(str.isdigit, link.inner_text())))
    assert number > 0
    reader.press(".large a")
    assert reader.total() == number


def test_the_list_is_searched_narrowed_and_opened(reader: Reader) -> None:
    reader.open("/coverage?period=month")
    whole = reader.total()
    reader.page.fill("[name=find]", "йўл | тадбир | IIV")
    reader.page.keyboard.press("Enter")
    reader.page.wait_for_url("**find=**")
    reader.page.wait_for_selector(".rows mark")
    assert 0 < reader.total() <= whole
    reader.open("/coverage?period=month&find=тадбир&sort=relevance")
    assert reader.page.locator(".rows li").count() > 0
    reader.press(".rows a.title >> nth=0")
    assert reader.says("why")
    assert reader.says("history")


def test_a_publication_is_corrected_and_the_correction_undone(reader: Reader) -> None:
    reader.open("/coverage?period=month")
    reader.press(".rows a.title >> nth=1")
    assert reader.says("counts")
    for key, said in (("n", "does_not_count"), ("u", "counts")):
        with reader.page.expect_navigation():
            reader.page.keyboard.press(key)
        assert reader.says(said), key


def test_the_queue_is_taken_decided_and_undone(reader: Reader) -> None:
    reader.open("/queue")
    first = reader.page.locator(".rows a.title").first.get_attribute("href") or ""
    with reader.page.expect_navigation():
        reader.page.keyboard.press("t")
    reader.open("/queue?show=mine")
    assert reader.page.locator(f"a.title[href='{first}']").count() == 1
    with reader.page.expect_navigation():
        reader.page.keyboard.press("n")
    assert reader.says("decided_so")
    reader.open("/queue?show=decided")
    assert (
        reader.page.locator(f"li:has(a[href='{first}'])")
        .inner_text()
        .count(word("does_not_count", reader.language))
    )
    reader.press(f"li:has(a[href='{first}']) [data-row-key=u]")
    reader.open("/queue?show=mine")
    reader.press(f"li:has(a[href='{first}']) button[name=assignee]")
    reader.open("/queue")
    assert reader.page.locator(f"a.title[href='{first}']").count() == 1


def test_a_standing_rule_is_made_after_its_effect_and_taken_back(reader: Reader) -> None:
    reader.open("/coverage?period=all&outlet=kun.uz")
    headline = reader.page.locator(".rows a.title").first.inner_text()
    reader.open("/coverage?period=all")
    before = reader.total()
    reader.open("/rules")
    reader.page.select_option("#r-outlet", "kun.uz")
    reader.page.select_option("#r-kind", "phrase")
    reader.page.fill("#r-value", " ".join(headline.split()[:4]))
    reader.press("form:has(#r-value) button.main")
    said = re.findall(r"\d+", reader.page.locator("main section p").first.inner_text())
    reader.press("button[name=sure]")
    falling = int("".join(filter(str.isdigit, reader.page.locator(".message").inner_text())))
    assert falling > 0
    assert str(falling) in said, "what was told before is what happened"
    reader.open("/coverage?period=all")
    assert reader.total() == before - falling
    reader.open("/rules")
    reader.press("button[name=revoke] >> nth=0")
    reader.open("/coverage?period=all")
    assert reader.total() == before


def test_a_bar_of_a_chart_opens_its_rows(reader: Reader) -> None:
    reader.open("/calendar?period=month&by=outlet")
    reader.page.click("details >> nth=-1 >> summary")
    link = reader.page.locator("details >> nth=-1 >> td a").first
    number = int(reader.page.locator("details >> nth=-1 >> td.n").first.inner_text())
    with reader.page.expect_navigation():
        link.click()
    assert reader.total() == number


def test_the_releases_the_quotes_and_a_story_open(reader: Reader) -> None:
    reader.open("/spread?period=month")
    reader.press("main td a >> nth=0")
    assert reader.says("carriers")
    reader.open("/quotes?period=month")
    reader.press("main td.n a >> nth=0")
    assert reader.page.locator("blockquote").count() > 0


def test_an_event_is_planned_and_stands_in_the_media_plan(reader: Reader) -> None:
    name = f"Brifing {next(_NUMBERS)} {reader.language}"
    reader.open("/adding?kind=event")
    reader.page.fill("#i-day", "05.11.2026")
    reader.page.fill("#i-title", name)
    for field in ("state", "level"):
        if reader.page.locator(f"select#i-{field}").count():
            reader.page.select_option(f"#i-{field}", index=1)
    reader.press("form:has(#i-day) button.main")
    assert reader.says("taken")
    reader.open("/plan?period=year")
    assert name in reader.page.locator("main").inner_text()


def test_the_report_is_shown_before_it_is_taken(reader: Reader) -> None:
    reader.open(f"/reports?period=2026-10&in={reader.language}")
    assert title(reader.language) in reader.page.locator(".paper").inner_text()
    assert reader.page.locator("a.button").count() >= 4


def test_an_address_that_is_missed_is_told_why(reader: Reader) -> None:
    reader.open("/missed")
    reader.page.fill("#address", f"https://kun.uz/news/2026/10/30/{next(_NUMBERS)}")
    reader.press("form:has(#address) button.main")
    assert reader.page.locator("[role=status]").inner_text().strip()
    assert reader.page.locator("main table tbody tr").count() > 0


def test_a_list_is_checked_to_its_end(reader: Reader) -> None:
    reader.open("/checks")
    name = f"list-{next(_NUMBERS)}.csv"
    # the same file again is the same list
    rows = f"Sana,OAV,Sarlavha,Havola\n30.10.2026,Kun.uz,Yo‘q {name},https://kun.uz/news/2026/1\n"
    reader.page.set_input_files(
        "#list", {"name": name, "mimeType": "text/csv", "buffer": rows.encode()}
    )
    reader.page.check("[name=offline]")
    reader.press("form:has(#list) button.main")
    reader.page.wait_for_selector(
        f".checking li:has-text('{name}') a[href^='/checks?file=']", timeout=120_000
    )
    assert reader.says("ready")
    reader.open("/checks")
    reader.press(f"main li a[href^='?list=']:has-text('{name[:-4]}')")
    row = reader.page.locator("main table tbody tr").inner_text()
    assert "Kun.uz" in row
    assert "Yo‘q" in row


def test_an_outlet_that_cannot_be_tried_is_told_so(reader: Reader) -> None:
    reader.open("/outlets")
    reader.press("a[href='/outlets/own']")
    reader.page.fill("#o-name", "Misol")
    for field in ("url", "address"):
        reader.page.fill(f"#o-{field}", "https://127.0.0.1/")
    reader.press("button[name=try]")
    assert reader.says("not_tried")
    assert reader.page.locator("#o-url").input_value() == "https://127.0.0.1/"


def test_a_person_is_added_and_the_log_says_who_did(reader: Reader) -> None:
    name = f"aziz{next(_NUMBERS)}"
    reader.open("/people")
    for field, said in (("username", name), ("name", "Aziz"), ("password", PASSWORD),
                        ("again", PASSWORD)):  # fmt: skip
        reader.page.fill(f"main [name={field}]", said)
    reader.press("form:has([name=again]) button.main")
    assert name in reader.page.locator("main").inner_text()
    reader.open("/changes")
    assert name in reader.page.locator("main tbody tr").first.inner_text()

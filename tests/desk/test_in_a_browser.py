"""The desk in a real browser: the main jobs, by keys alone where one corrects; accessibility."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from replica import NewsroomPlan
from tests.crawler.conftest import office
from tests.desk.conftest import NOW, PASSWORD

pytestmark = pytest.mark.slow

CHROMIUM = "/usr/bin/chromium"
PORT = 8917
BASE = f"http://127.0.0.1:{PORT}"
SIZES = {"wide": (1440, 900), "narrow": (390, 844)}
PAGES = (
    "/", "/coverage?period=month", "/coverage?period=month&find=йўл", "/spread?period=month",
    "/calendar?period=month", "/reports?period=2026-10", "/adding", "/checks", "/missed",
    "/outlets", "/people", "/changes",
)  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A desk that is served, on a ledger of a night with its captures."""
    folder = tmp_path_factory.mktemp("desk")
    plan = NewsroomPlan(days=3, per_day=12, outlets=("iiv.uz", "kun.uz", "xabar.uz"))
    with office(folder, plan) as one:
        assert one.night().code == 0
    words = [sys.executable, "-m", "crawler", "--db", f"{folder}/yoritish.db", "desk", "--port"]
    environment = os.environ | {"YORITISH_NOW": NOW, "YORITISH_DESK_HOSTS": ""}
    with subprocess.Popen([*words, str(PORT)], env=environment) as served:
        for _ in range(200):
            try:
                urlopen(f"{BASE}/sign-in", timeout=5)
                break
            except (URLError, ConnectionError):
                time.sleep(0.2)
        yield BASE
        served.terminate()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    assert Path(CHROMIUM).exists(), "install Debian's package chromium"
    with sync_playwright() as playwright:
        began = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield began
        began.close()


@pytest.fixture
def page(desk: str, browser: Browser) -> Iterator[Page]:
    """A window of somebody who is signed in; what the console complains of fails the test."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, accept_downloads=True)
    window = context.new_page()
    complaints: list[str] = []
    window.on(
        "console", lambda said: complaints.append(said.text) if said.type == "error" else None
    )
    window.on("pageerror", lambda error: complaints.append(str(error)))
    window.goto(f"{desk}/")
    window.fill("[name=username]", "nodira")
    if "first-run" in window.url:
        window.fill("[name=name]", "Nodira Karimova")
        window.fill("[name=again]", PASSWORD)
    window.fill("[name=password]", PASSWORD)
    window.click("main button.main")
    window.wait_for_url(f"{desk}/")
    yield window
    context.close()
    assert complaints == [], complaints


def _total(page: Page) -> int:
    said = page.locator(".totals strong").inner_text()
    return int("".join(filter(str.isdigit, said)))


@pytest.mark.parametrize("language", ["uz-Cyrl", "uz-Latn", "ru"])
def test_from_the_list_by_keys_alone_to_a_correction_and_back(page: Page, language: str) -> None:
    with page.expect_navigation():
        page.select_option("[name=language]", language)
    page.goto(f"{BASE}/coverage?period=month")
    before = _total(page)
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/publication/**")
    address = page.url
    assert page.locator(".verdict.yes").count() == 1
    page.keyboard.press("n")
    page.wait_for_selector(".verdict.no")
    page.goto(f"{BASE}/coverage?period=month")
    assert _total(page) == before - 1
    page.goto(address)
    page.keyboard.press("u")
    page.wait_for_selector(".verdict.yes")
    page.goto(f"{BASE}/coverage?period=month")
    assert _total(page) == before
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_selector(".verdict.yes")
    first = page.url
    with page.expect_navigation():
        page.keyboard.press("j")
    assert page.url != first
    with page.expect_navigation():
        page.keyboard.press("k")
    assert page.url == first


def test_a_filter_changes_the_list_without_a_reload(page: Page) -> None:
    page.goto(f"{BASE}/coverage?period=month")
    before = _total(page)
    page.evaluate("window.same = true")
    page.click("summary")
    page.select_option("#f-outlet", "kun.uz")
    page.wait_for_url("**outlet=kun.uz**")
    assert page.evaluate("window.same")
    assert 0 < _total(page) < before


def test_reading_works_without_scripts(desk: str, browser: Browser, page: Page) -> None:
    state = page.context.storage_state()
    context = browser.new_context(java_script_enabled=False, storage_state=state)
    window = context.new_page()
    window.goto(f"{desk}/coverage?period=month")
    window.click(".rows a.title >> nth=0")
    assert window.locator("h1").inner_text()
    assert window.locator(".text").inner_text()
    context.close()


def test_the_capture_is_shown_in_a_frame_that_cannot_run(page: Page) -> None:
    page.goto(f"{BASE}/coverage?period=month&outlet=kun.uz")
    page.click(".rows a.title >> nth=0")
    frame = page.frame_locator("iframe")
    assert frame.locator("body").inner_text().strip()
    assert page.locator("iframe").get_attribute("sandbox") == ""
    assert frame.locator("script, img[src], link").count() == 0


def test_the_monthly_report_in_word(page: Page) -> None:
    page.goto(f"{BASE}/")
    page.click("nav a[href='/reports']")
    page.select_option("#period", "2026-10")
    page.wait_for_url("**period=2026-10**")
    with page.expect_download(timeout=120_000) as coming:
        page.click("a.button >> nth=0")
    assert coming.value.suggested_filename.endswith(".docx")


@pytest.mark.parametrize("size", SIZES)
def test_no_page_is_hard_to_reach_or_wider_than_its_window(page: Page, size: str) -> None:
    wide, high = SIZES[size]
    page.set_viewport_size({"width": wide, "height": high})
    page.goto(f"{BASE}/coverage?period=month")
    publication = page.locator(".rows a.title").first.get_attribute("href") or ""
    story = publication.replace("/publication/", "/story/").partition("?")[0]
    for address in (*PAGES, publication, story):
        page.goto(f"{BASE}{address}")
        found = Axe().run(page).response["violations"]
        serious = [
            f"{one['id']}: {one['nodes'][0]['html'][:200]}"
            for one in found if one["impact"] in {"serious", "critical"}
        ]  # fmt: skip
        assert serious == [], f"{address} at {wide}: {serious}"
        over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert over <= 0, f"{address} is {over} px wider than {wide}"

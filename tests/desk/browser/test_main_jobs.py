"""The desk in a real browser: the main jobs, by keys alone where one corrects; accessibility."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow

SIZES = {"wide": (1440, 900), "narrow": (390, 844)}
PAGES = (
    "/", "/coverage?period=month", "/coverage?period=month&find=йўл", "/spread?period=month",
    "/calendar?period=month", "/reports?period=2026-10", "/adding", "/checks", "/missed",
    "/outlets", "/outlets/own", "/rules", "/people", "/changes", "/quotes?period=month", "/queue",
)  # fmt: skip


def _total(page: Page) -> int:
    said = page.locator(".totals strong").inner_text()
    return int("".join(filter(str.isdigit, said)))


@pytest.mark.parametrize("language", ["uz-Cyrl", "uz-Latn", "ru"])
def test_from_the_list_by_keys_alone_to_a_correction_and_back(
    desk: str, page: Page, language: str
) -> None:
    with page.expect_navigation():
        page.select_option("[name=language]", language)
    page.goto(f"{desk}/coverage?period=month")
    before = _total(page)
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/publication/**")
    address = page.url
    assert page.locator(".verdict.yes").count() == 1
    page.keyboard.press("n")
    page.wait_for_selector(".verdict.no")
    page.goto(f"{desk}/coverage?period=month")
    assert _total(page) == before - 1
    page.goto(address)
    page.keyboard.press("u")
    page.wait_for_selector(".verdict.yes")
    page.goto(f"{desk}/coverage?period=month")
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


def test_a_filter_changes_the_list_without_a_reload(desk: str, page: Page) -> None:
    page.goto(f"{desk}/coverage?period=month")
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


def test_the_capture_is_shown_in_a_frame_that_cannot_run(desk: str, page: Page) -> None:
    page.goto(f"{desk}/coverage?period=month&outlet=kun.uz")
    page.click(".rows a.title >> nth=0")
    frame = page.frame_locator("iframe")
    assert frame.locator("body").inner_text().strip()
    assert page.locator("iframe").get_attribute("sandbox") == ""
    assert frame.locator("script, img[src], link").count() == 0


def test_the_monthly_report_in_word(desk: str, page: Page) -> None:
    page.goto(f"{desk}/")
    page.click("nav a[href='/reports']")
    page.select_option("#period", "2026-10")
    page.wait_for_url("**period=2026-10**")
    with page.expect_download(timeout=120_000) as coming:
        page.click("a.button >> nth=0")
    assert coming.value.suggested_filename.endswith(".docx")


@pytest.mark.parametrize("size", SIZES)
def test_no_page_is_hard_to_reach_or_wider_than_its_window(
    desk: str, page: Page, size: str
) -> None:
    wide, high = SIZES[size]
    page.set_viewport_size({"width": wide, "height": high})
    page.goto(f"{desk}/coverage?period=month")
    publication = page.locator(".rows a.title").first.get_attribute("href") or ""
    story = publication.replace("/publication/", "/story/").partition("?")[0]
    for address in (*PAGES, publication, story):
        page.goto(f"{desk}{address}")
        found = Axe().run(page).response["violations"]
        serious = [
            f"{one['id']}: {one['nodes'][0]['html'][:200]}"
            for one in found if one["impact"] in {"serious", "critical"}
        ]  # fmt: skip
        assert serious == [], f"{address} at {wide}: {serious}"
        over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert over <= 0, f"{address} is {over} px wider than {wide}"

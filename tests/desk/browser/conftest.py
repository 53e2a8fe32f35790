"""A night's ledger, the desk on it, and a browser in which somebody is signed in."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from replica import NewsroomPlan
from tests.crawler.conftest import office
from tests.desk.conftest import NOW, PASSWORD
from tools.guide_pictures import CHROMIUM, chromium, served


@pytest.fixture(scope="session")
def night(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ledger of a night, its captures beside it."""
    folder = tmp_path_factory.mktemp("night")
    plan = NewsroomPlan(days=3, per_day=12, outlets=("iiv.uz", "kun.uz", "xabar.uz"))
    with office(folder, plan) as one:
        assert one.night().code == 0
        return one.database


@pytest.fixture(scope="session")
def desk(night: Path) -> Iterator[str]:
    """A desk that is served on that ledger."""
    with served(night, night.with_name("people.db"), NOW) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; while it is driven Django refuses to work in this process."""
    assert Path(CHROMIUM).exists(), "install Debian's package chromium"
    with chromium() as began:
        yield began


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

"""Every kept page reads to its expectation; an empty expectation is not kept."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from replica import NewsroomPlan, running
from tests.spiders.pages import NOW, REGISTRY, ROOT
from tools import fixture

FOLDER = ROOT / "tests" / "fixtures"
KEPT = sorted(FOLDER.glob("*/*.expected.json"))
OWN_SPIDER = sorted({one.read for one in REGISTRY} - {"feed", "sitemap", "listing", "none"})

ARTICLE = """<html><head><meta property="og:title" content="Yo‘lda tartib">{head}</head><body>
<article><header><h1>Yo‘lda tartib</h1></header><div class="article-body">{body}</div></article>
</body></html>"""
DATED = '<meta property="article:published_time" content="2026-10-30T09:15:00+05:00">'
URL = "https://kun.uz/news/2026/10/30/yolda-tartib"


def load(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def kept_readers() -> set[str]:
    return {REGISTRY[path.parent.name].read for path in KEPT}


@pytest.mark.parametrize("path", KEPT, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_kept_page_reads_to_its_expectation(path: Path) -> None:
    expected = load(path)
    kept = expected.pop("page"), expected.pop("synthetic")
    outlet = REGISTRY[expected.pop("outlet")]
    now = datetime.fromisoformat(expected.pop("now"))
    url, asked = expected.pop("url"), expected.pop("asked")
    body = path.with_name(kept[0]).read_bytes()
    reading = fixture.read(outlet, url, asked, body, now)
    assert fixture.expectation(outlet, url, reading) == expected
    assert reading.is_article
    assert not reading.blocked


@pytest.mark.parametrize("path", KEPT, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_no_expectation_is_empty_and_no_page_large(path: Path) -> None:
    expected = load(path)
    assert fixture.lacking(expected) == []
    assert expected["outlet"] == path.parent.name
    assert path.with_name(expected["page"]).stat().st_size < fixture.LARGEST


def test_no_kept_page_lacks_its_expectation() -> None:
    pages = {p for p in FOLDER.glob("*/*") if not p.name.endswith(".expected.json")}
    assert pages == {path.with_name(load(path)["page"]) for path in KEPT}


@pytest.mark.parametrize("reader", [*OWN_SPIDER, "feed", "sitemap", "listing"])
def test_every_reader_has_a_kept_page(reader: str) -> None:
    assert reader in kept_readers()


def test_the_whole_page_reader_has_a_kept_page() -> None:
    generic = (REGISTRY[path.parent.name] for path in KEPT)
    assert any(o.read in {"feed", "sitemap", "listing"} and not o.selectors for o in generic)


@pytest.mark.parametrize(
    ("head", "body", "lacks"),
    [
        ("", "<p>Matn bor.</p>", "no date"),
        (DATED, "", "no body"),
        ("", "", "no body, no date"),
    ],
)
def test_an_empty_expectation_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], head: str, body: str, lacks: str
) -> None:
    saved = tmp_path / "page.html"
    saved.write_text(ARTICLE.format(head=head, body=body), encoding="utf-8")
    code = fixture.main(
        ["kun.uz", str(saved), "--url", URL, "--now", NOW.isoformat(), "--into", str(tmp_path)]
    )
    assert code == 1
    said = capsys.readouterr().err
    assert lacks in said
    assert "kun.uz" in said
    assert not (tmp_path / "kun.uz").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["kunn.uz", URL], "did you mean kun.uz"),
        (["kun.uz", "https://kun.uz/news/category/jamiyat"], "no article of kun.uz"),
        (["kun.uz", "no-such-file.html", "--url", URL], "No such file"),
        (["kun.uz", "page.html"], "--url"),
        (["kun.uz", URL, "--now", "2026-10-31T22:00:00"], "no zone"),
        (["kun.uz", URL, "--now", "today"], "today"),
    ],
)
def test_what_cannot_be_made_is_said(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, arguments: list[str], said: str
) -> None:
    assert fixture.main([*arguments, "--into", str(tmp_path)]) == 1
    assert said in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_a_saved_page_is_written_with_its_expectation(tmp_path: Path) -> None:
    saved = tmp_path / "page.html"
    ballast = f"<style>{'p{color:red}' * 9000}</style>"
    saved.write_text(
        ARTICLE.format(head=DATED + ballast, body="<p>Birinchi.</p><p>Ikkinchi.</p>"),
        encoding="utf-8",
    )
    code = fixture.main(
        ["kun.uz", str(saved), "--url", URL, "--now", NOW.isoformat(), "--into", str(tmp_path)]
    )
    assert code == 0
    (path,) = (tmp_path / "kun.uz").glob("*.expected.json")
    expected = load(path)
    assert path.name.startswith("2026-10-30-yolda-tartib")
    assert expected["title"] == "Yo‘lda tartib"
    assert expected["body"] == ["Birinchi.", "Ikkinchi."]
    assert expected["published"] == "2026-10-30T09:15:00+05:00"
    assert expected["synthetic"] is False
    kept = path.with_name(expected["page"]).read_text(encoding="utf-8")
    assert "color:red" not in kept
    assert len(kept) < 1000


@pytest.fixture(scope="module")
def newsroom() -> Iterator[Any]:
    """A small newsroom of one site."""
    with running(NewsroomPlan(days=1, per_day=8, outlets=("daryo.uz",))) as room:
        yield room


def test_a_page_is_taken_from_the_replica(
    newsroom: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YORITISH_REPLICA", newsroom.origin)
    row = next(row for row in newsroom.truth if row["kind"] == "article")
    code = fixture.main(["daryo.uz", row["url"], "--now", NOW.isoformat(), "--into", str(tmp_path)])
    assert code == 0
    (path,) = (tmp_path / "daryo.uz").glob("*.expected.json")
    expected = load(path)
    assert expected["synthetic"] is True
    assert expected["page"].endswith(".json")
    assert (expected["title"], "\n\n".join(expected["body"])) == (row["title"], row["body"])

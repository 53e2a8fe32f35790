"""A captured page may be hostile; what is shown of it runs nothing and leads nowhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from reports.harmless import DEEPEST, harmless_html, harmless_text

HOSTILE = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>",
    '<a href="javascript:alert(1)">matn</a>', '<iframe src="https://evil.example"></iframe>',
    "<style>@import 'https://evil.example/a.css'</style>", "<p style='background:url(//e.x)'>a</p>",
    '<form action="https://evil.example"><input name=a></form>', "<base href='//evil.example'>",
    '<meta http-equiv="refresh" content="0;url=https://evil.example">', "<body onload=alert(1)>",
    "<math><mtext></mtext><script>alert(1)</script></math>",
    "<template><script>x</script></template>",
    '<p lang="&quot;onmouseover=alert(1)">a</p>', "<noscript><p title='</noscript><script>'>",
    "<!--[if IE]><script>alert(1)</script><![endif]-->", "<object data='x'></object>",
    "<p dir='x\" onclick=\"alert(1)'>a</p>", "<x-y onclick=alert(1)>a</x-y>", "<plaintext><script>",
    "<td colspan='1\" autofocus onfocus=alert(1) x=\"'>a</td>",
    "<xmp><script>alert(1)</script></xmp>",
    "<link rel=stylesheet href=//evil.example>", "<textarea></textarea><script>alert(1)</script>",
]  # fmt: skip


def _is_harmless(page: str) -> None:
    if not page.strip():
        return
    for one in html.fragment_fromstring(page, create_parent="div").iter():
        assert isinstance(one.tag, str), "a comment or instruction"
        assert one.tag not in {
            "script", "style", "iframe", "img", "svg", "form", "input", "link", "meta", "base",
            "object", "embed", "a", "template", "noscript", "video",
        }  # fmt: skip
        assert set(one.attrib) <= {"colspan", "rowspan", "dir", "lang", "datetime"}


@pytest.mark.parametrize("markup", HOSTILE)
def test_nothing_runs_loads_or_leads_away(markup: str) -> None:
    page = harmless_html(f"<html><body><p>Avval</p>{markup}<p>Keyin</p>".encode(), "utf-8")
    _is_harmless(page)
    assert "Avval" in page


@given(
    st.lists(st.sampled_from(HOSTILE) | st.text(max_size=20), max_size=8), st.binary(max_size=60)
)
def test_whatever_is_put_together_stays_harmless(pieces: list[str], tail: bytes) -> None:
    _is_harmless(harmless_html("".join(pieces).encode("utf-8", "replace") + tail, "utf-8"))


def test_the_text_and_its_structure_stay() -> None:
    page = harmless_html(
        "<html><head><title>x</title></head><body><h1>Ички ишлар</h1><ul><li>бир<li>икки</ul>"
        '<table><tr><td colspan="2">сон</td></table><a href="https://kun.uz/a">ҳавола</a>'
        '<img src="https://kun.uz/a.jpg" alt="Тадбир сурати">'.encode(),
        "utf-8",
    )
    for kept in ("<h1>Ички ишлар</h1>", "<li>бир</li>", '<td colspan="2">', "ҳавола", "Тадбир"):
        assert kept in page
    assert "kun.uz/a" not in page


def test_other_charsets_and_unknown_ones() -> None:
    assert "Ички ишлар" in harmless_html("<p>Ички ишлар</p>".encode("windows-1251"), "windows-1251")
    assert "matn" in harmless_html(b"<p>matn</p>", "no-such-charset")
    assert harmless_html(b"", "utf-8") == ""
    assert harmless_html(b"<!-- only -->", "utf-8") in {"", "<p></p>"}


def test_deep_nesting_ends() -> None:
    page = harmless_html(b"<div>" * 5_000 + b"<p>ichida", "utf-8")
    assert page.count("<div>") <= DEEPEST + 1


def test_json_is_indented_and_escaped() -> None:
    page = harmless_text(b'{"title": "<script>x</script>"}', "utf-8")
    assert "<script>" not in page
    assert '"title": "&lt;script&gt;' in page.replace("&quot;", '"')
    assert harmless_text(b"[" * 100_000, "utf-8").startswith("<pre>[")

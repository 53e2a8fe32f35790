"""One address for one publication."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.canonical import UnusableAddress, canonical_url
from tests.conftest import outlet


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("http://kun.uz/news/a", "https://kun.uz/news/a"),
        ("https://www.kun.uz/news/a", "https://kun.uz/news/a"),
        ("https://KUN.uz./news/a#top", "https://kun.uz/news/a"),
        ("https://kun.uz/news/a?utm_source=push&utm_medium=telegram", "https://kun.uz/news/a"),
        ("https://kun.uz/news/a?fbclid=1&page=2", "https://kun.uz/news/a?page=2"),
        ("https://kun.uz/news/a?", "https://kun.uz/news/a"),
        ("https://kun.uz/news/a.", "https://kun.uz/news/a"),
        ("https://kun.uz:443/news/a", "https://kun.uz/news/a"),
        ("https://kun.uz", "https://kun.uz/"),
        ("https://kun.uz/news/%d2%b3", "https://kun.uz/news/%D2%B3"),
        ("https://kun.uz/news/ҳ", "https://kun.uz/news/%D2%B3"),
        ("https://m.kun.uz/a", "https://m.kun.uz/a"),
    ],
)
def test_canonical_form(url: str, canonical: str) -> None:
    assert canonical_url(url, outlet()) == canonical


def test_the_registrys_form_of_the_host_wins() -> None:
    gazeta = outlet("gazeta.uz", url="https://www.gazeta.uz")
    assert canonical_url("https://gazeta.uz/uz/x/", gazeta) == "https://www.gazeta.uz/uz/x/"


@pytest.mark.parametrize(
    "url",
    [
        "", "javascript:alert(1)", "mailto:a@b.uz", "ftp://kun.uz/a", "//kun.uz/a", "/news/a",
        "https://user:word@kun.uz/a", "https://kun.uz:8080/a", "https://kun.uz:x/", "https:///a",
        "file:///etc/passwd", "http://[::1", "data:text/html,x",
    ],
)  # fmt: skip
def test_what_a_visit_must_not_ask_for(url: str) -> None:
    with pytest.raises(UnusableAddress):
        canonical_url(url, outlet())


@given(st.text(max_size=60), st.text(max_size=30))
def test_canonical_twice_is_canonical_once(path: str, query: str) -> None:
    try:
        once = canonical_url(f"https://kun.uz/{path}?{query}", outlet())
    except UnusableAddress:
        return
    assert canonical_url(once, outlet()) == once
    assert once.isascii()

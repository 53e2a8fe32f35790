"""Pages that cost too much, stand in for an article, or are in another charset than they say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replica.hostile.fault import CYRILLIC, PARAGRAPHS, RUSSIAN, html
from spiders.base.bounds import MOST_PAGE_BYTES, MOST_TAGS, TooMuch, check_page, readable
from spiders.base.standing_in import stands_in
from storage.records import Reading
from tests.spiders.pages import NOW, generic, page
from text.charsets import true_charset

RU = " ".join(RUSSIAN)
UZ = " ".join(CYRILLIC)


@pytest.mark.parametrize("declared", ["utf-8", "windows-1251", "koi8-r", "iso-8859-1", "cp1252"])
@pytest.mark.parametrize("real", ["utf-8", "windows-1251", "koi8-r", "iso-8859-5", "cp866"])
def test_the_charset_is_known_by_its_letters(real: str, declared: str) -> None:
    text = UZ if real == "utf-8" else RU
    assert text.encode(real).decode(true_charset(text.encode(real), declared)) == text


@pytest.mark.parametrize("real", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_wide_letters_are_known_by_mark_or_zeros(real: str) -> None:
    body = html(paragraphs=RUSSIAN).encode(real)
    assert RUSSIAN[0] in body.decode(true_charset(body, "utf-8"), "replace")


def test_what_is_declared_stands_where_the_bytes_do_not_say() -> None:
    assert true_charset(b"plain", "windows-1251") == "windows-1251"
    assert true_charset("Ян".encode("cp1251"), "windows-1251") == "windows-1251"
    french = "café déjà vu, garçon, où, été, âge, île. " * 3
    assert true_charset(french.encode("cp1252"), "utf-8") == "windows-1252"


@given(st.binary(max_size=300), st.sampled_from(["utf-8", "windows-1251", "utf-16", "ascii"]))
def test_any_bytes_have_a_charset_python_knows(body: bytes, declared: str) -> None:
    body.decode(true_charset(body, declared), errors="replace")


def test_a_page_that_is_as_it_says_is_left_as_it_is() -> None:
    plain = page(html())
    assert readable(plain) is plain
    zeros = page(html(body="<p>so\x00‘z</p>"))
    assert "\x00" not in readable(zeros).text
    assert "so‘z" in readable(zeros).text


@pytest.mark.parametrize(
    "body",
    [b"x" * (MOST_PAGE_BYTES + 1), b"<b>" * (MOST_TAGS + 1), b"<p " + b"a=1 " * 20_000 + b">"],
)
def test_too_much_is_refused_before_it_is_parsed(body: bytes) -> None:
    with pytest.raises(TooMuch):
        check_page(body)


def test_usual_pages_are_not_too_much() -> None:
    check_page(html(paragraphs=PARAGRAPHS * 200).encode())
    check_page(b"<script>" + b"if (a<b) { c = d } " * 5000 + b"</script>")


STUBS = {
    "Sahifa topilmadi": "not_found", "404": "not_found", "Саҳифа топилмади": "not_found",
    "Ошибка 404. Страница не найдена": "not_found", "Page not found – Gazeta": "not_found",
    "Материал удалён": "not_found",
}  # fmt: skip


@pytest.mark.parametrize("title", STUBS)
def test_a_page_that_says_it_is_none(title: str) -> None:
    assert stands_in(page(html(title)), Reading(title=title, body="Uzr.")) == STUBS[title]


@pytest.mark.parametrize(
    "title",
    ["MH370: samolyot hali ham topilmadi", "Найдены пропавшие дети", "404 ta avtobus keldi",
     "Chiqish yo‘li topildi", "Вход в метро закрыт"],
)  # fmt: skip
def test_headlines_that_only_sound_like_it(title: str) -> None:
    long = "\n\n".join(PARAGRAPHS * 3)
    assert stands_in(page(html(title, PARAGRAPHS * 3)), Reading(title=title, body=long)) == ""


def test_walls_are_outcomes_and_no_articles() -> None:
    site = generic("feed", feeds=[{"url": "https://example.uz/rss"}], selectors=[
        {"title": "h1", "body": "div.matn", "date": "time"}])  # fmt: skip
    wall = html(body="<p>Boshi.</p><div class='paywall'>Davomi faqat obunachilar uchun</div>")
    assert site.read(page(wall), NOW).paywalled
    login = html("Tizimga kirish", body='<form><input type="password"></form>')
    assert site.read(page(login), NOW).paywalled
    assert site.read(page(html("Sahifa topilmadi", ("Yo‘q.",))), NOW).gone
    plain = site.read(page(html()), NOW)
    assert (plain.paywalled, plain.gone, plain.is_article) == (False, False, True)


@pytest.mark.parametrize("title", ["Авторизация", "Регистрация", "Kirish", "Sign in"])
def test_a_log_in_by_its_title(title: str) -> None:
    asks = page(html(title, body='<input type="password">'))
    assert stands_in(asks, Reading(title=title, body="Parol")) == "log_in"


def test_a_page_that_does_not_exist_in_russian() -> None:
    title = "Страница не существует"
    assert stands_in(page(html(title)), Reading(title=title, body="-")) == "not_found"

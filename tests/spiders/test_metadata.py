"""What a page says of itself: JSON-LD however wrapped, Open Graph, alternates, breadcrumbs."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.base.metadata import Metadata
from tests.spiders.pages import hostile_html, json_values, page

ARTICLE = {
    "@type": "NewsArticle", "headline": "Yo‘lda &amp;quot;tartib&amp;quot;",
    "description": "Lid.", "datePublished": "2026-10-30T09:15:00+05:00",
    "dateModified": "2026-10-30T10:00:00+05:00", "articleSection": ["Jamiyat", "Yo‘l"],
    "author": [{"@type": "Person", "name": "A. Karimov"}, {"name": "B. Saidov"}],
    "publisher": {"name": "Example"},
}  # fmt: skip


def ld(value: object, before: str = "", after: str = "") -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f'<script type="application/ld+json">{before}{text}{after}</script>'


def metadata(html: str, url: str = "https://example.uz/news/a") -> Metadata:
    return Metadata(page(f"<html><head>{html}</head></html>", url))


def test_every_part_of_a_json_ld_article() -> None:
    said = metadata(ld(ARTICLE))
    assert said.title == "Yo‘lda &quot;tartib&quot;"
    assert (said.description, said.section, said.site) == ("Lid.", "Jamiyat", "Example")
    assert said.published == "2026-10-30T09:15:00+05:00"
    assert said.modified == "2026-10-30T10:00:00+05:00"
    assert said.author == "A. Karimov, B. Saidov"


@pytest.mark.parametrize(
    "html",
    [
        ld({"@graph": [{"@type": "WebPage"}, ARTICLE]}),
        ld([{"@type": "BreadcrumbList"}, ARTICLE]),
        ld({"@type": "WebPage", "mainEntity": ARTICLE}),
        ld(ARTICLE | {"@type": ["Thing", "https://schema.org/NewsArticle"]}),
        ld(ARTICLE, "<!--", "-->"),
        ld(ARTICLE, "//<![CDATA[\n", "\n//]]>"),
        ld(ARTICLE, after=" ;"),
        ld(json.dumps(ARTICLE, ensure_ascii=False)[:-1] + ",}"),
        ld(json.dumps(ARTICLE, ensure_ascii=False).replace("Lid.", "Lid\n bor.")),
        ld("{") + ld(ARTICLE),
    ],
)
def test_json_ld_is_found_however_it_is_wrapped(html: str) -> None:
    assert metadata(html).published == "2026-10-30T09:15:00+05:00"


def test_json_ld_that_breaks_off_is_rescued() -> None:
    broken = json.dumps(ARTICLE, ensure_ascii=False).replace("Lid.", 'Lid "ichida" bor')
    said = metadata(ld(broken.replace('\\"', '"')))
    assert said.published == "2026-10-30T09:15:00+05:00"
    assert said.title


def test_of_several_articles_the_pages_own_is_taken() -> None:
    other = ARTICLE | {"headline": "Boshqa", "url": "https://example.uz/news/b"}
    own = ARTICLE | {
        "headline": "O‘zi",
        "mainEntityOfPage": {"@id": "http://www.example.uz/news/a/"},
    }
    assert metadata(ld([other, own])).title == "O‘zi"
    assert metadata(ld([own, other])).title == "O‘zi"


def test_other_things_than_articles_are_no_article() -> None:
    assert metadata(ld({"@type": "Organization", "name": "X", "headline": "Y"})).title == ""


@pytest.mark.parametrize(
    ("html", "published"),
    [
        ('<meta property="article:published_time" content="2026-10-30">', "2026-10-30"),
        ('<meta itemprop="datePublished" content="2026-10-30">', "2026-10-30"),
        ('<meta name="pubdate" content=" 2026-10-30 ">', "2026-10-30"),
        ('<meta name="DC.date.issued" content="2026-10-30">', "2026-10-30"),
        ('<meta property="article:modified_time" content="2026-10-30">', ""),
        ('<meta property="article:published_time" content="">', ""),
        ('<meta name="date" content="2026-10-31">' + ld(ARTICLE), "2026-10-30T09:15:00+05:00"),
    ],
)
def test_where_the_date_of_publication_is_looked_for(html: str, published: str) -> None:
    assert metadata(html).published == published


def test_open_graph_fills_what_json_ld_leaves_out() -> None:
    said = metadata(
        '<meta property="og:title" content=" Yo‘lda\n tartib ">'
        '<meta property="og:title" content="Ikkinchisi">'
        '<meta property="og:site_name" content="Example">'
        '<meta name="description" content="Lid.">'
    )
    assert (said.title, said.site, said.description) == ("Yo‘lda tartib", "Example", "Lid.")


def test_an_address_is_no_author() -> None:
    assert metadata('<meta name="author" content="https://facebook.com/example">').author == ""
    assert metadata('<meta name="author" content="A. Karimov">').author == "A. Karimov"


def test_addresses_are_absolute_and_languages_ours() -> None:
    said = metadata(
        '<link rel="canonical" href="/news/a?x=1">'
        '<link rel="alternate" hreflang="uz-Latn" href="/oz/a">'
        '<link rel="alternate" hreflang="UZ_CYRL" href="https://example.uz/uz/a">'
        '<link rel="alternate" hreflang="ru-RU" href="/ru/a">'
        '<link rel="alternate" hreflang="x-default" href="/a">'
        '<link rel="alternate" type="application/rss+xml" href="/rss">'
        '<link rel="alternate" hreflang="en" href="http://[">'
    )
    assert said.canonical == "https://example.uz/news/a?x=1"
    assert said.alternates == {
        "uz-Latn": "https://example.uz/oz/a",
        "uz-Cyrl": "https://example.uz/uz/a",
        "ru": "https://example.uz/ru/a",
    }


@pytest.mark.parametrize(
    ("declared", "language"),
    [("uz", "uz"), ("uz_Cyrl", "uz-Cyrl"), ("RU", "ru"), ("en-GB", "en"), ("tlh", ""), ("", "")],
)
def test_the_language_a_page_declares(declared: str, language: str) -> None:
    assert Metadata(page(f'<html lang="{declared}"><p>x</p></html>')).language == language


def test_breadcrumbs_with_names_in_either_place() -> None:
    steps = [
        {"@type": "ListItem", "name": "Bosh", "item": "https://example.uz/"},
        {"@type": "ListItem", "item": {"@id": "https://example.uz/c", "name": "Jamiyat"}},
        "nonsense",
        {"item": None},
    ]
    said = metadata(ld({"@type": "BreadcrumbList", "itemListElement": steps}))
    assert said.crumbs == [("Bosh", "https://example.uz/"), ("Jamiyat", "https://example.uz/c"),
                           ("", "")]  # fmt: skip
    assert metadata(ld({"@type": "BreadcrumbList", "itemListElement": "x"})).crumbs == []


def everything(said: Metadata) -> list[object]:
    return [
        said.title, said.site, said.description, said.published, said.modified, said.author,
        said.section, said.canonical, said.language, said.alternates, said.crumbs,
    ]  # fmt: skip


@given(html=hostile_html)
def test_no_page_crashes_it(html: str) -> None:
    assert len(everything(Metadata(page(html)))) == 11


@given(
    names=st.dictionaries(
        st.sampled_from([*ARTICLE, "@graph", "mainEntity", "url", "@id", "itemListElement"]),
        json_values,
        max_size=8,
    ),
    kind=st.sampled_from(["NewsArticle", "BreadcrumbList", ["Article"], [[]], None]),
    cut=st.integers(0, 400),
)
def test_no_json_ld_crashes_it(names: dict[str, object], kind: object, cut: int) -> None:
    for text in (json.dumps({**names, "@type": kind}), json.dumps([names, ARTICLE])[:cut]):
        for said in everything(metadata(ld(text.replace("</", "<\\/")))):
            assert isinstance(said, str | dict | list)


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ('<meta property="og:image" content="/i/a.jpg">', "https://example.uz/i/a.jpg"),
        ('<meta name="twitter:image" content="https://cdn.uz/a.jpg">', "https://cdn.uz/a.jpg"),
        (
            '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "X",'
            ' "image": [{"url": "https://cdn.uz/b.jpg"}]}</script>',
            "https://cdn.uz/b.jpg",
        ),
        ('<meta property="og:image" content="https://[broken">', ""),
        ("", ""),
    ],
)
def test_the_lead_picture_s_address_is_absolute(said: str, address: str) -> None:
    assert metadata(f"<html><head>{said}</head></html>").image == address

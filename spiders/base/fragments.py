"""A fragment of HTML to plain text: paragraphs apart by one blank line, nothing hidden.

Two trees are read by the same rules: lxml's, where the page is parsed already, and BeautifulSoup's
for HTML that an API gives as a string.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PreformattedString, Tag
from lxml import html

from spiders.base.asides import is_aside, is_label
from spiders.base.bounds import check_fragment

_DROPPED = frozenset(
    {
        "script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "math",
        "form", "button", "input", "select", "textarea", "figcaption", "nav", "aside", "audio",
        "video", "canvas", "head", "title", "rp",
    }
)  # fmt: skip
_BLOCKS = frozenset(
    {
        "p", "div", "section", "article", "header", "footer", "main", "h1", "h2", "h3", "h4", "h5",
        "h6", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "table", "tr", "caption",
        "figure", "hr", "address", "details", "summary", "center", "tbody", "body",
    }
)  # fmt: skip
_CELLS = frozenset({"td", "th"})
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_HIDDEN_CLASSES = frozenset(
    {"sr-only", "visually-hidden", "screen-reader-text", "wp-caption-text", "d-none"}
)
_WIDGETS = frozenset(
    {
        "related", "recommended", "recommend", "recommendations", "readalso", "share", "sharing",
        "shares", "social", "socials", "subscribe", "subscription", "newsletter", "banner",
        "banners", "advert", "advertisement", "ads", "adv", "adsbygoogle", "reklama", "comments",
        "disqus", "tags", "breadcrumb", "breadcrumbs", "pagination", "rating", "popular",
    }
)  # fmt: skip
"""Words in a class or id that name what stands inside a body without being of it."""

_PARAGRAPH, _LINE = "\x1e", "\x1f"
_INVISIBLE = "\u200b\u2060\ufeff\u00ad"
LINK_CHARACTERS = 12
"""A paragraph that is nothing but a link of at least so many characters leads to another text."""


def text_of(node: html.HtmlElement, remove: Iterable[str] = ()) -> str:
    """The text of an element of a parsed page.

    Scripts, captions, hidden elements and what ``remove`` (CSS) names are left out; ``<br>`` is a
    line end, two of them a paragraph's. The element itself is not changed.
    """
    return "\n\n".join(_paragraphs(node, _selected(node, remove)))


def article_text(node: html.HtmlElement, remove: Iterable[str] = ()) -> str:
    """The text of an article's body: also without share bars, related links, "read also".

    What leads elsewhere is known by its class, by being a paragraph of nothing but a link, or by
    its label. Where that is most of the text (a digest made of links), it stays.
    """
    dropped = _selected(node, remove)
    leading_away = {*_widgets(node), *_mere_links(node)}
    kept = [p for p in _paragraphs(node, dropped | leading_away) if not is_aside(p)]
    if leading_away - dropped:
        whole = _paragraphs(node, dropped)
        if _length(kept) * 2 < _length(whole):
            kept = [p for p in whole if not is_aside(p)]
    return "\n\n".join(kept)


def text_of_html(fragment: str, remove: Sequence[str] = ()) -> str:
    """The text of a piece of HTML as an API gives it, however broken its markup is.

    Raises:
        TooMuch: longer than any article.
    """
    check_fragment(fragment)
    soup = BeautifulSoup(fragment, "lxml")
    # a soup's tags are equal where they look alike: known by identity only
    dropped = {id(one) for selector in remove for one in soup.select(selector)}
    return "\n\n".join(_split(_soup_pieces(soup, dropped)))


def _selected(node: html.HtmlElement, remove: Iterable[str]) -> set[html.HtmlElement]:
    return {one for selector in remove for one in node.cssselect(selector)}


def _length(paragraphs: Iterable[str]) -> int:
    return sum(map(len, paragraphs))


def _paragraphs(node: html.HtmlElement, dropped: set[html.HtmlElement]) -> list[str]:
    pieces: list[str] = []
    # an explicit stack: hostile pages nest deeper than Python's own
    stack: list[html.HtmlElement | str] = [node]
    while stack:
        one = stack.pop()
        if isinstance(one, str):
            pieces.append(one)
            continue
        tag = one.tag
        if not isinstance(tag, str) or one in dropped or _left_out(tag, one.attrib):
            continue
        if tag == "br":
            pieces.append(_LINE)
        elif tag in _BLOCKS:
            pieces.append(_PARAGRAPH)
            stack.append(_PARAGRAPH)
        elif tag in _CELLS:
            pieces.append(" ")
        if one.text:
            pieces.append(one.text.replace("\n", _LINE) if tag == "pre" else one.text)
        for child in reversed(one):
            if child.tail:
                stack.append(child.tail)
            stack.append(child)
    return _split(pieces)


def _soup_pieces(soup: Tag, dropped: set[int]) -> Iterator[str]:
    stack: list[Tag | str] = [soup]
    while stack:
        one = stack.pop()
        if not isinstance(one, Tag):
            # comments, doctypes and CDATA are preformatted strings
            if not isinstance(one, PreformattedString):
                yield str(one)
            continue
        if id(one) in dropped or _left_out(one.name, _plain(one.attrs)):
            continue
        if one.name == "br":
            yield _LINE
        elif one.name in _BLOCKS:
            yield _PARAGRAPH
            stack.append(_PARAGRAPH)
        elif one.name in _CELLS:
            yield " "
        inside = reversed(one.contents)
        if one.name == "pre":
            stack.extend(
                x.replace("\n", _LINE) if type(x) is NavigableString else x
                for x in inside
                if isinstance(x, Tag | NavigableString)
            )
        else:
            stack.extend(x for x in inside if isinstance(x, Tag | NavigableString))


def _plain(attributes: Mapping[str, object]) -> dict[str, str]:
    return {
        name: " ".join(value) if isinstance(value, list) else str(value)
        for name, value in attributes.items()
    }


def _left_out(tag: str, attributes: Mapping[str, str]) -> bool:
    if tag in _DROPPED:
        return True
    if not attributes:
        return False
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    style = attributes.get("style")
    if style and _HIDDEN_STYLE.search(style):
        return True
    names = attributes.get("class")
    return bool(names) and not _HIDDEN_CLASSES.isdisjoint(names.split())  # type: ignore[union-attr]


def _split(pieces: Iterable[str]) -> list[str]:
    found = []
    for paragraph in "".join(pieces).split(_PARAGRAPH):
        lines: list[str] = []
        for raw in paragraph.split(_LINE):
            line = " ".join(raw.split()).strip(_INVISIBLE)
            if line:
                lines.append(line)
            elif lines:
                found.append("\n".join(lines))
                lines = []
        if lines:
            found.append("\n".join(lines))
    return found


def _widgets(node: html.HtmlElement) -> Iterator[html.HtmlElement]:
    for one in node.iterdescendants():
        attributes = one.attrib
        if not attributes:
            continue
        names = f"{attributes.get('class', '')} {attributes.get('id', '')}".lower()
        if len(names) > 1 and not _WIDGETS.isdisjoint(re.split(r"[\s_-]+", names)):
            yield one


def _mere_links(node: html.HtmlElement) -> Iterator[html.HtmlElement]:
    seen: set[html.HtmlElement] = set()
    for link in node.iterdescendants("a"):
        block = link.getparent()
        while block is not None and block is not node and block.tag not in _BLOCKS:
            block = block.getparent()
        if block is None or block is node or block in seen or not link.get("href"):
            continue
        seen.add(block)
        text = " ".join("".join(block.itertext()).split())
        links = ["".join(one.itertext()) for one in block.iter("a")]
        linked = " ".join("".join(links).split())
        if len(linked) < LINK_CHARACTERS or len(text) > len(linked) + 60:
            continue
        rest = text.replace(" ".join(links[0].split()), "", 1) if len(links) == 1 else ""
        if len("".join(text.split())) == len("".join(linked.split())) or is_label(rest):
            yield block

"""A fragment of HTML to plain text: paragraphs apart by one blank line, nothing hidden."""

import re
from collections.abc import Iterable, Sequence

from bs4 import BeautifulSoup
from lxml import etree, html

_DROPPED = frozenset(
    {
        "script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "form",
        "button", "input", "select", "textarea", "figcaption", "nav", "aside", "audio", "video",
        "canvas",
    }
)  # fmt: skip
_BLOCKS = frozenset(
    {
        "p", "div", "section", "article", "header", "footer", "main", "h1", "h2", "h3", "h4", "h5",
        "h6", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "table", "tr", "td", "th",
        "figure", "hr", "address",
    }
)  # fmt: skip
_SPACE = re.compile(r"[ \t\r\f\v\u00a0\u2009\u202f]+")
_BREAKS = re.compile(r" ?\n ?")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def text_of(node: html.HtmlElement, remove: Iterable[str] = ()) -> str:
    """The text of an element of a parsed page.

    Scripts, captions, hidden elements and what ``remove`` (CSS) names are left out; ``<br>`` is a
    line end. The element itself is not changed.
    """
    dropped = {id(one) for selector in remove for one in node.cssselect(selector)}
    pieces: list[str] = []
    _walk(node, dropped, pieces)
    return _join(pieces)


def text_of_html(fragment: str, remove: Sequence[str] = ()) -> str:
    """The text of a piece of HTML as an API gives it, however broken its markup is."""
    soup = BeautifulSoup(fragment, "lxml")
    for selector in remove:
        for one in soup.select(selector):
            one.decompose()
    body = soup.body
    if body is None:
        return ""
    return text_of(html.fragment_fromstring(body.decode_contents(), create_parent="div"))


def _walk(node: html.HtmlElement, dropped: set[int], pieces: list[str]) -> None:
    # an explicit stack: hostile pages nest deeper than Python's own
    stack: list[tuple[html.HtmlElement, bool]] = [(node, True)]
    while stack:
        element, entering = stack.pop()
        tag = element.tag
        block = tag in _BLOCKS
        if not entering:
            if block:
                pieces.append("\n\n")
            if element is not node and element.tail:
                pieces.append(element.tail.replace("\n", " "))
            continue
        if _left_out(element, dropped):
            if element is not node and element.tail:
                pieces.append(element.tail.replace("\n", " "))
            continue
        if tag == "br":
            pieces.append("\n")
        elif block:
            pieces.append("\n\n")
        if element.text:
            pieces.append(element.text if tag == "pre" else element.text.replace("\n", " "))
        stack.append((element, False))
        stack.extend((child, True) for child in reversed(element))


def _left_out(element: html.HtmlElement, dropped: set[int]) -> bool:
    if not isinstance(element.tag, str) or element.tag in _DROPPED or id(element) in dropped:
        return True
    attributes = element.attrib
    return (
        "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or ("style" in attributes and bool(_HIDDEN.search(attributes["style"])))
    )


def _join(pieces: list[str]) -> str:
    paragraphs = []
    for paragraph in re.split(r"\n\n+", "".join(pieces)):
        line = _BREAKS.sub("\n", _SPACE.sub(" ", paragraph)).strip()
        if line:
            paragraphs.append(line)
    return "\n\n".join(paragraphs)


def outer_html(node: html.HtmlElement) -> str:
    """An element as HTML again, without its tail."""
    return str(etree.tostring(node, encoding="unicode", method="html", with_tail=False))

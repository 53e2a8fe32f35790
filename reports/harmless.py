"""A captured page as it may be looked at: nothing in it runs, loads or leads anywhere."""

import contextlib
import json
import re
from html import escape

from lxml import etree, html

LONGEST = 2_000_000
"""Characters of a page that are shown; a longer one is cut, and says so."""

DEEPEST = 400
"""Levels of elements; deeper ones are left out."""

_DROPPED = frozenset({
    "script", "noscript", "style", "link", "meta", "base", "title", "iframe", "frame", "frameset",
    "object", "embed", "applet", "param", "source", "track", "audio", "video", "picture", "canvas",
    "svg", "math", "template", "slot", "portal", "dialog",
})  # fmt: skip
_KEPT = frozenset({
    "html", "body", "main", "article", "section", "header", "footer", "nav", "aside", "div", "span",
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "table", "caption",
    "thead", "tbody", "tfoot", "tr", "td", "th", "blockquote", "q", "cite", "b", "strong", "i",
    "em", "u", "s", "small", "sub", "sup", "mark", "abbr", "time", "br", "hr", "pre", "code",
    "figure", "figcaption", "address", "del", "ins",
})  # fmt: skip
"""Elements that are shown as they are; any other is shown by what it holds."""

_ATTRIBUTES = frozenset({"colspan", "rowspan", "dir", "lang", "datetime"})
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_PLAIN = re.compile(r"[\w\s.:+-]{0,40}")


def harmless_html(body: bytes, charset: str) -> str:
    """A page's visible text with its structure: the inside of an HTML body.

    Made anew from elements and attributes that are known to be harmless, instead of taking away
    what is known to harm. Addresses stay readable as text, but are no links; a picture is shown
    as its description.

    Args:
        body: the page as captured.
        charset: the one it is to be read in.
    """
    text = body.decode(_known(charset), errors="replace").replace("\x00", "")
    cut = len(text) > LONGEST
    if not text.strip():
        return ""
    root = _parsed(text[:LONGEST])
    pieces: list[str] = []
    if root is not None:
        _write(root, pieces)
    return "".join(pieces) + ("<p>…</p>" if cut else "")


def harmless_text(body: bytes, charset: str) -> str:
    """An answer that is no page (JSON, XML, plain text), to be read: escaped, JSON indented."""
    text = body.decode(_known(charset), errors="replace").replace("\x00", "")
    with contextlib.suppress(ValueError, RecursionError):  # not JSON: shown as it is
        text = json.dumps(json.loads(text), ensure_ascii=False, indent=2)
    return f"<pre>{_text(text[:LONGEST])}</pre>"


def _text(text: str | None) -> str:
    return escape(_CONTROL.sub("", text)) if text else ""


def _known(charset: str) -> str:
    try:
        "".encode(charset or "utf-8")
    except LookupError:
        return "utf-8"
    return charset or "utf-8"


def _parsed(text: str) -> html.HtmlElement | None:
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, ValueError):
        # nothing but comments
        return None


def _write(root: html.HtmlElement, pieces: list[str]) -> None:
    # an explicit stack: hostile pages nest deeper than Python's own
    stack: list[tuple[html.HtmlElement | str, int]] = [(root, 0)]
    while stack:
        one, depth = stack.pop()
        if isinstance(one, str):
            pieces.append(one)
            continue
        tag = one.tag if isinstance(one.tag, str) else ""
        if not tag or tag in _DROPPED or depth > DEEPEST:
            continue
        inside: list[tuple[html.HtmlElement | str, int]] = [(_text(one.text), depth)]
        for child in one:
            inside += [(child, depth + 1), (_text(child.tail), depth)]
        if tag == "img":
            inside = [(_picture(one), depth)]
        elif tag in {"br", "hr"}:
            inside = [(f"<{tag}>", depth)]
        elif tag in _KEPT and tag not in {"html", "body"}:
            inside = [(_opening(tag, one), depth), *inside, (f"</{tag}>", depth)]
        stack.extend(reversed(inside))


def _opening(tag: str, one: html.HtmlElement) -> str:
    kept = "".join(
        f' {name}="{escape(value)}"'
        for name, value in one.attrib.items()
        if name in _ATTRIBUTES and _PLAIN.fullmatch(value)
    )
    return f"<{tag}{kept}>"


def _picture(one: html.HtmlElement) -> str:
    said = " ".join((one.get("alt") or "").split())[:300]
    return f"<small>[{_text(said)}]</small>" if said else ""

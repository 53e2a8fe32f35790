"""One publication as a page of its own: the capture beside the text, the deciding words marked."""

from collections.abc import Callable, Iterable
from html import escape

from reports.harmless import harmless_html, harmless_text
from reports.labels import Language, label
from storage.capture_rows import CaptureRow
from storage.captures import Fetched
from storage.evidence import Evidence
from storage.times import from_text
from text.charsets import true_charset
from text.clock import TASHKENT

Words = Callable[[str], str]

_STYLE = """
:root { color-scheme: light; }
body { font: 16px/1.5 Georgia, "Noto Serif", "DejaVu Serif", serif; margin: 0; color: #1c1c1c; }
header { padding: 1rem 1.5rem; border-bottom: 3px double #888; }
h1 { font-size: 1.4rem; margin: 0 0 .3rem; line-height: 1.25; }
h2 { font-size: 1rem; margin: 1.2rem 0 .4rem; border-bottom: 1px solid #ccc; }
.columns { display: grid; grid-template-columns: 1fr 1fr; }
.columns > * { padding: 0 1.5rem 1.5rem; min-width: 0; }
.columns > * + * { border-left: 1px solid #ccc; }
iframe { width: 100%; height: 75vh; border: 1px solid #ccc; }
table { border-collapse: collapse; font-size: .9rem; width: 100%; }
th { text-align: left; font-weight: normal; color: #666; padding-right: 1rem; white-space: nowrap; }
td, th { vertical-align: top; padding-top: .15rem; padding-bottom: .15rem; }
td { overflow-wrap: anywhere; }
mark { background: #ffe08a; padding: 0 .1em; }
mark.foreign { background: #cfd8e6; }
.text p { margin: 0 0 .8em; white-space: pre-line; overflow-wrap: anywhere; }
.verdict { font-weight: bold; }
@media (max-width: 60rem) {
  .columns { grid-template-columns: 1fr; }
  .columns > * + * { border-left: 0; }
}
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'"
_FRAME = (
    '<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src'
    " 'none'; style-src 'unsafe-inline'\"><style>body{font:15px/1.5 sans-serif;margin:1rem;"
    "overflow-wrap:anywhere}table{border-collapse:collapse}pre{white-space:pre-wrap}</style>"
)


def evidence_page(
    shown: Evidence,
    row: CaptureRow | None,
    fetched: Fetched | None,
    language: Language,
    *,
    counts: bool,
) -> str:
    """The page as HTML that loads nothing and runs nothing.

    Args:
        shown: the publication and what stands behind it.
        row: its capture as the ledger names it; None where it came by import.
        fetched: the capture; None where it is missing or damaged.
        language: of the labels.
        counts: whether it counts, decisions considered.
    """

    def word(key: str) -> str:
        return escape(label("evidence", key, language))

    title = escape(shown.title or shown.url)
    verdict = word("counts" if counts else "does_not_count")
    captured = _frame(fetched, word("captured")) if fetched else f"<p>{word('no_capture')}</p>"
    return (
        f'<!DOCTYPE html><html lang="{language[:2]}"><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{_STYLE}</style>"
        f"<header><h1>{title}</h1><p>{escape(shown.outlet_name)} · {_moment(shown.published_at)}"
        f' · <span class="verdict">{verdict}</span></p></header><div class="columns">'
        f"<section><h2>{word('captured')}</h2>{captured}{_capture(row, word)}</section>"
        f"<section><h2>{word('extracted')}</h2>{_text(shown)}{_why(shown, language, word)}"
        f"{_decisions(shown, word)}{_editions(shown, word)}</section></div>"
    )


def marked(text: str, spans: Iterable[tuple[int, int, str]]) -> str:
    """A text as HTML with parts of it marked; of overlapping parts the first stands.

    Args:
        text: as published.
        spans: start, end and a class ("" for none), in characters of the text.
    """
    pieces, at = [], 0
    for start, end, kind in sorted(spans):
        if start < at or end > len(text):
            continue
        opening = f'<mark class="{escape(kind)}">' if kind else "<mark>"
        pieces += [escape(text[at:start]), opening, escape(text[start:end]), "</mark>"]
        at = end
    return "".join([*pieces, escape(text[at:])])


def _text(shown: Evidence) -> str:
    def spans(field: str) -> list[tuple[int, int, str]]:
        return [
            (one.start, one.end, "foreign" if one.owner == "foreign" else "")
            for one in shown.mentions
            if one.field == field
        ]

    title = marked(shown.title, spans("title"))
    body = marked(shown.body, spans("body")).replace("\n\n", "</p><p>")
    return f'<div class="text"><p><strong>{title}</strong></p><p>{body}</p></div>'


def captured_page(fetched: Fetched) -> str:
    """A captured page made harmless, as a page to be shown in a sandboxed frame."""
    charset = true_charset(fetched.body, _declared(fetched))
    page = "html" in fetched.mime or fetched.body.lstrip()[:1] == b"<"
    inside = harmless_html(fetched.body, charset) if page else harmless_text(fetched.body, charset)
    return _FRAME + inside


def _frame(fetched: Fetched, title: str) -> str:
    inside = escape(captured_page(fetched))
    return f'<iframe sandbox="" title="{title}" srcdoc="{inside}"></iframe>'


def _declared(fetched: Fetched) -> str:
    said = {name.lower(): value for name, value in fetched.headers}.get("content-type", "")
    _, _, charset = said.partition("charset=")
    return charset.strip(" \"';").lower() or "utf-8"


def _capture(row: CaptureRow | None, word: Words) -> str:
    if row is None:
        return ""
    return _table(
        [
            (word("address"), escape(row.url)),
            (word("fetched"), _moment(row.fetched_at)),
            (word("status"), escape(f"{row.status} {row.mime}")),
            (word("sha256"), escape(row.sha256)),
            (word("place"), escape(f"{row.file} @ {row.position}")),
        ]
    )


def _why(shown: Evidence, language: Language, word: Words) -> str:
    rows = [
        (word("id"), escape(shown.id)),
        (word("address"), escape(shown.url)),
        (word("day"), escape(f"{shown.day} ({shown.date_source})")),
        (word("first_seen"), _moment(shown.first_seen_at)),
        (word("state"), word(shown.state)),
        (word("mention"), word("main" if shown.main else "passing")),
        (word("region"), escape(label("region", shown.region, language)) if shown.region else "–"),
        (word("story"), escape(f"{shown.story} · {label('relation', shown.relation, language)}")),
    ]
    if shown.owned:
        rows.append((word("why"), word("owned")))
    for one in shown.mentions:
        unit = label("unit", one.unit, language)
        rows.append((escape(unit), f"<mark>{escape(one.text)}</mark> · {escape(one.rule)}"))
    for topic in shown.topics:
        name = label("topic", topic.topic, language)
        rows.append((escape(name), escape(", ".join(topic.words))))
    rows += [(word("version"), escape(url)) for _, url in shown.versions]
    return f"<h2>{word('why')}</h2>{_table(rows)}"


def _decisions(shown: Evidence, word: Words) -> str:
    if not shown.decisions:
        return ""
    rows = [
        (
            f"{one.at.astimezone(TASHKENT):%Y-%m-%d %H:%M} {escape(one.person)}",
            escape(f"{one.kind}: {one.value or '–'} {one.reason}"),
        )
        for one in shown.decisions
    ]
    return f"<h2>{word('decisions')}</h2>{_table(rows)}"


def _editions(shown: Evidence, word: Words) -> str:
    parts = [
        f"<h2>{word('earlier')} {_moment(one.replaced_at)}</h2>"
        f'<div class="text"><p><strong>{escape(one.title)}</strong></p><p>'
        f"{escape(one.body)}</p></div>"
        for one in shown.editions
    ]
    return "".join(parts)


def _table(rows: Iterable[tuple[str, str]]) -> str:
    cells = "".join(f"<tr><th>{name}</th><td>{value}</td></tr>" for name, value in rows)
    return f"<table>{cells}</table>"


def _moment(stored: str) -> str:
    return f"{from_text(stored).astimezone(TASHKENT):%Y-%m-%d %H:%M}"

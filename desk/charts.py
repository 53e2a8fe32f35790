"""Charts as SVG made here: legible in print, every bar a link, the figures beside them as text."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString, mark_safe

from text.numbers import format_number

HEIGHT, WIDE = 200, 880
LABELS = 12
"""Labels below the bars at most."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it is, how much, where it leads, and how complete its day was."""

    name: str
    value: int
    link: str
    broken: bool = False
    """A day that was not read completely: drawn as such, never as a low number."""


def bars_across(bars: Sequence[Bar], title: str) -> SafeString:
    """Bars side by side: days or months."""
    most = max((bar.value for bar in bars), default=0) or 1
    step = WIDE / max(1, len(bars))
    every = -(-len(bars) // LABELS)
    parts = []
    for at, bar in enumerate(bars):
        high = max(1, round(HEIGHT * bar.value / most)) if bar.value else 0
        left = at * step
        kind = "bar broken" if bar.broken else "bar"
        said = escape(f"{bar.name}: {format_number(bar.value)}")
        parts.append(
            f'<a href="{escape(bar.link)}"><title>{said}</title>'
            f'<rect class="under" x="{left:.1f}" y="0" width="{step:.1f}" height="{HEIGHT}"/>'
            f'<rect class="{kind}" x="{left + step * 0.1:.1f}" y="{HEIGHT - high}"'
            f' width="{step * 0.8:.1f}" height="{high}"/></a>'
        )
        if at % every == 0:
            parts.append(
                f'<text x="{left + step / 2:.1f}" y="{HEIGHT + 16}">{escape(bar.name)}</text>'
            )
    top = f'<text class="most" x="0" y="-4">{format_number(most)}</text>'
    return _svg(f"0 -18 {WIDE} {HEIGHT + 40}", title, top + "".join(parts))


def bars_down(bars: Sequence[Bar], title: str) -> SafeString:
    """Bars one below the other, their names before them: channels, outlets, regions, topics."""
    most = max((bar.value for bar in bars), default=0) or 1
    parts = []
    for at, bar in enumerate(bars):
        top = at * 26
        wide = max(1, round((WIDE - 420) * bar.value / most)) if bar.value else 0
        name = bar.name if len(bar.name) <= 42 else bar.name[:41] + "…"
        parts.append(
            f'<a href="{escape(bar.link)}"><title>{escape(bar.name)}</title>'
            f'<text class="name" x="330" y="{top + 17}">{escape(name)}</text>'
            f'<rect class="bar" x="340" y="{top + 3}" width="{wide}" height="19"/>'
            f'<text class="value" x="{348 + wide}" y="{top + 17}">{format_number(bar.value)}</text>'
            "</a>"
        )
    return _svg(f"0 0 {WIDE} {max(1, len(bars)) * 26 + 4}", title, "".join(parts))


def _svg(box: str, title: str, inside: str) -> SafeString:
    hatch = (
        '<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse"'
        ' patternTransform="rotate(45)"><rect class="hatch" width="3" height="6"/></pattern></defs>'
    )
    return mark_safe(  # noqa: S308 - every text in it is escaped where it is put in
        f'<svg class="chart" role="group" viewBox="{box}" aria-label="{escape(title)}"'
        f' xmlns="http://www.w3.org/2000/svg">{hatch}{inside}</svg>'
    )

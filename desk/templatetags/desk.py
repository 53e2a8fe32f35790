"""Words, numbers and times in templates, in the language of the page."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from desk.words import shown_day, shown_label, shown_moment, shown_number, word
from reports.digest import alarm_line
from reports.labels import Language
from storage.alarms import Alarm
from storage.filters import Filters
from storage.standing_rules import RULE_PERSON
from storage.times import from_text

register = template.Library()


@register.simple_tag(takes_context=True)
def w(context: dict[str, Any], key: str, **filled: object) -> str:
    """The desk's word for a key; what stands in braces is filled in."""
    said = word(key, context["language"])
    return said.format(**filled) if filled else said


@register.simple_tag(takes_context=True)
def l(context: dict[str, Any], group: str, key: str) -> str:  # noqa: E743
    """A word of tables and reports."""
    return shown_label(group, key, context["language"])


@register.simple_tag(takes_context=True)
def alarm(context: dict[str, Any], one: Alarm) -> str:
    """What is not as usual, in the digest's words, without the address."""
    return alarm_line(replace(one, url=""), context["language"]).rstrip(".")


@register.filter
def number(value: int) -> str:
    """A number with its thousands apart."""
    return shown_number(int(value), "en")


@register.simple_tag(takes_context=True)
def day(context: dict[str, Any], value: date | str) -> str:
    """A day written out."""
    language: Language = context["language"]
    return shown_day(date.fromisoformat(value) if isinstance(value, str) else value, language)


@register.filter
def moment(value: datetime | str) -> str:
    """An instant by Tashkent's clock: 31.10.2026 14:05."""
    return shown_moment(from_text(value) if isinstance(value, str) else value)


@register.filter
def clock(value: str) -> str:
    """A stored instant's time of day in Tashkent; "" where only the day is known (midnight)."""
    at = shown_moment(from_text(value))[-5:]
    return "" if at == "00:00" else at


@register.simple_tag(takes_context=True)
def when(context: dict[str, Any], published: str, at: str) -> str:
    """A day written out, and the time of day where it is known."""
    return ", ".join(filter(None, (day(context, published), clock(at))))


@register.simple_tag
def marked(text: str, spans: Iterable[tuple[int, int]]) -> SafeString:
    """A text with spans of it marked; everything else escaped."""
    parts, end = [], 0
    for begin, stop in sorted(spans):
        if begin < end:
            continue
        parts += [escape(text[end:begin]), f"<mark>{escape(text[begin:stop])}</mark>"]
        end = stop
    parts.append(escape(text[end:]))
    return mark_safe("".join(parts))  # noqa: S308 - every part is escaped above


@register.simple_tag
def chosen(filters: Filters, name: str, code: str) -> SafeString:
    """The attribute of an option that a filter has."""
    return mark_safe(" selected" if getattr(filters, name) == code else "")  # noqa: S308


@register.simple_tag
def custom(filters: Filters, name: str, values: Iterable[tuple[str, str, str]]) -> SafeString:
    """An option for a value that was said and is none of those offered (a day, a range)."""
    said = str(getattr(filters, name))
    if not said or said in {code for code, _, _ in values}:
        return mark_safe("")
    return mark_safe(f"<option selected>{escape(said)}</option>")  # noqa: S308 - escaped


@register.simple_tag(takes_context=True)
def choice(context: dict[str, Any], code: str) -> str:
    """A choice of an imported table, in words where the desk has them."""
    try:
        return word(f"choice_{code}", context["language"])
    except KeyError:
        return code


@register.simple_tag(takes_context=True)
def signed(context: dict[str, Any], person: str) -> str:
    """Who decided: a person by name, a standing rule by its number."""
    if not person.startswith(RULE_PERSON):
        return person
    return f"{word('standing_rule', context['language'])} {person.removeprefix(RULE_PERSON)}"


@register.simple_tag
def after(span: timedelta) -> str:
    """How long after: hours and minutes, with its sign."""
    minutes = round(abs(span.total_seconds()) / 60)
    return f"{'−' if span < timedelta() else ''}{minutes // 60}:{minutes % 60:02}"


@register.simple_tag
def percent(share: float) -> str:
    """A share as a percentage."""
    return f"{round(share * 100)}\u00a0%"


@register.simple_tag
def first_of(found: dict[str, Any], key: str) -> Any:
    """What stands under a key; None where nothing does."""
    return found.get(key)


@register.simple_tag
def less(one: int, other: int) -> str:
    """How much less the other is."""
    return shown_number(one - other, "en")

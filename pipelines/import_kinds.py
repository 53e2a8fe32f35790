"""What a table to be imported may hold: kinds, columns by their headings, words of choices."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from pipelines.rule_files import BrokenRules, read_rules
from text.folding import fold

_WORDS = re.compile(r"[^\W_]+")

EXAMPLES = {
    "day": "10.01.2024", "time": "19:30", "outlet": "O‘zbekiston 24",
    "title": "Namuna: yo‘l harakati xavfsizligi oyligi", "programme": "Axborot 24", "url": "https://kun.uz/news/namuna",
    "author": "N. Karimova", "region": "Samarqand viloyati", "place": "telegram", "country": "RU",
    "state": "held", "level": "leadership", "form": "brifing", "person": "N. Karimov",
    "text": "", "note": "namuna: bu qatorni o‘chiring",
}  # fmt: skip
"""What stands in the example row of a template: synthetic, and refused if it is imported."""

EXAMPLE_MARK = "namuna"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of table."""

    id: str
    names: Mapping[str, str]
    fields: tuple[str, ...]
    required: frozenset[str]

    @property
    def counts(self) -> bool:
        """Whether its rows are appearances."""
        return self.id in {"television", "radio", "print", "internet", "foreign"}


class UnknownKind(ValueError):
    """There is no such kind of table; the message lists those there are."""


@cache
def kinds() -> dict[str, Kind]:
    """Every kind, by id.

    Raises:
        BrokenRules: the rule file names a field that there is not.
    """
    rules = read_rules("imports")
    made = {}
    for name, table in rules["kinds"].items():
        unknown = {*table["fields"], *table["required"]} - set(rules["fields"])
        if unknown or not set(table["required"]) <= set(table["fields"]):
            raise BrokenRules(f"{rules.where(f'kinds.{name}')}: fields {sorted(unknown)}")
        made[name] = Kind(name, table["name"], tuple(table["fields"]), frozenset(table["required"]))
    return made


def kind_named(name: str) -> Kind:
    """A kind by its id.

    Raises:
        UnknownKind: there is none.
    """
    if name not in kinds():
        raise UnknownKind(f"--kind {name!r}: no such kind; one of {', '.join(kinds())}")
    return kinds()[name]


def heading_of(cell: str, fields: Collection[str] = ()) -> str:
    """The field that a column's heading means, of some or of all; "" where it is not known.

    Some headings mean one thing in one table and another in the next.
    """
    meant = _headings().get(_key(cell), ())
    return next((one for one in meant if not fields or one in fields), "")


def heading_within(cell: str, fields: Collection[str] = ()) -> str:
    """As :func:`heading_of`; of "Sana / Дата" the first part that is known."""
    words = [cell[:200], *cell[:200].replace("\n", "/").split("/")]
    return next((found for word in words if (found := heading_of(word, fields))), "")


def headings(field: str) -> tuple[str, str]:
    """A field's heading in Uzbek and in Russian, as a template shows it."""
    words = read_rules("imports")["fields"][field]
    russian = next(one for one in words if re.search(r"[а-яё]", one, re.IGNORECASE))
    return words[0], russian


def choices(field: str) -> Mapping[str, str]:
    """The words, folded, by which people say one of few values of a field, and the value."""
    return _choices().get(field, {})


def _key(text: str) -> str:
    return " ".join(_WORDS.findall(fold(text)))


@cache
def _headings() -> dict[str, list[str]]:
    meant: dict[str, list[str]] = {}
    # "Sana / Дата": both halves of a template's own heading are known
    for field, words in read_rules("imports")["fields"].items():
        for word in words:
            meant.setdefault(_key(word), []).append(field)
    return meant


@cache
def _choices() -> dict[str, dict[str, str]]:
    said = read_rules("imports")["words"]
    return {
        field: {_key(word): value for value, words in table.items() for word in (value, *words)}
        for field, table in said.items()
    }


@lru_cache(maxsize=4096)
def choice(field: str, text: str) -> str:
    """The value that a person's word means; "" where it is none of those known."""
    return choices(field).get(_key(text), "")

"""A coverage list made of what the newsroom replica knows, with the verdict due to each row.

Everything in it is synthetic.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl

from replica.truth import Row

DEPARTMENTS = ("Axborot xizmati", "ЙҲХХ", "Пробация хизмати", "Тошкент шаҳар ИИББ", "")

SHOW_THE_DAY_ONLY = {"qalampir.uz", "iiv.uz"}


@dataclass(slots=True)
class Made:
    """A row of the list and the verdict that is due to it."""

    link: str
    due: str
    kind: str
    """Why it is due, for those who read a failed test."""
    outlet: str = ""
    title: str = ""
    day: Any = ""
    department: str = ""


class Maker:
    """Makes the list from the truth.

    ``first`` is the period's first day, ``read`` the first that the ledger has read; ``broken``
    is an outlet whose server fails, ``lone`` one left out of the registry.
    """

    def __init__(
        self,
        truth: Sequence[Row],
        first: date,
        read: date,
        broken: str,
        lone: str,
    ) -> None:
        self.dice = random.Random(5)
        self.first, self.read = first.isoformat(), read.isoformat()
        self.broken, self.lone = broken, lone
        self.owned = {"gov.uz", "iiv.uz"}
        self.truth = [row for row in truth if row["outlet"] != broken]
        self.groups: dict[str, list[Row]] = {}
        for row in self.truth:
            self.groups.setdefault(row["version_group"], []).append(row)
        self.listed = {row["version_group"] for row in self.truth if row["ways"]}

    def articles(self, *relations: str, own: bool = True, inside: bool = True) -> list[Row]:
        """One row of each article of some relations, in a drawn order."""
        groups = [
            rows[0]
            for rows in self.groups.values()
            if rows[0]["kind"] == "article" and rows[0]["version_group"] in self.listed
        ]
        chosen = [
            row
            for row in groups
            if (not relations or row["relation"] in relations)
            and self.names(row) == own
            and (row["day"] >= self.first) == inside
            and not row["teaser"]
        ]
        self.dice.shuffle(chosen)
        return chosen

    def names(self, row: Row) -> bool:
        """Whether a row is an appearance."""
        return row["outlet"] in self.owned or row["owner"] in {"own", "both"}

    def rows(self, count: int) -> list[Made]:
        """So many rows, in a drawn order but for second claims, which come last."""
        share = count // 20
        made = [
            *self._found(share * 5),
            *self._reprints(share * 3),
            *(self._row(r, "not_ministry", "names nobody of ours")
              for r in self.articles(own=False)[: share * 2]),
            *(self._row(r, "outside_period", "another month")
              for r in self.articles("alone", "origin", inside=False)[: share * 2]),
            *self._dead(share * 2),
            *self._unreachable(share),
            *self._no_articles(share),
        ]  # fmt: skip
        self.dice.shuffle(made)
        claimed = [one for one in made if one.due in {"counts", "reprint"}]
        again = list(self._again(claimed, share * 2)) + list(self._others(claimed, share * 2))
        self.dice.shuffle(again)
        return [*made, *again]

    def _row(self, row: Row, due: str, kind: str, link: str = "") -> Made:
        return Made(
            link or row["url"], due, kind, row["outlet"], row["title"],
            date.fromisoformat(row["day"]), self.dice.choice(DEPARTMENTS),
        )  # fmt: skip

    def _found(self, count: int) -> Iterator[Made]:
        # which of its two own sites was first their pages do not say
        carried = {
            row["text"]
            for row in self.truth
            if row["outlet"] in self.owned and row["relation"] == "reprint"
        }
        known = [
            r
            for r in self.articles("alone", "origin")
            if r["outlet"] != self.lone and r["text"] not in carried
        ]
        lone = [r for r in self.articles("alone", "origin") if r["outlet"] == self.lone]
        for row in lone[: count // 10]:
            yield self._row(row, "counts", "an outlet of no registry")
        for row in known[: count - len(lone[: count // 10])]:
            yield self._row(row, "counts", "its own text")

    def _reprints(self, count: int) -> Iterator[Made]:
        sources = {
            row["url"]: row
            for row in self.truth
            if row["day"] >= self.read and row["outlet"] not in {self.lone, self.broken}
        }
        chosen = [
            row
            for row in self.articles("reprint")
            if row["text_of"] in sources
            and row["outlet"] not in self.owned
            and not _undated(sources[row["text_of"]], row)
        ]
        for row in chosen[:count]:
            yield self._row(row, "reprint", "carries another's text")

    def _dead(self, count: int) -> Iterator[Made]:
        gone = [rows[0] for rows in self.groups.values() if rows[0]["kind"] == "gone"]
        for row in gone[: count // 2]:
            yield self._row(row, "dead", "taken down")
        for row in self.articles("alone")[: count - len(gone[: count // 2])]:
            # no such article: its slug turned about, its number another
            head, _, tail = row["url"].rstrip("/").rpartition("/")
            other = "".join(str(9 - int(c)) if c.isdigit() else c for c in tail)
            other = other if other != tail else tail[::-1]
            slash = "/" if row["url"].endswith("/") else ""
            yield self._row(row, "dead", "never was", f"{head}/{other}{slash}")

    def _unreachable(self, count: int) -> Iterator[Made]:
        walled = [rows[0] for rows in self.groups.values() if rows[0]["kind"] == "paywalled"]
        for row in walled[: count // 4]:
            yield self._row(row, "not_reachable", "pay wall")
        for number in range(count - len(walled[: count // 4])):
            url = f"https://{self.broken}/oz/posts/synthetic-{number}"
            yield Made(url, "not_reachable", "its server is broken", self.broken, "Sinov", "")

    def _no_articles(self, count: int) -> Iterator[Made]:
        links = [
            "https://kun.uz/", "https://www.gazeta.uz/uz/", "https://gov.uz/oz", "yoʻq", "—",
            "mailto:info@iiv.uz", "https://xabar.uz", "ftp://uza.uz/a", "Telegram kanalda",
            "http://127.0.0.1/admin", "https://kun.uz/news/list", "https://qalampir.uz/uz",
        ]  # fmt: skip
        for number in range(count):
            link = links[number % len(links)]
            yield Made(link, "not_article", "no article", "kun.uz", f"Sinov {number}", "")

    def _again(self, claimed: list[Made], count: int) -> Iterator[Made]:
        for one in claimed[:count]:
            joint = "&" if "?" in one.link else "?"
            link = one.link + self.dice.choice(("", f"{joint}utm_source=telegram", "#izohlar"))
            yield Made(
                link, "claimed", "the same link", one.outlet, one.title, one.day, "ЙҲХХ"
            )  # fmt: skip

    def _others(self, claimed: list[Made], count: int) -> Iterator[Made]:
        by_url = {row["url"]: row for row in self.truth}
        for one in reversed(claimed):
            row = by_url[one.link]
            others = [
                r["url"]
                for r in self.groups[row["version_group"]]
                if r["url"] != one.link and r["kind"] == "article"
            ] + [url for url in row["urls"] if "/amp" in url]
            if others and count:
                count -= 1
                yield Made(
                    self.dice.choice(others), "same_publication", "another link of the same",
                    one.outlet, one.title, one.day, "Axborot xizmati",
                )  # fmt: skip


def _undated(source: Row, row: Row) -> bool:
    """Whether nobody can tell from the pages who was first: the source shows its day only."""
    return source["outlet"] in SHOW_THE_DAY_ONLY and source["day"] == row["day"]


def write_list(path: Path, rows: Sequence[Made]) -> None:
    """The list as a department sends it: a title above, headings in Uzbek and Russian."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "Chiqishlar"
    sheet.append(["ОАВдаги чиқишлар рўйхати (sinov)"])
    sheet.append(["№", "Бўлинма", "Дата", "ОАВ номи", "Sarlavha", "Ҳавола"])
    for number, one in enumerate(rows, 1):
        sheet.append([number, one.department, one.day, one.outlet, one.title, one.link])
        if number % 7 == 0 and one.link.startswith("http"):
            cell = sheet.cell(sheet.max_row, 6)
            cell.value, cell.hyperlink = "ҳавола", one.link
    book.save(path)

"""The quality gate: measures that may not sink below their pinned floors.

    python tools/quality_gate.py

Measured on what the newsroom replica invents (synthetic, of a seed no test uses), so that it can
be repeated anywhere: mentions and owners on its texts, dates as its sites print them, extraction
of its pages by each outlet's layouts and by the reader for unknown sites. The floors are in
``tools/quality_floors.toml``. A floor may be lowered only with a written reason beside it: the
gate reads the file's history and fails when a floor is lower than it ever was without one.
"""

import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from scrapy.http import HtmlResponse, Request

from crawler.session import Session
from crawler.settings import user_agent
from pipelines.analysis import analyse
from replica import NewsroomPlan, Studio
from replica.answers import Asked
from replica.datelines import ago, iso, near, plain, rfc822, russian, uzbek
from spiders import site_for
from spiders.base.whole_page import WholePage
from spiders.extraction import extract
from storage.records import Found
from storage.registry import Registry
from text.clock import TASHKENT
from text.dates import UnreadableDate, read_date

ROOT = Path(__file__).parent.parent
FLOORS = ROOT / "tools" / "quality_floors.toml"
SEED = 20261124
PAGES = 12
"""Pages of each outlet that are read."""

NOT_BY_PAGES = frozenset({"facebook", "youtube"})
"""Ways of reading that never ask for a publication's own page: the Graph API and a channel's feed
tell them whole, and tests/crawler compares those with the truth row by row."""


def main() -> int:
    """Measure, print, compare; 1 when something sank or a floor was lowered without a reason."""
    pinned = tomllib.loads(FLOORS.read_text(encoding="utf-8"))
    found = dict(measures())
    complaints = [*sunk(found, pinned), *lowered_in_silence(pinned, history())]
    for name, value in found.items():
        print(f"{name:<28} {value:.4f}  floor {pinned.get(name, {}).get('floor', '-')}")
    for complaint in complaints:
        print(f"quality gate: {complaint}", file=sys.stderr)
    return 1 if complaints else 0


def measures() -> Iterator[tuple[str, float]]:
    """Every measure by name, 0 to 1."""
    studio = Studio(NewsroomPlan(seed=SEED, days=3, per_day=300, quirks=False))
    yield from _mentions(studio)
    yield "dates", _dates(studio.plan.now)
    yield from _extraction(studio, Session(ROOT / "none.db").registry)


def sunk(found: dict[str, float], pinned: dict[str, dict[str, object]]) -> Iterator[str]:
    """What is below its floor, and what has no floor or no measure."""
    for name in sorted(found.keys() | pinned.keys()):
        if name not in pinned:
            yield f"{name} has no floor in {FLOORS.name}"
        elif name not in found:
            yield f"{name} is not measured any more"
        elif found[name] < float(str(pinned[name]["floor"])):
            yield f"{name} sank to {found[name]:.4f}, its floor is {pinned[name]['floor']}"


def lowered_in_silence(
    pinned: dict[str, dict[str, object]], earlier: list[dict[str, dict[str, object]]]
) -> Iterator[str]:
    """Floors below one they had, without ``lowered = "why"`` beside them."""
    for before in earlier:
        for name, row in before.items():
            now = pinned.get(name)
            if now is None:
                yield f"the floor of {name} was taken away"
            elif float(str(now["floor"])) < float(str(row["floor"])) and not now.get("lowered"):
                yield (
                    f"the floor of {name} was lowered from {row['floor']} to {now['floor']}; "
                    'say why beside it: lowered = "…"'
                )


def history() -> list[dict[str, dict[str, object]]]:
    """The floors as they were in every earlier commit; empty outside a repository."""
    name = FLOORS.relative_to(ROOT).as_posix()
    if not shutil.which("git") or not (ROOT / ".git").exists():
        print("quality gate: no history here, floors are not compared with earlier ones")
        return []
    log = subprocess.run(
        ["git", "log", "--format=%H", "--", name], cwd=ROOT, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    texts = (
        subprocess.run(
            ["git", "show", f"{commit}:{name}"], cwd=ROOT, capture_output=True, text=True,
            check=True,
        ).stdout
        for commit in log.stdout.split()
    )  # fmt: skip
    return [tomllib.loads(text) for text in texts]


def _mentions(studio: Studio) -> Iterator[tuple[str, float]]:
    rows = [row for row in studio.truth if row["kind"] == "article"]
    right = wrong = missed = same = 0
    for row in rows:
        said = analyse(row["title"], row["body"]).owner
        ours, true = said in {"own", "both"}, row["owner"] in {"own", "both"}
        right += ours and true
        wrong += ours and not true
        missed += true and not ours
        same += said == row["owner"]
    yield "mentions.precision", right / (right + wrong)
    yield "mentions.recall", right / (right + missed)
    yield "mentions.owner", same / len(rows)


def _dates(now: datetime) -> float:
    now = now.astimezone(TASHKENT)
    right = asked = 0
    for step in range(400):
        moment = (now - timedelta(minutes=step * step + 1)).replace(second=0)
        printed = [
            plain(moment), iso(moment), rfc822(moment), russian(moment), near(moment, now, "ru"),
            uzbek(moment, "uz-Latn"), uzbek(moment, "uz-Cyrl"), near(moment, now, "uz-Latn"),
            near(moment, now, "uz-Cyrl"), near(moment, now, "en"),
        ]  # fmt: skip
        for text in filter(None, printed):
            asked += 1
            right += _read(text, now) == moment
        if text := ago(moment, now):
            asked += 1
            read = _read(text, now)
            right += read is not None and abs(read - moment) <= timedelta(hours=1)
    return right / asked


def _read(text: str, now: datetime) -> datetime | None:
    try:
        return read_date(text, now).at
    except UnreadableDate:
        return None


def _extraction(studio: Studio, registry: Registry) -> Iterator[tuple[str, float]]:
    by_layout: list[float] = []
    as_unknown: list[float] = []
    for name in studio.sites:
        if registry[name].read in NOT_BY_PAGES:
            continue
        rows = [r for r in studio.truth if r["outlet"] == name and r["kind"] == "article"]
        for row in rows[:PAGES]:
            ask = site_for(registry[name]).ask(Found(row["url"]))
            page = _page(studio, ask.url, dict(ask.headers))
            reading = extract(page, row["url"], registry, studio.plan.now)
            by_layout.append(overlap(row["body"], reading.body))
            if ask.url == row["url"] and page.lstrip()[:1] == b"<":
                whole = _whole(page, row["url"], studio.plan.now, registry, name)
                as_unknown.append(overlap(row["body"], whole))
    yield "extraction.layouts", sum(by_layout) / len(by_layout)
    yield "extraction.unknown_sites", sum(as_unknown) / len(as_unknown)


def _page(studio: Studio, url: str, headers: dict[str, str]) -> bytes:
    parts = urlsplit(url)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    # gazeta.uz drops readers that it does not know
    small = {"user-agent": user_agent()} | {key.lower(): v for key, v in headers.items()}
    return studio.answer(Asked("GET", "https", parts.netloc, target, small))[1].body


def _whole(page: bytes, url: str, now: datetime, registry: Registry, name: str) -> str:
    response = HtmlResponse(url, body=page, request=Request(url))
    return WholePage(response, now, registry[name]).body()


def overlap(true: str, said: str) -> float:
    """F1 of the runs of four words that two texts share."""
    a, b = _runs(true), _runs(said)
    if not a or not b:
        return float(a == b)
    return 2 * len(a & b) / (len(a) + len(b))


def _runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    return {tuple(words[n : n + 4]) for n in range(max(1, len(words) - 3))} if words else set()


if __name__ == "__main__":
    sys.exit(main())

"""Extraction of unknown pages by the measure of scrapinghub's article-extraction-benchmark.

    python bench/extraction.py --benchmark FOLDER [--worst N]

FOLDER is a checkout of that repository (181 real pages; none is part of this one); its own
evaluate.py gives the figures. Two tables: the pages as they are, and the same pages with every
word of text written in Uzbek Cyrillic. Each beside trafilatura (fast), in one run.
"""

import argparse
import gzip
import importlib.util
import json
import re
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import trafilatura
from lxml import html

sys.path.insert(0, str(Path(__file__).parent.parent))

from spiders.extraction import extract
from storage.registry import Registry

NOW = datetime(2020, 6, 1, tzinfo=UTC)
REGISTRY = Registry({})
LETTERS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "абсдефгҳижклмнопқрстувўхйзАБСДЕФГҲИЖКЛМНОПҚРСТУВЎХЙЗ",
)
"""One Cyrillic letter for each Latin one: lengths and word limits stay."""


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--benchmark", type=Path, required=True)
    parser.add_argument("--worst", type=int, default=0, help="print the worst pages of ours")
    options = parser.parse_args()
    measure = _measure_of(options.benchmark)
    truth = json.loads((options.benchmark / "ground-truth.json").read_text(encoding="utf-8"))
    pages = {
        name: gzip.decompress((options.benchmark / "html" / f"{name}.html.gz").read_bytes())
        for name in truth
    }
    for title, turn_page, turn_text in (
        ("as they are", lambda page: page, lambda text: text),
        ("in Uzbek Cyrillic", in_cyrillic, lambda text: text.translate(LETTERS)),
    ):
        print(f"{len(pages)} pages {title}")
        turned = {name: turn_page(page) for name, page in pages.items()}
        true = {
            name: row | {"articleBody": turn_text(row.get("articleBody", ""))}
            for name, row in truth.items()
        }
        _compare(measure, turned, true, options.worst)


def _compare(measure: Any, pages: dict[str, bytes], true: dict[str, Any], worst: int) -> None:
    readers: list[tuple[str, Callable[[bytes], str]]] = [
        ("yoritish", ours), ("trafilatura fast", theirs),
    ]  # fmt: skip
    for name, read in readers:
        began = time.perf_counter()
        said = {key: {"articleBody": read(page)} for key, page in pages.items()}
        took = time.perf_counter() - began
        found = measure.evaluate(true, said, n_bootstrap=0)
        print(
            f"  {name:<17} F1 {found['f1']:.3f}  precision {found['precision']:.3f}  "
            f"recall {found['recall']:.3f}  {len(pages) / took:.0f} pages/s"
        )
        if name == "yoritish" and worst:
            scores = dict(zip(true, found["tp_fp_fns"], strict=True))
            order = sorted(true, key=lambda k: scores[k][0] - scores[k][1] - scores[k][2])
            for key in order[:worst]:
                print("   ", key[:12], [round(x, 2) for x in scores[key]])


def ours(page: bytes) -> str:
    """The body that ``yoritish extract`` reads off a page of an unknown site."""
    return extract(page, "https://example.com/news/1", REGISTRY, NOW).body


def theirs(page: bytes) -> str:
    """The peer's."""
    return trafilatura.extract(page, fast=True, include_comments=False) or ""


def in_cyrillic(page: bytes) -> bytes:
    """A page with every word of its text in Cyrillic letters; scripts and attributes stay."""
    text = page.decode("utf-8", errors="replace")
    tree = html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text))
    for one in tree.iter():
        if isinstance(one.tag, str):
            if one.text and one.tag not in {"script", "style"}:
                one.text = one.text.translate(LETTERS)
            for name in ("content", "title", "alt"):
                if name in one.attrib and one.tag == "meta" and "title" in one.get("property", ""):
                    one.set(name, one.get(name).translate(LETTERS))
        if one.tail:
            one.tail = one.tail.translate(LETTERS)
    return bytes(html.tostring(tree, encoding="utf-8"))


def _measure_of(folder: Path) -> Any:
    spec = importlib.util.spec_from_file_location("evaluate", folder / "evaluate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main()

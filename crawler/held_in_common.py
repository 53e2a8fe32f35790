"""Loads what visits need before their processes part: then it is held in memory once."""

import gc

from scrapy.utils.misc import load_object

from crawler.settings import parts_of_a_visit
from pipelines.analysis import analyse
from storage.outlets import Outlet


def load_for_visits(outlet: Outlet) -> None:
    """Load rules, words and the crawler's parts, by an outlet that is to be visited."""
    analyse("Ички ишлар вазирлиги", "Ички ишлар вазирлиги хабар берди.")
    for part in parts_of_a_visit(outlet):
        load_object(part)
    gc.collect()
    gc.freeze()

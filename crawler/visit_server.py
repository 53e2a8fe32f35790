"""Imported by the process that a worker's visits are forked from: loads what they share, once."""

from crawler.heap import spare_memory
from crawler.held_in_common import load_for_visits
from storage.lone_outlets import MARK, lone_outlet

spare_memory()
load_for_visits(lone_outlet(f"{MARK}example.uz"))

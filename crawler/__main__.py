"""``python -m crawler`` is the console script ``yoritish``."""

from crawler.cli import main

main()

"""Tables and lines on a terminal; data on stdout, everything else on stderr."""

import json
import sys

from rich.console import Console
from rich.table import Table as RichTable

from reports.tables import Table, as_csv

NUMBERS = "right"


def show_table(table: Table, *, notes: bool = True) -> None:
    """Print a table as wide as it needs to be when it is not read on a screen."""
    console = _console()
    grid = RichTable(title=table.title, title_justify="left", header_style="bold")
    for name, numeric in zip(table.headings, table.numeric, strict=True):
        grid.add_column(name, justify="right" if numeric else "left", overflow="fold")
    for row in table.rows:
        grid.add_row(*[cell.replace("[", r"\[") for cell in row])
    console.print(grid)
    if notes:
        for note in table.notes:
            console.print(note, markup=False, highlight=False)


def write_csv(table: Table) -> None:
    """Print a table as CSV."""
    sys.stdout.write(as_csv(table))


def write_json(value: object) -> None:
    """Print a value as JSON, letters as they are."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def say(line: str) -> None:
    """A line for the person at the terminal, apart from the data."""
    sys.stderr.write(line + "\n")


def _console() -> Console:
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=180)

"""The help of every command as Markdown, for ``docs/commands.md`` (written by cog)."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import typer

sys.path.insert(0, str(Path(__file__).parent.parent))
# the same text on every terminal
os.environ["COLUMNS"] = "88"
os.environ["TERMINAL_WIDTH"] = "88"

from crawler.cli import app


def pages() -> str:
    """A heading and the help of the program and of each of its commands."""
    root = typer.main.get_command(app)
    return "\n".join(_pages(root, "yoritish", None))


def _pages(command: typer.core.TyperCommand, name: str, parent: object) -> Iterator[str]:
    context = command.make_context(name, [], parent=parent, resilient_parsing=True)
    yield f"## `{context.command_path}`\n\n```text\n{_trimmed(context.get_help())}\n```\n"
    if isinstance(command, typer.core.TyperGroup):
        for inner in sorted(command.list_commands(context)):
            yield from _pages(command.get_command(context, inner), inner, context)


def _trimmed(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines())

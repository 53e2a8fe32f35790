"""Writes the commands page from the commands' own help."""

import click
import typer

from crawler.cli import app

WIDTH = 90


def page() -> str:
    """Markdown: every command with its help, in the order ``yoritish --help`` shows them."""
    parts = [_section("yoritish", typer.main.get_command(app))]
    parts += [_section(f"yoritish {name}", command) for name, command in _commands()]
    return "\n" + "\n".join(parts)


def _commands() -> list[tuple[str, click.Command]]:
    found: list[tuple[str, click.Command]] = []
    pending = [("", typer.main.get_command(app))]
    while pending:
        prefix, command = pending.pop(0)
        for name, inner in getattr(command, "commands", {}).items():
            full = f"{prefix} {name}".strip()
            found.append((full, inner))
            pending.append((full, inner))
    return found


def _section(title: str, command: click.Command) -> str:
    context = click.Context(command, info_name=title, terminal_width=WIDTH, max_content_width=WIDTH)
    text = "\n".join(line.rstrip() for line in command.get_help(context).splitlines())
    return f"## {title}\n\n```\n{text}\n```\n"

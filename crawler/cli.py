"""The console script ``yoritish``: global options, one line for every error a person can mend."""

import os
import sqlite3
import sys
from importlib import import_module
from importlib.metadata import version
from typing import Annotated, Any, NoReturn

import typer
from typer.exceptions import TyperException

from crawler.session import Session
from storage.location import location

BAD_INPUT = 2
"""Exit code: something given to the program cannot be used."""

COMMANDS = {
    "nightly": "nightly:nightly", "crawl": "crawl:crawl", "schedule": "schedule:schedule", "worker": "worker:worker", "move": "move:move",
    "alarms": "alarms:alarms", "holes": "holes:holes", "digest": "digest:digest",
    "outlets": "outlets:app", "counts": "counts:counts", "quotes": "quotes:quotes", "coverage": "coverage:app",
    "import": "import_table:import_table", "missed": "missed:missed",
    "desk": "desk:desk",
    "decide": "decide:decide_command", "rules": "rules:app", "learn": "learn:learn", "show": "show:show",
    "report": "report:report", "period": "period:app", "story": "story:story",
    "spread": "spread:spread", "retry": "retry:retry", "backup": "backup:backup",
    "restore": "backup:restore", "verify": "verify:verify_command", "analyse": "analyse:analyse",
    "group": "group:group", "extract": "extract:extract",
}  # fmt: skip
"""Each command's module in ``crawler.commands`` and what in it: a function, or a group (app)."""

_LOOK: dict[str, Any] = {
    "add_completion": False,
    "pretty_exceptions_enable": False,
    "rich_markup_mode": None,
    "context_settings": {"help_option_names": ["-h", "--help"]},
}


class _OnDemand(typer.core.TyperGroup):
    """Loads the command that is called: the others, and what they need, take a second."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Their names."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of a name; None where there is none."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        if cmd_name not in self.commands:
            module, _, name = COMMANDS[cmd_name].partition(":")
            found = getattr(import_module(f"crawler.commands.{module}"), name)
            if not isinstance(found, typer.Typer):
                alone = typer.Typer(**_LOOK)
                alone.command(cmd_name)(found)
                found = alone
            self.commands[cmd_name] = typer.main.get_command(found)
            self.commands[cmd_name].name = cmd_name
        return self.commands[cmd_name]


app = typer.Typer(
    name="yoritish",
    help="Counts, checks and proves a ministry's media coverage.",
    no_args_is_help=True,
    cls=_OnDemand,
    **_LOOK,
)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"yoritish {version('yoritish')}")
        raise typer.Exit


@app.callback()
def options(
    context: typer.Context,
    db: Annotated[
        str,
        typer.Option(
            envvar="YORITISH_DB", help="The ledger: a SQLite file, or postgresql://… for many."
        ),
    ] = "yoritish.db",
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say only what is wrong.")] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Say also what is being done.")
    ] = False,
    _: Annotated[
        bool,
        typer.Option(
            "--version", callback=_version, is_eager=True, help="Say which version it is."
        ),
    ] = False,
) -> None:
    """Counts, checks and proves a ministry's media coverage."""
    context.obj = Session(location(db), quiet=quiet, verbose=verbose)


def main() -> NoReturn:
    """Run the command line; errors that a person can mend are one line and exit code 2."""
    try:
        code = app(standalone_mode=False)
    except (typer.Abort, KeyboardInterrupt):
        _fail("stopped")
    except TyperException as error:
        _fail(_of_usage(error))
    except BrokenPipeError:
        # the reader of our output has left: nothing more to say
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except (ValueError, RuntimeError, OSError, sqlite3.Error) as error:
        if os.environ.get("YORITISH_TRACEBACK"):
            raise
        _fail(str(error) or type(error).__name__)
    sys.exit(code if isinstance(code, int) else 0)


def _of_usage(error: TyperException) -> str:
    context = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError" and context is not None:
        sys.stderr.write(f"{context.get_help()}\n")
        return "say a command"
    where = f" (see `{context.command_path} --help`)" if context is not None else ""
    return f"{getattr(error, 'format_message', error.__str__)()}{where}"


def _fail(message: str) -> NoReturn:
    line = " ".join(message.split())
    sys.stderr.write(f"yoritish: {line}\n")
    sys.exit(BAD_INPUT)

"""The console script ``yoritish``: global options, one line for every error a person can mend."""

import os
import sqlite3
import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from typer.exceptions import TyperException

from crawler.commands import (
    alarms,
    analyse,
    backup,
    counts,
    coverage,
    crawl,
    decide,
    digest,
    extract,
    group,
    holes,
    import_table,
    learn,
    missed,
    nightly,
    outlets,
    report,
    retry,
    schedule,
    show,
    spread,
    story,
    verify,
)
from crawler.session import Session

BAD_INPUT = 2
"""Exit code: something given to the program cannot be used."""

app = typer.Typer(
    name="yoritish",
    help="Counts, checks and proves a ministry's media coverage.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("nightly")(nightly.nightly)
app.command("crawl")(crawl.crawl)
app.command("schedule")(schedule.schedule)
app.command("alarms")(alarms.alarms)
app.command("holes")(holes.holes)
app.command("digest")(digest.digest)
app.add_typer(outlets.app, name="outlets")
app.command("counts")(counts.counts)
app.add_typer(coverage.app, name="coverage")
app.command("import")(import_table.import_table)
app.command("missed")(missed.missed)
app.command("decide")(decide.decide_command)
app.command("learn")(learn.learn)
app.command("show")(show.show)
app.command("report")(report.report)
app.command("story")(story.story)
app.command("spread")(spread.spread)
app.command("retry")(retry.retry)
app.command("backup")(backup.backup)
app.command("restore")(backup.restore)
app.command("verify")(verify.verify_command)
app.command("analyse")(analyse.analyse)
app.command("group")(group.group)
app.command("extract")(extract.extract)


@app.callback()
def options(
    context: typer.Context,
    db: Annotated[
        Path,
        typer.Option(envvar="YORITISH_DB", help="The ledger: a SQLite file."),
    ] = Path("yoritish.db"),
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say only what is wrong.")] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Say also what is being done.")
    ] = False,
) -> None:
    """Counts, checks and proves a ministry's media coverage."""
    context.obj = Session(db, quiet=quiet, verbose=verbose)


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

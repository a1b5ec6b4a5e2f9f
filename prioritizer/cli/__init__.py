"""The command line: one file per command, loaded only when called."""

from __future__ import annotations

import errno
import importlib
import os
import sys
from pathlib import Path
from typing import Any

import click

from prioritizer.errors import PlaceError, PrioritizerError
from prioritizer.version import __version__

DEBUG = "PRIORITIZER_DEBUG"
STOPPED = 130  # as shells say it: 128 and the number of the signal
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EIO)

COMMANDS = {
    "rank": "prioritizer.cli.rank",
    "matrix": "prioritizer.cli.matrix",
    "weights": "prioritizer.cli.weights",
    "criteria": "prioritizer.cli.criteria",
    "validate": "prioritizer.cli.validate",
    "appraise": "prioritizer.cli.appraise",
    "classify": "prioritizer.cli.classify",
    "import": "prioritizer.cli.import_",
    "enrich": "prioritizer.cli.enrich",
    "shortlist": "prioritizer.cli.shortlist",
    "report": "prioritizer.cli.report",
    "compare": "prioritizer.cli.compare",
    "why": "prioritizer.cli.why",
    "robustness": "prioritizer.cli.robustness",
    "calibrate": "prioritizer.cli.calibrate",
    "hindcast": "prioritizer.cli.hindcast",
    "next-data": "prioritizer.cli.next_data",
    "portfolio": "prioritizer.cli.portfolio",
    "pilot": "prioritizer.cli.pilot",
    "replay": "prioritizer.cli.replay",
    "diff": "prioritizer.cli.diff",
    "inventory": "prioritizer.cli.inventory",
    "export": "prioritizer.cli.export",
    "project": "prioritizer.cli.project",
    "workshop": "prioritizer.cli.workshop",
    "verify": "prioritizer.cli.verify",
    "app": "prioritizer.cli.app",
    "doctor": "prioritizer.cli.doctor",
}


class LazyGroup(click.Group):
    """A group whose commands are imported when they are named, so that each starts fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return one command, or None if the name is not in the table."""
        module = COMMANDS.get(cmd_name)
        if module is None:
            return None
        command: click.Command = importlib.import_module(module).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands with the first line of their files, without importing them."""
        rows = [(name, _summary(module)) for name, module in COMMANDS.items()]
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; Ctrl-C ends it with the status that shells expect."""
        try:
            return self._answered(ctx)
        except KeyboardInterrupt:
            click.echo("Stopped. Nothing more is written.", err=True)
            ctx.exit(STOPPED)

    def _answered(self, ctx: click.Context) -> Any:
        """Run a command; a fault is printed, with exit status 1 or 2, and no traceback."""
        if sys.stdout is None:  # closed by the caller, as by >&-
            sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
        try:
            answer = super().invoke(ctx)
            sys.stdout.flush()
            return answer
        except PrioritizerError as error:
            _fault(str(error))
            ctx.exit(2 if isinstance(error, PlaceError) else 1)
        except BrokenPipeError:
            sys.stderr.close()
            ctx.exit(0)
        except (click.exceptions.Exit, click.ClickException, click.Abort):
            raise
        except Exception as error:
            if isinstance(error, OSError) and error.errno in NO_ROOM and error.filename is None:
                click.echo(
                    f"output: could not be written ({error.strerror}). Expected room for it. "
                    "Free some, or write elsewhere.",
                    err=True,
                )
                _leave_unwritten()
                ctx.exit(1)
            if os.environ.get(DEBUG):
                raise
            _fault(
                f"internal error: {type(error).__name__}: {str(error)[:300]}\n"
                "This is a fault of the program, not of your data. Please report it; "
                f"set {DEBUG}=1 to see where it happened."
            )
            ctx.exit(1)


def _fault(text: str) -> None:
    """Print what went wrong; a fault quotes what was found in somebody's file."""
    from prioritizer.cli.common import echo_plain

    echo_plain(text, err=True)


def _leave_unwritten() -> None:
    """Keep Python from trying once more, at its end, to write what nobody can take."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _summary(module: str) -> str:
    """Return what the first line of a command's file says after the command's name."""
    path = Path(__file__).with_name(module.rpartition(".")[2] + ".py")
    with path.open(encoding="utf-8") as file:
        first = file.readline().strip().strip('"')
    summary = first.partition(": ")[2] or first
    return summary[:1].upper() + summary[1:]


@click.command(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="prioritizer")
def main() -> None:
    """Rank historical mine waste sites for pilot studies.

    Example: python -m prioritizer rank sample_data/sites.csv --weights grade=3,volume=2
    """

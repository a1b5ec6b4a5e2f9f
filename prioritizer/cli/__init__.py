"""The command line: one file per command, loaded only when called."""

from __future__ import annotations

import importlib
import sys
from typing import Any

import click

from prioritizer import __version__
from prioritizer.errors import PrioritizerError

COMMANDS = {
    "rank": "prioritizer.cli.rank",
    "matrix": "prioritizer.cli.matrix",
    "weights": "prioritizer.cli.weights",
    "validate": "prioritizer.cli.validate",
    "replay": "prioritizer.cli.replay",
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

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; a known fault is printed, with exit status 1, and no traceback."""
        try:
            return super().invoke(ctx)
        except PrioritizerError as error:
            click.echo(str(error), err=True)
            ctx.exit(1)
        except BrokenPipeError:
            sys.stderr.close()
            ctx.exit(0)


@click.command(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="prioritizer")
def main() -> None:
    """Rank historical mine waste sites for pilot studies.

    Example: python -m prioritizer rank sample_data/sites.csv --weights grade=3,volume=2
    """

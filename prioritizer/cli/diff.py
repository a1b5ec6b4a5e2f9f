"""``diff``: what changed between two decision records, and because of what."""

from __future__ import annotations

import json
from pathlib import Path

import click

from prioritizer.cli.common import naming, read_record, write_output
from prioritizer.cli.idle import checked
from prioritizer.cli.places import FILE, OUTPUT


@click.command(epilog="Example: python -m prioritizer diff march.json june.json --top 10")
@click.argument("first", type=FILE)
@click.argument("second", type=FILE)
@click.option(
    "--top",
    default=10,
    show_default=True,
    type=click.IntRange(min=1),
    help="Places whose moves are explained.",
)
@click.option(
    "--format",
    "format_name",
    default="text",
    show_default=True,
    type=click.Choice(["text", "json"]),
)
@click.option("--output", type=OUTPUT, help="Write here instead of to the screen.")
@click.option("--exit-code", is_flag=True, help="Exit status 1 if the records differ.")
@click.pass_context
@checked()
def command(
    ctx: click.Context,
    first: Path,
    second: Path,
    top: int,
    format_name: str,
    output: Path | None,
    exit_code: bool,
) -> None:
    """Explain how SECOND differs from FIRST: evidence, weights, criteria, risk, method, sites.

    The moves of the shortlist are shared out among what changed. Exit status 0, also where they
    differ, unless --exit-code is given.
    """
    from prioritizer.workflow.records.diff import as_data, as_text, difference
    from prioritizer.workflow.records.parsing import parse_record

    contents = []
    for path in (first, second):
        contents.append(read_record(path, "a decision record"))
        with naming(path):
            parse_record(contents[-1])
    found = difference(contents[0], contents[1], top=top)
    if format_name == "json":
        text = json.dumps(as_data(found), ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    else:
        text = as_text(found)
    write_output(text.encode(), output)
    if exit_code and not found.is_same:
        ctx.exit(1)

"""``verify``: check a record offline, and compute its result again."""

from __future__ import annotations

import json
from pathlib import Path

import click

from prioritizer.cli import replay
from prioritizer.cli.common import naming, read_record
from prioritizer.cli.places import FILE

MOST_NAMED = 50
DECISION = "prioritizer-record/"


@click.command(epilog="Example: python -m prioritizer verify workshop.json")
@click.argument("record", type=FILE)
@click.option(
    "--head",
    help="The head of the log kept elsewhere, for example on a slide; 8 digits or more.",
)
@click.pass_context
def command(ctx: click.Context, record: Path, head: str | None) -> None:
    """Check chain, answers, ballots and result of a workshop's RECORD.

    A decision record is checked as by 'replay'; its --head is the fingerprint.

    Exit status 0 if all holds, 1 if not. Without --head nothing proves that the record was not
    written anew as a whole.
    """
    content = read_record(record, "the record of a workshop or of a decision")
    is_decision = _schema(content).startswith(DECISION)
    if not (replay.holds if is_decision else _holds)(record, content, head):
        ctx.exit(1)


def _holds(record: Path, content: bytes, head: str | None) -> bool:
    from prioritizer.workflow.workshop.verifying import verify

    with naming(record):
        found = verify(content)
    differences = list(found.differences)
    if head is not None and not (
        len(head.strip()) >= 8 and found.head.startswith(head.strip().lower())
    ):
        differences.insert(
            0, f"head: expected {head.strip()}, the record ends in {found.head[:16]}…"
        )
    click.echo(f"{record.name}: {found.title}\nhead of the log {found.head}")
    for kind, lines in (("checked", found.checked), ("note", found.notes)):
        for line in lines:
            click.echo(f"{kind}: {line}")
    for line in differences[:MOST_NAMED]:
        click.echo(f"different: {line}")
    if len(differences) > MOST_NAMED:
        click.echo(f"… and {len(differences) - MOST_NAMED} more")
    if differences:
        click.echo("The record does not hold.")
        return False
    click.echo(
        "The record holds: nothing was changed, and the result follows from the answers."
    )
    return True


def _schema(content: bytes) -> str:
    """Return what the record says it is; nothing where it says nothing."""
    try:
        record = json.loads(content)
    except (ValueError, RecursionError):
        return ""
    return str(record.get("schema", "")) if isinstance(record, dict) else ""

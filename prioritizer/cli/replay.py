"""``replay``: check a decision record and compute its ranking again."""

from __future__ import annotations

from pathlib import Path

import click

from prioritizer.cli.common import naming, read_record
from prioritizer.cli.places import FILE
from prioritizer.domain.words import printable
from prioritizer.domain.written_digest import DIGITS, WrittenDigest, read_written_digest
from prioritizer.workflow.records.replay import Replay, replay

MOST_NAMED = 50


@click.command(epilog="Example: python -m prioritizer replay decision.json")
@click.argument("record", type=FILE)
@click.option(
    "--fingerprint",
    help="The fingerprint kept elsewhere, for example in a report: 8 digits or more, in part "
    "or whole.",
)
@click.pass_context
def command(ctx: click.Context, record: Path, fingerprint: str | None) -> None:
    """Recompute the ranking of RECORD bit by bit, and name every digit or letter that changed.

    Exit status 0 if all is the same, 1 if not.
    """
    if not holds(record, read_record(record, "a decision record"), fingerprint):
        ctx.exit(1)


def holds(record: Path, content: bytes, fingerprint: str | None) -> bool:
    """Print what a replay checked and found; return whether nothing differs."""
    kept = read_written_digest(fingerprint, "fingerprint") if fingerprint is not None else None
    with naming(record):
        found = replay(content)
    differences = [*_other_fingerprint(found, kept), *found.differences]
    click.echo(printable(f"{record.name}: {found.title}"))
    click.echo(printable(f"fingerprint {found.fingerprint}"))
    for line in (*found.checked, *_same_fingerprint(found, kept)):
        click.echo(printable(f"checked: {line}"))
    for line in found.notes:
        click.echo(printable(f"note: {line}"))
    for line in differences[:MOST_NAMED]:
        click.echo(printable(f"different: {line}"))
    if len(differences) > MOST_NAMED:
        click.echo(f"… and {len(differences) - MOST_NAMED} more")
    if differences:
        click.echo("The record does not hold.")
        return False
    click.echo("Same: nothing changed, and the ranking comes out the same to the last bit.")
    return True


def _other_fingerprint(found: Replay, kept: WrittenDigest | None) -> list[str]:
    if kept is None or kept.fits(found.fingerprint):
        return []
    return [f"fingerprint: expected {kept}, the record has another one"]


def _same_fingerprint(found: Replay, kept: WrittenDigest | None) -> list[str]:
    if kept is None or not kept.fits(found.fingerprint):
        return []
    return [f"fingerprint: {kept.n_digits} of {DIGITS} digits compared, no difference"]

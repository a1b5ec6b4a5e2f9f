"""``verify``: check a record offline, and compute its result again."""

from __future__ import annotations

import json
from pathlib import Path

import click

from prioritizer.cli import replay
from prioritizer.cli.common import naming, read_record
from prioritizer.cli.places import FILE
from prioritizer.domain.written_digest import DIGITS, WrittenDigest, read_written_digest

MOST_NAMED = 50
DECISION = "prioritizer-record/"


@click.command(epilog="Example: python -m prioritizer verify workshop.json")
@click.argument("record", type=FILE)
@click.option(
    "--head",
    help="The head of the log kept elsewhere, for example on a slide: 8 digits or more, whole "
    "or in part, as in 459e9414…bd504ea6.",
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

    kept = read_written_digest(head, "head") if head is not None else None
    with naming(record):
        found = verify(content)
    fits = kept is None or kept.fits(found.head)
    checked, differences = list(found.checked), list(found.differences)
    if kept is not None and fits:
        checked.append(f"head: {compared(kept)}")
    elif kept is not None:
        differences.insert(0, _other_head(kept, found.head, found.heads))
    click.echo(f"{record.name}: {found.title}\nhead of the log {found.head}")
    for kind, lines in (("checked", checked), ("note", found.notes)):
        for line in lines:
            click.echo(f"{kind}: {line}")
    for line in differences[:MOST_NAMED]:
        click.echo(f"different: {line}")
    if len(differences) > MOST_NAMED:
        click.echo(f"… and {len(differences) - MOST_NAMED} more")
    click.echo(_verdict(is_whole=found.holds, fits=fits))
    return found.holds and fits


def compared(kept: WrittenDigest) -> str:
    """Return how much of a digest was compared, and that it is the same."""
    return f"{kept.n_digits} of {DIGITS} digits compared, all the same"


def _other_head(kept: WrittenDigest, head: str, heads: tuple[str, ...]) -> str:
    """Return how the kept head is not that of the record; it may be an earlier one of it."""
    for number, earlier in enumerate(heads, 1):
        if kept.fits(earlier):
            return (
                f"head: {kept} was the head after log entry {number}; the record goes on to "
                f"entry {len(heads)} and ends in {head[:8]}…{head[-8:]}"
            )
    return f"head: expected {kept}, the record ends in {head[:8]}…{head[-8:]}"


def _verdict(*, is_whole: bool, fits: bool) -> str:
    if not is_whole:
        return "The record does not hold."
    if not fits:
        return "The record agrees with itself, but it is not the one whose head was kept."
    return "The record holds: nothing was changed, and the result follows from the answers."


def _schema(content: bytes) -> str:
    """Return what the record says it is; nothing where it says nothing."""
    try:
        record = json.loads(content)
    except (ValueError, RecursionError):
        return ""
    return str(record.get("schema", "")) if isinstance(record, dict) else ""

"""``verify``: check a record offline, and compute its result again."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import click

from prioritizer.cli import replay
from prioritizer.cli.common import naming, read_record
from prioritizer.cli.places import FILE
from prioritizer.domain.words import printable
from prioritizer.domain.written_digest import read_written_digest

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
    """Check chain, procedure, answers, ballots and result of a workshop's RECORD.

    What breaks a rule or the chain is named as different; what the rules allow and a sceptic
    should know, as a remark. A decision record is checked as by 'replay'; its --head is the
    fingerprint.

    Exit status 0 if all holds, 1 if not. Without --head nothing proves that the record was not
    written anew as a whole.
    """
    content = read_record(record, "the record of a workshop or of a decision")
    is_decision = _schema(content).startswith(DECISION)
    if not (replay.holds if is_decision else _holds)(record, content, head):
        ctx.exit(1)


def _holds(record: Path, content: bytes, head: str | None) -> bool:
    from prioritizer.workflow.workshop.anchoring import anchor
    from prioritizer.workflow.workshop.verifying import verify

    kept = read_written_digest(head, "head") if head is not None else None
    with naming(record):
        found = verify(content)
    held = anchor(found, kept)
    checked, differences, notes = list(found.checked), list(found.differences), [*found.notes]
    if held.told:
        (checked.append if held.fits else partial(differences.insert, 0))(f"head: {held.told}")
    if held.limits:
        notes.append(f"head: {held.limits}")
    click.echo(printable(f"{record.name}: {found.title}"))
    click.echo(printable(f"head of the log {found.head}"))
    told = {"checked": checked, "note": notes, "remark": found.remarks}
    for kind, lines in {**told, "different": differences}.items():
        for line in lines[:MOST_NAMED]:
            click.echo(printable(f"{kind}: {line}"))
    if len(differences) > MOST_NAMED:
        click.echo(f"… and {len(differences) - MOST_NAMED} more")
    click.echo(held.verdict)
    return found.holds and held.fits is not False


def _schema(content: bytes) -> str:
    """Return what the record says it is; nothing where it says nothing."""
    try:
        record = json.loads(content)
    except (ValueError, RecursionError):
        return ""
    return str(record.get("schema", "")) if isinstance(record, dict) else ""

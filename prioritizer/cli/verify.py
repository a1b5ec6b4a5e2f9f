"""``verify``: check a workshop's record offline, and compute its result again."""

from __future__ import annotations

from pathlib import Path

import click

from prioritizer.errors import RecordError

MOST_NAMED = 50


@click.command(epilog="Example: python -m prioritizer verify workshop.json")
@click.argument("record", type=click.Path(path_type=Path))
@click.option(
    "--head",
    help="The head of the log kept elsewhere, for example on a slide; 8 digits or more.",
)
@click.pass_context
def command(ctx: click.Context, record: Path, head: str | None) -> None:
    """Check chain, answers, ballots and result of a workshop's RECORD.

    Exit status 0 if all holds, 1 if not. Without --head nothing proves that the record was not
    written anew as a whole.
    """
    from prioritizer.workflow.workshop.verifying import verify

    try:
        content = record.read_bytes()
    except OSError as error:
        raise RecordError(
            f"{record}: could not be read ({error.strerror}). Expected a workshop's record. "
            "Check the path."
        ) from None
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
        ctx.exit(1)
    click.echo(
        "The record holds: nothing was changed, and the result follows from the answers."
    )

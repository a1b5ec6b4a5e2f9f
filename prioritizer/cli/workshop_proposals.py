"""``workshop proposals``: the sites that a room proposed, as a table to import."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from prioritizer.cli.common import write_output
from prioritizer.cli.places import OUTPUT
from prioritizer.cli.workshop_store import OPERATOR, STORE, chosen_workshop, desk_of
from prioritizer.domain.words import counted


@click.command(
    epilog="Example: python -m prioritizer workshop proposals --store w.db --output room.csv"
)
@click.argument("workshop", required=False)
@STORE
@click.option("--output", type=OUTPUT, help="Write here.")
def proposals(workshop: str | None, store: str, output: Path | None) -> None:
    """Write the sites that people of WORKSHOP proposed and the facilitator accepted, as CSV.

    They have no evidence: import them, and look for it.
    """
    from prioritizer.exports.tables import proposals_table
    from prioritizer.workflow.workshop.proposals import accepted, listed_proposals

    with desk_of(store) as desk:
        chosen = chosen_workshop(desk, workshop)
        found = listed_proposals(desk, OPERATOR, chosen.id)
    told = accepted(found)
    write_output(proposals_table.write(told, chosen.title), output)
    click.echo(
        f"{counted(len(told), 'site')} accepted of {counted(len(found), 'proposal')}", err=True
    )


def proposed_lines(data: dict[str, Any]) -> Iterator[str]:
    """Yield the sites that the room proposed; nothing where there are none."""
    if data["proposed_by_the_room"]:
        yield "\nproposed by the room, and not ranked for want of figures:"
    for site in data["proposed_by_the_room"]:
        yield f"  {site['name']}, {site['place']}: {site['why']}"

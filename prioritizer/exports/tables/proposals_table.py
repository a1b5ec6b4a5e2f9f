"""Sites that a room proposed, as a site table to import: names and places, and no evidence."""

from __future__ import annotations

from collections.abc import Sequence

from prioritizer.domain.proposal import Proposal
from prioritizer.exports.tables.flat import Cell, csv_table

HEADER = (
    "site_id",
    "name",
    "region",
    "latitude",
    "longitude",
    "coordinate_basis",
    "waste_type",
    "notes",
)
BASIS = "as somebody in a workshop gave it, unchecked"


def write(proposals: Sequence[Proposal], workshop: str) -> bytes:
    """Return one row per accepted proposal, in the columns of a site table.

    What nobody knows stays blank, so that the sites rank nowhere before there is evidence.
    """
    return csv_table(HEADER, [_row(one, workshop) for one in proposals])


def _row(one: Proposal, workshop: str) -> tuple[Cell, ...]:
    latitude, longitude = one.site.point or (None, None)
    accepted = f"; accepted: {one.reason}" if one.reason else ""
    return (
        f"ROOM-{one.digest[:8].upper()}",
        one.site.name,
        one.site.place,
        latitude,
        longitude,
        BASIS if one.site.point else None,
        one.site.kind.value,
        f"Proposed by the room of the workshop {workshop}: {one.site.why}{accepted}",
    )

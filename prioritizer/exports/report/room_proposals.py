"""Which sites a room proposed besides those it judged, in a report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from prioritizer.domain.proposal import ProposedSite
from prioritizer.domain.words import counted
from prioritizer.exports.blocks import Block, Heading, name_of, plain, table


def room_proposals(proposed: Sequence[ProposedSite], declined: int) -> Iterator[Block]:
    """Yield the accepted proposals in the words of those who made them; nothing without any.

    ``declined`` were proposed as well: of them the record holds a digest and the reason.
    """
    if not proposed:
        return
    yield Heading("What the room proposed", 2)
    caption = (
        f"{counted(len(proposed), 'site')} proposed by people in the room and accepted by the "
        "facilitator, in their own words. There are no figures on them yet, so none is ranked."
    )
    if declined:
        caption += f" Declined: {declined}; the record holds the reason of each."
    yield table(
        ("Site", "Where", "Waste", "Why it deserves a pilot"),
        [_row(one) for one in proposed],
        (3, 3, 1.6, 4),
        caption=caption,
    )


def _row(site: ProposedSite) -> tuple[str, ...]:
    place = plain(site.place)
    if site.point is not None:
        place += f" ({site.point[0]:g}, {site.point[1]:g})"
    return name_of(site.name), place, site.kind.value.replace("_", " "), plain(site.why)

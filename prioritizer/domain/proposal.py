"""A site that somebody in a room proposes, and what became of the proposal."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from prioritizer.domain.site import WasteType

MOST_NAME, MOST_PLACE, MOST_WHY, MOST_REASON = 80, 120, 400, 200
# How many somebody may propose: in a workshop, or in each round of an anonymous one.
MOST_EACH = 3
MOST_PROPOSALS = 200
# What somebody who stands beside a site can tell it to be.
KINDS = (WasteType.TAILINGS, WasteType.WASTE_ROCK, WasteType.SLAG, WasteType.OTHER)


class Verdict(StrEnum):
    """What a facilitator made of a proposal."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class ProposedSite:
    """A site in the words of who proposes it; it comes without any evidence.

    ``point`` is latitude and longitude in degrees (WGS84), None where nobody gave it.
    """

    name: str
    place: str
    why: str
    kind: WasteType
    point: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal as kept, known by its digest.

    ``participant`` is blank in anonymous rooms, and where who leads typed it in from paper: it
    is then ``by_hand``, and tied to nobody.
    """

    digest: str
    salt: str
    round: int
    participant: str
    site: ProposedSite
    verdict: Verdict = Verdict.OPEN
    reason: str = ""
    by_hand: bool = False

"""What a workshop's record says to those who were not there: who took part, what divided."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from prioritizer.domain.disclosure import open_groups
from prioritizer.errors import RecordError
from prioritizer.workflow.workshop.results import MAIN_RULE
from prioritizer.workflow.workshop.verifying import verify

MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class CampView:
    """People who weigh alike: how many, their weights by criterion, their shortlist."""

    people: int
    weights: Mapping[str, float]
    shortlist: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DisputeView:
    """A site that divides the room: its share of the shortlists, what speaks for it or not."""

    site_id: str
    share: float
    speaks_for: str
    speaks_against: str


@dataclass(frozen=True, slots=True)
class WorkshopView:
    """The last round of a workshop whose record was checked.

    ``groups`` are names with numbers of people; ``weights`` the mean of all, by criterion;
    ``shares`` the share of people who list a site; ``leaving`` what the shortlist would lose
    and gain without one group, where it may be shown; ``agreement`` names of figures with
    their values, 0 to 1.
    """

    title: str
    mode: str
    technique: str
    is_simulated: bool
    rounds: int
    people: int
    not_compliant: int
    groups: tuple[tuple[str, int], ...]
    weights: Mapping[str, float]
    shortlist: tuple[str, ...]
    shares: Mapping[str, float]
    agreed: tuple[str, ...]
    disputes: tuple[DisputeView, ...]
    camps: tuple[CampView, ...]
    agreement: Mapping[str, float | None]
    leaving: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]
    depend_on_one: tuple[str, ...]
    head: str


def read_workshop_view(content: bytes) -> WorkshopView:
    """Check a workshop's record and return its last round.

    Raises
    ------
    RecordError
        If the record was changed, or holds no result.
    """
    checked = verify(content)
    if not checked.holds:
        first = "; ".join(checked.differences[:MOST_NAMED])
        raise RecordError(
            f"workshop record: found {len(checked.differences)} places that do not hold "
            f"({first}). Expected a record as it was written. Export it again."
        )
    record = json.loads(content)
    if not record["result"]["rounds"]:
        raise RecordError(
            "workshop record: found no answers. Expected at least one round with answers. "
            "Export the record after a round is revealed."
        )
    return _view(record["workshop"], record["result"]["rounds"][-1], record["head"])


def for_sites(view: WorkshopView, known: Collection[str]) -> WorkshopView:
    """Return what a record tells of the sites that its readers may see."""

    def told(ids: Iterable[str]) -> tuple[str, ...]:
        return tuple(one for one in ids if one in known)

    return replace(
        view,
        shortlist=told(view.shortlist),
        shares={one: share for one, share in view.shares.items() if one in known},
        agreed=told(view.agreed),
        disputes=tuple(d for d in view.disputes if d.site_id in known),
        camps=tuple(replace(camp, shortlist=told(camp.shortlist)) for camp in view.camps),
        leaving=tuple((name, told(lost), told(won)) for name, lost, won in view.leaving),
        depend_on_one=told(view.depend_on_one),
    )


def _view(workshop: dict[str, Any], last: dict[str, Any], head: str) -> WorkshopView:
    names = {group["id"]: group["name"] for group in workshop["groups"]}
    # Records of version 0.1.0 tell of every group, however small.
    shown = open_groups({group["group"]: group["people"] for group in last["groups"]})
    return WorkshopView(
        title=workshop["title"],
        mode=workshop["mode"],
        technique=workshop["technique"],
        is_simulated=workshop["simulated"],
        rounds=last["round"],
        people=last["people"],
        not_compliant=last["not_compliant"],
        groups=tuple((names.get(g["group"], g["group"]), g["people"]) for g in last["groups"]),
        weights=last["weights"][MAIN_RULE],
        shortlist=tuple(last["shortlists"][MAIN_RULE]),
        shares=last["shortlist_shares"],
        agreed=tuple(last["agreed"]),
        disputes=tuple(
            DisputeView(d["site"], d["share"], d["speaks_for"], d["speaks_against"])
            for d in last["disputed"]
        ),
        camps=tuple(
            CampView(c["people"], c["weights"], tuple(c["shortlist"])) for c in last["camps"]
        ),
        agreement=last["agreement"],
        leaving=tuple(
            (names.get(c["without"], c["without"]), tuple(c["lost"]), tuple(c["gained"]))
            for c in last["without_group"]
            if c["without"] in shown
        ),
        depend_on_one=tuple(last["without_one_person"]["sites_that_depend_on_one_person"]),
        head=head,
    )

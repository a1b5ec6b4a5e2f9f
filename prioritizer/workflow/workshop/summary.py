"""What a workshop's record says to those who were not there: who took part, what divided."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from prioritizer.domain.disclosure import open_groups
from prioritizer.domain.proposal import ProposedSite, Verdict
from prioritizer.domain.workshop import SMALLEST_GROUP, Technique
from prioritizer.errors import RecordError
from prioritizer.workflow.records.canonical import canonical
from prioritizer.workflow.workshop.agreement import MEMBERS
from prioritizer.workflow.workshop.budget_view import (
    BudgetView,
    budget_for_sites,
    budget_view,
)
from prioritizer.workflow.workshop.by_chance import Compared, by_chance, compared
from prioritizer.workflow.workshop.known import MEMBER
from prioritizer.workflow.workshop.problem import parse_problem
from prioritizer.workflow.workshop.proposal_record import PROPOSALS
from prioritizer.workflow.workshop.proposals import site_from
from prioritizer.workflow.workshop.published import told_camps, told_counts
from prioritizer.workflow.workshop.results import MAIN_RULE
from prioritizer.workflow.workshop.standing_aside import TOO_LITTLE, Crossing, Moved
from prioritizer.workflow.workshop.verifying import verify

MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class CampView:
    """People who weigh alike: how many, their weights by criterion, their shortlist.

    Weights and shortlist are empty where the camp may not be told (`published.told_camps`).
    """

    people: int
    weights: Mapping[str, float]
    shortlist: tuple[str, ...]

    @property
    def is_told(self) -> bool:
        """Return whether more than its size is told."""
        return bool(self.weights)


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
    and gain without one group, where it may be shown; ``agreement`` figures beside what
    chance reaches. ``set_aside`` are the sites that the room did not judge, by id with
    the reason, the too little known first; records of earlier versions tell of these only.
    ``moved`` says who else would be ranked at the room's weights, and who would not.
    ``not_known`` counts who did not know a criterion, where that may be told, and
    ``answered_all`` the people who left nothing open: agreement is theirs.
    ``budget`` is the result of the round in which people shared out a budget, if one was held.
    ``proposed`` are the sites that people proposed and the facilitator accepted, by name;
    ``declined`` counts the proposals that were not.
    ``remarks`` say how the workshop was held: what its rules allow and a sceptic should know.
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
    agreement: tuple[Compared, ...]
    leaving: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]
    depend_on_one: tuple[str, ...]
    head: str
    set_aside: tuple[tuple[str, str], ...] = ()
    moved: Moved | None = None
    remarks: tuple[str, ...] = ()
    not_known: Mapping[str, int] = field(default_factory=dict)
    answered_all: int = 0
    budget: BudgetView | None = None
    proposed: tuple[ProposedSite, ...] = ()
    declined: int = 0


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
    result = record["result"]
    found = _view(record["workshop"], result["rounds"][-1], record["head"])
    return replace(
        found,
        agreement=_agreement(record),
        set_aside=_set_aside(result),
        moved=_moved(record["problem"], result),
        remarks=checked.remarks,
        budget=budget_view(record),
        proposed=_proposed(record),
        declined=sum(row["verdict"] == Verdict.DECLINED for row in record.get(PROPOSALS, [])),
    )


def _proposed(record: dict[str, Any]) -> tuple[ProposedSite, ...]:
    """Return the accepted proposals of a record, by name."""
    rows = [row for row in record.get(PROPOSALS, []) if row["verdict"] == Verdict.ACCEPTED]
    return tuple(sorted((site_from(row["site"]) for row in rows), key=lambda one: one.name))


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
        set_aside=tuple(one for one in view.set_aside if one[0] in known),
        moved=view.moved
        and Moved(
            tuple(one for one in view.moved.entering if one.site_id in known),
            tuple(one for one in view.moved.leaving if one.site_id in known),
        ),
        budget=budget_for_sites(view.budget, known),
    )


def _agreement(record: dict[str, Any]) -> tuple[Compared, ...]:
    last, technique = record["result"]["rounds"][-1], record["workshop"]["technique"]
    problem = parse_problem(canonical(record["problem"]).decode())
    told = {
        name: float("nan") if last["agreement"][member] is None else last["agreement"][member]
        for name, member in MEMBERS.items()
    }
    people = last["people"]
    n_sure = last.get("answered_all", people)
    if n_sure < min(people, SMALLEST_GROUP):
        return ()
    chances = by_chance(problem, Technique(technique), n_sure)
    return tuple(compared(told, chances))


def _set_aside(result: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    if "set_aside" not in result:
        return tuple((site, f"{TOO_LITTLE}.") for site in result.get("too_little_known", ()))
    told = ((site, entry["reason"]) for site, entry in result["set_aside"].items())
    # The members of a record stand by id.
    return tuple(sorted(told, key=lambda one: (not one[1].startswith(TOO_LITTLE), one[0])))


def _moved(problem: dict[str, Any], result: dict[str, Any]) -> Moved | None:
    told = result["rounds"][-1].get("ranked_at_these_weights")
    if told is None:
        return None
    sites = (*problem["sites"], *problem[MEMBER]["apart"])
    names = {site["id"]: site["name"] for site in sites}

    def crossing(part: str) -> tuple[Crossing, ...]:
        return tuple(Crossing(site, names[site], share) for site, share in told[part].items())

    return Moved(crossing("entering"), crossing("leaving"))


def _camps(camps: list[dict[str, Any]]) -> tuple[CampView, ...]:
    """Return the camps of a record, which tells of all, as a table may tell of them."""
    told = told_camps([camp["people"] for camp in camps])
    return tuple(
        CampView(camp["people"], camp["weights"], tuple(camp["shortlist"]))
        if place in told
        else CampView(camp["people"], {}, ())
        for place, camp in enumerate(camps)
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
        camps=_camps(last["camps"]),
        agreement=(),
        leaving=tuple(
            (names.get(c["without"], c["without"]), tuple(c["lost"]), tuple(c["gained"]))
            for c in last["without_group"]
            if c["without"] in shown
        ),
        depend_on_one=tuple(last["without_one_person"]["sites_that_depend_on_one_person"]),
        head=head,
        not_known=told_counts(last.get("not_known", {}), last["people"]),
        answered_all=last.get("answered_all", last["people"]),
    )

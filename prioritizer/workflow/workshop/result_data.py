"""The result of a workshop as plain data, the same wherever it is computed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from prioritizer.domain.results import IntArray
from prioritizer.workflow.workshop.agreement import MEMBERS
from prioritizer.workflow.workshop.budget_result import BudgetResult, budget_data
from prioritizer.workflow.workshop.known import Known
from prioritizer.workflow.workshop.problem import FrozenProblem
from prioritizer.workflow.workshop.results import (
    Camp,
    LeaveOut,
    Movement,
    RoundResult,
    listed,
    movement,
)
from prioritizer.workflow.workshop.standing_aside import aside_entries

DIGITS = 10


def result_data(
    problem: FrozenProblem, rounds: Sequence[RoundResult], budget: BudgetResult | None = None
) -> dict[str, Any]:
    """Return the results of all rounds, the movement between them, and of a budget round.

    Numbers carry ten significant digits, more than any of them means, and fewer than machines
    may differ in.
    """
    return {
        "shortlist_size": problem.shortlist,
        "method": problem.method,
        "rounds": [_round_data(problem, found) for found in rounds],
        "movement": [_movement_data(movement(a, b)) for a, b in pairwise(rounds)],
        **_known_data(problem.known),
        **({} if budget is None else {"budget": budget_data(budget)}),
    }


def _known_data(known: Known | None) -> dict[str, Any]:
    """Return what chances rest on, and what is left out; nothing of an earlier problem."""
    if known is None:
        return {}
    return {
        "gaps": known.drawn.gaps.value,
        "draws": known.drawn.draws,
        "seed": known.drawn.seed,
        "criteria_left_out": [one.id for one in known.not_asked],
        **({"switched_on": [one.id for one in known.switched_on]} if known.switched_on else {}),
        "too_little_known": {site.site_id: _number(site.chance) for site in known.apart},
        **_set_aside(known),
    }


def _set_aside(known: Known) -> dict[str, Any]:
    """Return name and reason of each site that the room does not judge."""
    if known.not_ranked is None:
        return {}
    return {
        "set_aside": {
            site_id: {"name": name, "reason": reason}
            for site_id, name, reason in aside_entries(known)
        }
    }


def _number(value: float) -> float | None:
    value = float(value)
    return None if math.isnan(value) else float(f"{value:.{DIGITS}g}")


def _by_criterion(
    problem: FrozenProblem, values: Sequence[float] | np.ndarray
) -> dict[str, Any]:
    return {name: _number(value) for name, value in zip(problem.ids, values, strict=True)}


def _by_site(problem: FrozenProblem, ranks: IntArray) -> dict[str, int]:
    return dict(zip(problem.matrix.alternatives, ranks.tolist(), strict=True))


def _round_data(problem: FrozenProblem, found: RoundResult) -> dict[str, Any]:
    shares = zip(problem.matrix.alternatives, found.shares, strict=True)
    return {
        "round": found.number,
        "people": len(found.opinions),
        "not_compliant": found.n_not_compliant,
        "weights": {rule: _by_criterion(problem, w) for rule, w in found.weights.items()},
        "shortlists": {rule: list(listed(problem, r)) for rule, r in found.ranks.items()},
        "ranks": {rule: _by_site(problem, r) for rule, r in found.ranks.items()},
        "agreement": {
            member: _number(getattr(found.agreement, name)) for name, member in MEMBERS.items()
        },
        "shortlist_shares": {site: _number(share) for site, share in shares if share > 0},
        "agreed": list(found.agreed),
        "disputed": [
            {
                "site": dispute.site,
                "share": _number(dispute.share),
                "speaks_for": dispute.speaks_for,
                "speaks_against": dispute.speaks_against,
            }
            for dispute in found.disputes
        ],
        "camps": [_camp_data(problem, camp) for camp in found.camps],
        "silhouette": _number(found.silhouette),
        "groups": [_group_data(problem, view) for view in found.groups],
        "without_one_person": _most_telling(found.without_person),
        "without_group": [_leave_out_data(change) for change in found.without_group],
        "without_not_compliant": _leave_out_data(found.compliant_only)
        if found.compliant_only
        else None,
        **_left_open(found),
        **_certainty(found),
        **_moved(found),
    }


def _left_open(found: RoundResult) -> dict[str, Any]:
    """Return who did not know what, and of how many people agreement is; nothing if all did."""
    if found.n_sure == len(found.opinions):
        return {}
    return {"answered_all": found.n_sure, "not_known": dict(found.unknown)}


def _moved(found: RoundResult) -> dict[str, Any]:
    """Return whom the mean of all weights would rank or not, with their known weight."""
    if found.moved is None:
        return {}
    parts = {"entering": found.moved.entering, "leaving": found.moved.leaving}
    return {
        "ranked_at_these_weights": {
            part: {one.site_id: _number(one.known_weight) for one in sites}
            for part, sites in parts.items()
        }
    }


def _certainty(found: RoundResult) -> dict[str, Any]:
    """Return how sure places are under the mean of all weights; nothing without draws."""
    if found.answer is None:
        return {}
    sites = found.opinions.problem.matrix.alternatives
    return {
        "chance": {
            site: _number(chance)
            for site, chance in zip(sites, found.answer.chance, strict=True)
        },
        "section": {site: section.value for site, section in found.sections.items()},
    }


def _camp_data(problem: FrozenProblem, camp: Camp) -> dict[str, Any]:
    if not camp.is_told:
        return {"people": camp.n}
    return {
        "people": camp.n,
        "weights": _by_criterion(problem, camp.weights),
        "shortlist": list(listed(problem, camp.ranks)),
        "ranks": _by_site(problem, camp.ranks),
    }


def _group_data(problem: FrozenProblem, view: Any) -> dict[str, Any]:
    parts = {"mean": view.mean, "low": view.low, "high": view.high}
    shown = {name: _by_criterion(problem, values) for name, values in parts.items() if values}
    return {"group": view.group, "people": view.n, **shown}


def _leave_out_data(change: LeaveOut) -> dict[str, Any]:
    return {"without": change.who, "lost": list(change.lost), "gained": list(change.gained)}


def _most_telling(changes: Sequence[LeaveOut]) -> dict[str, Any]:
    """Return how much single people matter, without naming anybody."""
    sizes = [len(change.lost) for change in changes]
    return {
        "tried": len(sizes),
        "changing_the_shortlist": sum(size > 0 for size in sizes),
        "most_sites_changed": max(sizes, default=0),
        "sites_that_depend_on_one_person": sorted(
            {s for change in changes for s in change.lost}
        ),
    }


def _movement_data(found: Movement) -> dict[str, Any]:
    return {
        "from_round": found.from_round,
        "to_round": found.to_round,
        "people_in_both": found.n_both,
        "mean_shift": _number(found.mean_shift),
        "room_shift": _number(found.room_shift),
        "lost": list(found.lost),
        "gained": list(found.gained),
    }

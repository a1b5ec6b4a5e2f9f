"""Criteria, tables and settings as pure functions of choices: in force, or of a kept state.

``get`` gives the value of a choice by its name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from prioritizer.domain.answer import GapMode
from prioritizer.domain.criterion import CriteriaSet, RiskMode
from prioritizer.domain.facilities import Facilities
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Order, Scales, Settings
from prioritizer.domain.weights import WeightVector
from prioritizer.ui.shell import cache as cached
from prioritizer.ui.shell.choice_types import OWN

Get = Callable[[str], Any]
# Orders of the ranking page alone; everything else goes by the chance of a place on the list.
VIEWED: Mapping[str, str] = {"known": Order.CHANCE.value, "evidence-a": Order.CHANCE.value}


def base_criteria(get: Get) -> CriteriaSet:
    """Return the criteria set as it was read: one shipped here, or the user's own."""
    own: CriteriaSet | None = get("criteria_own")
    if get("criteria_name") == OWN and own is not None:
        return own
    return cached.criteria_set(get("criteria_name"))


def criteria(get: Get) -> CriteriaSet:
    """Return the criteria set with edited scales."""
    base = base_criteria(get)
    edits = get("scale_edits").get(cached.criteria_digest(base), {})
    return cached.with_scales(base, edits)


def reference(get: Get) -> Reference:
    """Return the reference tables, with own policy lists and those that are in force."""
    tables = cached.reference()
    for title, entries in get("policy_own"):
        titles = {**tables.policy_titles, entries[0].list_id: title}
        tables = replace(tables, policy=(*tables.policy, *entries), policy_titles=titles)
    return tables.with_policy(get("policy_lists"))


def settings(get: Get, criteria: CriteriaSet, points: Mapping[str, float]) -> Settings:
    """Return the choices as settings, with points by criterion."""
    is_classic = get("scales") == Scales.DATA.value
    return Settings(
        weights=WeightVector.from_mapping(points, criteria.ids),
        method=get("method"),
        scales=Scales(get("scales")),
        normalization=get("normalization") if is_classic else "none",
        risk=RiskMode(get("risk")),
        order=Order(VIEWED.get(get("order"), get("order"))),
        gaps=GapMode(get("gaps")),
        top=int(get("shortlist")),
        switched_on=tuple(name for name in get("switched_on") if name in criteria.ids),
        policy_lists=reference(get).policy_lists,
        weight_source=get("weight_source"),
        facilities=Facilities(get("facilities")),
    )


def points(get: Get, criteria: CriteriaSet) -> Mapping[str, float]:
    """Return the points of a kept state; with all at 0, those of its last valid weights."""
    given: Mapping[str, float] = get("points")
    if sum(given.values()) > 0:
        return given
    return get("last_points") or dict.fromkeys(criteria.ids, 20.0)

"""What a person has chosen, typed: criteria, sites, weights and settings of a session."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any, TypeVar

from prioritizer.domain.criterion import CriteriaSet, RiskMode, ValueFunction
from prioritizer.domain.facilities import Facilities
from prioritizer.domain.reference import PolicyEntry, Reference
from prioritizer.domain.results import Settings
from prioritizer.domain.site import SiteRegister
from prioritizer.ui.shell import cache as cached
from prioritizer.ui.shell import chosen as in_force
from prioritizer.ui.shell import state, telling
from prioritizer.ui.shell.cache import Inventory, Problem
from prioritizer.ui.shell.choice_types import OWN, PointsOfSet
from prioritizer.ui.shell.choices import CHOICES, FRESH
from prioritizer.ui.shell.tree_points import (
    Start,
    exact,
    points_at,
    slider_points,
    started_from,
)
from prioritizer.workflow.criteria import scale_edits
from prioritizer.workflow.sites.areas import in_area
from prioritizer.workflow.sites.audience import Audience
from prioritizer.workflow.sites.told import untold

Typed = TypeVar("Typed")
MINE = "mine"
MAX_POINTS = 100
# Fields that are filled with what was typed before, as the readers may see it.
HOLDING_TYPED = ("report_title", "rename-")
# Sliders that were set start from where they stand.
UNMOVED: Mapping[str, Any] = {"start_sliders": {}, "start_points": {}}


def start(criteria: CriteriaSet) -> None:
    """Follow a change of the criteria."""
    if state.get("points_ids") != criteria.ids:
        _follow_criteria(criteria)


def _follow_criteria(criteria: CriteriaSet) -> None:
    """Take up the points last given to these criteria; those of the others stay kept."""
    kept: dict[tuple[str, ...], PointsOfSet] = dict(state.get("points_by_set"))
    names = [entry.name for entry in fields(PointsOfSet)]
    if state.get("points_ids"):
        kept[state.get("points_ids")] = PointsOfSet(**{name: state.get(name) for name in names})
    equal = _profile_points(criteria, "equal")
    # Evidence chosen to be drawn for other criteria would leave that of these undrawn.
    fresh = PointsOfSet(points=equal, mine=equal, profile=_first_profile(criteria))
    taken = kept.get(criteria.ids, fresh)
    for name in names:
        state.put(name, getattr(taken, name))
    state.put("robust_said", None)
    state.put("points_by_set", kept)
    state.put("points_ids", criteria.ids)
    state.drop_sliders()


def _first_profile(criteria: CriteriaSet) -> str:
    names = [profile.id for profile in criteria.profiles]
    return "equal" if "equal" in names or not names else names[0]


def shipped_criteria() -> CriteriaSet:
    """Return the criteria set in use as it was read: one shipped here, or the user's own."""
    return in_force.base_criteria(state.get)


def own_criteria() -> CriteriaSet:
    """Return the criteria set in use, with the scales edited in this session, all of it."""
    return in_force.criteria(state.get)


def criteria() -> CriteriaSet:
    """Return the criteria set in use as the chosen readers may see it.

    What it ranks by is the same; texts that name a site kept from them are withheld.
    """
    return told(own_criteria())


def told(value: Typed) -> Typed:
    """Return what a person typed, without texts that name a site kept from the readers.

    Every page draws and writes such texts as told here; what a project keeps is the whole.
    """
    return telling.told(value, own_inventory(), Audience(state.get("audience")))


def edit_scale(criterion: str, function: ValueFunction | None) -> None:
    """Use another scale for a criterion; ``None`` is the one as read."""
    base = shipped_criteria()
    key, edits = cached.criteria_digest(base), dict(state.get("scale_edits"))
    name = scale_edits.slot(base, criterion, RiskMode(state.get("risk")))
    mine = {slot: one for slot, one in edits.get(key, {}).items() if slot != name}
    kept = mine if function is None else mine | {name: function}
    state.put("scale_edits", edits | {key: kept})


def use_own_criteria(own: CriteriaSet) -> None:
    """Change to a criteria set of one's own; edits of the others stay kept."""
    state.put("criteria_own", own)
    state.put("criteria_name", OWN)


def change_criteria(changed: CriteriaSet) -> None:
    """Take up a changed set as one's own; weights of the criteria that stay are kept.

    Texts that are withheld from the chosen readers, and were not changed, stay what they are.
    """
    changed = untold(changed, criteria(), own_criteria())
    before = points()
    known = [before[name] for name in changed.ids if name in before]
    mean = sum(known) / len(known) if known else 0.0
    # The points of a criterion that nobody has weighed yet claim no more than that.
    mean = float(round(mean)) if mean >= 1 else mean
    carried = {name: before.get(name, mean) for name in changed.ids}
    if not any(carried.values()):
        carried = dict.fromkeys(changed.ids, 1.0)
    if changed.ids != criteria().ids:
        given = PointsOfSet(points=carried, mine=carried, profile=MINE)
        state.put("points_by_set", {**state.get("points_by_set"), changed.ids: given})
    use_own_criteria(changed)


def hide_criterion(name: str, changed: CriteriaSet) -> None:
    """Take up a set without a criterion, which is kept to be shown again."""
    hidden = tuple(one for one in own_criteria().criteria if one.id == name)
    state.put("criteria_hidden", (*state.get("criteria_hidden"), *hidden))
    change_criteria(changed)


def forget_hidden(name: str) -> None:
    """Keep a hidden criterion no more."""
    kept = tuple(one for one in state.get("criteria_hidden") if one.id != name)
    state.put("criteria_hidden", kept)


def change_register(register: SiteRegister, said: str) -> None:
    """Put another state of the register in use; readers and area stay.

    ``said`` names the change, so that its content has a digest of its own.
    """
    own = own_inventory()
    digest = hashlib.sha256(f"{own.digest}\0{said}".encode()).hexdigest()
    state.put("inventory", replace(own, digest=digest, register=register, is_sample=False))


def reference() -> Reference:
    """Return the reference tables, with own policy lists and those that are in force."""
    return told_reference(own_reference())


def own_reference() -> Reference:
    """Return the reference tables with the titles of own policy lists as they were given."""
    return in_force.reference(state.get)


def told_reference(tables: Reference) -> Reference:
    """Return reference tables whose titles the chosen readers may see."""
    titles = told(tables.policy_titles)
    return tables if titles is tables.policy_titles else replace(tables, policy_titles=titles)


def add_policy(title: str, entries: tuple[PolicyEntry, ...]) -> None:
    """Add a policy list of one's own to those in force."""
    state.put("policy_own", (*state.get("policy_own"), (title, entries)))
    state.put("policy_lists", [*state.get("policy_lists"), entries[0].list_id])


def remove_policy(list_id: str) -> None:
    """Take a policy list of one's own away again."""
    kept = tuple(own for own in state.get("policy_own") if own[1][0].list_id != list_id)
    state.put("policy_lists", [name for name in state.get("policy_lists") if name != list_id])
    state.put("policy_own", kept)


def problem(chosen: CriteriaSet, settings: Settings) -> Problem:
    """Return the measured sites of the inventory and area in use, under these settings."""
    return problem_of(inventory(), chosen, settings)


def problem_of(part: Inventory, chosen: CriteriaSet, settings: Settings) -> Problem:
    """Return the measured sites of what some readers see of the inventory in use."""
    return cached.problem(
        part,
        chosen,
        reference(),
        settings.risk,
        settings.facilities,
        is_nordic=state.get("area") == "nordic",
    )


def points() -> Mapping[str, float]:
    """Return the points as given, by criterion."""
    return dict(state.get("points"))


def sliders(criteria: CriteriaSet) -> dict[str, float]:
    """Return the points on the weight sliders, by branch and criterion of the tree."""
    return slider_points(criteria, points(), state.get("local_points"))


def slider_start(criteria: CriteriaSet) -> Start:
    """Return what the sliders started from, exactly: they show it as whole points."""
    kept = Start(state.get("start_sliders"), state.get("start_points"))
    return started_from(criteria, kept, Start(sliders(criteria), points()))


def take_points(criteria: CriteriaSet) -> None:
    """Take up the slider that was moved: from now on the weights are the user's own."""
    state.complete()
    given = {name: state.slid(name, round(shown)) for name, shown in sliders(criteria).items()}
    _take(criteria, given)


def take_standing(criteria: CriteriaSet, standing: Sequence[Any]) -> None:
    """Take up where the sliders of a browser stand, in the order of the tree.

    It says so where the server has come to rest on other points: a message was lost on the way.
    """
    state.complete()
    names = list(sliders(criteria))
    if len(standing) == len(names) and all(isinstance(one, int | float) for one in standing):
        _take(criteria, dict(zip(names, standing, strict=True)))


def _take(criteria: CriteriaSet, sliders_now: Mapping[str, Any]) -> None:
    before = {name: round(shown) for name, shown in sliders(criteria).items()}
    places = {name: _checked(number) for name, number in sliders_now.items()}
    if places == before:
        return
    start = slider_start(criteria)
    given = exact(places, start)
    moved = points_at(criteria, given, start)
    state.put_together(
        {
            "local_points": given,
            "start_sliders": dict(start.sliders),
            "start_points": dict(start.points),
            "points": moved,
            "mine": moved,
            "weight_source": "",
            "mine_source": "",
            "profile": MINE,
        }
    )


def take_profile(criteria: CriteriaSet) -> None:
    """Set the sliders to the chosen profile; the user's own points stay kept beside."""
    state.complete()
    chosen = state.shown("profile")
    if chosen is None or chosen == state.get("profile"):
        return
    sources = {e.id: e.source for e in state.get("weigh_saved")}
    sources |= {MINE: state.get("mine_source")}
    source = {"profile": chosen, "weight_source": sources.get(chosen, ""), **UNMOVED}
    set_points(criteria, _profile_points(criteria, chosen), source)


def use_weights(criteria: CriteriaSet, shares: Mapping[str, float], source: str) -> None:
    """Make weights the user's own, as points that sum to 100; ``source`` says whence."""
    given = {name: 100.0 * shares.get(name, 0.0) for name in criteria.ids}
    mine = {"mine": given, "profile": MINE, "weight_source": source, "mine_source": source}
    set_points(criteria, given, {**mine, **UNMOVED})


def set_points(
    criteria: CriteriaSet,
    chosen: Mapping[str, float],
    besides: Mapping[str, Any] | None = None,
) -> None:
    """Set points and sliders, and other choices with them."""
    points_now = {name: chosen.get(name, 0.0) for name in criteria.ids}
    shown = slider_points(criteria, points_now, state.get("local_points"))
    moved = [
        name
        for name, points_shown in shown.items()
        if state.slid(name, round(points_shown)) != round(points_shown)
    ]
    state.put_together({"points": points_now, **(besides or {})}, moved)


def _profile_points(criteria: CriteriaSet, profile: str) -> Mapping[str, float]:
    if profile == MINE:
        return dict(state.get("mine"))
    for entry in (*criteria.profiles, *state.get("weigh_saved")):
        if entry.id == profile:
            return dict(entry.points)
    return dict.fromkeys(criteria.ids, 20.0)


def _checked(value: Any) -> float:
    # The limits of a slider hold in the browser only.
    number = float(value)
    return min(max(number, 0.0), float(MAX_POINTS)) if math.isfinite(number) else 0.0


def has_weights() -> bool:
    """Return whether at least one criterion has points."""
    return sum(points().values()) > 0


def settings(criteria: CriteriaSet) -> Settings:
    """Return the choices as settings; with all points at 0, those of the last valid weights.

    The source of the weights is as the chosen readers may see it.
    """
    return told(own_settings(criteria))


def own_settings(criteria: CriteriaSet) -> Settings:
    """Return the choices as settings, as they were given."""
    if has_weights():
        state.put("last_points", points())
    given = state.get("last_points") or _profile_points(criteria, "equal")
    return in_force.settings(state.get, criteria, given)


def facilities() -> Facilities:
    """Return which facilities the ranking is about."""
    return Facilities(state.get("facilities"))


def own_inventory() -> Inventory:
    """Return the inventory in use, restricted parts included: the user's own, or the sample."""
    return state.get("inventory") or cached.sample()


def inventory() -> Inventory:
    """Return what the chosen readers may see of the inventory in use.

    Every page shows and writes this part alone; only what keeps or restricts an inventory,
    and what asks for its readers itself, takes the whole.
    """
    return cached.seen(own_inventory(), Audience(state.get("audience")))


def own_register() -> SiteRegister:
    """Return the sites of the area in use, restricted ones included."""
    return in_area(own_inventory().register, is_nordic=state.get("area") == "nordic")


def take_audience() -> None:
    """Copy the choice of readers to the truth; sites they do not see are chosen no more."""
    state.take("audience")
    for prefix in HOLDING_TYPED:
        state.forget(prefix)
    for name in ("selected", "site", "pilots_site", "viability_site"):
        state.put(name, None)


def use_inventory(chosen: Inventory | None) -> None:
    """Change to an inventory, all of it; ``None`` is the sample, as a fresh page opens it."""
    state.put("inventory", chosen)
    state.put("selected", None)
    state.put("site", None)
    state.put("map_area", None)
    _begin_with(is_whole=chosen is not None)
    state.put("audience", Audience.PUBLIC.value)


def show_all() -> None:
    """Rank the sites of the whole inventory, not of its Nordic part."""
    _begin_with(is_whole=True)


def _begin_with(*, is_whole: bool) -> None:
    """Take the area as a whole or as a fresh page has it, and a list of a size for it."""
    usual = {name: CHOICES[name].default for name in FRESH}
    before, after = (FRESH, usual) if is_whole else (usual, FRESH)
    state.put("area", after["area"])
    # A size that somebody has chosen stays.
    if state.get("shortlist") == before["shortlist"]:
        state.put("shortlist", after["shortlist"])


def follow_table(site_id: str) -> None:
    """Open a site's card when another row of the table was clicked; a click counts once."""
    if site_id != state.get("table_site"):
        state.put("table_site", site_id)
        state.put("site", site_id)

"""The only reader and writer of session state: what a person has chosen, kept across pages.

Each choice has a name. Its truth stands under that name; a widget has a key of its own, filled
from the truth when its page is opened and copied back by its callback. So a choice outlives its
widget.

A browser names the value of every widget in each message. While somebody types or drags, a
message can still name a value that the server has replaced in the meantime, and would pass for
a second wish. So a widget whose value is set here becomes a new widget, under the next key. And
a run that a newer message cut short leaves a widget whose first word looks like a change: so a
callback that brings what is in force already does nothing.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

import streamlit as st

from prioritizer.domain.criterion import CriteriaSet, RiskMode, ValueFunction
from prioritizer.domain.reference import PolicyEntry, Reference
from prioritizer.domain.results import Order, Scales, Settings
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.ui.shell import cache as cached
from prioritizer.ui.shell.cache import Inventory, Problem
from prioritizer.ui.shell.choice_types import OWN, PointsOfSet
from prioritizer.ui.shell.choices import CHOICES
from prioritizer.ui.shell.tree_points import leaf_points, slider_points
from prioritizer.workflow.criteria import scale_edits
from prioritizer.workflow.sites.audience import Audience

MINE = "mine"
MAX_POINTS = 100
RERANKING = frozenset(
    {"area", "method", "scales", "risk", "order", "policy_lists", "criteria_name"}
)


def start(criteria: CriteriaSet) -> None:
    """Give every choice its default, once per session; follow a change of the criteria."""
    _defaults()
    if get("points_ids") != criteria.ids:
        _follow_criteria(criteria)


def _defaults() -> None:
    for name, choice in CHOICES.items():
        st.session_state.setdefault(f"choice.{name}", choice.default)


def _follow_criteria(criteria: CriteriaSet) -> None:
    """Take up the points last given to these criteria; those of the others stay kept."""
    kept: dict[tuple[str, ...], PointsOfSet] = dict(get("points_by_set"))
    names = [entry.name for entry in fields(PointsOfSet)]
    if get("points_ids"):
        kept[get("points_ids")] = PointsOfSet(**{name: get(name) for name in names})
    equal = _profile_points(criteria, "equal")
    # Evidence chosen to be drawn for other criteria would leave that of these undrawn.
    fresh = PointsOfSet(points=equal, mine=equal, profile=_first_profile(criteria))
    taken = kept.get(criteria.ids, fresh)
    for name in names:
        put(name, getattr(taken, name))
    put("robust_said", None)
    put("points_by_set", kept)
    put("points_ids", criteria.ids)
    for key in [str(key) for key in st.session_state if str(key).startswith("weight-")]:
        del st.session_state[key]


def _first_profile(criteria: CriteriaSet) -> str:
    names = [profile.id for profile in criteria.profiles]
    return "equal" if "equal" in names or not names else names[0]


def shipped_criteria() -> CriteriaSet:
    """Return the criteria set in use as it was read: one shipped here, or the user's own."""
    _defaults()
    own: CriteriaSet | None = get("criteria_own")
    if get("criteria_name") == OWN and own is not None:
        return own
    return cached.criteria_set(get("criteria_name"))


def criteria() -> CriteriaSet:
    """Return the criteria set in use, with the scales edited in this session."""
    base = shipped_criteria()
    return cached.with_scales(base, get("scale_edits").get(cached.criteria_digest(base), {}))


def edit_scale(criterion: str, function: ValueFunction | None) -> None:
    """Use another scale for a criterion; ``None`` is the one as read."""
    base = shipped_criteria()
    key, edits = cached.criteria_digest(base), dict(get("scale_edits"))
    name = scale_edits.slot(base, criterion, RiskMode(get("risk")))
    mine = {slot: kept for slot, kept in edits.get(key, {}).items() if slot != name}
    put("scale_edits", edits | {key: mine if function is None else mine | {name: function}})


def use_own_criteria(own: CriteriaSet) -> None:
    """Change to a criteria set of one's own; edits of the others stay kept."""
    put("criteria_own", own)
    put("criteria_name", OWN)
    put("page", 0)


def reference() -> Reference:
    """Return the reference tables, with own policy lists and those that are in force."""
    _defaults()
    tables = cached.reference()
    for title, entries in get("policy_own"):
        titles = {**tables.policy_titles, entries[0].list_id: title}
        tables = replace(tables, policy=(*tables.policy, *entries), policy_titles=titles)
    return tables.with_policy(get("policy_lists"))


def add_policy(title: str, entries: tuple[PolicyEntry, ...]) -> None:
    """Add a policy list of one's own to those in force."""
    put("policy_own", (*get("policy_own"), (title, entries)))
    put("policy_lists", [*get("policy_lists"), entries[0].list_id])


def remove_policy(list_id: str) -> None:
    """Take a policy list of one's own away again."""
    kept = tuple(own for own in get("policy_own") if own[1][0].list_id != list_id)
    put("policy_lists", [name for name in get("policy_lists") if name != list_id])
    put("policy_own", kept)


def problem(chosen: CriteriaSet, settings: Settings) -> Problem:
    """Return the measured sites of the inventory and area in use, under these settings."""
    return cached.problem(
        inventory(),
        chosen,
        reference(),
        settings.risk,
        is_nordic=get("area") == "nordic",
    )


def get(name: str) -> Any:
    """Return the truth of a choice."""
    return st.session_state[f"choice.{name}"]


def put(name: str, value: Any) -> None:
    """Set a choice; a widget that shows another value is drawn anew."""
    st.session_state[f"choice.{name}"] = value
    key = widget(name)
    if key in st.session_state and not is_same(st.session_state[key], value):
        _renew(f"widget.{name}")


def is_same(first: Any, second: Any) -> bool:
    """Return whether two values of a choice are equal."""
    # What several were chosen of is a list in a widget and a tuple elsewhere.
    several = isinstance(first, list | tuple) and isinstance(second, list | tuple)
    return bool(list(first) == list(second) if several else first == second)


def _rounds() -> dict[str, int]:
    """Return how often each widget was set here, by the first key that it had."""
    found: dict[str, int] = st.session_state.setdefault("rounds", {})
    return found


def _key(first: str) -> str:
    number = _rounds().get(first, 0)
    return f"{first}~{number}" if number else first


def _renew(first: str) -> None:
    """Give a widget its next key; what the browser still says under the last one is void."""
    _rounds()[first] = _rounds().get(first, 0) + 1


def enter(address: str) -> None:
    """Let the widgets of a page start from the truth when the page is entered.

    A key outlives a change of page, its widget does not: where two pages share a key, the
    second would draw the widget at its lowest value while the key holds the old one.
    """
    if st.session_state.get("entered") == address:
        return
    st.session_state["entered"] = address
    for key in [str(key) for key in st.session_state]:
        if key.startswith(("widget.", "weight-")):
            del st.session_state[key]


def widget(name: str) -> str:
    """Return the key of the widget of a choice."""
    return _key(f"widget.{name}")


def bind(name: str) -> str:
    """Return the key of the widget of a choice, filled from the truth."""
    st.session_state.setdefault(widget(name), get(name))
    return widget(name)


def bound(name: str) -> dict[str, Any]:
    """Return the arguments that bind a widget to a choice, as keywords."""
    return {"key": bind(name), "on_change": take, "args": (name,)}


def take(name: str) -> None:
    """Copy a widget's value to the truth; a cleared choice keeps what it was."""
    if widget(name) not in st.session_state:  # a late word under a key that is void
        return
    value = st.session_state[widget(name)]
    if value is None:
        st.session_state[widget(name)] = get(name)
        return
    st.session_state[f"choice.{name}"] = value
    if name in RERANKING:
        put("page", 0)


def take_any(name: str) -> None:
    """Copy a widget's value to the truth, a cleared one too."""
    if widget(name) in st.session_state:
        st.session_state[f"choice.{name}"] = st.session_state[widget(name)]


def points() -> Mapping[str, float]:
    """Return the points as given, by criterion."""
    return dict(get("points"))


def field(name: str, value: Any) -> str:
    """Return the key of a field that is part of a larger choice, filled once."""
    st.session_state.setdefault(widget(name), value)
    return widget(name)


def typed(name: str) -> Any:
    """Return what stands in a field, None where it is not drawn."""
    return st.session_state.get(widget(name))


def forget(prefix: str) -> None:
    """Let the fields whose name starts so be filled afresh."""
    started = [k for k in map(str, st.session_state) if k.startswith(f"widget.{prefix}")]
    for first in {key.partition("~")[0] for key in started}:
        _renew(first)


def sliders(criteria: CriteriaSet) -> dict[str, float]:
    """Return the points on the weight sliders, by branch and criterion of the tree."""
    return slider_points(criteria, points(), get("local_points"))


def weight_key(node: str) -> str:
    """Return the key of the weight slider of a branch or criterion."""
    return _key(f"weight-{node}")


def take_points(criteria: CriteriaSet) -> None:
    """Copy the sliders to the points: from now on the weights are the user's own."""
    before = {name: round(shown) for name, shown in sliders(criteria).items()}
    given = {
        name: _checked(st.session_state.get(_key(f"weight-{name}"), shown))
        for name, shown in before.items()
    }
    if given == before:
        return
    moved = leaf_points(criteria, given)
    st.session_state["choice.local_points"] = given
    st.session_state["choice.points"] = moved
    st.session_state["choice.mine"] = moved
    put("weight_source", "")
    put("mine_source", "")
    put("profile", MINE)


def take_profile(criteria: CriteriaSet) -> None:
    """Set the sliders to the chosen profile; the user's own points stay kept beside."""
    if st.session_state.get(widget("profile"), get("profile")) == get("profile"):
        return
    take("profile")
    set_points(criteria, _profile_points(criteria, get("profile")))
    sources = {e.id: e.source for e in get("weigh_saved")} | {MINE: get("mine_source")}
    put("weight_source", sources.get(get("profile"), ""))


def use_weights(criteria: CriteriaSet, shares: Mapping[str, float], source: str) -> None:
    """Make weights the user's own, as points that sum to 100; ``source`` says whence."""
    set_points(criteria, {name: 100.0 * share for name, share in shares.items()})
    put("mine", points())
    put("profile", MINE)
    put("weight_source", source)
    put("mine_source", source)
    put("page", 0)


def set_points(criteria: CriteriaSet, chosen: Mapping[str, float]) -> None:
    """Set points and sliders."""
    st.session_state["choice.points"] = {name: chosen.get(name, 0.0) for name in criteria.ids}
    for name, shown in sliders(criteria).items():
        first = f"weight-{name}"
        if st.session_state.get(_key(first), round(shown)) != round(shown):
            _renew(first)


def _profile_points(criteria: CriteriaSet, profile: str) -> Mapping[str, float]:
    if profile == MINE:
        return dict(get("mine"))
    for entry in (*criteria.profiles, *get("weigh_saved")):
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
    """Return the choices as settings; with all points at 0, those of the last valid weights."""
    if has_weights():
        st.session_state["choice.last_points"] = points()
    chosen = get("last_points") or _profile_points(criteria, "equal")
    is_classic = get("scales") == Scales.DATA.value
    return Settings(
        weights=WeightVector.from_mapping(chosen, criteria.ids),
        method=get("method"),
        scales=Scales(get("scales")),
        normalization=get("normalization") if is_classic else "none",
        risk=RiskMode(get("risk")),
        order=Order(get("order")),
        policy_lists=reference().policy_lists,
        weight_source=get("weight_source"),
    )


def own_inventory() -> Inventory:
    """Return the inventory in use, restricted parts included: the user's own, or the sample."""
    return get("inventory") or cached.sample()


def inventory() -> Inventory:
    """Return what the chosen readers may see of the inventory in use.

    Every page shows and writes this part alone; only what keeps or restricts an inventory,
    and what asks for its readers itself, takes the whole.
    """
    return cached.seen(own_inventory(), Audience(get("audience")))


def own_register() -> SiteRegister:
    """Return the sites of the area in use, restricted ones included."""
    return cached.in_area(own_inventory().register, is_nordic=get("area") == "nordic")


def take_audience() -> None:
    """Copy the choice of readers to the truth; sites they do not see are chosen no more."""
    take("audience")
    for name in ("selected", "site", "pilots_site", "viability_site"):
        put(name, None)
    put("page", 0)


def use_inventory(chosen: Inventory | None) -> None:
    """Change to an inventory; ``None`` is the sample."""
    st.session_state["choice.inventory"] = chosen
    put("selected", None)
    put("site", None)
    put("page", 0)
    put("area", "all")
    put("audience", Audience.PUBLIC.value)


def pop_notice() -> str:
    """Return what the last action has to say, once."""
    notice: str = get("notice")
    put("notice", "")
    return notice


def component(key: str) -> Mapping[str, Any] | None:
    """Return what a component has reported, or None before it did."""
    return st.session_state.get(key)


def follow_table(site_id: str) -> None:
    """Open a site's card when another row of the table was clicked; a click counts once."""
    if site_id != get("table_site"):
        st.session_state["choice.table_site"] = site_id
        put("site", site_id)

"""What led from one state of the choices to the next, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from prioritizer.domain.words import counted
from prioritizer.ui.shell import state
from prioritizer.ui.shell.cache import Inventory, criteria_set
from prioritizer.ui.shell.choice_types import OWN
from prioritizer.ui.shell.choices import ALONG, CHOICES, WORK
from prioritizer.ui.shell.text import plain
from prioritizer.workflow.ranking.method_facts import METHOD_FACTS

START = "Start"
MOST_NAMED = 3
# What is set along with work and says a choice of its own, by what a person calls it.
SPOKEN = {
    "points": "weights",
    "local_points": "weights",
    "compare_methods": "methods to compare",
    "weigh_exponent": "answers about weights",
    "robust_evidence": "robustness",
    "robust_rules": "robustness",
    "robust_classes": "robustness",
    "robust_said": "robustness",
    "pilots_families": "shortlist",
    "viability_discount": "viability",
    "viability_tax": "viability",
    "viability_today": "prices",
    "viability_prices_name": "prices",
    "report_date": "report",
}
NOUNS = {n: noun for noun, names in WORK.items() for n in names} | SPOKEN
# All else that goes along is filled in by pages: it makes no step in the history.
QUIET = frozenset(ALONG) - SPOKEN.keys()
LABELS = {
    "area": "Area",
    "criteria_name": "Criteria",
    "method": "Method",
    "scales": "Scales",
    "normalization": "Normalisation",
    "risk": "Risk",
    "order": "Order of the list",
    "gaps": "Unknown values",
    "facilities": "Facilities",
    "shortlist": "Sites on the shortlist",
    "only_shortlist": "Only the shortlist",
    "pilots_rule": "Rule of the shortlist",
    "pilots_threshold": "Least chance on the shortlist",
    "portfolio_budget": "Budget, thousand EUR",
    "portfolio_confidence": "Certainty of the budget, %",
    "portfolio_draws": "Draws of the programme",
    "portfolio_seed": "Seed of the programme",
    "robust_weights": "Weights of the robustness run",
    "robust_draws": "Draws of the robustness run",
    "robust_seed": "Seed of the robustness run",
    "audience": "Who may see it",
    "report_title": "Title of the report",
    "report_audience": "Readers of the report",
    "report_draws": "Draws of the report",
}


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> frozenset[str]:
    """Return the names of the choices that differ, each once."""
    return frozenset(
        name
        for name, value in after.items()
        if (old := before.get(name)) is not value and not state.is_same(old, value)
    )


def is_quiet(
    names: frozenset[str], before: Mapping[str, Any], after: Mapping[str, Any]
) -> bool:
    """Return whether changes of these choices are no step of their own."""
    return not _spoken(names, before, after)


def _spoken(
    names: frozenset[str], before: Mapping[str, Any], after: Mapping[str, Any]
) -> frozenset[str]:
    """Return the choices that somebody has changed; what pages fill in first is nobody's."""
    filled = {name for name in names & SPOKEN.keys() if before.get(name) is None}
    if after["report_dated"] and not before.get("report_dated"):
        filled.add("report_date")
    return names - QUIET - filled


def said(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """Return what somebody did between two states, in a line."""
    if not before:
        return START
    names = changed(before, after)
    parts = list(dict.fromkeys(_parts(names, before, after)))
    more = f" and {len(parts) - MOST_NAMED} more" if len(parts) > MOST_NAMED else ""
    return plain("; ".join(parts[:MOST_NAMED]), limit=200) + more


def _parts(
    names: frozenset[str], before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[str]:
    spoken = _spoken(names, before, after)
    for name in CHOICES:
        if name not in spoken:
            continue
        if name == "inventory":
            yield f"Sites: {_title(after[name])}"
        elif name in ("points", "local_points", "profile"):
            yield _weights(before, after)
        elif name == "scale_edits":
            yield _scales(before[name], after[name])
        elif name in LABELS:
            yield f"{LABELS[name]}: {_value(before[name])} → {_value(after[name])}"
        else:
            yield f"{NOUNS[name][0].upper()}{NOUNS[name][1:]} changed"


def _title(own: Inventory) -> str:
    return f"{plain(own.register.title, limit=60)}, {counted(len(own.register), 'site')}"


def _weights(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    old, new = before["points"], after["points"]
    names = _criteria_names(after)
    moved = [
        f"{names.get(one, one)} {_value(old.get(one, 0.0))} → {_value(new.get(one, 0.0))}"
        for one in new
        if old.get(one, 0.0) != new.get(one, 0.0)
    ]
    if not moved:
        return "Weights: another start, the same points"
    if after["profile"] != before["profile"] and after["profile"] != "mine":
        return f"Weights: {_profile(after)}"
    more = f" and {len(moved) - MOST_NAMED} more" if len(moved) > MOST_NAMED else ""
    return f"Weights: {', '.join(moved[:MOST_NAMED])}{more}"


def _criteria(values: Mapping[str, Any]) -> Any:
    own = values["criteria_own"]
    if values["criteria_name"] == OWN:
        return own
    return criteria_set(values["criteria_name"])


def _criteria_names(values: Mapping[str, Any]) -> dict[str, str]:
    found = _criteria(values)
    return {one.id: one.name for one in found.criteria} if found else {}


def _profile(values: Mapping[str, Any]) -> str:
    found = _criteria(values)
    known = (*(found.profiles if found else ()), *values["weigh_saved"])
    named = {one.id: one.name for one in known}
    return plain(named.get(values["profile"], values["profile"]), limit=60)


def _scales(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    slots = {
        slot.replace("_", " ")
        for key in {*before, *after}
        for slot in {*before.get(key, {}), *after.get(key, {})}
        if before.get(key, {}).get(slot) != after.get(key, {}).get(slot)
    }
    return f"Scale of {', '.join(sorted(slots))}" if slots else "Scales changed"


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    text = METHOD_FACTS[value].title if value in METHOD_FACTS else str(value)
    return plain(text.replace("_", " ").replace("-", " ") or "none", limit=60)

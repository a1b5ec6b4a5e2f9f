"""What the shape of a criteria file cannot say: scales, names, branches, profiles, measures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

from pydantic import ValidationError

from prioritizer.appraisal.composite_table import COMPOSITES, Composite
from prioritizer.appraisal.measures import MEASURES
from prioritizer.domain.criterion import OWN_COLUMN, PART_WEIGHTS, Combine
from prioritizer.domain.value_tree import Branch, Node, point_faults, tree_faults, walk
from prioritizer.readers.criteria_columns import Fault, column_faults, gate_faults
from prioritizer.readers.criteria_entries import (
    BranchEntry,
    CriterionEntry,
    ProfileEntry,
    ValueFunctionEntry,
)

Entry = TypeVar("Entry", BranchEntry, ProfileEntry)
RISK = "environmental_risk"


def faults(raw: Any) -> Iterator[Fault]:
    """Yield every fault of meaning in a file whose parts may be of the wrong shape."""
    if not isinstance(raw, Mapping):
        return
    criteria = _entries(raw.get("criteria"))
    ids = [str(entry["id"]) for _, entry in criteria if "id" in entry]
    for row, entry in criteria:
        yield from scale_faults(("criteria", row), entry)
        yield from _measure_faults(("criteria", row), entry)
        yield from column_faults(("criteria", row), entry)
        yield from _part_faults(("criteria", row), entry)
        if ids.count(str(entry.get("id"))) > 1:
            yield (
                ("criteria", row, "id"),
                f"'{entry['id']}'",
                f"each name once; criterion '{entry['id']}' stands twice",
                "Rename one.",
            )
    for row, entry in _entries(raw.get("gates")):
        yield from gate_faults(("gates", row), entry)
    yield from _risk_faults(raw.get("risk_modes"), criteria)
    yield from _tree_faults(raw, ids)


def scale_faults(path: tuple[str | int, ...], entry: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield what is wrong with the scale of one criterion, and with its direction."""
    try:
        function = ValueFunctionEntry.model_validate(entry.get("value_function")).function()
    except ValidationError:
        return
    found = function.faults()
    for fault in found:
        yield (*path, "value_function", fault.member), fault.found, fault.expected, fault.hint
    objective = entry.get("objective")
    if not found and objective in ("max", "min", "target") and objective != function.direction:
        yield (
            (*path, "objective"),
            f"'{objective}'",
            f"'{function.direction}': objective and value_function disagree on what is better",
            "Correct one of them.",
        )


def _measure_faults(path: tuple[str | int, ...], entry: Mapping[str, Any]) -> Iterator[Fault]:
    measure = entry.get("measure")
    if not isinstance(measure, str) or measure.startswith(OWN_COLUMN):
        return
    if measure not in MEASURES:
        known = f"one of: {', '.join(MEASURES)}; or {OWN_COLUMN} and the name of an own column"
        yield (*path, "measure"), f"'{measure}'", known, "Correct the name."


def _part_faults(path: tuple[str | int, ...], entry: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield what is wrong with the parts of a composite: their weights and parameters."""
    composite = COMPOSITES.get(str(entry.get("measure")))
    try:
        criterion = CriterionEntry.model_validate(entry)
    except ValidationError:
        return
    if composite is None:
        if criterion.combine is not None:
            known = f"no such member, or one of the measures {', '.join(COMPOSITES)}"
            yield (*path, "combine"), f"'{criterion.combine}'", known, "Leave it out."
        return
    weights = criterion.parameters.get(PART_WEIGHTS)
    if weights is not None:
        yield from _weight_faults(
            (*path, "parameters", PART_WEIGHTS), weights.values, composite
        )
    way = criterion.combine or (Combine.MEAN if weights is not None else Combine.PRODUCT)
    for name in composite.needs[way]:
        if name not in criterion.parameters:
            found, wanted = "nothing", f"the parameter '{name}', which a {way} of parts reads"
            yield (*path, "parameters", name), found, wanted, "Take it from a shipped set."


def _weight_faults(
    path: tuple[str | int, ...], weights: Mapping[str, float], composite: Composite
) -> Iterator[Fault]:
    for name, weight in weights.items():
        if name not in composite.parts:
            known = f"one of: {', '.join(composite.parts)}"
            yield (*path, "values", name), f"'{name}'", known, "Correct the name."
        elif weight < 0:
            yield (*path, "values", name), f"{weight:g}", "0 or more", "Correct it."
    if not any(weights.get(name, 0.0) > 0 for name in composite.parts):
        yield (
            (*path, "values"),
            "no weight above 0",
            "at least one part that counts",
            "Give one.",
        )


def _risk_faults(
    modes: Any, criteria: Sequence[tuple[int, Mapping[str, Any]]]
) -> Iterator[Fault]:
    by_id = {str(entry.get("id")): entry for _, entry in criteria}
    for mode, changes in modes.items() if isinstance(modes, Mapping) else ():
        for name, change in risk_changes(changes, by_id).items():
            path = ("risk_modes", str(mode), name)
            if name not in by_id:
                yield path, f"'{name}'", "the id of a criterion", "Correct the name."
                continue
            merged = merged_entry(by_id[name], change)
            yield from scale_faults(path, merged)
            yield from _measure_faults(path, change)
            yield from _part_faults(path, merged)
            try:
                CriterionEntry.model_validate(merged)
            except ValidationError as error:
                for one in error.errors():
                    if one["loc"][0] in change:
                        yield (
                            (*path, *one["loc"]),
                            repr(one.get("input"))[:60],
                            one["msg"],
                            "Correct it.",
                        )


def risk_changes(changes: Any, ids: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Return what one meaning of risk changes, by criterion.

    Written plainly it belongs to the criterion ``environmental_risk``; with several criteria of
    risk, each change stands under the id of its criterion.
    """
    if not isinstance(changes, Mapping):
        return {}
    if RISK in ids and not set(changes) & set(ids):
        return {RISK: changes}
    return {
        str(name): change for name, change in changes.items() if isinstance(change, Mapping)
    }


def merged_entry(base: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return a criterion with some members changed; parameters are added to the old ones."""
    merged = {**base, **changes}
    old, new = base.get("parameters") or {}, changes.get("parameters") or {}
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        merged["parameters"] = {**old, **new}
    return merged


def _tree_faults(raw: Mapping[str, Any], ids: Sequence[str]) -> Iterator[Fault]:
    branches = [
        Branch(entry.id, entry.name, entry.description, entry.members)
        for entry in _parsed(BranchEntry, raw.get("branches"))
    ]
    found = tree_faults(ids, branches)
    for path, what, expected in found:
        yield ("branches", *path), what, expected, "Correct the branches."
    nodes = () if found or len(set(ids)) < len(ids) else walk(ids, branches)
    yield from _profile_faults(raw.get("weight_profiles"), ids, branches, nodes)


def _profile_faults(
    raw: Any, ids: Sequence[str], branches: Sequence[Branch], nodes: Sequence[Node]
) -> Iterator[Fault]:
    names = {*ids, *(branch.id for branch in branches)}
    for row, profile in enumerate(_parsed(ProfileEntry, raw)):
        path = ("weight_profiles", row, "points")
        strangers = [name for name in profile.points if name not in names]
        is_flat = set(profile.points) <= set(ids)
        if strangers:
            listed = ", ".join(f"'{name}'" for name in strangers)
            what = f"profile '{profile.id}' weighs unknown {listed}"
            yield path, what, "ids of criteria or branches", "Correct the names."
        for name, points in profile.points.items() if is_flat else ():
            if points < 0:
                yield (*path, name), f"{points:g}", "0 or more points", "Correct it."
        if nodes and not is_flat and not strangers:
            for what, expected in point_faults(nodes, profile.points):
                yield path, what, expected, "Correct the points."


def _entries(value: Any) -> list[tuple[int, Mapping[str, Any]]]:
    listed = value if isinstance(value, list) else []
    return [(row, entry) for row, entry in enumerate(listed) if isinstance(entry, Mapping)]


def _parsed(model: type[Entry], value: Any) -> Iterator[Entry]:
    for _, entry in _entries(value):
        try:
            yield model.model_validate(entry)
        except ValidationError:
            continue

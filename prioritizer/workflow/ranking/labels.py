"""Labels of tables and series: what carries names is taken by name, never by place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any, cast

import numpy as np

from prioritizer.engine.weights.regions import Region
from prioritizer.errors import InputError

Labels = tuple[Hashable, ...]
# What a region holds per criterion; its conditions are rows of their own.
PER_CRITERION = ("point", "low", "high")
MOST_NAMED = 12


def row_labels(table: object) -> Labels | None:
    """Return the names of the rows of a data frame; None for what has none.

    Raises
    ------
    InputError
        If a name comes twice.
    """
    index = _index_of(table)
    return None if index is None else unique(index, "rows of the decision matrix")


def column_labels(table: object) -> Labels | None:
    """Return the names of the columns of a data frame; None for what has none.

    Raises
    ------
    InputError
        If a name comes twice.
    """
    columns = getattr(table, "columns", None)
    return None if columns is None else unique(columns, "columns of the decision matrix")


def pairs_of(values: object, what: str) -> dict[Hashable, Any] | None:
    """Return a mapping or a labelled series as a dictionary; None for what has no labels.

    Raises
    ------
    InputError
        If a label comes twice, or the labels are those of a table.
    """
    if isinstance(values, Mapping):
        return dict(values)
    index = _index_of(values)
    if index is None:
        return None
    if hasattr(values, "columns"):
        raise InputError(
            f"{what}: found a table. Expected one value for each name. Give one row or one "
            "column of it."
        )
    labels = unique(index, what)
    return dict(zip(labels, np.asarray(values, dtype=object).tolist(), strict=True))


def by_label(values: Any, labels: Sequence[Hashable], what: str) -> Any:
    """Return labelled values in the order of ``labels``; what has no labels stays as it is.

    Parameters
    ----------
    values
        A mapping or a series, whose labels must be exactly ``labels`` in any order, or a
        sequence by place.
    what
        What the values are, for the message.

    Raises
    ------
    InputError
        If the labels differ, or one comes twice.
    """
    found = pairs_of(values, what)
    if found is None:
        return values
    strange = [label for label in found if label not in set(labels)]
    missing = [label for label in labels if label not in found]
    if strange or missing:
        told = f"'{strange[0]}'" if strange else f"no '{missing[0]}'"
        raise InputError(
            f"{what}: found {told}. Expected one for each of: {_listed(labels)}. Use the same "
            "names, or give a plain list in the order of these."
        )
    return [found[label] for label in labels]


def places(labels: Labels | None, size: int) -> Labels:
    """Return labels, or the places 0, 1, 2 … of what has none."""
    return tuple(range(size)) if labels is None else labels


def region_by_label(region: Region | None, columns: Labels) -> Region | None:
    """Return a region of weights whose labelled parts stand in the order of the columns."""
    given: Any = region
    if not is_dataclass(given):
        return region
    known = {field.name: getattr(given, field.name) for field in fields(given)}
    changed: dict[str, Any] = {
        name: np.asarray(by_label(value, columns, f"weights, {name}"), dtype=np.float64)
        for name, value in known.items()
        if name in PER_CRITERION and pairs_of(value, f"weights, {name}") is not None
    }
    conditions = known.get("conditions")
    if column_labels(conditions) is not None:
        changed["conditions"] = _columns_by_label(conditions, columns)
    if "limits" in known and pairs_of(known["limits"], "weights, limits") is not None:
        rows = places(row_labels(conditions), len(known["limits"]))
        changed["limits"] = np.asarray(
            by_label(known["limits"], rows, "weights, limits"), dtype=np.float64
        )
    return cast("Region", replace(cast("Any", given), **changed)) if changed else region


def _columns_by_label(table: Any, columns: Labels) -> Any:
    own = column_labels(table) or ()
    order = by_label(dict(zip(own, range(len(own)), strict=True)), columns, "conditions")
    return np.asarray(table, dtype=np.float64)[:, order]


def _index_of(values: object) -> Iterable[Hashable] | None:
    """Return the index of a series or frame; lists and tuples have a method of that name."""
    index = getattr(values, "index", None)
    return None if index is None or callable(index) else index


def unique(labels: Iterable[Hashable], what: str) -> Labels:
    """Return names as a tuple.

    Raises
    ------
    InputError
        If one comes twice.
    """
    found = tuple(labels)
    twice = [label for label, n in Counter(found).items() if n > 1]
    if twice:
        raise InputError(
            f"{what}: found the name '{twice[0]}' {found.count(twice[0])} times. Expected "
            "each name once. Rename or delete the others."
        )
    return found


def _listed(labels: Sequence[Hashable]) -> str:
    shown = ", ".join(str(label) for label in labels[:MOST_NAMED])
    return shown + (" …" if len(labels) > MOST_NAMED else "")

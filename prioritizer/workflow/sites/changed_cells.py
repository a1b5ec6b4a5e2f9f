"""A site with other values in some columns of its table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from prioritizer.domain.columns import ranges, site_columns
from prioritizer.domain.computed import Cell
from prioritizer.domain.own_columns import OwnColumn, OwnKind, OwnValue, stem_of
from prioritizer.domain.ranges import UNKNOWN, Range
from prioritizer.domain.site import Gate, GateCode, Site

NOTHING: Mapping[str, OwnColumn] = MappingProxyType({})


def with_cells(
    site: Site,
    cells: Mapping[str, Cell | None],
    own: Mapping[str, OwnColumn] = NOTHING,
    reason: str = "",
) -> Site:
    """Return a site with other values in these columns of its table.

    Parameters
    ----------
    cells
        None makes a value unknown.
    own
        The own columns of its register by name.
    reason
        Of a veto among the cells.
    """
    changes: dict[str, Any] = {}
    texts, held = dict(site.texts), dict(site.own)
    for name, value in cells.items():
        column = site_columns().get(name)
        if column is None:
            _set_own(held, own, name, value)
        elif column.of in ranges():
            known = changes.get(column.of, getattr(site, column.of))
            changes[column.of] = replace(known, **{column.role: value})
        elif name == "gate":
            changes[name] = None if value is None else Gate(GateCode(str(value)), reason)
        elif column.kind == "text":
            texts.pop(name, None)
            texts |= {} if value is None else {name: str(value)}
        else:
            changes[name] = value
    return replace(site, texts=texts, own=held, **changes)


def _set_own(
    held: dict[str, OwnValue], own: Mapping[str, OwnColumn], name: str, value: Cell | None
) -> None:
    stem = name if name in own else stem_of(name)
    column = own[stem]
    if column.kind is not OwnKind.NUMBER:
        held.pop(stem, None)
        if isinstance(value, str | bool):
            held[stem] = OwnValue(column, value)
        return
    known = held.pop(stem).value if stem in held else UNKNOWN
    role = {f"{stem}_low": "low", f"{stem}_high": "high"}.get(name, "best")
    ends: dict[str, Any] = {role: value}
    changed = replace(known if isinstance(known, Range) else UNKNOWN, **ends)
    if changed.is_known:
        held[stem] = OwnValue(column, changed)

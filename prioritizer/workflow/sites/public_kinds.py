"""Kinds of own columns that nobody declared, proposed again from what readers may see.

A kind that was taken from all cells would give withheld ones away: one word among numbers makes
a column text. So what readers see is read as if the withheld cells had never been there.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial

from prioritizer.domain.own_columns import (
    SOURCE_ENDING,
    Held,
    OwnColumn,
    OwnKind,
    OwnValue,
    cells_of,
    stem_of,
)
from prioritizer.domain.ranges import Range
from prioritizer.domain.site import Site
from prioritizer.readers.own_columns import OwnPart, own_parts
from prioritizer.readers.own_kinds import FLAGS, proposed

Columns = Mapping[str, OwnColumn]
# The texts of one cell or several, by column or by end.
Texts = dict[str, str]


def proposed_again(
    sites: Sequence[Site], columns: Columns, names: Collection[str]
) -> tuple[tuple[Site, ...], Columns]:
    """Return sites and declarations with the kinds that these sites alone propose.

    Declared columns stay as they are. All others are read again, those too of which nothing was
    withheld: that would tell which they are. A column in which no site has a value is left out.

    Parameters
    ----------
    names
        Every column of the register's own, whatever stands in it. A low, a best and a high that
        all have columns are one number, if those sites allow it.
    """
    declared = {name: own for name, own in columns.items() if not own.is_proposed}
    if len(declared) == len(columns):
        return tuple(sites), columns
    cells = [_cells(site, declared) for site in sites]
    parts = _parts(cells, columns, names, declared)
    texts = [_by_part(row, parts) for row in cells]
    kept: dict[str, OwnColumn] = {}
    for name, own in columns.items():
        if name in declared:
            kept[name] = own
        elif parts[name].name not in kept:
            kept |= _column(parts[name].name, texts, columns, names)
    return tuple(map(partial(_site, columns=kept), sites, texts)), kept


def _cells(site: Site, declared: Columns) -> Texts:
    """Return the cells of the columns that nobody declared, by the name of the column."""
    return {
        name: _text(cell)
        for own, held in site.own.items()
        if own not in declared
        for name, cell in cells_of(own, held.value).items()
    }


def _text(cell: float | str | bool) -> str:
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return cell if isinstance(cell, str) else repr(float(cell))


def _parts(
    cells: Sequence[Texts], columns: Columns, names: Collection[str], declared: Columns
) -> dict[str, OwnPart]:
    """Return by the name of a column which own column it is a part of."""
    plain = (name for name in names if not name.endswith(SOURCE_ENDING))
    every = dict.fromkeys((*columns, *(name for row in cells for name in row), *plain))
    header = [name for name in every if name not in declared]
    # The ends of a declared number are parts of it already; what is left stands by itself.
    alone = {n for n in header if stem_of(n) in declared}
    filled: dict[str, dict[int, str]] = {n: {} for n in header if n not in alone}
    for place, row in enumerate(cells):
        for name in row.keys() & filled.keys():
            filled[name][place] = row[name]
    place_of = {name: index for index, name in enumerate(header)}
    parts = own_parts(filled, place_of, {})
    found = {header[part.index]: part for part in parts}
    found |= {name: OwnPart(place_of[name], name) for name in alone}
    return dict(sorted(found.items(), key=lambda entry: entry[1].index))


def _by_part(row: Texts, parts: Mapping[str, OwnPart]) -> dict[str, Texts]:
    """Return the cells of a site by own column and end."""
    found: dict[str, Texts] = {}
    for name, text in row.items():
        part = parts[name]
        found.setdefault(part.name, {})[part.end] = text
    return found


def _column(
    name: str, texts: Sequence[Mapping[str, Texts]], columns: Columns, names: Collection[str]
) -> Columns:
    """Return by its name what the cells of a column propose; nothing where there are none."""
    filled = [text for row in texts for text in row.get(name, {}).values()]
    if not filled:
        return {}
    kind = proposed(name, filled)
    base = columns.get(name, kind)
    usual = name + SOURCE_ENDING
    column = replace(
        base,
        kind=kind.kind,
        classes=kind.classes,
        unit=base.unit if kind.kind is OwnKind.NUMBER else "",
        source=base.source or (usual if usual in names else ""),
    )
    return {name: column}


def _site(site: Site, row: Mapping[str, Texts], columns: Columns) -> Site:
    """Return a site whose own values are of these columns, and in their order."""
    held = {
        name: OwnValue(own, _as_kind(row[name], own.kind)) if name in row else site.own[name]
        for name, own in columns.items()
        if name in row or (name in site.own and not own.is_proposed)
    }
    return replace(site, own=held) if site.own else site


def _as_kind(texts: Texts, kind: OwnKind) -> Held:
    if kind is OwnKind.NUMBER:
        return Range(**{end: float(text) for end, text in texts.items()})
    text = texts["best"]
    return FLAGS[text.casefold()] if kind is OwnKind.YESNO else text

"""Own values typed by hand and put on sites."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from prioritizer.domain.own_columns import (
    Held,
    OwnColumn,
    OwnKind,
    OwnValue,
    cells_of,
    name_fault,
)
from prioritizer.domain.own_register import declared
from prioritizer.domain.ranges import Range
from prioritizer.domain.site import SiteRegister
from prioritizer.errors import InputError
from prioritizer.readers.cells import clean
from prioritizer.readers.own_kinds import FLAGS
from prioritizer.readers.typed_numbers import typed_range


def own_value(column: OwnColumn, text: str) -> Held | None:
    """Return what was typed into a cell of an own column; None for a blank one.

    Raises
    ------
    InputError
        If it does not fit the column.
    """
    plain = clean(text)
    if not plain:
        return None
    if column.kind is OwnKind.NUMBER:
        return typed_range(plain)
    known: Mapping[str, Held] = {name.casefold(): name for name in column.classes}
    if column.kind is OwnKind.YESNO:
        known = FLAGS
    if column.kind is OwnKind.TEXT or (not known and column.kind is OwnKind.CLASSES):
        return plain
    if (found := known.get(plain.casefold())) is not None:
        return found
    listed = ", ".join(column.classes) or "yes, no"
    raise InputError(f"found “{plain[:40]}”. Expected one of: {listed}. Correct it.")


def with_column(
    register: SiteRegister, column: OwnColumn, typed: Mapping[str, str]
) -> SiteRegister:
    """Return a register with values typed into an own column; blank cells take a value away.

    Sites that are not among the typed ones stay as they are.

    Raises
    ------
    InputError
        With every fault in words, or if the column cannot have its name.
    """
    known = declared(register)
    others = {name.casefold() for name in known if name != column.name}
    is_taken = column.name.casefold() in others
    why = name_fault(column.name) or ("a name that is not taken" if is_taken else "")
    if why:
        raise InputError(
            f"column: found “{column.name[:60]}”. Expected {why}. Choose another name."
        )
    faults: list[str] = []
    values: dict[str, Held | None] = {}
    for site_id, text in typed.items():
        try:
            values[site_id] = own_value(column, text)
        except InputError as error:
            faults.append(f"{site_id}: {error}")
    if faults:
        raise InputError("\n".join(faults))
    sites = tuple(
        replace(site, own=_own(site.own, column, values[site.site_id]))
        if site.site_id in values
        else site
        for site in register.sites
    )
    return replace(register, sites=sites, own_columns={**known, column.name: column})


def _own(
    own: Mapping[str, OwnValue], column: OwnColumn, value: Held | None
) -> dict[str, OwnValue]:
    kept = {name: held for name, held in own.items() if name != column.name}
    return kept if value is None else {**kept, column.name: OwnValue(column, value)}


def shown_value(value: Held | None) -> str:
    """Return a value as one would type it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, Range):
        return value
    ends = [end for end in cells_of("x", value).values() if isinstance(end, float)]
    return _range_text(value, ends)


def _range_text(value: Range, ends: Sequence[float]) -> str:
    texts = [f"{end:.12g}" for end in ends]
    if value.best is not None and value.low is None and value.high is None:
        return texts[0]
    if value.low is None:
        return f"<{texts[-1]}"
    return f">{texts[0]}" if value.high is None else f"{texts[0]} – {texts[-1]}"

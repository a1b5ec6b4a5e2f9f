"""Values typed by hand: numbers as people write them, and own values put on sites."""

from __future__ import annotations

import re
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
from prioritizer.readers.imports.texts.decimal_marks import count_votes
from prioritizer.readers.imports.texts.quantities import Quantity, read_quantity
from prioritizer.readers.own_kinds import FLAGS

LARGEST = 1e12
_GAPS = re.compile(r"(?<=\d)[\u00a0\u2009\u202f](?=\d)")


def typed_range(text: str) -> Range:
    """Return a typed number, or a range such as ``1–3``, ``<4`` or ``12 ± 2``.

    ``0,5`` and ``0.5`` are a half, ``1 500 000`` and ``1,500,000`` one and a half million;
    what can be read in two ways, such as ``1,234``, is refused.

    Raises
    ------
    InputError
        If it is no number, or not one alone.
    """
    quantity = _quantity(text)
    if quantity.unit:
        raise _no_number(text, "Leave the unit out.")
    if quantity.low is quantity.best is quantity.high is None:
        raise _no_number(text, quantity.hint or "Write a number.")
    return Range(quantity.low, quantity.best, quantity.high)


def typed_number(text: str) -> float:
    """Return one typed number, read as in `typed_range`.

    Raises
    ------
    InputError
        If it is no number, or a range.
    """
    found = typed_range(text)
    if found.best is None or found.low is not None or found.high is not None:
        raise _no_number(text, "Write one number.")
    return found.best


def _quantity(text: str) -> Quantity:
    plain = _GAPS.sub(" ", clean(text))
    votes = count_votes([plain], LARGEST)
    if votes.is_doubtful and not votes.mark:
        raise _no_number(
            plain,
            "It can be read in two ways: write gaps between thousands, or one more decimal.",
        )
    marks = [votes.mark] if votes.mark else [".", ","]
    tried = [read_quantity(plain, mark, coded_missing=False) for mark in marks]
    return next((one for one in tried if one.flag != "refused"), tried[0])


def _no_number(text: str, hint: str) -> InputError:
    shown = text.strip()[:40]
    found = f"“{shown}”" if shown else "nothing"
    return InputError(f"found {found}. Expected a number such as 0.5 or 1 500 000. {hint}")


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

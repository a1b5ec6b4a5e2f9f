"""Own columns as stored values: declarations of the whole inventory, values of its sites."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace

from prioritizer.domain.inventory_value import WHOLE, Value, ValueKind
from prioritizer.domain.own_columns import OWN_FIELD, Held, OwnColumn, OwnKind, OwnValue
from prioritizer.domain.ranges import Range
from prioritizer.domain.site import Site
from prioritizer.errors import InputError, StoreError

OWN = OWN_FIELD
# Before the name of a column that nobody declared and no site fills.
BLANK = "blank/"
KINDS = {
    OwnKind.NUMBER: ValueKind.RANGE,
    OwnKind.CLASSES: ValueKind.CODE,
    OwnKind.YESNO: ValueKind.FLAG,
    OwnKind.TEXT: ValueKind.TEXT,
}
_KIND_OF = {kind: own for own, kind in KINDS.items()}
Values = Mapping[str, Value]
Write = tuple[str, str, Value | None]


def declaration_value(own: OwnColumn, position: int) -> Value:
    """Return a declaration as a value, to be kept under ``own/`` and its name."""
    return Value(
        ValueKind.COLUMN, text=json.dumps(asdict(own), ensure_ascii=False), position=position
    )


def declarations(whole: Values) -> dict[str, OwnColumn]:
    """Return the own columns that an inventory declares, by name and in their order."""
    kept = [value for field, value in whole.items() if field.startswith(OWN)]
    found = (json.loads(value.text or "{}") for value in sorted(kept, key=lambda v: v.position))
    return {
        parts["name"]: OwnColumn(
            **{**parts, "kind": OwnKind(parts["kind"]), "classes": tuple(parts["classes"])}
        )
        for parts in found
    }


def blank_values(names: Iterable[str]) -> dict[str, Value]:
    """Return columns that no site fills as values of the whole inventory, by field."""
    return {
        BLANK + name: Value(ValueKind.TEXT, text=name, position=position)
        for position, name in enumerate(names)
    }


def blank_columns(whole: Values, columns: Mapping[str, OwnColumn]) -> tuple[str, ...]:
    """Return the columns that no site fills, in their order; one that is declared is none."""
    kept = [value for field, value in whole.items() if field.startswith(BLANK)]
    named = (value.text or "" for value in sorted(kept, key=lambda v: v.position))
    return tuple(name for name in named if name not in columns)


def value_of(held: OwnValue) -> Value:
    """Return an own value as it is kept."""
    kind, value = KINDS[held.column.kind], held.value
    if isinstance(value, Range):
        low, best, high = (
            None if end is None else float(end) for end in (value.low, value.best, value.high)
        )
        return Value(kind, low, best, high, unit=held.column.unit)
    text = ("yes" if value else "no") if isinstance(value, bool) else value
    return Value(kind, text=text)


def values_of(site: Site) -> dict[str, Value]:
    """Return the own values of a site by field."""
    return {OWN + name: value_of(held) for name, held in site.own.items()}


def own_of(values: Values) -> dict[str, OwnValue]:
    """Return the own values among those of a site, by column.

    Each carries what can be told of its column from the value alone; the inventory declares it.
    """
    return {
        field.removeprefix(OWN): _own_value(field.removeprefix(OWN), value)
        for field, value in values.items()
        if field.startswith(OWN)
    }


def _own_value(name: str, value: Value) -> OwnValue:
    kind = _KIND_OF.get(value.kind, OwnKind.TEXT)
    held: Held = value.text or ""
    if value.kind is ValueKind.RANGE:
        held = Range(value.low, value.best, value.high)
    elif value.kind is ValueKind.FLAG:
        held = value.text == "yes"
    classes = (value.text or "",) if kind is OwnKind.CLASSES else ()
    return OwnValue(OwnColumn(name, kind, value.unit, classes, is_proposed=True), held)


def widened(columns: Mapping[str, OwnColumn], sites: Iterable[Site]) -> dict[str, OwnColumn]:
    """Return declarations with every class that a site has, where nobody declared them."""
    found = dict(columns)
    for site in sites:
        for name, held in site.own.items():
            own, value = found.get(name, held.column), str(held.value)
            is_open = own.kind is OwnKind.CLASSES and own.is_proposed
            if is_open and value not in own.classes:
                own = replace(own, classes=tuple(sorted({*own.classes, value})))
            found[name] = own
    return found


def check_fit(field: str, value: Value, whole: Values, where: str) -> None:
    """Refuse an own value that does not fit the declaration of its column.

    Raises
    ------
    InputError
        If the column is not declared, or the value is of another kind, unit or class.
    """
    own = declarations(whole).get(field.removeprefix(OWN))
    if own is None:
        raise InputError(
            f"{where}: found no such column. Expected one that the inventory declares. Load a "
            "table with it first."
        )
    if value.kind is not KINDS[own.kind]:
        raise InputError(
            f"{where}: found a value of kind '{value.kind}'. Expected '{KINDS[own.kind]}'. "
            "Correct the value."
        )
    if value.unit not in ("", own.unit):
        raise InputError(
            f"{where}: found the unit '{value.unit}'. Expected '{own.unit or 'none'}'. Convert "
            "the value."
        )
    if own.kind is OwnKind.CLASSES and value.text not in own.classes:
        raise InputError(
            f"{where}: found '{value.text}'. Expected one of: {', '.join(own.classes)}. Choose "
            "one of these."
        )


def in_unit(field: str, value: Value, whole: Values) -> Value:
    """Return a value that fits its declaration with the unit of it."""
    unit = declarations(whole)[field.removeprefix(OWN)].unit
    return replace(value, unit=unit)


def new_declarations(sites: Iterable[Site], whole: Values) -> list[Write]:
    """Return what to write for an inventory to declare the own columns of more sites.

    Classes that nobody declared are joined; a declared column stands as it is.

    Raises
    ------
    InputError
        If a column is declared otherwise, or a site has a class that is not declared.
    """
    known = declarations(whole)
    wanted = dict(known)
    for site in sites:
        for name, held in site.own.items():
            present = wanted.setdefault(name, held.column)
            wanted[name] = _joined(present, held, f"site {site.site_id}, {name}")
    first = 1 + max((v.position for f, v in whole.items() if f.startswith(OWN)), default=-1)
    new = [name for name in wanted if name not in known]
    place = {name: first + n for n, name in enumerate(new)}
    place |= {name: whole[OWN + name].position for name in known}
    return [
        (WHOLE, OWN + name, declaration_value(own, place[name]))
        for name, own in wanted.items()
        if known.get(name) != own
    ]


def _joined(present: OwnColumn, held: OwnValue, where: str) -> OwnColumn:
    column = held.column
    if (present.kind, present.unit) != (column.kind, column.unit):
        raise InputError(
            f"{where}: found {_words(column)}. Expected {_words(present)} as the inventory "
            "declares it. Declare the column alike in own_columns.csv, or rename it."
        )
    if present.kind is not OwnKind.CLASSES or held.value in present.classes:
        return present
    if not present.is_proposed:
        raise InputError(
            f"{where}: found '{held.value}'. Expected one of: {', '.join(present.classes)}. "
            "Correct the class."
        )
    return replace(present, classes=tuple(sorted({*present.classes, str(held.value)})))


def _words(own: OwnColumn) -> str:
    return f"{own.kind} in {own.unit}" if own.unit else str(own.kind)


def refuse_other_meaning(ours: Values, theirs: Values, what: str) -> None:
    """Refuse to bring values together that mean something else under one name.

    Raises
    ------
    StoreError
        Naming the first column of another kind or unit.
    """
    other = declarations(theirs)
    for name, own in declarations(ours).items():
        if name in other and (own.kind, own.unit) != (other[name].kind, other[name].unit):
            raise StoreError(
                f"{what}: found the column '{name}' as {_words(own)} here and as "
                f"{_words(other[name])} there. Expected one meaning. Rename or convert one of "
                "them first."
            )

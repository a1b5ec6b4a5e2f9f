"""Registers to stored values and back, without loss."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields, replace
from functools import cache
from operator import itemgetter
from typing import Any

from prioritizer.domain.columns import site_columns
from prioritizer.domain.inventory_value import (
    ASSAY,
    EXISTS,
    SOURCE,
    TITLE,
    WHOLE,
    Value,
    ValueKind,
)
from prioritizer.domain.own_register import attached, declared
from prioritizer.domain.site import (
    CODES,
    Assay,
    Gate,
    GateCode,
    Range,
    Site,
    SiteRegister,
    Source,
)
from prioritizer.errors import InputError
from prioritizer.storage.inventory import own
from prioritizer.storage.inventory.values import check_text, check_value

Values = dict[str, Value]
State = dict[str, Values]

# No list of columns: the type of a field of Site decides how it is kept, so that a new field
# needs no line here.
KIND_OF_TYPE = {
    "str": ValueKind.TEXT,
    "float | None": ValueKind.NUMBER,
    "Range": ValueKind.RANGE,
    "bool | None": ValueKind.FLAG,
    "WasteType": ValueKind.CODE,
    "SulfideClass | None": ValueKind.CODE,
    "ArdClass | None": ValueKind.CODE,
    "Gate | None": ValueKind.GATE,
    "tuple[str, ...]": ValueKind.NAMES,
}
FIELD_KINDS: dict[str, ValueKind] = {
    field.name: KIND_OF_TYPE[str(field.type)]
    for field in fields(Site)
    if field.name not in ("site_id", "row", "assays", "texts", "sources", "own")
}
# Where a store, of whatever version, has another word for a unit of the data dictionary.
KEPT_UNITS = {"degrees WGS84": "degrees", "count": "", "sd/mean": "", "1-5": "", "1-9": ""}
YES_NO = {"yes": True, "no": False}


@cache
def unit_of(field: str) -> str:
    """Return the unit of a numeric field of a site in the words that stores hold."""
    column = site_columns().get(field)
    return KEPT_UNITS.get(column.unit, column.unit) if column else ""


@cache
def kind_of(field: str) -> ValueKind:
    """Return how a field is kept; every unknown name is a text, own columns are declared."""
    if field == EXISTS:
        return ValueKind.SITE
    if field.startswith(ASSAY):
        return ValueKind.ASSAY
    if field.startswith(SOURCE):
        return ValueKind.SOURCE
    if field.endswith("_source"):
        return ValueKind.SOURCES
    return FIELD_KINDS.get(field, ValueKind.TEXT)


def state_of(register: SiteRegister) -> State:
    """Return every fact of a register as values by site and field.

    Raises
    ------
    InputError
        For a site id used twice or reserved, or a value that cannot be kept.
    """
    return {
        site_id: wanted_values(register, site_id, n) for site_id, n in places(register).items()
    }


def places(register: SiteRegister) -> dict[str, int]:
    """Return the position of every site by its id, and -1 for the inventory as a whole.

    Raises
    ------
    InputError
        For a site id used twice or reserved.
    """
    found = {WHOLE: -1}
    for position, site in enumerate(register.sites):
        if site.site_id in found:
            raise InputError(
                f"site '{site.site_id}': found the id twice or as a reserved word. Expected "
                "each waste body to have an id of its own. Rename one of them."
            )
        check_text(site.site_id, "site_id")
        found[site.site_id] = position
    return found


def wanted_values(register: SiteRegister, site_id: str, position: int) -> Values:
    """Return what a register says about the site at a position, or about the whole."""
    return (
        _whole(register) if site_id == WHOLE else values_of(register.sites[position], position)
    )


def _whole(register: SiteRegister) -> Values:
    values = {TITLE: Value(ValueKind.TEXT, text=register.title)}
    for position, (key, source) in enumerate(register.sources.items()):
        if key != source.source_id:
            raise InputError(
                f"source '{key}': found the id '{source.source_id}'. Expected the same as "
                "its key. Correct one of them."
            )
        values[SOURCE + key] = replace(source_value(source), position=position)
    for position, column in enumerate(declared(register).values()):
        values[own.OWN + column.name] = own.declaration_value(column, position)
    values |= own.blank_values(register.blank_columns)
    for field, value in values.items():
        check_value(value, field)
    return values


def source_value(source: Source) -> Value:
    """Return a source as a value, to be kept under ``source/`` and its id."""
    return Value(ValueKind.SOURCE, text=json.dumps(asdict(source), ensure_ascii=False))


def values_of(site: Site, position: int) -> Values:
    """Return every known fact of a site; what is unknown has no value."""
    values = {
        EXISTS: Value(
            ValueKind.SITE, text=site.site_id, best=float(site.row), position=position
        )
    }
    for name, kind in FIELD_KINDS.items():
        value = _value(name, kind, getattr(site, name))
        if value is not None:
            values[name] = value
    _add_texts(values, site)
    values |= own.values_of(site)
    for order, assay in enumerate(site.assays):
        values[free_assay_field(assay.analyte, values)] = _assay_value(assay, order)
    for field, value in values.items():
        check_value(value, f"site {site.site_id}, {field}")
    return values


def free_assay_field(analyte: str, values: Mapping[str, Value]) -> str:
    """Return the field of one more assay: ``assays/Cu``, then ``assays/Cu/2``."""
    field, nth = ASSAY + analyte, 1
    while field in values:
        nth += 1
        field = f"{ASSAY}{analyte}/{nth}"
    return field


def _add_texts(values: Values, site: Site) -> None:
    for kind, mapping in ((ValueKind.TEXT, site.texts), (ValueKind.SOURCES, site.sources)):
        for name, text in mapping.items():
            if name in values or name in FIELD_KINDS or kind_of(name) is not kind:
                raise InputError(
                    f"site {site.site_id}, {name}: found a text under a name that means "
                    "something else. Expected a descriptive column. Rename it."
                )
            values[name] = Value(kind, text=text)


def _value(name: str, kind: ValueKind, found: Any) -> Value | None:
    if found is None or found in ("", ()):
        return None
    if kind is ValueKind.RANGE and not found.is_known:
        return None
    if kind in (ValueKind.NUMBER, ValueKind.RANGE):
        ends = found if kind is ValueKind.RANGE else Range(best=found)
        low, best, high = (_float(end) for end in (ends.low, ends.best, ends.high))
        return Value(kind, low, best, high, unit=unit_of(name))
    if kind is ValueKind.GATE:
        return Value(kind, text=found.code.value, note=found.reason, source=found.source)
    if kind is ValueKind.FLAG:
        return Value(kind, text="yes" if found else "no")
    return Value(kind, text=_joined(name, found) if kind is ValueKind.NAMES else str(found))


def _joined(name: str, words: tuple[str, ...]) -> str:
    if any(";" in word or not word for word in words):
        raise InputError(
            f"{name}: found a name that is blank or holds a semicolon. Expected column names. "
            "Correct the list."
        )
    return ";".join(words)


def _assay_value(assay: Assay, position: int) -> Value:
    return Value(
        ValueKind.ASSAY,
        _float(assay.grade.low),
        _float(assay.grade.best),
        _float(assay.grade.high),
        text=assay.analyte,
        unit=assay.unit,
        source=assay.source,
        note=assay.note,
        statistic=assay.statistic,
        basis=assay.basis,
        contained_t=_float(assay.contained_t),
        is_used=assay.is_used,
        position=position,
    )


def _float(number: float | None) -> float | None:
    return None if number is None else float(number)


def register_of(bodies: Iterable[tuple[str, Values]]) -> SiteRegister:
    """Return the register that waste bodies and their values make up, in their order."""
    whole: Values = {}
    placed: list[tuple[int, Site]] = []
    for site_id, values in bodies:
        if site_id == WHOLE:
            whole = values
        elif EXISTS in values:
            placed.append((values[EXISTS].position, site_of(values)))
    placed.sort(key=itemgetter(0))
    title = whole[TITLE].text or "" if TITLE in whole else ""
    found = SiteRegister(title, tuple(site for _, site in placed), _sources(whole))
    columns = own.widened(own.declarations(whole), found.sites)
    return replace(
        found,
        sites=attached(found.sites, columns),
        own_columns=columns,
        blank_columns=own.blank_columns(whole, columns),
    )


def _sources(whole: Mapping[str, Value]) -> dict[str, Source]:
    kept = [
        (value.position, field, value)
        for field, value in whole.items()
        if value.kind is ValueKind.SOURCE
    ]
    return {
        field.removeprefix(SOURCE): Source(**json.loads(value.text or "{}"))
        for _, field, value in sorted(kept, key=lambda entry: entry[:2])
    }


def site_of(values: Mapping[str, Value]) -> Site:
    """Return the site that values describe.

    Raises
    ------
    InputError
        If a code is none of those its field knows.
    """
    exists = values[EXISTS]
    texts: dict[str, str] = {}
    sources: dict[str, str] = {}
    assays: list[tuple[int, Assay]] = []
    direct: dict[str, Any] = {"name": ""}
    for field, value in values.items():
        if value.kind is ValueKind.ASSAY:
            assays.append((value.position, _assay(value)))
        elif field.startswith(own.OWN):
            continue
        elif field in FIELD_KINDS:
            direct[field] = _direct(field, value)
        elif value.kind is ValueKind.TEXT:
            texts[field] = value.text or ""
        elif value.kind is ValueKind.SOURCES:
            sources[field] = value.text or ""
    assays.sort(key=lambda pair: pair[0])
    return Site(
        site_id=exists.text or "",
        row=int(exists.best or 0),
        **direct,
        assays=tuple(assay for _, assay in assays),
        texts=texts,
        sources=sources,
        own=own.own_of(values),
    )


def _direct(field: str, value: Value) -> Any:
    if value.kind is ValueKind.NUMBER:
        return value.best
    if value.kind is ValueKind.RANGE:
        return Range(value.low, value.best, value.high)
    text = value.text or ""
    if value.kind is ValueKind.NAMES:
        return tuple(filter(None, text.split(";")))
    if value.kind is ValueKind.TEXT:
        return text
    return _coded(field, value, text)


def _coded(field: str, value: Value, text: str) -> Any:
    known = GateCode if value.kind is ValueKind.GATE else CODES.get(field, YES_NO)
    if text not in tuple(known):
        raise InputError(
            f"{field}: found '{text}'. Expected one of: {', '.join(known)}. "
            "Choose one of these."
        )
    if value.kind is ValueKind.GATE:
        return Gate(GateCode(text), value.note, value.source)
    return YES_NO[text] if value.kind is ValueKind.FLAG else CODES[field](text)


def _assay(value: Value) -> Assay:
    return Assay(
        analyte=value.text or "",
        grade=Range(value.low, value.best, value.high),
        unit=value.unit,
        contained_t=value.contained_t,
        statistic=value.statistic,
        basis=value.basis,
        source=value.source,
        is_used=value.is_used,
        note=value.note,
    )

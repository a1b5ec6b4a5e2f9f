"""What a person types about one value, as the value it stands for."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TypeVar

from prioritizer.domain.columns import Column, site_columns
from prioritizer.domain.filled import is_filled
from prioritizer.domain.inventory_value import (
    ASSAY,
    EXISTS,
    SOURCE,
    TITLE,
    Confidence,
    Method,
    Value,
    ValueKind,
)
from prioritizer.domain.own_columns import ENDS, OwnColumn, OwnKind, OwnValue
from prioritizer.domain.site import Range, Source
from prioritizer.errors import DataError, InputError
from prioritizer.readers.cells import CellReader
from prioritizer.readers.own_columns import own_value
from prioritizer.storage.inventory.own import KINDS, OWN, value_of
from prioritizer.storage.inventory.sites import kind_of, unit_of

GRADE_TOPS = {"%": 100.0, "g/t": 1e6, "ppm": 1e6, "mg/kg": 1e6}
NOTHING: Mapping[str, OwnColumn] = MappingProxyType({})
DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
NUMERIC = (ValueKind.NUMBER, ValueKind.RANGE, ValueKind.ASSAY)
# The store's own, or changed as a whole only.
NO_FORM = frozenset({EXISTS, "gate", "gate_reason", "gate_source", "unverified"})
NO_FORM_KINDS = (ValueKind.SITE, ValueKind.GATE, ValueKind.SOURCES)
Word = TypeVar("Word", Confidence, Method)


@dataclass(frozen=True, slots=True)
class FieldForm:
    """How the value of a field is typed: as low, best and high, or as one text or code.

    ``units`` are those of a number to choose from; one alone is given, and may be blank.
    """

    is_numeric: bool
    units: tuple[str, ...] = ()


def editable_fields(
    values: Mapping[str, Value],
    analytes: Iterable[str],
    own: Mapping[str, OwnColumn] = NOTHING,
) -> tuple[str, ...]:
    """Return what a person can change of a site: what is known first, then all that is not.

    Parameters
    ----------
    own
        The own columns of the inventory by field.
    """
    known = [
        name
        for name, value in values.items()
        if name not in NO_FORM and value.kind not in NO_FORM_KINDS
    ]
    columns = [
        name
        for name, column in site_columns().items()
        if name not in NO_FORM
        and column.kind != "sources"
        and column.role not in ("low", "high")
    ]
    grades = [ASSAY + analyte for analyte in analytes]
    return tuple(dict.fromkeys((*known, *own, *columns, *grades)))


def field_form(field: str, own: Mapping[str, OwnColumn] = NOTHING) -> FieldForm:
    """Return how the value of a field is typed.

    Parameters
    ----------
    own
        The own columns of the inventory by field.
    """
    if field in own:
        return FieldForm(own[field].kind is OwnKind.NUMBER, (own[field].unit,))
    kind = kind_of(field)
    if kind not in NUMERIC:
        return FieldForm(is_numeric=False)
    return FieldForm(True, tuple(GRADE_TOPS) if kind is ValueKind.ASSAY else (unit_of(field),))


def value_from_texts(
    field: str, texts: Mapping[str, str], own: Mapping[str, OwnColumn] = NOTHING
) -> Value | None:
    """Return the value that a person typed, checked against the data dictionary.

    Parameters
    ----------
    texts
        By name: ``best`` (also of texts and codes), ``low``, ``high``, ``unit``,
        ``confidence``, ``method``, ``n_samples``, ``source``, ``date``, ``note``; blank
        ones may be left out. The word unknown as ``best`` makes the value unknown.
    own
        The own columns of the inventory by field.

    Raises
    ------
    DataError
        With an issue for each text that does not fit.
    """
    given = {name: text.strip() for name, text in texts.items() if text.strip()}
    if given.get("best", "").casefold() == "unknown":
        return None
    reader = CellReader("value")
    if field.startswith(OWN):
        refuse_unknown_field(field, own)
        return _checked(_own(own[field], given, reader), reader)
    kind = kind_of(field)
    _refuse_strangers(field, kind, given, reader)
    value = (
        _numeric(field, kind, given, reader)
        if kind in NUMERIC
        else _worded(field, kind, given, reader)
    )
    return _checked(value, reader)


def _checked(value: Value, reader: CellReader) -> Value:
    if reader.issues:
        raise DataError([replace(issue, row=None) for issue in reader.issues])
    return value


def _own(own: OwnColumn, given: Mapping[str, str], reader: CellReader) -> Value:
    """Return the value of an own column, as its declaration says."""
    ends = {end: given[end] for end in ENDS if end in given}
    is_number = own.kind is OwnKind.NUMBER
    for name in ("low", "high"):
        if name in ends and not is_number:
            reader.error(name, f"'{ends[name]}'", f"none for {own.name}", "Leave it out.")
    if given.get("unit", own.unit) != own.unit:
        hint = f"Its unit is '{own.unit}'." if own.unit else "It has no unit; leave it out."
        reader.error("unit", f"'{given['unit']}'", f"none for {own.name}", hint)
    if not ends or not (is_number or "best" in ends):
        reader.error(own.name, "nothing", "a value, or the word unknown", "Fill it in.")
    held = None if reader.issues else own_value(own, ends, reader)
    evidence = _evidence(KINDS[own.kind], given, reader)
    if held is None:
        return evidence
    value = value_of(OwnValue(own, held))
    low, best, high = value.low, value.best, value.high
    return replace(evidence, low=low, best=best, high=high, text=value.text, unit=own.unit)


def _refuse_strangers(
    field: str, kind: ValueKind, given: Mapping[str, str], reader: CellReader
) -> None:
    """Keep an error for each part that a field of this kind would not hold."""
    ends = () if kind in (ValueKind.ASSAY, ValueKind.RANGE) else ("low", "high")
    for name in ends:
        if name in given:
            reader.error(
                name, f"'{given[name]}'", f"none for {field}", "It has one value; leave it out."
            )
    own = unit_of(field) if field in site_columns() else ""
    if kind is not ValueKind.ASSAY and given.get("unit", own) != own:
        hint = f"Its unit is always '{own}'." if own else "It has no unit; leave it out."
        reader.error("unit", f"'{given['unit']}'", f"none for {field}", hint)


def source_from_texts(source_id: str, citation: str) -> Source | None:
    """Return the new source that a person typed with a value; None where there is none.

    Raises
    ------
    InputError
        If there is a citation without an id.
    """
    if not is_filled(citation):
        return None
    if not is_filled(source_id):
        raise InputError(
            f"citation: found '{citation.strip()[:80]}' without a source id. Expected the id "
            "that the value cites. Give both."
        )
    return Source(source_id.strip(), citation.strip())


def refuse_unknown_analyte(
    field: str, present: Mapping[str, Value], analytes: Collection[str]
) -> None:
    """Refuse an assay of what no table of analytes holds; one that is there may change.

    Raises
    ------
    InputError
        Naming those that are near to it.
    """
    analyte = field.removeprefix(ASSAY).split("/")[0]
    if not field.startswith(ASSAY) or field in present or analyte in analytes:
        return
    near = difflib.get_close_matches(analyte, analytes, n=5, cutoff=0.5)
    raise InputError(
        f"{field}: found the analyte '{analyte}'. Expected one of "
        f"criteria/reference/analytes.csv, for example: {', '.join(near or ['Cu', 'WO3'])}. "
        "Correct the name."
    )


def refuse_unknown_field(field: str, own: Mapping[str, OwnColumn] = NOTHING) -> None:
    """Refuse a field that no site can have.

    Parameters
    ----------
    own
        The own columns of the inventory by field.

    Raises
    ------
    InputError
        Naming those that are near to it.
    """
    if field in site_columns() or field.startswith((ASSAY, SOURCE)) or field == TITLE:
        return
    if field in own:
        return
    names = [*site_columns(), *(column.name for column in own.values())]
    near = difflib.get_close_matches(field, names, n=3)
    raise InputError(
        f"{field}: found no such field. Expected a column of docs/data_format.md"
        + (f", for example: {', '.join(near)}" if near else "")
        + ". Correct the name."
    )


def _numeric(
    field: str, kind: ValueKind, given: Mapping[str, str], reader: CellReader
) -> Value:
    column = _column(field, given.get("unit", ""))
    low, best, high = (
        reader.number(given[end], column) if end in given else None
        for end in ("low", "best", "high")
    )
    if kind is ValueKind.ASSAY and column.unit not in GRADE_TOPS:
        reader.error("unit", f"'{column.unit}'", f"one of: {', '.join(GRADE_TOPS)}", "Name it.")
    if not Range(low, best, high).is_known and not reader.issues:
        reader.error(field, "no number", "a best estimate, or a low or high end", "Give one.")
    text = field.removeprefix(ASSAY).split("/")[0] if kind is ValueKind.ASSAY else None
    evidence = _evidence(kind, given, reader)
    unit = given.get("unit", "")
    return replace(evidence, low=low, best=best, high=high, text=text, unit=unit)


def _column(field: str, unit: str) -> Column:
    if field.startswith(ASSAY):
        return Column(field, "number", unit, False, (), 0.0, GRADE_TOPS.get(unit, 1e12), "", "")
    return site_columns()[field]


def _worded(field: str, kind: ValueKind, given: Mapping[str, str], reader: CellReader) -> Value:
    column = site_columns().get(field)
    text = given.get("best", "")
    if column is None and field != TITLE:
        reader.error(None, f"'{field}'", "a column of the data dictionary", "Correct the name.")
    elif column is not None and column.allowed:
        text = reader.code(text, column) or ""
    elif column is not None and column.kind == "country":
        text = reader.country(text, column) or ""
    if not text and not reader.issues:
        reader.error(field, "nothing", "a text, or the word unknown", "Fill it in.")
    return replace(_evidence(kind, given, reader), text=text)


def _evidence(kind: ValueKind, given: Mapping[str, str], reader: CellReader) -> Value:
    date, samples = given.get("date", ""), given.get("n_samples", "")
    if date and not DATE.fullmatch(date):
        reader.error(
            "date", f"'{date}'", "a date like 2024, 2024-05 or 2024-05-31", "Correct it."
        )
    if samples and not (samples.isascii() and samples.isdigit()):
        reader.error("n_samples", f"'{samples}'", "a whole number", "Correct it.")
        samples = ""
    return Value(
        kind,
        confidence=_one_of(Confidence, "confidence", given, reader),
        method=_one_of(Method, "method", given, reader),
        n_samples=int(samples) if samples else None,
        source=given.get("source", ""),
        date=date,
        note=given.get("note", ""),
    )


def _one_of(
    words: type[Word], name: str, given: Mapping[str, str], reader: CellReader
) -> Word | None:
    if name not in given:
        return None
    if given[name] in tuple(words):
        return words(given[name])
    reader.error(name, f"'{given[name]}'", f"one of: {', '.join(words)}", "Choose one.")
    return None

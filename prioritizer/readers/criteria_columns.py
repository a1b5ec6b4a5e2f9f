"""Own columns in a criteria file: how a criterion reads one, and the rules of gates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from prioritizer.appraisal.measures import MEASURES
from prioritizer.domain.columns import site_columns
from prioritizer.domain.criterion import OWN_COLUMN, ColumnKind
from prioritizer.domain.filled import is_filled
from prioritizer.domain.own_columns import name_fault
from prioritizer.readers.criteria_entries import CriterionEntry, GateEntry

Path = tuple[str | int, ...]
# A path in the file, and found, expected, what to do.
Fault = tuple[Path, str, str, str]
LIMITS = ("below", "above")


def column_faults(path: Path, entry: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield what is wrong with how one criterion reads an own column."""
    try:
        criterion = CriterionEntry.model_validate(entry)
    except ValidationError:
        return
    if not criterion.measure.startswith(OWN_COLUMN):
        for name in ("kind", "classes"):
            if getattr(criterion, name):
                found = f"{name} of the measure '{criterion.measure}'"
                what = f"no such member, or a measure that starts with {OWN_COLUMN}"
                yield (*path, name), found, what, "Leave it out."
        return
    yield from _name_faults((*path, "measure"), criterion.measure.removeprefix(OWN_COLUMN))
    if criterion.kind is None:
        known = f"one of: {', '.join(ColumnKind)}"
        yield (*path, "kind"), "nothing", known, "Say how the column is read."
    elif criterion.kind is ColumnKind.CLASSES:
        yield from _class_faults((*path, "classes"), criterion.classes)
    elif criterion.classes:
        found = f"classes of a column read as {criterion.kind}"
        yield (*path, "classes"), found, "none", "Leave them out, or write kind: classes."


def _name_faults(path: Path, name: str) -> Iterator[Fault]:
    if name in site_columns():
        yield (
            path,
            f"'{name}', a column of the data dictionary",
            "a column of your own",
            "Choose a measure that reads it, or another column.",
        )
    elif name_fault(name):
        yield path, f"'{name[:60]}'", name_fault(name), "Correct the name."


def _class_faults(path: Path, classes: Mapping[str, float]) -> Iterator[Fault]:
    if len(set(classes.values())) < 2:
        example = "classes: {none: 0, some: 0.5, strong: 1}"
        what = "two or more classes of different performance"
        yield path, f"{len(classes)} classes", what, f"Write for example {example}."
    folded = [name.strip().casefold() for name in classes]
    for name in classes:
        if not is_filled(name) or folded.count(name.strip().casefold()) > 1:
            yield (*path, name), f"'{name[:60]}'", "each class once, by its name", "Correct it."


def gate_faults(path: Path, entry: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield what is wrong with one rule that sets sites aside."""
    try:
        gate = GateEntry.model_validate(entry)
    except ValidationError:
        return
    if not is_filled(gate.reason):
        yield (*path, "reason"), "a blank text", "why sites are set aside", "Write it."
    for number, word in enumerate(gate.when):
        if not is_filled(word):
            what = "a word that sets a site aside"
            yield (*path, "when", number), "a blank word", what, "Write it, or take it out."
    limits = [name for name in LIMITS if getattr(gate, name) is not None]
    if bool(gate.column) == bool(gate.measure):
        found = "a column and a measure" if gate.column else "neither"
        yield path, found, "either a column or a measure", "Name what is read."
    elif bool(gate.when) == bool(limits):
        found = "when and a limit" if gate.when else "neither when nor a limit"
        yield path, found, "when: […], or below or above", "Say what sets a site aside."
    elif gate.measure:
        yield from _measure_faults(path, gate)
    else:
        yield from _name_faults((*path, "column"), gate.column)


def _measure_faults(path: Path, gate: GateEntry) -> Iterator[Fault]:
    if gate.measure not in MEASURES:
        known = f"one of: {', '.join(MEASURES)}"
        yield (*path, "measure"), f"'{gate.measure[:60]}'", known, "Correct the name."
        return
    if gate.when:
        yield (*path, "when"), "words for a measure", "below or above", "Give a limit."
    unit = MEASURES[gate.measure].unit
    if gate.unit and gate.unit != unit:
        yield (*path, "unit"), f"'{gate.unit[:40]}'", f"'{unit}'", "Convert the limit."

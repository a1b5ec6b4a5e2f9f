"""Own columns that criteria and gates read: refused where a register cannot give them."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterator, Sequence

from prioritizer.appraisal.own_measures import performance_of, word_of
from prioritizer.domain.criterion import ColumnKind, CriteriaSet, Criterion, GateRule
from prioritizer.domain.own_columns import OwnValue
from prioritizer.domain.own_register import declared
from prioritizer.domain.ranges import Range
from prioritizer.domain.site import Site, SiteRegister
from prioritizer.domain.words import counted
from prioritizer.errors import InputError
from prioritizer.readers.own_kinds import is_amount

SHOWN = 5
_WORDS = {
    ColumnKind.NUMBER: "numbers",
    ColumnKind.CLASSES: "one of the classes",
    ColumnKind.YESNO: "yes or no",
}


def check_columns(register: SiteRegister, criteria: CriteriaSet) -> None:
    """Refuse a criteria set that reads own columns which the register does not have as said.

    A column without any value, a column that is not there and one that these readers may not
    see are told alike: a difference would give away that something was withheld.

    Raises
    ------
    InputError
        With every fault in words.
    """
    faults = [
        *(fault for one in criteria.criteria for fault in _criterion_faults(register, one)),
        *(fault for one in criteria.gates for fault in _gate_faults(register, one)),
    ]
    if faults:
        raise InputError("\n".join(faults))


def _criterion_faults(register: SiteRegister, criterion: Criterion) -> Iterator[str]:
    if not criterion.column:
        return
    where = f"criteria, {criterion.id}"
    held = values_of(register.sites, criterion.column)
    if not held:
        yield _no_value(f"{where}.measure", register, criterion.column)
        return
    unit = _other_unit(held, criterion.unit)
    if criterion.kind is ColumnKind.NUMBER and unit:
        yield (
            f"{where}.unit: found '{criterion.unit}'. Expected '{unit}', the unit of the "
            f"column '{criterion.column}'. Convert the scale, or correct the unit."
        )
    refused = [
        one.value
        for one in held
        if performance_of(one.value, criterion.kind, criterion.classes) is None
    ]
    if refused:
        yield _refused(where, criterion, refused)


def _refused(where: str, criterion: Criterion, refused: Sequence[Range | str | bool]) -> str:
    """Return which values of a column cannot be performances, and what to do about it."""
    if criterion.kind is ColumnKind.NUMBER:
        # Beside a word the numbers of a column are text, too; the word is to be corrected.
        words = [value for value in refused if not is_amount(str(value))]
        refused = words or refused
    named = Counter(word_of(value) or "a range" for value in refused)
    shown = ", ".join(f"'{name[:40]}'" for name, _ in named.most_common(SHOWN))
    found = f"{shown}{' …' if len(named) > SHOWN else ''} at {counted(len(refused), 'site')}"
    start = f"{where}, column '{criterion.column}': found {found}."
    if criterion.kind is ColumnKind.CLASSES:
        known = ", ".join(criterion.classes)
        return f"{start} Expected one of: {known}. Give these a class, or correct the cells."
    expected = _WORDS[criterion.kind] if criterion.kind else "a kind"
    return (
        f"{start} Expected {expected}. Text is no criterion: correct the cells, or write kind: "
        "classes and what each class is worth."
    )


def _gate_faults(register: SiteRegister, gate: GateRule) -> Iterator[str]:
    if not gate.column:
        return
    where = f"gates, {gate.words}"
    held = values_of(register.sites, gate.column)
    if not held:
        yield _no_value(where, register, gate.column)
        return
    is_number = [isinstance(one.value, Range) for one in held]
    unit = _other_unit(held, gate.unit)
    if not gate.when and unit:
        yield f"{where}: found the unit '{gate.unit}'. Expected '{unit}'. Convert the limit."
    if not gate.when and not all(is_number):
        yield (
            f"{where}: found words in the column '{gate.column}'. Expected numbers for a "
            "limit. Write when: […] with the words that set a site aside."
        )


def _other_unit(held: Sequence[OwnValue], unit: str) -> str:
    """Return the unit of a column where it is another one; blank where one is not said."""
    own = held[0].column.unit
    return own if own and unit and own != unit else ""


def _no_value(where: str, register: SiteRegister, name: str) -> str:
    known = [other for other in declared(register) if values_of(register.sites, other) != ()]
    close = difflib.get_close_matches(name, known, n=1)
    others = ", ".join(f"'{other}'" for other in known[:SHOWN])
    expected = f"one of its own columns: {others}" if known else "a column of its own"
    hint = f"Did you mean '{close[0]}'?" if close else "Correct the name, or fill the column."
    return (
        f"{where}: found no value in the column '{name}' of {register.title}. Expected "
        f"{expected}{' …' if len(known) > SHOWN else ''}. {hint} A column that is withheld "
        "from these readers counts as empty."
    )


def values_of(sites: Sequence[Site], name: str) -> tuple[OwnValue, ...]:
    """Return what the sites have in an own column."""
    return tuple(site.own[name] for site in sites if name in site.own)

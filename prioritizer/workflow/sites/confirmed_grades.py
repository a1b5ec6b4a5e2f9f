"""Grades that were found impossible, corrected or confirmed by a person and taken in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from prioritizer.domain.ranges import Range
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import QUARANTINED, Assay, Site, SiteRegister
from prioritizer.errors import InputError
from prioritizer.readers.plausible_grades import PER_CENT, quarantine_note
from prioritizer.readers.typed_numbers import typed_range

UNITS = tuple(PER_CENT)
CONFIRMED = "confirmed by hand"
CORRECTED = "corrected by hand"


@dataclass(frozen=True, slots=True)
class GradeKey:
    """What tells a quarantined grade from others, in a register and in any part of it.

    It holds what stays as it is where the part was made for an audience: assays before this
    one may be missing there, and its statistic, basis and note may be blank.
    """

    site_id: str
    analyte: str
    grade: Range
    unit: str
    source: str


@dataclass(frozen=True, slots=True)
class HeldGrade:
    """A grade that is not used until confirmed: which one, of which site, why.

    ``number`` is its place among the assays of the site in the register that was asked; in
    another part of the register another assay may stand there.
    """

    key: GradeKey
    site_name: str
    number: int
    why: str


@dataclass(frozen=True, slots=True)
class TypedGrade:
    """A grade as typed: a number or a range, and its unit.

    ``is_confirmed`` says that it is right although it looks impossible.
    """

    text: str
    unit: str
    is_confirmed: bool = False


def held_grades(register: SiteRegister) -> tuple[HeldGrade, ...]:
    """Return all grades of a register that are quarantined, in the order of its sites."""
    return tuple(
        HeldGrade(_key(site, assay), site.name, number, assay.note.removeprefix(QUARANTINED))
        for site in register.sites
        for number, assay in enumerate(site.assays)
        if assay.is_quarantined
    )


def with_grades(
    register: SiteRegister, typed: Mapping[GradeKey, TypedGrade], reference: Reference
) -> SiteRegister:
    """Return a register that uses these quarantined grades, as typed.

    Parameters
    ----------
    typed
        By the key of the grade, as `held_grades` gives it for this register or a part of it.

    Raises
    ------
    InputError
        With every fault: a text that is no grade, one that is still impossible and not
        confirmed, or a key that not exactly one quarantined grade has. Nothing is taken then.
    """
    found = Counter(held.key for held in held_grades(register))
    faults = [_not_one(key, found[key]) for key in typed if found[key] != 1]
    sites = []
    for site in register.sites:
        assays = list(site.assays)
        for number, assay in enumerate(site.assays):
            choice = typed.get(_key(site, assay)) if assay.is_quarantined else None
            if choice is None:
                continue
            try:
                assays[number] = _taken(assay, choice, reference)
            except InputError as error:
                faults.append(f"{site.site_id}, {assay.analyte}: {error}")
        sites.append(_with(site, assays))
    if faults:
        raise InputError("\n".join(faults))
    return replace(register, sites=tuple(sites))


def _key(site: Site, assay: Assay) -> GradeKey:
    return GradeKey(site.site_id, assay.analyte, assay.grade, assay.unit, assay.source)


def _not_one(key: GradeKey, n: int) -> str:
    place = f"{key.site_id}, {key.analyte}"
    if n:
        return f"{place}: found {n} grades that are alike. Correct them in the grades table."
    return f"{place}: found no such grade that waits for a confirmation. Open the page again."


def _with(site: Site, assays: list[Assay]) -> Site:
    return site if tuple(assays) == site.assays else replace(site, assays=tuple(assays))


def _taken(assay: Assay, choice: TypedGrade, reference: Reference) -> Assay:
    grade = typed_range(choice.text)
    if choice.unit not in UNITS:
        raise InputError(f"found “{choice.unit}”. Expected one of: {', '.join(UNITS)}.")
    ends = (grade.low, grade.best, grade.high)
    doubt = quarantine_note(assay.analyte, ends, choice.unit, reference)
    if doubt and not choice.is_confirmed:
        raise InputError(
            f"{doubt.removeprefix(QUARANTINED)}. Correct it, or tick that it is right."
        )
    is_same = (grade, choice.unit) == (assay.grade, assay.unit)
    why = assay.note.removeprefix(QUARANTINED)
    note = f"{CONFIRMED if is_same else CORRECTED}; before: {why}"
    return replace(assay, grade=grade, unit=choice.unit, is_used=True, note=note)

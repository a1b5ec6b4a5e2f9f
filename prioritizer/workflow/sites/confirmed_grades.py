"""Grades that were found impossible, corrected or confirmed by a person and taken in."""

from __future__ import annotations

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
class HeldGrade:
    """A grade that is not used until confirmed: of which site, where among its assays, why."""

    site_id: str
    site_name: str
    number: int
    analyte: str
    grade: Range
    unit: str
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
        HeldGrade(
            site.site_id,
            site.name,
            number,
            assay.analyte,
            assay.grade,
            assay.unit,
            assay.note.removeprefix(QUARANTINED),
        )
        for site in register.sites
        for number, assay in enumerate(site.assays)
        if assay.is_quarantined
    )


def with_grades(
    register: SiteRegister, typed: Mapping[tuple[str, int], TypedGrade], reference: Reference
) -> SiteRegister:
    """Return a register that uses these quarantined grades, as typed.

    Parameters
    ----------
    typed
        By site id and number of the assay.

    Raises
    ------
    InputError
        With every fault: a text that is no grade, or one that is still impossible and not
        confirmed. Nothing is taken then.
    """
    faults: list[str] = []
    sites = []
    for site in register.sites:
        assays = list(site.assays)
        for number, assay in enumerate(site.assays):
            choice = typed.get((site.site_id, number))
            if choice is None or not assay.is_quarantined:
                continue
            try:
                assays[number] = _taken(assay, choice, reference)
            except InputError as error:
                faults.append(f"{site.site_id}, {assay.analyte}: {error}")
        sites.append(_with(site, assays))
    if faults:
        raise InputError("\n".join(faults))
    return replace(register, sites=tuple(sites))


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

"""What if a value of a site were another: the same ranking with that one change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from prioritizer.domain.answer import Section
from prioritizer.domain.columns import site_columns
from prioritizer.domain.results import Assessment
from prioritizer.domain.site import Range, Site, SiteRegister
from prioritizer.languages.speech import noop

ASSAY = "assay:"
DISTANCES = ("road", "rail", "port", "power", "plant", "water", "town")
TITLES: Mapping[str, str] = {
    "tonnage_t": noop("Mass"),
    "volume_m3": noop("Volume of the waste"),
    "distance_road_km": noop("Distance to a road"),
    "distance_rail_km": noop("Distance to a railway"),
    "distance_port_km": noop("Distance to a port"),
    "distance_power_km": noop("Distance to power"),
    "distance_plant_km": noop("Distance to a plant"),
    "distance_water_km": noop("Distance to water"),
    "distance_town_km": noop("Distance to a town"),
}
GRADE = noop("Grade of {analyte}")
TOPS = {"%": 100.0, "g/t": 1e6, "ppm": 1e6, "mg/kg": 1e6}


@dataclass(frozen=True, slots=True)
class Field:
    """A value that may be tried out: its name, unit, what is known of it, and its limits."""

    name: str
    unit: str
    known: Range
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A value that somebody tries out; it is kept nowhere and stands in no file."""

    site_id: str
    field: str
    value: float


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a site stands; ``rank`` and ``chance`` are None where it has none."""

    rank: int | None
    chance: float | None
    section: Section | None


def fields_of(site: Site) -> tuple[Field, ...]:
    """Return the values of a site that may be tried out: size, grades, distances."""
    sizes = [
        _field("tonnage_t", site.tonnage_t),
        _field("volume_m3", site.volume_m3),
    ]
    grades = [
        Field(f"{ASSAY}{k}", assay.unit, assay.grade, 0.0, TOPS[assay.unit])
        for k, assay in enumerate(site.assays)
        if assay.is_used and assay.unit in TOPS
    ]
    far = [_field(f"distance_{what}_km", site.distance(what)) for what in DISTANCES]
    return (*sizes, *grades, *far)


def _field(name: str, known: Range) -> Field:
    column = site_columns()[name]
    return Field(name, column.unit, known, column.low or 0.0, column.high or 1e12)


def changed_register(register: SiteRegister, tried: WhatIf) -> SiteRegister:
    """Return a register in which one value of one site is another, and known exactly."""
    sites = tuple(
        changed_site(site, tried) if site.site_id == tried.site_id else site
        for site in register.sites
    )
    return replace(register, sites=sites)


def changed_site(site: Site, tried: WhatIf) -> Site:
    """Return a site with the value that is tried out."""
    name, value = tried.field, tried.value
    if name.startswith(ASSAY):
        at = int(name.removeprefix(ASSAY))
        changed = replace(site.assays[at], grade=Range(best=value))
        return replace(site, assays=(*site.assays[:at], changed, *site.assays[at + 1 :]))
    if name.startswith("distance_"):
        stem = name.removesuffix("_km")
        ends = {f"{stem}_low_km": None, name: value, f"{stem}_high_km": None}
        return replace(site, **ends)  # type: ignore[arg-type]
    return replace(site, **{name: Range(best=value)})  # type: ignore[arg-type]


def standing(assessment: Assessment, site_id: str) -> Standing:
    """Return where a site stands in a ranking."""
    answer = assessment.answer
    row = assessment.matrix.row_of(site_id)
    if row is not None:
        rank = int(assessment.ranking.ranks[row])
        if answer is None:
            return Standing(rank, None, None)
        return Standing(rank, float(answer.chance[row]), answer.sections[row])
    apart = () if answer is None else answer.apart
    chance = next((float(one.chance) for one in apart if one.site_id == site_id), None)
    return Standing(None, chance, Section.TOO_LITTLE_KNOWN)


def list_changes(
    before: Assessment, after: Assessment
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names of the sites that come onto the list, and of those that leave it."""
    old, new = _on_list(before), _on_list(after)
    come = tuple(name for site_id, name in new.items() if site_id not in old)
    return come, tuple(name for site_id, name in old.items() if site_id not in new)


def _on_list(assessment: Assessment) -> dict[str, str]:
    matrix, ranks = assessment.matrix, assessment.ranking.ranks
    return {
        matrix.alternatives[row]: matrix.names[row]
        for row in assessment.order().tolist()
        if ranks[row] <= assessment.settings.top
    }

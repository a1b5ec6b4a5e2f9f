"""What is known about a site: identity, waste, evidence with its sources, and vetoes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from prioritizer.domain.own_columns import OwnColumn, OwnValue
from prioritizer.domain.ranges import UNKNOWN as UNKNOWN
from prioritizer.domain.ranges import Range as Range


def _nothing() -> Mapping[str, str]:
    return MappingProxyType({})


# How the note of a grade begins that is not used until somebody confirms it.
QUARANTINED = "quarantined: "


class WasteType(StrEnum):
    """What the waste is; names as in Directive 2006/21/EC practice."""

    TAILINGS = "tailings"
    WASTE_ROCK = "waste_rock"
    SLAG = "slag"
    RESIDUE = "residue"
    MIXED = "mixed"
    OTHER = "other"


class SulfideClass(StrEnum):
    """Sulfide content in four classes, from mineralogy or ore type."""

    NONE = "none"
    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"


class ArdClass(StrEnum):
    """Acid rock drainage as tested or observed."""

    ACID = "acid"
    UNCERTAIN = "uncertain"
    NOT_ACID = "not_acid"


class GateCode(StrEnum):
    """Why a site is listed but not scored: a veto, never a low score."""

    REMOVED = "removed"
    BEING_REPROCESSED = "being_reprocessed"
    PROTECTED = "protected"
    AFTER_USE = "after_use"
    PROHIBITED = "prohibited"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Assay:
    """The grade of one analyte in the waste, as published.

    Parameters
    ----------
    analyte
        What was printed: an element symbol, an oxide (``WO3``), ``TREO`` or a mineral.
    grade
        In ``unit``, as printed.
    contained_t
        Contained mass of the element, tonnes, where only that was published.
    """

    analyte: str
    grade: Range
    unit: str
    contained_t: float | None = None
    statistic: str = ""
    basis: str = ""
    source: str = ""
    is_used: bool = True
    note: str = ""

    @property
    def is_quarantined(self) -> bool:
        """Return whether it was found impossible and is not used until confirmed."""
        return not self.is_used and self.note.startswith(QUARANTINED)


@dataclass(frozen=True, slots=True)
class Gate:
    """A veto with its reason."""

    code: GateCode
    reason: str
    source: str = ""

    @property
    def words(self) -> str:
        """Return the veto in words: what it is, and why."""
        kind = self.code.value.replace("_", " ")
        return f"{kind}: {self.reason}" if self.reason else kind


@dataclass(frozen=True, slots=True)
class Site:
    """A waste body with its evidence; ``None`` means unknown, never zero.

    Distances are in kilometres. ``texts`` holds the descriptive columns and ``sources`` the
    source ids of each group of fields, both by column name; ``own`` holds by name what stands
    in columns that the data dictionary does not know.
    """

    site_id: str
    name: str
    row: int = 0
    country: str = ""
    latitude: float | None = None
    longitude: float | None = None
    coordinate_error_km: float | None = None
    people_5km: Range = UNKNOWN
    people_10km: Range = UNKNOWN
    people_25km: Range = UNKNOWN
    waste_type: WasteType = WasteType.OTHER
    tonnage_t: Range = UNKNOWN
    volume_m3: Range = UNKNOWN
    dry_density_t_m3: float | None = None
    area_ha: float | None = None
    sulfide_class: SulfideClass | None = None
    ard_class: ArdClass | None = None
    impact_observed: bool | None = None
    containment: str = ""
    receptors: str = ""
    hazard_system: str = ""
    hazard_class: str = ""
    distance_water_low_km: float | None = None
    distance_water_km: float | None = None
    distance_water_high_km: float | None = None
    distance_town_low_km: float | None = None
    distance_town_km: float | None = None
    distance_town_high_km: float | None = None
    distance_road_low_km: float | None = None
    distance_road_km: float | None = None
    distance_road_high_km: float | None = None
    distance_rail_low_km: float | None = None
    distance_rail_km: float | None = None
    distance_rail_high_km: float | None = None
    distance_port_low_km: float | None = None
    distance_port_km: float | None = None
    distance_port_high_km: float | None = None
    port_great_circle_km: float | None = None
    plant_great_circle_km: float | None = None
    distance_power_low_km: float | None = None
    distance_power_km: float | None = None
    distance_power_high_km: float | None = None
    distance_plant_low_km: float | None = None
    distance_plant_km: float | None = None
    distance_plant_high_km: float | None = None
    permit_code: str = ""
    owner_cooperation: str = ""
    site_activity: str = ""
    social_acceptance: float | None = None
    sampling_code: str = ""
    samples_n: float | None = None
    sample_spacing_m: float | None = None
    variogram_range_m: float | None = None
    grade_cv: float | None = None
    ci90_halfwidth_pct: float | None = None
    has_qaqc: bool | None = None
    has_base_surface: bool | None = None
    resource_class: str = ""
    testwork_level: str = ""
    is_representative: bool | None = None
    technology_level: str = ""
    trl: float | None = None
    study_level: str = ""
    project_activity: str = ""
    approvals_expected: bool | None = None
    environment_obstacle: str = ""
    social_obstacle: str = ""
    npv_musd: Range = UNKNOWN
    npv_with_support_musd: Range = UNKNOWN
    support_code: str = ""
    gate: Gate | None = None
    assays: tuple[Assay, ...] = ()
    unverified: tuple[str, ...] = ()
    texts: Mapping[str, str] = field(default_factory=_nothing)
    sources: Mapping[str, str] = field(default_factory=_nothing)
    own: Mapping[str, OwnValue] = field(default_factory=dict)

    def distance(self, what: str) -> Range:
        """Return how far water, town, road, rail, port, power or plant is, km."""
        low, best, high = (
            getattr(self, f"distance_{what}{end}_km") for end in ("_low", "", "_high")
        )
        return Range(low, best, high)

    @property
    def has_size(self) -> bool:
        """Return whether a mass or a volume is known."""
        return self.tonnage_t.is_known or self.volume_m3.is_known

    @property
    def has_grade(self) -> bool:
        """Return whether a grade or a contained amount is known and fit for use."""
        return any(
            a.is_used and (a.grade.is_known or a.contained_t is not None) for a in self.assays
        )

    @property
    def evidence_mark(self) -> str:
        """Return the evidence class, with ``!`` where a grade is quarantined."""
        return f"{self.evidence_class}!" if self.quarantined else self.evidence_class

    @property
    def quarantined(self) -> tuple[Assay, ...]:
        """Return the assays that are not used until confirmed."""
        return tuple(assay for assay in self.assays if assay.is_quarantined)

    @property
    def evidence_class(self) -> str:
        """Return A (mass or volume, and a grade), B (one of the two) or C (neither)."""
        return "CBA"[self.has_size + self.has_grade]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a figure comes from.

    An ``access`` other than blank or ``public`` keeps the citation out of open exports.
    """

    source_id: str
    citation: str
    year: str = ""
    kind: str = ""
    identifier: str = ""
    url: str = ""
    quality: str = ""
    access: str = ""


@dataclass(frozen=True, slots=True)
class SiteRegister:
    """The sites of one inventory, in file order, with the sources they cite.

    ``own_columns`` declares the columns that the data dictionary does not know, by name.
    ``blank_columns`` names those of them that nobody declared and no site fills: nothing is
    known of them, but to withhold one is no slip of the pen.
    """

    title: str
    sites: tuple[Site, ...]
    sources: Mapping[str, Source] = field(default_factory=dict)
    own_columns: Mapping[str, OwnColumn] = field(default_factory=dict)
    blank_columns: tuple[str, ...] = ()
    _by_id: dict[str, Site] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.sites)

    @property
    def n_assays(self) -> int:
        """Return the number of assays of all sites."""
        return sum(len(site.assays) for site in self.sites)

    @property
    def n_without_assay(self) -> int:
        """Return the number of sites without any assay."""
        return sum(not site.assays for site in self.sites)

    def by_id(self) -> Mapping[str, Site]:
        """Return the sites by id."""
        if not self._by_id:
            self._by_id.update({site.site_id: site for site in self.sites})
        return self._by_id


# What a distance is known to; each has a best figure, a shortest and a longest one.
DESTINATIONS = ("water", "town", "road", "rail", "port", "power", "plant")

# The codes of those columns that a site holds as an enumeration.
CODES: dict[str, type[StrEnum]] = {
    "waste_type": WasteType,
    "sulfide_class": SulfideClass,
    "ard_class": ArdClass,
}

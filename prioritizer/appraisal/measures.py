"""MEASURES: every number that a criterion can read from a site, by name."""

from __future__ import annotations

from prioritizer.appraisal import (
    access,
    access_composites,
    access_parts,
    assay_measures,
    risk_composites,
    risk_parts,
)
from prioritizer.appraisal.contained import (
    contained_value,
    contained_value_sampler,
    missing_for_contained,
)
from prioritizer.appraisal.crm import crm_relevance, missing_for_crm
from prioritizer.appraisal.grade import grade_equivalent, missing_for_grade, missing_for_ratio
from prioritizer.appraisal.measurement import Measure
from prioritizer.appraisal.own_measures import own_measure
from prioritizer.appraisal.samplers import crm_sampler, grade_sampler, tonnage_sampler
from prioritizer.appraisal.size import missing_for_tonnage, tonnage
from prioritizer.domain.criterion import Criterion
from prioritizer.errors import InputError

ASSAYS, RECOVERIES, PRICES = "assays", "recoveries", "prices"
POLICY = "policy lists"
SIZE = ("mass, volume or area", "density")
TRANSPORT = ("distance to a railway or port",)
INFRASTRUCTURE = ("distance to power", "distance to a plant")
LEGAL = ("permit", "owner's position")
CHEMICAL = ("acid drainage and sulfides", "observed releases", "distance to water and town")
PHYSICAL = ("hazard class of the dam or heap",)
REMOVED = ("fraction of risk eliminated",)

_OF_ASSAYS = (
    Measure(
        "grade_equivalent",
        "× primary ore",
        grade_equivalent,
        missing_for_grade,
        grade_sampler,
        (ASSAYS, RECOVERIES),
    ),
    Measure(
        "primary_ratio",
        "× primary ore",
        assay_measures.primary_ratio,
        missing_for_ratio,
        assay_measures.primary_ratio_sampler,
        (ASSAYS,),
    ),
    Measure(
        "recoverable_value",
        "USD/t",
        assay_measures.recoverable_value,
        assay_measures.missing_for_value,
        assay_measures.recoverable_value_sampler,
        (ASSAYS, RECOVERIES, PRICES),
    ),
    Measure(
        "crm_relevance",
        "0–1",
        crm_relevance,
        missing_for_crm,
        crm_sampler,
        (ASSAYS, RECOVERIES, PRICES, POLICY),
    ),
    Measure(
        "listed_materials",
        "materials",
        assay_measures.listed_materials,
        assay_measures.missing_for_listed,
        assay_measures.listed_sampler,
        (ASSAYS, POLICY),
    ),
)
_OF_RISK = (
    Measure(
        "environmental_risk",
        "0–1",
        risk_composites.environmental_risk,
        risk_composites.missing_for_risk,
        risk_composites.risk_sampler,
        (*CHEMICAL, *PHYSICAL),
    ),
    Measure(
        "risk_reduction",
        "0–1",
        risk_parts.taken_away(risk_composites.environmental_risk),
        risk_composites.missing_for_risk,
        risk_parts.taken_away_sampler(risk_composites.risk_sampler),
        (*CHEMICAL, *PHYSICAL, *REMOVED),
    ),
    Measure(
        "chemical_risk",
        "0–1",
        risk_composites.chemical_risk,
        risk_composites.missing_for_chemical,
        risk_composites.chemical_sampler,
        CHEMICAL,
    ),
    Measure(
        "chemical_risk_reduction",
        "0–1",
        risk_parts.taken_away(risk_composites.chemical_risk),
        risk_composites.missing_for_chemical,
        risk_parts.taken_away_sampler(risk_composites.chemical_sampler),
        (*CHEMICAL, *REMOVED),
    ),
    Measure(
        "physical_risk",
        "0–1",
        risk_parts.physical_risk,
        risk_composites.missing_for_physical,
        risk_parts.physical_sampler,
        PHYSICAL,
    ),
    Measure(
        "physical_risk_reduction",
        "0–1",
        risk_parts.taken_away(risk_parts.physical_risk),
        risk_composites.missing_for_physical,
        risk_parts.taken_away_sampler(risk_parts.physical_sampler),
        (*PHYSICAL, *REMOVED),
    ),
)
_OF_ACCESS = (
    Measure(
        "access",
        "0–1",
        access_composites.access,
        access.missing_for_access,
        access_composites.access_sampler,
        ("distance to a road", *TRANSPORT, *INFRASTRUCTURE),
    ),
    Measure(
        "licence",
        "0–1",
        access_composites.licence,
        access.missing_for_licence,
        access_composites.licence_sampler,
        (*LEGAL, "social acceptance"),
    ),
    Measure(
        "road_distance",
        "km",
        access_parts.road_distance,
        access.missing_for_road,
        access_parts.known_or_blank(access_parts.road_distance),
        ("distance to a road",),
    ),
    Measure(
        "rail_or_port_distance",
        "km",
        access_parts.rail_or_port_distance,
        access.missing_for_rail_or_port,
        access_parts.known_or_blank(access_parts.rail_or_port_distance),
        TRANSPORT,
    ),
    Measure(
        "infrastructure",
        "0–1",
        access_composites.infrastructure,
        access.missing_for_infrastructure,
        access_composites.infrastructure_sampler,
        INFRASTRUCTURE,
    ),
    Measure(
        "legal_access",
        "0–1",
        access_composites.legal_access,
        access.missing_for_legal,
        access_composites.legal_sampler,
        LEGAL,
    ),
    Measure(
        "social_acceptance",
        "1–5",
        access_parts.social_acceptance,
        access.missing_for_social,
        access_parts.known_or_blank(access_parts.social_acceptance),
        ("social acceptance",),
    ),
)
_OTHERS = (
    Measure(
        "contained_value",
        "million USD",
        contained_value,
        missing_for_contained,
        contained_value_sampler,
        (ASSAYS, RECOVERIES, PRICES, *SIZE),
    ),
    Measure("tonnage", "t", tonnage, missing_for_tonnage, tonnage_sampler, SIZE),
    Measure(
        "technology_readiness",
        "TRL 1–9",
        access_parts.technology_readiness,
        assay_measures.missing_for_readiness,
        access_parts.known_or_blank(access_parts.technology_readiness),
        ("technology readiness level",),
    ),
)

MEASURES: dict[str, Measure] = {
    measure.name: measure for measure in (*_OF_ASSAYS, *_OTHERS, *_OF_RISK, *_OF_ACCESS)
}


def measure_of(criterion: Criterion) -> Measure:
    """Return what a criterion measures: an entry of the table, or an own column.

    Raises
    ------
    InputError
        If there is no measure of this name.
    """
    if criterion.column:
        return own_measure(criterion)
    if criterion.measure not in MEASURES:
        raise InputError(
            f"criteria, {criterion.id}.measure: found '{criterion.measure}'. "
            f"Expected one of: {', '.join(MEASURES)}. Correct the name."
        )
    return MEASURES[criterion.measure]

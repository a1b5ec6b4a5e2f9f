"""MEASURES: every number that a criterion can read from a site, by name."""

from __future__ import annotations

from prioritizer.appraisal.access import access, access_sampler, missing_for_access
from prioritizer.appraisal.crm import crm_relevance, missing_for_crm
from prioritizer.appraisal.grade import grade_equivalent, missing_for_grade
from prioritizer.appraisal.measurement import Measure
from prioritizer.appraisal.risk import (
    environmental_risk,
    missing_for_risk,
    reduction_sampler,
    risk_reduction,
    risk_sampler,
)
from prioritizer.appraisal.samplers import crm_sampler, grade_sampler, tonnage_sampler
from prioritizer.appraisal.size import missing_for_tonnage, tonnage

MEASURES: dict[str, Measure] = {
    measure.name: measure
    for measure in (
        Measure(
            "grade_equivalent",
            "× primary ore",
            grade_equivalent,
            missing_for_grade,
            grade_sampler,
        ),
        Measure("tonnage", "t", tonnage, missing_for_tonnage, tonnage_sampler),
        Measure(
            "environmental_risk", "0–1", environmental_risk, missing_for_risk, risk_sampler
        ),
        Measure("risk_reduction", "0–1", risk_reduction, missing_for_risk, reduction_sampler),
        Measure("access", "0–1", access, missing_for_access, access_sampler),
        Measure("crm_relevance", "0–1", crm_relevance, missing_for_crm, crm_sampler),
    )
}

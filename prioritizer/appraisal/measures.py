"""MEASURES: every number that a criterion can read from a site, by name."""

from __future__ import annotations

from prioritizer.appraisal.access import access, missing_for_access
from prioritizer.appraisal.crm import crm_relevance, missing_for_crm
from prioritizer.appraisal.grade import grade_equivalent, missing_for_grade
from prioritizer.appraisal.measurement import Measure
from prioritizer.appraisal.risk import environmental_risk, missing_for_risk, risk_reduction
from prioritizer.appraisal.size import missing_for_tonnage, tonnage

MEASURES: dict[str, Measure] = {
    measure.name: measure
    for measure in (
        Measure("grade_equivalent", "× primary ore", grade_equivalent, missing_for_grade),
        Measure("tonnage", "t", tonnage, missing_for_tonnage),
        Measure("environmental_risk", "0–1", environmental_risk, missing_for_risk),
        Measure("risk_reduction", "0–1", risk_reduction, missing_for_risk),
        Measure("access", "0–1", access, missing_for_access),
        Measure("crm_relevance", "0–1", crm_relevance, missing_for_crm),
    )
}

"""Small builders of sites and contexts that the appraisal tests share."""

from __future__ import annotations

from typing import Any

from prioritizer.appraisal.measurement import Context, Measurement
from prioritizer.appraisal.measures import MEASURES
from prioritizer.domain.criterion import PART_WEIGHTS, Combine, Criterion
from prioritizer.domain.site import Assay, Range, Site
from prioritizer.readers.criteria import read_criteria
from prioritizer.readers.reference import read_reference

REFERENCE = read_reference()
CRITERIA = read_criteria("default")
PARAMETERS = {
    name: parameter
    for criterion in CRITERIA.criteria
    for name, parameter in criterion.parameters.items()
    if name != PART_WEIGHTS
}
SETS = (CRITERIA, read_criteria("detailed"))


def criteria_of(measure: str) -> Criterion | None:
    """Return the first shipped criterion with this measure, in any meaning of risk."""
    for one in SETS:
        variants = (c for group in (one.risk_variants or {}).values() for c in group)
        for criterion in (*one.criteria, *variants):
            if criterion.measure == measure:
                return criterion
    return None


def own_context(measure: str, *, combine: Combine = Combine.MEAN) -> Context:
    """Return the context of a shipped criterion with this measure, beside all defaults."""
    own = criteria_of(measure)
    every = {
        name: parameter
        for one in SETS
        for criterion in one.criteria
        for name, parameter in criterion.parameters.items()
        if name != PART_WEIGHTS
    }
    return Context(REFERENCE, every | dict(own.parameters if own else {}), combine)


def context(*policy_lists: str) -> Context:
    """Return the default parameters, with the default or the named policy lists."""
    if policy_lists:
        return Context(REFERENCE.with_policy(policy_lists), PARAMETERS)
    return Context(REFERENCE, PARAMETERS)


def site(**fields: Any) -> Site:
    """Return a site of which only the named fields are known."""
    return Site(site_id=fields.pop("site_id", "X-1"), name="Example", **fields)


def assay(
    analyte: str,
    best: float | None = None,
    unit: str = "%",
    *,
    low: float | None = None,
    high: float | None = None,
    **fields: Any,
) -> Assay:
    """Return one assay."""
    return Assay(analyte, Range(low, best, high), unit, **fields)


def measure(name: str, *sites: Site, using: Context | None = None) -> Measurement:
    """Return one measure of the sites under the default context."""
    return MEASURES[name].evaluate(sites, using or own_context(name))


def ends(measurement: Measurement, row: int = 0) -> tuple[float, float, float]:
    """Return low, best and high of one row as plain numbers."""
    return (
        float(measurement.low[row]),
        float(measurement.best[row]),
        float(measurement.high[row]),
    )

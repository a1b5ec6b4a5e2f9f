"""Masses and rates of test work: bulk sample, scale-up, and what a sampling plan adds up to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from prioritizer.appraisal.sampling import (
    hole_spacing_m,
    liberation_factor,
    mineral_factor,
    number_of_holes,
    sample_mass_g,
)
from prioritizer.domain.pilot import (
    ZERO,
    BulkSample,
    Estimate,
    PilotDefinition,
    SamplingPlan,
    TestStage,
)

KG_PER_T = 1000.0
LARGEST_SCALE_UP = 200.0
"""Plant to pilot, by tonnes per hour: ideally at most 100 to 200 to 1."""


def bulk_sample_t(bulk: BulkSample) -> float:
    """Return throughput x hours x runs x (1 + commissioning) / availability, tonnes."""
    hours = bulk.hours_per_run.value * bulk.runs.value
    feed_kg = bulk.throughput_kg_h.value * hours * (1 + bulk.commissioning.value)
    return feed_kg / bulk.availability.value / KG_PER_T


def scale_up(plant_t_h: float, pilot_kg_h: float) -> float:
    """Return how many times larger the plant is than the pilot, by tonnes per hour."""
    return plant_t_h / (pilot_kg_h / KG_PER_T)


@dataclass(frozen=True, slots=True)
class Derived:
    """The numbers that follow from a pilot definition; None where an input is not known.

    ``laboratory_mass_g`` is the smallest sample whose fundamental error stays within the limit.
    """

    laboratory_mass_g: float | None
    n_holes: int
    spacing_m: float | None
    metres: Estimate
    bulk_t: float
    scale_up: float | None
    scale_up_is_fine: bool | None
    budget_eur: Estimate
    months: Estimate
    test_mass_t: Estimate


def derive(pilot: PilotDefinition) -> Derived:
    """Return what the inputs of a pilot definition add up to."""
    plan = pilot.sampling
    n_holes = number_of_holes(plan.cv.value, plan.precision.value)
    area = plan.area_ha.value
    ratio = None
    if pilot.plant_t_h.value is not None:
        ratio = scale_up(pilot.plant_t_h.value, pilot.bulk.throughput_kg_h.value)
    return Derived(
        laboratory_mass_g=laboratory_mass_g(plan),
        n_holes=n_holes,
        spacing_m=None if area is None else hole_spacing_m(area, n_holes),
        metres=plan.depth_m.value.scaled(n_holes),
        bulk_t=bulk_sample_t(pilot.bulk),
        scale_up=ratio,
        scale_up_is_fine=None if ratio is None else ratio <= LARGEST_SCALE_UP,
        budget_eur=_sum([stage.cost_eur.value for stage in pilot.stages]),
        months=_sum([stage.months.value for stage in pilot.stages]),
        test_mass_t=_sum([stage.mass_t.value for stage in pilot.stages]),
    )


def laboratory_mass_g(plan: SamplingPlan) -> float | None:
    """Return the smallest sample by Gy's formula, g; None where no mineral grade is known."""
    fraction, density = plan.mineral_fraction.value, plan.mineral_density_t_m3.value
    if fraction is None or density is None:
        return None
    return sample_mass_g(
        top_size_cm=plan.top_size_cm.value,
        constitution=mineral_factor(fraction, density, plan.gangue_density_t_m3.value),
        liberation=liberation_factor(plan.liberation_cm.value, plan.top_size_cm.value),
        error=plan.sampling_error.value,
    )


def _sum(parts: Sequence[Estimate]) -> Estimate:
    total = ZERO
    for part in parts:
        total = total + part
    return total


def through(stages: Sequence[TestStage], last: int) -> tuple[TestStage, ...]:
    """Return the stages up to a number, in order."""
    return tuple(stage for stage in stages if stage.number <= last)

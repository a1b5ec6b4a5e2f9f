"""Draws of bounded cells keep to limits, which go beyond the facts only as these err."""

from __future__ import annotations

import pytest

from prioritizer.domain.answer import GapMode
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Settings
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.engine.draws.chances import LARGEST
from prioritizer.readers.criteria import read_criteria
from prioritizer.workflow.ranking.assess import assess
from prioritizer.workflow.ranking.gaps import Drawing, find_gaps
from prioritizer.workflow.ranking.values import value_matrix

COMPOSITES = ("environmental_risk", "access", "chemical_risk", "road", "infrastructure")


@pytest.mark.parametrize("name", ["default", "detailed"])
@pytest.mark.parametrize("mode", [GapMode.LIKE_INVENTORY, GapMode.NOTHING_ASSUMED])
def test_no_draw_of_a_bounded_cell_passes_its_limits(
    sample: SiteRegister, reference: Reference, name: str, mode: GapMode
) -> None:
    criteria = read_criteria(name)
    settings = Settings(WeightVector.equal(criteria.ids), gaps=mode, draws=200)
    considered = assess(sample, criteria, settings, reference).considered
    assert considered is not None
    matrix = considered.matrix
    by_id, values = sample.by_id(), value_matrix(considered.matrix)
    sites = [by_id[name] for name in matrix.alternatives]
    chosen = criteria.with_risk(settings.risk)
    gaps = find_gaps(matrix, values, sites, reference, mode)
    limits = Drawing(gaps, sites, chosen, reference).limits
    assert limits is not None
    low, high, bounded = limits

    found, close = considered.draws.levels / LARGEST, 1 / LARGEST

    assert bounded.any()
    assert ((found >= low - close) & (found <= high + close))[:, bounded].all()
    # The limits hold what the facts allow, and more only where a fact itself errs.
    assert (low <= values.low).all()
    assert (high >= values.high).all()
    widened = (low < values.low) | (high > values.high)
    assert widened.any()
    for column, criterion in enumerate(matrix.criteria):
        if criterion.id in COMPOSITES:
            assert not widened[:, column].any()


def test_by_the_old_convention_nothing_has_limits(
    sample: SiteRegister, reference: Reference
) -> None:
    criteria = read_criteria("default")
    settings = Settings(WeightVector.equal(criteria.ids), gaps=GapMode.MIDDLE, draws=100)
    considered = assess(sample, criteria, settings, reference).considered
    assert considered is not None
    by_id, matrix = sample.by_id(), considered.matrix
    sites = [by_id[name] for name in matrix.alternatives]
    gaps = find_gaps(matrix, value_matrix(matrix), sites, reference, GapMode.MIDDLE)

    assert Drawing(gaps, sites, criteria.with_risk(settings.risk), reference).limits is None

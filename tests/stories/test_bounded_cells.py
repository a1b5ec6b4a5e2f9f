"""Draws of bounded cells keep to their limits, and these count for how much is known."""

from __future__ import annotations

import pytest

from prioritizer.domain.answer import STATES, CellState, GapMode
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Settings
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.engine.draws.chances import LARGEST
from prioritizer.readers.criteria import read_criteria
from prioritizer.workflow.ranking.assess import assess


@pytest.mark.parametrize("name", ["default", "screening", "detailed"])
@pytest.mark.parametrize("mode", [GapMode.LIKE_INVENTORY, GapMode.NOTHING_ASSUMED])
def test_no_draw_of_a_bounded_cell_passes_its_limits(
    sample: SiteRegister, reference: Reference, name: str, mode: GapMode
) -> None:
    criteria = read_criteria(name)
    settings = Settings(WeightVector.equal(criteria.ids), gaps=mode, draws=200)
    considered = assess(sample, criteria, settings, reference).considered
    assert considered is not None
    drawn, values = considered.draws, considered.values
    bounded = drawn.states == STATES.index(CellState.BOUNDED)
    assert bounded.any()

    found = drawn.levels / LARGEST

    close = 2 / LARGEST
    inside = (found >= values.low - close) & (found <= values.high + close)
    assert inside[:, bounded].all()
    assert (values.low <= values.high).all()

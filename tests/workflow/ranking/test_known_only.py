"""The order by what is measured alone: a hand-made sum, and nothing gained by not knowing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from prioritizer.domain.answer import STATES, CellState
from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Assessment, Settings
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.workflow.ranking.assess import assess
from prioritizer.workflow.ranking.known_only import known_only_ranks, known_only_scores

MEASURED, UNKNOWN = (STATES.index(s) for s in (CellState.MEASURED, CellState.UNKNOWN))


@pytest.fixture(scope="module")
def ranking(sample: SiteRegister, criteria: CriteriaSet, reference: Reference) -> Assessment:
    return assess(sample, criteria, Settings(WeightVector.equal(criteria.ids)), reference)


def test_it_is_the_sum_over_measured_cells(ranking: Assessment) -> None:
    answer = ranking.answer
    assert answer is not None
    weights = ranking.settings.weights.normalized
    wanted = [
        sum(
            float(weights[k] * ranking.values.expected[row, k])
            for k in range(len(weights))
            if answer.state(row, k) is CellState.MEASURED
        )
        for row in range(len(ranking.matrix))
    ]

    np.testing.assert_allclose(known_only_scores(ranking), wanted, atol=1e-12)
    assert known_only_ranks(ranking).min() == 1


def test_a_value_that_is_no_longer_measured_never_lifts_a_site(ranking: Assessment) -> None:
    answer = ranking.answer
    assert answer is not None
    before = known_only_scores(ranking)
    for row, k in zip(*np.nonzero(answer.states == MEASURED), strict=True):
        states = answer.states.copy()
        states[row, k] = UNKNOWN
        blanked = replace(ranking, answer=replace(answer, states=states))
        assert known_only_scores(blanked)[row] <= before[row] + 1e-12


def test_without_an_answer_there_is_none(ranking: Assessment) -> None:
    with pytest.raises(ValueError, match="Draw first"):
        known_only_scores(replace(ranking, answer=None))

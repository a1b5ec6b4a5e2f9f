"""Draws of weights on a ready matrix agree with a plain loop, for every method."""

from __future__ import annotations

import numpy as np
import pytest

from prioritizer.engine.draws import smaa as engine
from prioritizer.engine.methods.table import METHODS, score
from prioritizer.errors import InputError
from prioritizer.workflow.ranking.matrix_smaa import smaa

MATRIX = np.array([[4.0, 30.0, 0.5], [9.0, 55.0, 0.2], [6.0, 20.0, 0.9], [7.0, 40.0, 0.4]])
OBJECTIVES = ("max", "min", "max")
MAXIMIZE = np.array([True, False, True])


@pytest.mark.parametrize("method", sorted(METHODS))
def test_rank_acceptability_agrees_with_a_loop_over_other_draws(method: str) -> None:
    draws, loops = 4000, 1500
    found = smaa(MATRIX, objectives=OBJECTIVES, method=method, draws=draws, seed=2)

    counts = np.zeros((4, 4))
    for weights in np.random.default_rng(9).dirichlet(np.ones(3), loops):
        scores = score(MATRIX, MAXIMIZE, weights, method=method).round(12)
        for row in range(4):
            counts[row, (scores > scores[row]).sum()] += 1
    shares = counts / loops
    error = np.sqrt(np.maximum(shares * (1 - shares), 0.01) * (1 / loops + 1 / draws))
    assert (np.abs(found.rank_acceptability - shares) <= 4.5 * error).all()


def test_scoring_draw_by_draw_gives_the_counts_of_many_at_once() -> None:
    values = np.random.default_rng(4).random((6, 3))

    at_once = engine.smaa(values, draws=500, pairwise=True)
    one_by_one = engine.smaa(values, draws=500, pairwise=True, maximize=np.ones(3, dtype=bool))

    assert np.array_equal(at_once.rank_acceptability, one_by_one.rank_acceptability)
    assert np.array_equal(at_once.pairwise_wins, one_by_one.pairwise_wins)
    assert at_once.central_weights == pytest.approx(one_by_one.central_weights, nan_ok=True)


def test_a_cell_that_the_method_cannot_take_is_refused_before_the_draws() -> None:
    costless = MATRIX.copy()
    costless[1, 1] = 0.0

    with pytest.raises(InputError, match=r"(?i)row 2"):
        smaa(costless, objectives=OBJECTIVES, method="weighted-product", draws=10)

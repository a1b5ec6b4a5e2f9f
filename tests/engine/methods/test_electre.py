"""ELECTRE II: a published study, graphs drawn by hand, scikit-criteria."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from prioritizer.engine.methods.electre import concordance, discordance, electre
from prioritizer.engine.ranks import rank
from prioritizer.errors import InputError
from tests.engine.strategies import problems

# Cebrián and Porcar 2009, Revista de Métodos Cuantitativos para la Economía y la Empresa 7,
# 31-56: six places for a firm in Aragón.
PLACES = np.array(
    [
        [6, 5, 28, 5, 5],
        [4, 2, 25, 10, 9],
        [5, 7, 35, 9, 6],
        [6, 1, 27, 6, 7],
        [6, 8, 30, 7, 9],
        [5, 6, 26, 4, 8],
    ],
    dtype=float,
)
MAXIMIZE = np.array([True, True, False, True, True])
WEIGHTS = np.array([0.25, 0.25, 0.1, 0.2, 0.2])


def test_the_place_best_in_the_published_study_is_first() -> None:
    # Its ELECTRE I leaves the fifth place alone in the kernel.
    shares = PLACES / PLACES.sum(axis=0)

    assert rank(electre(shares, MAXIMIZE, WEIGHTS))[4] == 1


@given(problems())
def test_both_tables_are_those_of_scikit_criteria(problem) -> None:
    agg = pytest.importorskip("skcriteria.agg.electre")
    matrix, maximize, weights = problem
    weights, objectives = weights / weights.sum(), np.where(maximize, 1, -1)
    if not np.ptp(matrix, axis=0).any():
        return

    for mine, theirs in (
        (concordance(matrix, maximize, weights), agg.concordance(matrix, objectives, weights)),
        (discordance(matrix, maximize), agg.discordance(matrix, objectives)),
    ):
        assert np.allclose(mine, np.nan_to_num(theirs))


def test_who_outrank_each_other_in_a_circuit_share_a_place() -> None:
    # Three criteria of equal weight in a ring: each beats the next by two to one.
    ring = np.array([[3.0, 2, 1], [2, 1, 3], [1, 3, 2], [0, 0, 0]])

    scores = electre(
        ring,
        np.ones(3, dtype=bool),
        np.full(3, 1 / 3),
        concordance_from=(0.6, 0.6, 0.6),
        discordance_to=(1, 1),
    )

    assert rank(scores).tolist() == [1, 1, 1, 4]


def test_too_large_a_disadvantage_is_a_veto() -> None:
    # The first has nine tenths of the weight on its side, and one very bad value.
    matrix = np.array([[0.6, 0.0], [0.5, 1.0]])
    weights = np.array([0.9, 0.1])
    both = np.ones(2, dtype=bool)

    assert rank(electre(matrix, both, weights)).tolist() == [1, 1]
    allowed = electre(matrix, both, weights, discordance_to=(1.0, 0.5))
    assert rank(allowed).tolist() == [1, 2]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"concordance_from": (0.5, 0.6, 0.4)}, "thresholds of agreement: found"),
        ({"discordance_to": (0.5, 1.5)}, "thresholds of disagreement: found"),
    ],
)
def test_thresholds_that_do_not_fall_are_refused(options, words) -> None:
    with pytest.raises(InputError, match=words):
        electre(PLACES, MAXIMIZE, WEIGHTS, **options)


def test_more_alternatives_than_pairs_can_be_compared_are_refused() -> None:
    with pytest.raises(InputError, match="found 2001 alternatives"):
        electre(np.zeros((2001, 1)), np.ones(1, dtype=bool), np.ones(1))

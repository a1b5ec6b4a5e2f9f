"""The least shift that turns a pair round: by hand, by linear programming, by scoring again."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from prioritizer.engine.answers.least_shift import least_shift, level_values, shift_by_search
from prioritizer.engine.methods.table import METHODS
from prioritizer.workflow.ranking.ranks import FIXED_METHODS


def random_pair(seed: int, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Return weights and the values of two alternatives, the first with the higher sum."""
    rng = np.random.default_rng(seed)
    weights, pair = rng.dirichlet(np.ones(n)), rng.random((2, n)).round(3)
    return weights, pair if pair[0] @ weights >= pair[1] @ weights else pair[::-1]


def programme(weights: np.ndarray, differences: np.ndarray) -> float | None:
    """Return the least shift by linear programming: up and down parts of each weight."""
    n = len(weights)
    found = linprog(
        np.full(2 * n, 0.5),
        A_ub=np.concatenate([differences, -differences])[np.newaxis],
        b_ub=[-weights @ differences],
        A_eq=np.concatenate([np.ones(n), -np.ones(n)])[np.newaxis],
        b_eq=[0.0],
        bounds=[(0, None)] * n + [(0, weight) for weight in weights],
    )
    return float(found.fun) if found.status == 0 else None


def test_a_shift_by_hand() -> None:
    # 0.5·0.4 + 0.3·0.1 - 0.2·0.3 = 0.17 ahead; from the first to the third closes 0.7 a share.
    found = least_shift(np.array([0.5, 0.3, 0.2]), np.array([0.4, 0.1, -0.3]))

    assert found is not None
    assert found.moved == pytest.approx(0.17 / 0.7)
    assert found.weights == pytest.approx([0.5 - 0.17 / 0.7, 0.3, 0.2 + 0.17 / 0.7])


def test_one_that_is_nowhere_behind_cannot_be_passed() -> None:
    assert least_shift(np.array([0.5, 0.5]), np.array([0.4, 0.1])) is None
    equal_somewhere = least_shift(np.array([0.5, 0.5]), np.array([0.4, 0.0]))
    assert equal_somewhere is not None
    assert equal_somewhere.weights.tolist() == [0.0, 1.0]


@given(st.integers(0, 2**32), st.integers(2, 7))
def test_the_shift_is_the_optimum_of_the_linear_programme(seed: int, n: int) -> None:
    weights, pair = random_pair(seed, n)
    differences = pair[0] - pair[1]

    found, expected = least_shift(weights, differences), programme(weights, differences)

    assert (found is None) == (expected is None)
    if found is not None:
        assert found.moved == pytest.approx(expected, abs=1e-7)
        assert found.weights.sum() == pytest.approx(1.0)
        assert (found.weights >= -1e-12).all()
        assert found.weights @ differences == pytest.approx(0.0, abs=1e-9)


@settings(max_examples=30)
@given(st.integers(0, 2**32), st.integers(2, 5))
def test_a_search_finds_no_smaller_shift_than_the_optimum_of_a_sum(seed: int, n: int) -> None:
    weights, pair = random_pair(seed, n)
    exact = least_shift(weights, pair[0] - pair[1])

    found = shift_by_search(weights, pair, FIXED_METHODS["weighted-sum"])

    if found is not None:
        assert exact is not None
        assert found.moved >= exact.moved - 1e-9
        scores = FIXED_METHODS["weighted-sum"](pair, found.weights)
        assert scores[0] == pytest.approx(scores[1], abs=1e-9)


@settings(max_examples=40)
@given(
    st.integers(0, 2**32),
    st.sampled_from([n for n, m in METHODS.items() if n in FIXED_METHODS]),
)
def test_level_values_bring_a_pair_level_and_only_from_the_right_side(
    seed: int, method: str
) -> None:
    weights, pair = random_pair(seed, 4)
    score = FIXED_METHODS[method]
    scores = score(pair, weights)
    pair = pair if scores[0] >= scores[1] else pair[::-1]

    for row in (0, 1):
        for column, value in enumerate(level_values(weights, pair, row=row, score=score)):
            changed = pair.copy()
            changed[row, column] = float(1 - (row == 0)) if value is None else value
            after = score(changed, weights)
            if value is None:
                assert after[0] >= after[1] - 1e-9
            else:
                # A product jumps where a value reaches 0: the pair is then turned, not level.
                assert after[0] <= after[1] + 1e-6
                changed[row, column] += 1e-6 if row == 0 else -1e-6
                before = score(np.clip(changed, 0.0, 1.0), weights)
                assert before[0] >= before[1] - 1e-6


@pytest.mark.parametrize("method", FIXED_METHODS)
@pytest.mark.parametrize("behind", [0.0, 1e-13])
def test_a_pair_that_counts_as_equal_is_level_where_it_stands(
    method: str, behind: float
) -> None:
    """Ranks go by rounded scores, so that the first of a pair may be behind by a rounding."""
    pair = np.array([[0.4, 0.5, 0.6], [0.4, 0.5, 0.6 + behind]])

    for row in (0, 1):
        found = level_values(
            np.array([0.5, 0.3, 0.2]), pair, row=row, score=FIXED_METHODS[method]
        )
        assert found == pytest.approx(pair[row].tolist(), abs=1e-9)

"""The best-worst method: the published examples, and optimality by a plainer route."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prioritizer.elicitation.bwm import (
    CONSISTENCY_INDEX,
    best_worst,
    bwm_weights,
    consistency_index,
)
from prioritizer.errors import InputError


def largest_deviation(weights: np.ndarray, judged) -> float:
    ratios = weights[judged.best] / weights - judged.best_to_others
    others = weights / weights[judged.worst] - judged.others_to_worst
    between = np.ones(len(weights), dtype=bool)
    between[judged.best] = between[judged.worst] = False
    inner = np.concatenate([ratios[between], others[between]])
    return float(np.abs(np.append(inner, ratios[judged.worst])).max())


def test_the_transport_example_of_2015_has_the_published_weights_and_deviation() -> None:
    # Rezaei 2015, Omega 53, 49-57: load flexibility, accessibility, cost; read in the tests of
    # JMcDM (github.com/jbytecode/JMcDM), which cite it: 0.071, 0.338, 0.589 and 0.26.
    result = bwm_weights(best_worst([8, 2, 1], [1, 5, 8]))

    assert result.weights == pytest.approx([0.071, 0.338, 0.589], abs=1e-3)
    assert result.ksi == pytest.approx(0.26, abs=5e-3)
    assert result.consistency_ratio == pytest.approx(0.26 / 4.47, abs=1e-3)
    assert result.high - result.low == pytest.approx([0, 0, 0], abs=1e-12)


# Rezaei 2016, Omega 64, 126-130, tables 2 to 4: quality, price, comfort, safety, style.
CONSISTENT = ([2, 1, 4, 2, 8], [4, 8, 2, 4, 1])
CAR = ([2, 1, 4, 3, 8], [4, 8, 2, 3, 1])


def test_the_intervals_of_the_car_example_of_2016_come_out_as_printed() -> None:
    result = bwm_weights(best_worst(*CAR))

    assert result.ksi == pytest.approx(0.1459, abs=5e-5)
    assert result.low == pytest.approx([0.2145, 0.4461, 0.1085, 0.1563, 0.0548], abs=5e-5)
    assert result.high == pytest.approx([0.2289, 0.4571, 0.1176, 0.1602, 0.0561], abs=5e-5)


def test_the_linear_model_of_the_car_example_comes_out_as_printed() -> None:
    result = bwm_weights(best_worst(*CAR), model="linear")

    assert result.weights == pytest.approx([0.2295, 0.4481, 0.1148, 0.1530, 0.0546], abs=5e-5)
    assert result.ksi == pytest.approx(0.0109, abs=5e-5)
    assert result.consistency_ratio == bwm_weights(best_worst(*CAR)).consistency_ratio


@pytest.mark.parametrize("model", ["nonlinear", "linear"])
def test_consistent_comparisons_give_one_solution_without_deviation(model: str) -> None:
    result = bwm_weights(best_worst(*CONSISTENT), model=model)

    assert result.weights == pytest.approx([0.2105, 0.4211, 0.1053, 0.2105, 0.0526], abs=5e-5)
    assert result.ksi == pytest.approx(0, abs=1e-12)
    assert result.consistency_ratio == result.input_consistency_ratio == 0
    assert result.low == pytest.approx(result.high)


def test_the_contradictory_example_of_2016_deviates_by_1() -> None:
    result = bwm_weights(best_worst([2, 1, 4, 3, 8], [4, 8, 4, 2, 1]))

    assert result.ksi == pytest.approx(1.0, abs=1e-12)


@st.composite
def judgements(draw):
    whole = draw(st.integers(2, 9))
    others = draw(
        st.lists(
            st.tuples(st.integers(1, whole), st.integers(1, whole)), min_size=0, max_size=5
        )
    )
    return best_worst(
        [1, *(pair[0] for pair in others), whole], [whole, *(pair[1] for pair in others), 1]
    )


@given(judgements())
@settings(max_examples=60, deadline=None)
def test_the_weights_reach_the_deviation_that_they_claim_and_lie_within_their_ends(
    judged,
) -> None:
    result = bwm_weights(judged)

    assert largest_deviation(result.weights, judged) <= result.ksi + 1e-9
    assert (result.low <= result.weights + 1e-15).all()
    assert (result.weights <= result.high + 1e-15).all()
    assert result.weights.sum() == pytest.approx(1, abs=1e-14)
    assert (result.weights > 0).all()


@given(judgements())
@settings(max_examples=15, deadline=None)
def test_no_weights_deviate_less_and_none_lie_beyond_the_ends(judged) -> None:
    from scipy.optimize import linprog

    result = bwm_weights(judged)
    size = len(result.weights)

    def extreme(ksi: float, cost: np.ndarray) -> float | None:
        unit = np.eye(size)
        best, worst = unit[judged.best], unit[judged.worst]
        rows = []
        for column in set(range(size)) - {judged.best}:
            to_other = judged.best_to_others[column]
            rows += [best - (to_other + ksi) * unit[column]]
            rows += [(to_other - ksi) * unit[column] - best]
        for column in set(range(size)) - {judged.best, judged.worst}:
            to_worst = judged.others_to_worst[column]
            rows += [unit[column] - (to_worst + ksi) * worst]
            rows += [(to_worst - ksi) * worst - unit[column]]
        found = linprog(
            cost, A_ub=rows, b_ub=np.zeros(len(rows)), A_eq=[np.ones(size)], b_eq=[1.0]
        )
        return float(found.fun) if found.success else None

    if result.ksi > 1e-3:
        assert extreme(result.ksi * 0.999 - 1e-6, np.zeros(size)) is None
    loose = result.ksi + 1e-7
    for column in range(size):
        least = extreme(loose, np.eye(size)[column])
        most = extreme(loose, -np.eye(size)[column])
        assert least == pytest.approx(result.low[column], abs=1e-5)
        assert most == pytest.approx(-result.high[column], abs=1e-5)


@pytest.mark.parametrize("whole", range(1, 10))
def test_the_published_index_follows_from_its_equation(whole: int) -> None:
    # Rezaei 2015: k^2 - (1 + 2a) k + (a^2 - a) = 0, printed with two digits.
    half = (1 + 2 * whole) / 2
    root = half - (half**2 - whole**2 + whole) ** 0.5

    assert CONSISTENCY_INDEX[whole - 1] == pytest.approx(root, abs=5.1e-3)


def test_an_index_between_whole_numbers_lies_between_theirs() -> None:
    assert CONSISTENCY_INDEX[2] < consistency_index(3.5) < CONSISTENCY_INDEX[3]


def test_everything_equal_gives_equal_weights() -> None:
    result = bwm_weights(best_worst([1, 1, 1], [1, 1, 1]))

    assert result.weights == pytest.approx([1 / 3] * 3)
    assert result.consistency_ratio == 0


def test_a_second_1_does_not_hide_which_is_best_and_worst() -> None:
    judged = best_worst([1, 1, 5, 5], [4, 5, 1, 1])

    assert (judged.best, judged.worst) == (1, 2)


@pytest.mark.parametrize(
    ("to_others", "to_worst", "words"),
    [
        ([2, 3], [3, 1], "found no 1. Expected a 1 for the most important"),
        ([1, 3], [3, 2], "found no 1. Expected a 1 for the least important"),
        ([1, 3], [4, 1], "found 3 for the most against the least important in one row and 4"),
        ([1, 0, 3], [3, 2, 1], "found 0. Expected a number from 1"),
        ([1, 10], [10, 1], "found 10"),
        ([1, 5, 3], [3, 1, 1], "found 5|in the other"),
        ([1, 2, 3], [3, 4, 1], "found 4. Expected at most 3"),
        ([1], [1], "two criteria or more"),
        ([1, 2], [2, 2, 1], "one per criterion"),
    ],
)
def test_comparisons_that_cannot_stand_are_refused(to_others, to_worst, words) -> None:
    with pytest.raises(InputError, match=words):
        best_worst(to_others, to_worst)


def test_an_unknown_model_lists_the_known_ones() -> None:
    with pytest.raises(InputError, match="nonlinear, linear"):
        bwm_weights(best_worst([1, 2], [2, 1]), model="fuzzy")

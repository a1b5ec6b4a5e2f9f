"""What every method must hold to, whatever its formula."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from prioritizer.engine.methods.normalization import NORMALIZATIONS
from prioritizer.engine.methods.table import METHODS, score
from prioritizer.engine.ranks import rank
from prioritizer.errors import InputError
from tests.engine.strategies import problems, valued

_NAMES = st.sampled_from(sorted(METHODS))


@given(problems(), _NAMES, st.randoms(use_true_random=False))
def test_permuting_alternatives_permutes_ranks(problem, name, random) -> None:
    matrix, maximize, weights = problem
    order = list(range(len(matrix)))
    random.shuffle(order)

    ranks = rank(score(matrix, maximize, weights, method=name))
    shuffled = rank(score(matrix[order], maximize, weights, method=name))

    assert ranks[order].tolist() == shuffled.tolist()


@given(problems(), _NAMES)
def test_equal_rows_share_a_rank(problem, name) -> None:
    matrix, maximize, weights = problem
    doubled = np.vstack([matrix, matrix[:1]])

    ranks = rank(score(doubled, maximize, weights, method=name))

    assert ranks[0] == ranks[-1]


@given(problems(), _NAMES)
def test_an_alternative_better_on_every_criterion_never_ranks_below(problem, name) -> None:
    matrix, maximize, weights = problem
    better = np.where(maximize, matrix[0] * 2, matrix[0] / 2)

    ranks = rank(score(np.vstack([matrix, better]), maximize, weights, method=name))

    assert ranks[-1] <= ranks[0]


@given(problems(), _NAMES)
def test_alternatives_that_are_all_equal_all_rank_first(problem, name) -> None:
    matrix, maximize, weights = problem
    same = np.repeat(matrix[:1], 3, axis=0)

    assert rank(score(same, maximize, weights, method=name)).tolist() == [1, 1, 1]


@pytest.mark.parametrize("name", METHODS)
def test_a_single_alternative_ranks_first(name) -> None:
    scores = score(np.array([[2.0, 3.0]]), np.array([True, False]), np.ones(2), method=name)

    assert rank(scores).tolist() == [1]


@pytest.mark.parametrize("name", METHODS)
def test_a_gap_is_refused_by_name_of_its_cell(name) -> None:
    with pytest.raises(InputError, match="Row 1, column 2"):
        score(
            np.array([[1.0, np.nan], [2.0, 3.0]]),
            np.array([True, True]),
            np.ones(2),
            method=name,
        )


@pytest.mark.parametrize("name", METHODS)
def test_an_all_zero_column_changes_no_order(name) -> None:
    matrix = np.array([[3.0, 2.0], [4.0, 8.0], [5.0, 1.0]])
    maximize, weights = np.array([True, False]), np.array([0.5, 0.5])

    with_zeros = score(
        np.column_stack([matrix, np.zeros(3)]),
        np.array([True, False, True]),
        np.array([0.5, 0.5, 0.2]),
        method=name,
    )

    plain = score(matrix, maximize, weights, method=name)
    assert rank(with_zeros).tolist() == rank(plain).tolist()


@pytest.mark.parametrize("name", METHODS)
def test_a_zero_cost_is_refused_where_the_formula_divides_by_it(name) -> None:
    problem = (np.array([[3.0, 0.0], [2.0, 1.0]]), np.array([True, False]), np.ones(2))

    if METHODS[name].refuses_zero_costs:
        with pytest.raises(InputError, match="Row 1, column 2: found '0'"):
            score(*problem, method=name)
    else:
        assert rank(score(*problem, method=name)).tolist() == [1, 2]


@pytest.mark.parametrize("name", [name for name, entry in METHODS.items() if entry.on_values])
@given(problem=valued())
def test_on_fixed_scales_no_alternative_influences_another(name, problem) -> None:
    values, weights = problem
    function = METHODS[name].on_values

    alone = np.concatenate([function(row[np.newaxis], weights) for row in values])

    assert np.array_equal(function(values, weights), alone)


@pytest.mark.parametrize("name", METHODS)
def test_every_entry_is_described(name) -> None:
    entry = METHODS[name]

    assert entry.name == name
    assert entry.default_normalization in NORMALIZATIONS
    assert all(
        len(text) > 4 for text in (entry.title, entry.reference, entry.needs, entry.limits)
    )


def test_an_unknown_method_lists_the_known_ones() -> None:
    with pytest.raises(
        InputError, match=r"found 'magic'\. Expected one of weighted-sum, topsis"
    ):
        score(np.ones((2, 1)), np.array([True]), np.ones(1), method="magic")

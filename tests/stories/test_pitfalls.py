"""Where other programs fail in silence: each row of the list of pitfalls is a test.

The list was made by running seven programs for multi-criteria ranking on awkward input. Here
the input goes through the door that users have, `rank`, with every method.
"""

from __future__ import annotations

import math

import numpy as np
import pytest

from prioritizer import rank
from prioritizer.elicitation.objective import entropy_weights
from prioritizer.engine.answers.sensitivity import rank_reversals
from prioritizer.engine.methods.cautions import cautions
from prioritizer.engine.methods.table import METHODS
from prioritizer.errors import InputError
from tests.conftest import ROOT

TABLE = [[3.0, 20.0], [5.0, 30.0], [4.0, 10.0]]
BOTH_WAYS = ["max", "min"]
every_method = pytest.mark.parametrize("method", METHODS)


@every_method
@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_a_gap_or_an_infinity_is_refused_with_its_place(method: str, bad: float) -> None:
    table = [TABLE[0], [5.0, bad], TABLE[2]]

    with pytest.raises(InputError, match="Row 2, column 2"):
        rank(table, objectives=BOTH_WAYS, method=method)


@every_method
def test_a_zero_cost_is_refused_or_best_and_never_loses_its_column(method: str) -> None:
    # The same benefit for all: only the cost can decide.
    table = [[3.0, 0.0], [3.0, 1.0], [3.0, 2.0]]

    if METHODS[method].refuses_zero_costs:
        with pytest.raises(InputError, match="Row 1, column 2: found '0'"):
            rank(table, objectives=BOTH_WAYS, method=method)
    else:
        assert rank(table, objectives=BOTH_WAYS, method=method).ranks[0] == 1


def test_a_tiny_cost_that_dominates_by_its_reciprocal_is_remarked_on() -> None:
    costs = np.array([[1e-6], [1.0], [2.0], [3.0]])

    [caution] = cautions(costs, np.array([False]), normalization="inverse-sum")
    assert "reciprocal takes at least 99 % of the column" in caution.text


@every_method
@pytest.mark.parametrize("same", [0.0, 7.0])
def test_a_constant_column_stays_and_changes_no_order(method: str, same: float) -> None:
    alone = rank([[row[0]] for row in TABLE], objectives=["max"], method=method)

    wide = rank([[row[0], same] for row in TABLE], objectives=["max", "max"], method=method)

    assert wide.ranks.tolist() == alone.ranks.tolist()
    assert np.isfinite(wide.scores).all()
    matrix = np.array([[row[0], same] for row in TABLE])
    assert [c.column for c in cautions(matrix, np.ones(2, bool), normalization="none")] == [1]


@every_method
@pytest.mark.parametrize("n", [1, 3])
def test_alternatives_that_are_all_alike_all_rank_first(method: str, n: int) -> None:
    assert rank([TABLE[0]] * n, objectives=BOTH_WAYS, method=method).ranks.tolist() == [1] * n


@every_method
@pytest.mark.parametrize("weights", [[0.0, 0.0], [1.0, -1.0], [1.0, math.nan]])
def test_weights_that_are_no_weights_are_refused(method: str, weights: list[float]) -> None:
    with pytest.raises(InputError, match=r"[Ww]eight"):
        rank(TABLE, objectives=BOTH_WAYS, weights=weights, method=method)


@every_method
def test_weights_are_divided_by_their_sum_and_shown(method: str) -> None:
    small = rank(TABLE, objectives=BOTH_WAYS, weights=[0.3, 0.1], method=method)
    large = rank(TABLE, objectives=BOTH_WAYS, weights=[30.0, 10.0], method=method)

    assert small.scores.tolist() == large.scores.tolist()
    assert small.weights.tolist() == pytest.approx([0.75, 0.25])


@every_method
def test_negative_numbers_are_ranked_or_refused_and_never_nonsense(method: str) -> None:
    table = [[-3.0, 1.0], [-1.0, 1.0], [-2.0, 1.0]]

    takes = not METHODS[method].refuses_zero_costs
    takes &= METHODS[method].default_normalization not in ("sum", "max", "inverse-sum")
    if takes:
        found = rank(table, objectives=["max", "max"], method=method)
        assert found.ranks.tolist() == [3, 1, 2]
    else:
        with pytest.raises(InputError, match="Row 1, column 1: found '-3'"):
            rank(table, objectives=["max", "max"], method=method)


@every_method
def test_ties_share_the_better_rank_and_leave_the_next_one_empty(method: str) -> None:
    table = [[5.0, 5.0], [3.0, 3.0], [3.0, 3.0], [1.0, 1.0]]

    found = rank(table, objectives=["max", "max"], method=method)

    assert found.ranks.tolist() == [1, 2, 2, 4]


def test_entropy_weights_of_a_negative_number_are_refused() -> None:
    with pytest.raises(InputError, match="Row 1, column 2: found -1"):
        entropy_weights(np.array([[1.0, -1.0], [2.0, 3.0]]))


def test_rank_reversal_is_counted_on_data_scales_and_nil_with_declared_bounds() -> None:
    # Dropping the third turns the first two round under min-max: it alone stretched a column.
    table = np.array([[5.0, 4.0], [4.0, 6.0], [0.0, 100.0]])
    both, weights = np.ones(2, dtype=bool), np.array([0.4, 0.6])

    assert rank_reversals(table, both, weights, method="weighted-sum")[2] == 1
    bounds = [[0.0, 10.0], [0.0, 100.0]]
    before = METHODS["spotis"].function(table, both, weights, bounds=bounds)
    after = METHODS["spotis"].function(table[:2], both, weights, bounds=bounds)
    assert before[:2].tolist() == after.tolist()


def test_parts_of_the_library_with_known_faults_are_never_used() -> None:
    # Untied ranks are an order and no ranks; the checkers loop for ever on duplicates or run
    # for half an hour; the inverters lose a column that has a zero.
    faulty = (
        "untied_rank_", "FallbackTieBreaker", "RankInvariantChecker",
        "RankTransitivityChecker", "BenefitCostInverter", "RanksComparator",
    )  # fmt: skip
    for path in (ROOT / "prioritizer").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert not [name for name in faulty if name in text], path.name

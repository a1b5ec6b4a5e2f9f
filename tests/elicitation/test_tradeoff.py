"""Trade-offs: known weights come back, contradictions show, gaps are named."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from prioritizer.elicitation.scales import Scale
from prioritizer.elicitation.tradeoff import TradeOff, questions, trade_off_weights
from prioritizer.errors import InputError

TRUE = np.array([0.4, 0.3, 0.2, 0.1])


def answers(pairs) -> list[TradeOff]:
    return [
        TradeOff(larger, smaller, TRUE[smaller] / TRUE[larger]) for larger, smaller in pairs
    ]


def test_as_many_answers_as_needed_give_back_the_weights_behind_them() -> None:
    for pairs in ([(0, 1), (0, 2), (0, 3)], [(0, 1), (1, 2), (2, 3)], questions([0, 1, 2, 3])):
        result = trade_off_weights(4, answers(pairs))

        assert result.weights == pytest.approx(TRUE, rel=1e-12)
        assert result.misfit == pytest.approx(1)


def test_an_answer_in_units_counts_by_its_value() -> None:
    grade = Scale("grade", "GE", 0.05, 5, "log")

    result = trade_off_weights(2, [TradeOff.at_level(0, 1, grade, 0.5)])

    assert result.weights == pytest.approx([2 / 3, 1 / 3])


def test_the_answer_that_fits_worst_is_named_with_its_misfit() -> None:
    pairs = list(itertools.combinations(range(4), 2))
    given = answers(pairs)
    given[3] = TradeOff(1, 2, given[3].share / 2)

    result = trade_off_weights(4, given)

    assert result.worst_answer == 3
    assert 1 < result.misfit < 2


def test_the_first_is_asked_against_all_and_one_more_pair_checks() -> None:
    assert questions([2, 0, 1]) == ((2, 0), (2, 1), (0, 1))
    assert questions([1, 0]) == ((1, 0),)


def test_a_criterion_without_a_chain_of_answers_is_named() -> None:
    with pytest.raises(InputError, match="criterion 3"):
        trade_off_weights(4, answers([(0, 1), (2, 3)]))


@pytest.mark.parametrize("share", [0.0, 1.2, -0.5, float("nan")])
def test_a_share_beyond_the_whole_swing_is_refused(share: float) -> None:
    with pytest.raises(InputError, match="other way round"):
        trade_off_weights(2, [TradeOff(0, 1, share)])


def test_one_criterion_needs_no_answers() -> None:
    assert trade_off_weights(1, []).weights.tolist() == [1.0]

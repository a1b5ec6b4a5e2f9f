"""Bounds and partial orders: what they leave, and which statements exclude each other."""

from __future__ import annotations

import numpy as np
import pytest

from prioritizer.elicitation.intervals import (
    anything,
    attainable,
    combined,
    intervals,
    statements,
)
from prioritizer.engine.weights.polytope import Polytope
from prioritizer.errors import InputError

NAMES = ("grade", "volume", "risk to water", "access")


def test_nothing_said_leaves_every_weight_from_0_to_1() -> None:
    low, high = attainable(anything(NAMES))

    assert low.tolist() == [0] * 4
    assert high.tolist() == [1] * 4


def test_an_order_leaves_the_ends_known_for_ordered_weights() -> None:
    low, high = attainable(statements(NAMES, ["grade > volume > risk to water > access"]))

    assert low == pytest.approx([1 / 4, 0, 0, 0])
    assert high == pytest.approx([1, 1 / 2, 1 / 3, 1 / 4])


def test_ratios_bounds_and_equalities_are_read() -> None:
    made = statements(
        NAMES, ["grade >= 2 volume", "10% <= risk to water <= 0.3", "volume = access"]
    )
    low, high = attainable(made)

    assert low[2] == pytest.approx(0.1)
    assert high[2] == pytest.approx(0.3)
    assert low[0] == pytest.approx(0.35)
    assert high[3] == pytest.approx(0.9 / 4)
    assert made.statements[0] == "grade >= 2 volume"


def test_the_engine_draws_weights_that_satisfy_the_statements() -> None:
    made = statements(
        NAMES, ["grade >= volume", "access <= 0.2", "risk to water >= 1.5*access"]
    )
    region = Polytope(made.low, made.high, made.conditions, made.limits)

    drawn = region.sample(np.random.default_rng(1), 500)

    assert (drawn[:, 0] >= drawn[:, 1]).all()
    assert (drawn[:, 3] <= 0.2).all()
    assert (drawn[:, 2] >= 1.5 * drawn[:, 3]).all()


def test_statements_that_exclude_each_other_are_named_and_no_others() -> None:
    lines = ["grade >= access", "volume > 0.6", "risk to water >= 0.1", "grade >= volume"]

    with pytest.raises(InputError) as caught:
        statements(NAMES, lines)

    assert "'volume > 0.6'; 'grade >= volume'" in str(caught.value)
    assert "access" not in str(caught.value)
    assert "water" not in str(caught.value)


def test_intervals_narrow_each_other() -> None:
    made = intervals(NAMES, [0.2, 0.0, 0.0, 0.0], [0.9, 0.3, 0.3, 0.4])
    low, high = attainable(combined(made, statements(NAMES, ["volume >= grade"])))

    assert low == pytest.approx([0.2, 0.2, 0.0, 0.1])
    assert high == pytest.approx([0.3, 0.3, 0.3, 0.4])


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        ([0.5, 0.1, 0, 0], [0.4, 1, 1, 1], "interval of grade: found 0.5 to 0.4"),
        ([0.5, 0.6, 0, 0], [1, 1, 1, 1], "found a sum of 1.1 for the low ends"),
        ([0, 0, 0, 0], [0.2, 0.2, 0.2, 0.2], "found a sum of 0.8 for the high ends"),
        ([-0.1, 0, 0, 0], [1, 1, 1, 1], "interval of grade"),
    ],
)
def test_intervals_that_no_weights_fit_are_refused(low, high, words) -> None:
    with pytest.raises(InputError, match=words):
        intervals(NAMES, low, high)


def test_intervals_and_statements_that_exclude_each_other_are_refused() -> None:
    low = intervals(NAMES, [0, 0, 0, 0], [0.1, 1, 1, 1])

    with pytest.raises(InputError, match=r"'grade >= 0\.2'"):
        combined(low, statements(NAMES, ["grade >= 0.2", "volume >= 0.1"]))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("grade", "without a relation"),
        ("grade >= colour", "statement 1: found 'colour'"),
        ("grade >=", "found ''"),
        ("grade >= volume volume", "found 'volume volume'"),
        ("grade >= 2 colour", "found '2 colour'"),
    ],
)
def test_a_statement_that_cannot_be_read_is_named(line, words) -> None:
    with pytest.raises(InputError, match=words):
        statements(NAMES, [line])

"""Bias guards: silent for answers that behave, and words for those that do not."""

from __future__ import annotations

import numpy as np
import pytest

from prioritizer.elicitation.bias import anchoring, equalizing, range_swap, splitting
from prioritizer.elicitation.scales import Scale
from prioritizer.elicitation.swing import weights_on_new_ranges
from prioritizer.errors import InputError


def test_a_weight_that_follows_its_range_exactly_measures_1() -> None:
    full, half = Scale("access", "km", 40, 0), Scale("access", "km", 20, 0)
    rest = Scale("grade", "%", 0, 1)
    after = weights_on_new_ranges(np.array([0.4, 0.6]), [full, rest], [half, rest])

    guard = range_swap(0.4, float(after[0]), 0.5)

    assert guard.measure == pytest.approx(1)
    assert not guard.flagged
    assert "would then be 25 %" in guard.text


def test_a_weight_that_ignores_its_range_measures_0_and_is_flagged() -> None:
    guard = range_swap(0.4, 0.4, 0.5)

    assert guard.measure == pytest.approx(0)
    assert guard.flagged
    assert "once more" in guard.text


@pytest.mark.parametrize("bad", [0.0, 1.0, float("nan")])
def test_a_range_swap_needs_shares(bad: float) -> None:
    with pytest.raises(InputError, match="above 0 and below 1"):
        range_swap(bad, 0.4, 0.5)


def test_parts_heavier_than_the_whole_are_flagged() -> None:
    split, same = splitting(0.2, [0.15, 0.15]), splitting(0.3, [0.1, 0.2])

    assert (split.measure, split.flagged) == (pytest.approx(1.5), True)
    assert (same.measure, same.flagged) == (pytest.approx(1.0), False)


def test_weights_all_nearly_the_same_are_flagged_and_one_alone_is_not() -> None:
    assert equalizing(np.array([0.21, 0.2, 0.19, 0.2, 0.2])).flagged
    assert not equalizing(np.array([0.4, 0.3, 0.2, 0.1])).flagged
    assert not equalizing(np.array([1.0])).flagged


def test_weights_left_as_shown_are_flagged_and_moved_ones_not() -> None:
    shown = np.array([0.5, 0.3, 0.2])

    assert anchoring(np.array([0.49, 0.31, 0.2]), shown).flagged
    moved = anchoring(np.array([0.2, 0.3, 0.5]), shown)
    assert moved.measure == pytest.approx(0.3)
    assert not moved.flagged

"""Swing weights, and weights that follow their ranges."""

from __future__ import annotations

import pytest

from prioritizer.elicitation.scales import Scale
from prioritizer.elicitation.swing import swing_weights, weights_on_new_ranges
from prioritizer.errors import InputError

GRADE = Scale("grade", "GE", 0.05, 5, "log")
ROAD = Scale("access", "km", 40, 0)


def test_swing_points_become_shares_of_their_sum() -> None:
    assert swing_weights([100, 60, 40]).tolist() == [0.5, 0.3, 0.2]


@pytest.mark.parametrize("points", [[90, 50], [120, 100]])
def test_the_first_swing_must_have_100(points) -> None:
    with pytest.raises(InputError, match="Expected 100"):
        swing_weights(points)


def test_half_a_range_keeps_half_of_the_points() -> None:
    near = Scale("access", "km", 20, 0)
    rich = Scale("grade", "GE", 0.5, 5, "log")

    weights = weights_on_new_ranges([0.5, 0.5], [GRADE, ROAD], [rich, near])
    other = weights_on_new_ranges([0.5, 0.5], [GRADE, ROAD], [GRADE, near])

    assert weights == pytest.approx([0.5, 0.5])
    assert other == pytest.approx([2 / 3, 1 / 3])


def test_a_scale_of_another_kind_or_direction_is_another_judgement() -> None:
    with pytest.raises(InputError, match="Ask for the weight again"):
        weights_on_new_ranges([1.0], [ROAD], [Scale("access", "km", 0, 40)])
    with pytest.raises(InputError, match="Expected log"):
        weights_on_new_ranges([1.0], [GRADE], [Scale("grade", "GE", 0, 5)])

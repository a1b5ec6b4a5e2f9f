"""Read-back: the two steps of each sentence have the same weighted value."""

from __future__ import annotations

import numpy as np
import pytest

from prioritizer.elicitation.readback import matching_level, read_back
from prioritizer.elicitation.scales import Scale

COPPER = Scale("grade", "% Cu", 0.3, 1.3)
ROAD = Scale("access", "km", 70, 10)
TONNES = Scale("volume", "t", 1e4, 1e8, "log")
SCALES = (COPPER, ROAD, TONNES)


def test_a_sentence_says_what_counts_as_much_as_what() -> None:
    back = read_back(SCALES, np.array([0.5, 0.25, 0.25]))

    assert back[0].text == ("0.3 → 0.8 % Cu of grade counts as much as 70 → 10 km of access")
    assert [one.lighter for one in back] == ["access", "volume"]


def test_both_steps_of_every_read_back_are_worth_the_same() -> None:
    weights = np.array([0.2, 0.35, 0.45])

    for one in read_back(SCALES, weights):
        lighter = [scale.name for scale in SCALES].index(one.lighter)
        assert one.heavier == "volume"
        assert 0.45 * TONNES.value(one.level) == pytest.approx(weights[lighter])


def test_no_weight_and_the_same_weight_are_said_so() -> None:
    back = read_back(SCALES, np.array([0.5, 0.5, 0.0]))

    assert "counts as much as all of grade" in back[0].text
    assert back[1].text == "volume counts nothing, whatever its level"


def test_a_step_finds_its_match_on_another_scale() -> None:
    weights = np.array([0.4, 0.4, 0.2])

    assert matching_level(SCALES, weights, step=(0, 0.3, 0.8), other=1) == pytest.approx(40)
    assert matching_level(SCALES, weights, step=(1, 40, 25), other=2) == pytest.approx(1e6)


def test_what_exceeds_the_other_scale_has_no_match() -> None:
    weights = np.array([0.6, 0.4, 0.0])

    assert matching_level(SCALES, weights, step=(0, 0.3, 1.3), other=1) is None
    assert matching_level(SCALES, weights, step=(0, 0.3, 0.4), other=2) is None
    assert matching_level(SCALES, weights, step=(0, 0.3, 0.3), other=2) == 1e4


def test_a_level_is_read_back_in_as_few_digits_as_tell_the_step() -> None:
    road = Scale("access", "km", 70, 10)
    grade = Scale("grade", "% Cu", 0.3, 1.3)

    [rounded] = read_back([road, grade], np.array([0.7, 0.23]))
    [tiny] = read_back([road, grade], np.array([0.99, 0.01]))

    assert rounded.text.startswith("70 → 50 km of access")
    # Two digits would read 70 → 69 km, nearly twice the step of 0.6 km.
    assert tiny.text.startswith("70 → 69.4 km of access")

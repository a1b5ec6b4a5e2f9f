"""Points said outright: normalised, and refused where they cannot mean weights."""

from __future__ import annotations

import pytest

from prioritizer.elicitation.direct import allocated_weights, direct_weights
from prioritizer.errors import InputError


def test_points_of_any_scale_become_shares() -> None:
    assert direct_weights([30, 0, 10]).tolist() == [0.75, 0.0, 0.25]


def test_a_purse_given_out_whole_becomes_shares() -> None:
    assert allocated_weights([50, 30, 20]).tolist() == [0.5, 0.3, 0.2]


@pytest.mark.parametrize(
    ("points", "words"), [([50, 30], "remaining 20"), ([80, 30], "Take back 10")]
)
def test_a_purse_not_given_out_whole_says_what_is_left(points, words) -> None:
    with pytest.raises(InputError, match=words):
        allocated_weights(points)


@pytest.mark.parametrize(
    ("points", "words"),
    [
        ([1, -1], "place 2: found -1"),
        ([1, float("nan")], "place 2: found nan"),
        ([float("inf"), 1], "place 1: found inf"),
        ([0, 0], "above 0"),
        ([1e308, 1e308], "place 1: found 1e\\+308"),
        ([], "above 0"),
    ],
)
def test_points_that_are_no_points_are_refused(points, words) -> None:
    with pytest.raises(InputError, match=words):
        direct_weights(points)

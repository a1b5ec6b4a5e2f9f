"""What the form for a value that is tried out says of the value that is known."""

from __future__ import annotations

import pytest

from prioritizer.domain.site import Range
from prioritizer.ui.ranking.what_if_panel import known_words
from prioritizer.workflow.ranking.what_if import Field


@pytest.mark.parametrize(
    ("known", "words"),
    [
        (Range(best=5.0), "5 t"),
        (Range(low=2.0, best=3.0, high=9.0), "3 t"),
        (Range(low=2.0, high=9.0), "2 to 9 t"),
        (Range(high=9.0), "– to 9 t"),
        (Range(), "not known"),
    ],
)
def test_of_a_range_without_a_mean_the_ends_are_told_and_no_middle(
    known: Range, words: str
) -> None:
    assert known_words(Field("tonnage_t", "t", known, 0.0, 1e9)) == words

"""A performance in words: interval, open ends, gaps, three digits."""

from __future__ import annotations

import numpy as np
import pytest

from prioritizer.workflow.ranking.performance_words import performance_text


@pytest.mark.parametrize(
    ("ends", "text"),
    [
        ((1.0, 1.0, 1.0), "1 km"),
        ((2.0, 3.14159, 4.0), "3.14 (2 – 4) km"),
        ((np.nan, np.nan, np.nan), "not known"),
        ((np.nan, np.nan, 5.0), "? – 5 km"),
        ((1234567.0, 1234567.0, 1234567.0), "1.23·10^6 km"),
    ],
)
def test_a_performance_shows_its_interval_and_no_more_than_three_digits(
    ends: tuple[float, float, float], text: str
) -> None:
    assert performance_text(*ends, "km") == text

"""Scales: value and performance undo each other, and no scale is without a range."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prioritizer.elicitation.scales import Scale
from prioritizer.engine import value_functions
from prioritizer.errors import InputError

GRADE = Scale("grade", "GE", 0.05, 5, "log")
ROAD = Scale("access", "km", 40, 0)


@given(st.floats(0, 1))
def test_the_performance_of_a_value_has_that_value(value: float) -> None:
    for scale in (GRADE, ROAD):
        assert scale.value(scale.performance(value)) == pytest.approx(value, abs=1e-12)


@given(st.floats(-10, 100))
def test_a_scale_gives_the_value_that_the_engine_gives(performance: float) -> None:
    assert GRADE.value(performance) == pytest.approx(
        float(value_functions.log(performance, worst=0.05, best=5)), abs=1e-12
    )
    assert ROAD.value(performance) == pytest.approx(
        float(value_functions.linear(performance, worst=40, best=0)), abs=1e-12
    )


def test_half_the_value_of_a_log_scale_is_its_geometric_middle() -> None:
    assert GRADE.performance(0.5) == pytest.approx(0.5)
    assert GRADE.range_text == "0.05 → 5 GE"


@pytest.mark.parametrize(
    ("worst", "best", "kind", "words"),
    [
        (1, 1, "linear", "two different levels"),
        (0, 1, "log", "above 0"),
        (float("nan"), 1, "linear", "finite"),
    ],
)
def test_a_scale_that_measures_nothing_is_refused(worst, best, kind, words) -> None:
    with pytest.raises(InputError, match=words):
        Scale("grade", "%", worst, best, kind)

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


@given(st.floats(0, 1))
def test_a_scale_of_any_other_shape_is_read_from_its_table(value: float) -> None:
    falling = Scale("road", "km", 300, 10, "table", levels=(300.0, 200.0, 40.0, 40.0, 10.0))

    level = falling.performance(value)

    assert falling.value(falling.performance(0.25)) == 0.25
    assert 10 <= level <= 300
    # Where the table is flat, several values share a level: the lowest of them is returned.
    assert falling.value(level) == pytest.approx(0.5 if 0.5 <= value <= 0.75 else value)


def test_a_table_needs_two_levels() -> None:
    with pytest.raises(InputError, match="two levels"):
        Scale("road", "km", 300, 10, "table")

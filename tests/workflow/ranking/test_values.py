"""Performances to values: fixed ends, open ends, gaps."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from prioritizer.domain.criterion import CriteriaSet, ValueFunction
from prioritizer.domain.matrix import DecisionMatrix
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Settings
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.workflow.ranking.assess import assess
from prioritizer.workflow.ranking.values import (
    apply,
    end_performances,
    filled_performance,
    invert,
    known_cells,
    out_of_scale,
    value_matrix,
)
from tests.exports.shapes import SHAPES
from tests.workflow.four_sites import criterion

NAN = np.nan


def one_site(criteria: CriteriaSet, low: float, best: float, high: float) -> DecisionMatrix:
    """Return a matrix of one site whose tonnage is as given and whose rest is unknown."""
    cells = np.full((3, 1, 5), NAN)
    cells[:, 0, 1] = low, best, high
    return DecisionMatrix(
        ("A",), ("Dam",), criteria.criteria, cells[0], cells[1], cells[2], np.isnan(cells[1])
    )


@pytest.mark.parametrize(
    ("low", "best", "high", "expected"),
    [
        (1e6, 1e6, 1e6, (0.5, 0.5, 0.5)),
        (1e5, 1e6, 1e7, (0.25, 0.5, 0.75)),
        (1e5, NAN, 1e7, (0.25, 0.5, 0.75)),
        (1e6, NAN, NAN, (0.5, 0.75, 1.0)),
        (NAN, NAN, 1e6, (0.0, 0.25, 0.5)),
        (NAN, NAN, NAN, (0.0, 0.5, 1.0)),
        (1.0, 1.0, 1e12, (0.0, 0.0, 1.0)),
        (0.0, 0.0, 0.0, (0.0, 0.0, 0.0)),
    ],
)
def test_the_interval_of_values_follows_what_is_known(
    criteria: CriteriaSet, low: float, best: float, high: float, expected: tuple[float, ...]
) -> None:
    values = value_matrix(one_site(criteria, low, best, high))

    assert (values.low[0, 1], values.expected[0, 1], values.high[0, 1]) == pytest.approx(
        expected
    )


def test_less_is_better_exchanges_the_ends(criteria: CriteriaSet) -> None:
    falling = ValueFunction("linear", worst=1.0, best=0.0)

    assert apply(falling, np.array([0.0, 0.25, 1.0])) == pytest.approx([1.0, 0.75, 0.0])


@given(st.floats(0.001, 0.999), st.sampled_from(["linear", "log"]), st.booleans())
def test_a_value_goes_back_to_its_performance(value: float, kind: str, falls: bool) -> None:
    ends = (100.0, 0.01) if falls else (0.01, 100.0)
    function = ValueFunction(kind, *ends)  # type: ignore[arg-type]

    performance = invert(function, np.array([value]))

    assert apply(function, performance) == pytest.approx([value], abs=1e-9)


def test_a_performance_beyond_the_scale_is_named_with_the_end(criteria: CriteriaSet) -> None:
    (found,) = out_of_scale(one_site(criteria, 1e9, 1e9, 1e9))

    assert (found.site_id, found.criterion, found.end) == ("A", "volume", 1e8)


def one_cell(function: ValueFunction, low: float, best: float, high: float) -> DecisionMatrix:
    """Return a matrix of one site on one criterion with this scale."""
    chosen = criterion("x", function)
    cells = np.array([[[low]], [[best]], [[high]]])
    return DecisionMatrix(("A",), ("Dam",), (chosen,), *cells, np.isnan(cells[1]))


AIM = ValueFunction("target", 0.0, 50.0, (10.0, 40.0, 60.0, 90.0))


@pytest.mark.parametrize(
    ("low", "best", "high", "expected"),
    [
        # From too little to too much: the target lies in between.
        (5.0, 25.0, 95.0, (0.0, 0.5, 1.0)),
        (25.0, 30.0, 75.0, (0.5, 2 / 3, 1.0)),
        (70.0, 75.0, 80.0, (1 / 3, 0.5, 2 / 3)),
        (70.0, NAN, NAN, (0.0, 1 / 3, 2 / 3)),
        (NAN, NAN, 50.0, (0.0, 0.5, 1.0)),
        (NAN, NAN, NAN, (0.0, 0.5, 1.0)),
    ],
)
def test_an_interval_on_a_target_has_its_exact_extremes(
    low: float, best: float, high: float, expected: tuple[float, ...]
) -> None:
    values = value_matrix(one_cell(AIM, low, best, high))

    found = values.low[0, 0], values.expected[0, 0], values.high[0, 0]
    assert found == pytest.approx(expected)


@pytest.mark.parametrize("name", list(SHAPES))
def test_an_unknown_cell_spans_all_values_whatever_the_shape(name: str) -> None:
    values = value_matrix(one_cell(SHAPES[name], NAN, NAN, NAN))

    assert (values.low[0, 0], values.expected[0, 0], values.high[0, 0]) == (0.0, 0.5, 1.0)


def test_scales_from_the_data_take_a_target_by_its_value() -> None:
    matrix = one_cell(AIM, 25.0, 25.0, 75.0)
    values = value_matrix(matrix)

    assert matrix.maximize.tolist() == [True]
    assert filled_performance(matrix, values)[0, 0] == pytest.approx(0.5)
    worse, better = end_performances(matrix, values)
    assert (worse[0, 0], better[0, 0]) == pytest.approx((0.5, 1.0))


def test_classes_have_no_sites_outside() -> None:
    assert out_of_scale(one_cell(SHAPES["steps"], 1e6, 1e6, 1e6)) == ()
    assert len(out_of_scale(one_cell(AIM, 95.0, 95.0, 95.0))) == 1


def test_a_composite_of_unknown_parts_is_unknown_whatever_its_middle_is(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    settings = Settings(WeightVector.from_mapping(dict.fromkeys(criteria.ids, 1), criteria.ids))
    found = assess(sample, criteria, settings, reference)
    known = known_cells(found.matrix, found.values)

    access = criteria.ids.index("access")
    assert np.isfinite(found.matrix.best[:, access]).all()
    whole = (found.values.low[:, access] == 0) & (found.values.high[:, access] == 1)
    assert (known[:, access] == ~whole).all()
    assert (known | found.matrix.gap).all()

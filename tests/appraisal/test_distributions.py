"""Quantile functions: the stated points are met, shapes agree with independent ones."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from prioritizer.appraisal.distributions import (
    Shape,
    even,
    even_mean,
    flat,
    normal_quantile,
    spread,
    thin,
)

SHAPES = list(Shape)


def one(uniform: list[float], ends: tuple[float, float, float], shape: Shape) -> np.ndarray:
    low, best, high = (np.array([end]) for end in ends)
    return spread(np.array(uniform)[:, None], low, best, high, shape=shape)[:, 0]


def test_numbers_that_are_alike_take_the_memory_of_one() -> None:
    alike, blank = thin(np.full(9, 0.5)), np.full(9, np.nan)

    assert alike.tolist() == [0.5] * 9
    assert alike.strides == (0,)
    assert thin(np.array([0.5, 1.0])).strides == (8,)
    assert thin(blank) is blank


def test_normal_quantiles_agree_with_the_standard_library() -> None:
    uniform = np.concatenate([np.linspace(0.001, 0.999, 997), [1e-12, 1e-300, 1 - 1e-12]])

    expected = [NormalDist().inv_cdf(u) for u in uniform]

    assert normal_quantile(uniform) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("ends", [(1, 2, 3), (10, 11, 20), (5, 19, 20), (5, 5, 9), (5, 9, 9)])
def test_low_and_high_are_the_5_and_95_percent_points(
    shape: Shape, ends: tuple[float, float, float]
) -> None:
    found = one([0.05, 0.95], ends, shape)

    assert found == pytest.approx([ends[0], ends[2]], rel=2e-3)


def test_a_symmetric_triangle_by_hand() -> None:
    # Half base h: the 5 % point lies at mode - h + h sqrt(0.1), so 1 = h (1 - sqrt(0.1)).
    half_base = 1 / (1 - 0.1**0.5)

    found = one([0.0, 0.5, 1.0], (9.0, 10.0, 11.0), Shape.TRIANGULAR)

    assert found == pytest.approx([10 - half_base, 10.0, 10 + half_base])


def test_a_pert_shape_agrees_with_beta_draws() -> None:
    # Mode at 0.3 of the base: Beta(1 + 4 x 0.3, 1 + 4 x 0.7).
    beta = np.random.default_rng(5).beta(2.2, 3.8, size=200_000)
    low, high = np.quantile(beta, [0.05, 0.95])
    asked = np.array([0.1, 0.25, 0.5, 0.75, 0.9])

    found = one(asked.tolist(), (low, 0.3, high), Shape.PERT)

    assert found == pytest.approx(np.quantile(beta, asked), abs=0.005)


def test_a_lognormal_has_best_as_its_median_and_equal_ratios() -> None:
    found = one([0.05, 0.5, 0.95], (50.0, 100.0, 200.0), Shape.LOGNORMAL)
    quarters = one([0.25, 0.75], (50.0, 100.0, 200.0), Shape.LOGNORMAL)

    assert found == pytest.approx([50, 100, 200])
    step = 2 ** (NormalDist().inv_cdf(0.75) / NormalDist().inv_cdf(0.95))
    assert quarters == pytest.approx([100 / step, 100 * step])


@pytest.mark.parametrize("shape", SHAPES)
def test_points_stay_points_and_unknown_stays_unknown(shape: Shape) -> None:
    low = np.array([3.0, np.nan, 3.0])
    best, high = np.array([3.0, np.nan, np.nan]), np.array([3.0, np.nan, np.nan])

    found = spread(np.full((4, 3), 0.9), low, best, high, shape=shape)

    assert (found[:, 0] == 3.0).all()
    assert np.isnan(found[:, 1:]).all()


@pytest.mark.parametrize("shape", SHAPES)
@given(
    ends=st.tuples(st.floats(0, 1e6), st.floats(0, 1e6), st.floats(0, 1e6)),
    uniforms=st.lists(st.floats(1e-9, 1 - 1e-9), min_size=2, max_size=6),
)
def test_quantiles_rise_and_never_fall_below_zero(
    shape: Shape, ends: tuple[float, float, float], uniforms: list[float]
) -> None:
    low, best, high = sorted(ends)

    found = one(sorted(uniforms), (low, best, high), shape)

    assert (found >= 0).all()
    assert (np.diff(found) >= -1e-9 * max(high, 1.0)).all()


def test_a_flat_draw_keeps_its_hard_ends() -> None:
    assert flat(np.array([0.0, 0.5, 1.0]), np.array(2.0), np.array(4.0)).tolist() == [2, 3, 4]


def test_an_even_draw_is_even_in_ratios_between_hard_ends() -> None:
    low, high = np.array([1.0]), np.array([100.0])

    found = even(np.array([[0.0], [0.25], [0.5], [1.0]]), low, high)[:, 0]

    assert found == pytest.approx([1.0, 100**0.25, 10.0, 100.0])


def test_an_even_draw_from_zero_is_flat() -> None:
    uniform = np.array([[0.0], [0.5], [1.0]])

    assert even(uniform, np.array([0.0]), np.array([4.0]))[:, 0].tolist() == [0, 2, 4]
    assert even_mean(0.0, 4.0) == 2.0


@given(st.floats(1e-3, 1e3), st.floats(1.0001, 1e4))
def test_the_mean_of_an_even_draw_is_the_mean_of_many(low: float, ratio: float) -> None:
    uniform = (np.arange(20_000) + 0.5) / 20_000
    drawn = even(uniform[:, None], np.array([low]), np.array([low * ratio]))

    assert even_mean(low, low * ratio) == pytest.approx(float(drawn.mean()), rel=1e-5)
    assert even_mean(low, low) == low

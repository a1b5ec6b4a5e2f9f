"""Draws of uncertain performances have the moments of their distribution."""

from __future__ import annotations

import numpy as np
import pytest

from prioritizer.engine.draws.evidence import Evidence
from prioritizer.errors import InputError

_DRAWS = 20_000
_LOW, _BEST, _HIGH = 2.0, 3.0, 7.0


def _one(distribution, *, common=None, sites=1, best=_BEST):
    shape = (sites, 1)
    evidence = Evidence(
        np.full(shape, _LOW),
        np.full(shape, best),
        np.full(shape, _HIGH),
        (distribution,),
        common=None if common is None else np.array([common]),
    )
    return evidence.sample(np.random.default_rng(5), _DRAWS)[:, :, 0]


@pytest.mark.parametrize("common", [None, 0.5])
@pytest.mark.parametrize(
    ("distribution", "mean", "variance"),
    [
        ("triangular", (2 + 3 + 7) / 3, (4 + 9 + 49 - 6 - 14 - 21) / 18),
        ("pert", (2 + 4 * 3 + 7) / 6, (4 - 2) * (7 - 3.5) / 7 * 1.5 / 2),
        ("uniform", 4.5, 25 / 12),
    ],
)
def test_mean_and_variance_are_those_of_the_formula(
    distribution, mean, variance, common
) -> None:
    drawn = _one(distribution, common=common)

    if distribution == "pert":
        mu = (2 + 4 * 3 + 7) / 6
        variance = (mu - 2) * (7 - mu) / 7
    assert drawn.min() >= _LOW
    assert drawn.max() <= _HIGH
    assert drawn.mean() == pytest.approx(mean, abs=0.03)
    assert drawn.var() == pytest.approx(variance, rel=0.04)


def test_a_lognormal_value_has_its_three_figures_as_quantiles() -> None:
    drawn = _one("lognormal")

    assert np.allclose(np.quantile(drawn, [0.05, 0.5, 0.95]), [2, 3, 7], rtol=0.03)


def test_a_triangular_draw_has_the_triangle_as_distribution() -> None:
    drawn = np.sort(_one("triangular").ravel())

    # P(x <= t) = (t - low)^2 / ((high - low) (best - low)) below the mode.
    assert np.mean(drawn <= 3.0) == pytest.approx(1 / 5, abs=0.01)
    assert np.mean(drawn <= 2.5) == pytest.approx(0.25 / 5, abs=0.01)
    assert np.mean(drawn <= 5.0) == pytest.approx(1 - 4 / 20, abs=0.01)


@pytest.mark.parametrize("distribution", ["triangular", "pert", "uniform", "lognormal"])
def test_a_common_error_moves_all_alternatives_together(distribution) -> None:
    apart = _one(distribution, sites=2)
    together = _one(distribution, sites=2, common=0.9)
    same = _one(distribution, sites=2, common=1.0)

    assert abs(np.corrcoef(apart.T)[0, 1]) < 0.03
    assert np.corrcoef(together.T)[0, 1] > 0.8
    assert np.allclose(same[:, 0], same[:, 1])


def test_a_gap_is_every_value_of_its_range_alike() -> None:
    drawn = _one("triangular", best=np.nan)

    assert np.allclose(np.quantile(drawn, [0.25, 0.5, 0.75]), [3.25, 4.5, 5.75], atol=0.07)


def test_a_certain_cell_never_moves() -> None:
    evidence = Evidence(
        np.array([[1.0, 4.0]]), np.array([[2.0, 4.0]]), np.array([[3.0, 4.0]]), ("pert", "pert")
    )

    assert (evidence.sample(np.random.default_rng(0), 50)[:, 0, 1] == 4.0).all()


def test_performances_are_turned_into_values_where_asked() -> None:
    cell = np.array([[2.0]])
    evidence = Evidence(cell, cell, cell, ("uniform",), to_values=lambda drawn: drawn / 8)

    assert evidence.sample(np.random.default_rng(0), 3).ravel().tolist() == [0.25, 0.25, 0.25]


@pytest.mark.parametrize(
    ("low", "best", "high"), [(2.0, 1.0, 3.0), (2.0, 2.5, 1.0), (1.0, 4.0, 3.0)]
)
def test_figures_out_of_order_are_refused_with_their_cell(low, best, high) -> None:
    with pytest.raises(InputError, match="Row 1, column 1: found low"):
        Evidence(np.array([[low]]), np.array([[best]]), np.array([[high]]), ("pert",))


def test_a_lognormal_value_that_may_be_zero_is_refused() -> None:
    with pytest.raises(InputError, match="above 0 for a lognormal"):
        Evidence(np.array([[0.0]]), np.array([[1.0]]), np.array([[2.0]]), ("lognormal",))


def test_an_unknown_distribution_lists_the_known_ones() -> None:
    cell = np.array([[1.0]])

    with pytest.raises(InputError, match="triangular, pert, uniform, lognormal"):
        Evidence(cell, cell, cell, ("normal",))

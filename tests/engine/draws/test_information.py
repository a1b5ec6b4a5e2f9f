"""The value of information is that of a nested simulation; it is zero where nothing changes."""

from __future__ import annotations

import numpy as np
import pytest

from prioritizer.engine.draws.evidence import Evidence
from prioritizer.engine.draws.information import information_value
from prioritizer.engine.methods.topsis import closeness
from prioritizer.engine.methods.weighted_sum import weighted_sum
from prioritizer.errors import InputError

_SCORES = {"weighted-sum": weighted_sum, "topsis": closeness}


def _evidence(low, high) -> Evidence:
    low, high = np.array(low), np.array(high)
    return Evidence(low, np.full(low.shape, np.nan), high, ("uniform",) * low.shape[1])


@pytest.fixture
def three_sites() -> Evidence:
    return _evidence([[0.5, 0.5], [0.2, 0.4], [0.0, 0.0]], [[0.7, 0.7], [0.8, 0.6], [0.1, 0.1]])


def test_the_value_of_a_uniform_figure_is_the_integral_by_hand() -> None:
    # A certain 0.5 against a uniform 0..0.8 with mean 0.4: choosing after the measurement gains
    # the integral of (x - 0.5) from 0.5 to 0.8, times density 1/0.8: 0.045 / 0.8.
    evidence = _evidence([[0.5], [0.0]], [[0.5], [0.8]])

    result = information_value(evidence, np.array([1.0]), top=1, draws=8192, outer=256)

    assert result.figures[1, 0] == pytest.approx(0.045 / 0.8, rel=0.03)
    assert result.everything == pytest.approx(0.045 / 0.8, rel=0.05)
    assert result.chance_of_change[1, 0] == pytest.approx(0.375, abs=0.02)
    assert result.figures[0, 0] == 0.0


def _mean_scores(drawn, weights, method) -> np.ndarray:
    rows = np.ascontiguousarray(drawn).reshape(-1, drawn.shape[-1])
    return _SCORES[method](rows, weights).reshape(drawn.shape[:2]).mean(axis=0)


@pytest.mark.parametrize("method", sorted(_SCORES))
def test_each_figure_agrees_with_a_nested_simulation(three_sites, method) -> None:
    weights = np.array([0.6, 0.4])
    rng = np.random.default_rng(11)

    result = information_value(three_sites, weights, top=1, method=method, draws=4096)

    drawn = three_sites.sample(rng, 4000)
    prior = _mean_scores(drawn, weights, method).max()
    for row, column in ((0, 0), (1, 0), (1, 1)):
        best = []
        for known in three_sites.sample(rng, 200)[:, row, column]:
            told = drawn.copy()
            told[:, row, column] = known
            best.append(_mean_scores(told, weights, method).max())
        gain, error = np.mean(best) - prior, np.std(best) / np.sqrt(200)
        assert result.figures[row, column] == pytest.approx(gain, abs=4 * error + 0.002)


class _NormalValues:
    """Independent normal values, well inside 0 to 1."""

    shape = (2, 1)
    mean, spread = np.array([0.5, 0.45]), np.array([0.0, 0.08])

    def sample(self, rng: np.random.Generator, draws: int) -> np.ndarray:
        return (self.mean + self.spread * rng.standard_normal((draws, 2)))[..., None]


@pytest.mark.parametrize("reliability", [0.25, 0.64, 1.0])
def test_the_worth_of_a_sample_is_that_of_choosing_after_reading_it(reliability) -> None:
    # A reading with error variance s²(1 - r)/r settles the share r of the variance s²; the
    # choice rests on the posterior mean by Bayes' rule, its worth on the true value.
    values, rng = _NormalValues(), np.random.default_rng(3)
    spread, draws = values.spread[1], 400_000

    result = information_value(
        values, np.array([1.0]), top=1, draws=8192, outer=512, reliability=reliability
    )

    truth = values.mean[1] + spread * rng.standard_normal(draws)
    error = spread * np.sqrt((1 - reliability) / reliability)
    reading = truth + error * rng.standard_normal(draws)
    believed = values.mean[1] + reliability * (reading - values.mean[1])
    gained = np.where(believed > 0.5, truth - 0.5, 0.0)
    assert result.figures[1, 0] == pytest.approx(gained.mean(), rel=0.06)
    assert result.chance_of_change[1, 0] == pytest.approx((believed > 0.5).mean(), abs=0.015)


def test_a_site_far_from_the_edge_cannot_change_the_decision(three_sites) -> None:
    result = information_value(three_sites, np.array([0.6, 0.4]), top=1)

    assert result.figures[2].tolist() == [0.0, 0.0]
    assert result.chance_of_change[2].tolist() == [0.0, 0.0]
    assert result.figures[1, 0] > result.figures[1, 1]


def test_knowing_one_figure_is_worth_no_more_than_knowing_all(three_sites) -> None:
    result = information_value(three_sites, np.array([0.6, 0.4]), top=1, draws=8192)

    assert result.figures.max() <= result.everything + 1e-3


def test_an_imperfect_measurement_is_worth_less_and_a_useless_one_nothing(three_sites) -> None:
    weights = np.array([0.6, 0.4])

    worth = [
        information_value(three_sites, weights, top=1, reliability=share).figures[1, 0]
        for share in (1.0, 0.5, 0.0)
    ]

    assert worth[0] > worth[1] > worth[2] == 0.0


def test_certain_values_leave_nothing_to_learn() -> None:
    certain = _evidence([[0.5, 0.1], [0.2, 0.3]], [[0.5, 0.1], [0.2, 0.3]])

    result = information_value(certain, np.array([0.5, 0.5]), top=1)

    assert result.everything == pytest.approx(0.0, abs=1e-12)
    assert not result.figures.any()


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"top": 3}, "nothing to decide"),
        ({"top": 1, "reliability": 1.5}, "Reliability: found 1.5"),
        ({"top": 1, "method": "promethee"}, "own values only"),
    ],
)
def test_settings_that_cannot_be_used_are_refused(three_sites, settings, words) -> None:
    with pytest.raises(InputError, match=words):
        information_value(three_sites, np.array([0.5, 0.5]), **settings)

"""The value of information is that of choosing anew after it; zero where nothing changes."""

from __future__ import annotations

import numpy as np
import pytest

from prioritizer.engine.draws.chances import LARGEST, Levels, to_levels
from prioritizer.engine.draws.information import (
    ListChoice,
    list_choice,
    measurement_worth,
    site_worth,
)
from prioritizer.engine.methods.topsis import closeness
from prioritizer.engine.methods.weighted_sum import weighted_sum
from prioritizer.errors import InputError

_SCORES = {"weighted-sum": weighted_sum, "topsis": closeness}
WEIGHTS = np.array([0.6, 0.4])
EVEN = np.array([0.5, 0.5])
FIRST = np.array([0])


def _uniform(low, high, *, draws: int = 4000, seed: int = 5) -> Levels:
    low, high = np.array(low), np.array(high)
    random = np.random.default_rng(seed).random((draws, *low.shape))
    return to_levels(low + random * (high - low))


def _worth(choice: ListChoice, columns, reliability: float = 1.0):
    at = np.array(columns)
    return measurement_worth(choice, at, np.full(len(at), reliability))


@pytest.fixture(scope="module")
def four_sites() -> Levels:
    return _uniform(
        [[0.5, 0.5], [0.2, 0.4], [0.1, 0.3], [0.0, 0.0]],
        [[0.7, 0.7], [0.8, 0.6], [0.7, 0.7], [0.1, 0.1]],
    )


def test_the_value_of_a_uniform_figure_is_the_integral_by_hand() -> None:
    # A certain 0.5 against a uniform 0..0.8: the certain one is listed, and the best in 5 of 8
    # draws. Knowing the other one, the list is right in all: 3 of 8 of a place are gained.
    choice = list_choice(_uniform([[0.5], [0.0]], [[0.5], [0.8]]), np.array([1.0]), top=1)

    found = _worth(choice, [0])

    assert choice.inside.tolist() == [True, False]
    assert choice.missed == pytest.approx(0.375, abs=0.03)
    assert found.gain[1] == pytest.approx(choice.missed, abs=0.005)
    assert found.chance[1] == pytest.approx(choice.missed, abs=0.005)
    assert (found.gain[0], found.chance[0]) == (0.0, 0.0)


@pytest.mark.parametrize("method", sorted(_SCORES))
@pytest.mark.parametrize("top", [1, 2])
def test_a_figure_is_worth_what_a_nested_simulation_gives(four_sites, method, top) -> None:
    choice = list_choice(four_sites, WEIGHTS, top=top, method=method)
    values = four_sites / LARGEST
    edge = {True: choice.first_out, False: choice.last_in}

    for row, column in ((1, 0), (2, 0), (2, 1)):
        # Told one figure, swap the site with the one at the edge if that is more often right.
        other = edge[bool(choice.inside[row])].score
        at = next(k for k in range(4) if np.array_equal(choice.scores[:, k], other))
        gains = []
        for known in values[:150, row, column]:
            told = values.copy()
            told[:, row, column] = known
            scores = _SCORES[method](told.reshape(-1, 2), WEIGHTS).reshape(told.shape[:2])
            best = np.argsort(-scores, axis=1)[:, :top]
            mine, theirs = ((best == k).any(axis=1).mean() for k in (row, at))
            ahead = mine - theirs
            gains.append(max(0.0, -ahead if choice.inside[row] else ahead))
        error = np.std(gains) / np.sqrt(len(gains))
        found = _worth(choice, [column]).gain[row]
        assert found == pytest.approx(np.mean(gains), abs=4 * error + 0.01)


def _normal(draws: int = 8000) -> Levels:
    """Return a certain 0.5, and a normal value about 0.45."""
    own = 0.45 + 0.08 * np.random.default_rng(3).standard_normal(draws)
    return to_levels(np.stack([np.full(draws, 0.5), own], axis=1)[..., None])


@pytest.mark.parametrize("reliability", [0.25, 0.64, 1.0])
def test_the_worth_of_a_sample_is_that_of_choosing_after_reading_it(reliability) -> None:
    # A reading with error variance s²(1 - r)/r settles the share r of the variance s². What is
    # left is normal by Bayes' rule, and whichever is then more likely the best is listed.
    rng, spread, draws = np.random.default_rng(3), 0.08, 400_000
    choice = list_choice(_normal(), np.array([1.0]), top=1)

    found = _worth(choice, [0], reliability)

    truth = 0.45 + spread * rng.standard_normal(draws)
    error = spread * np.sqrt((1 - reliability) / reliability)
    reading = truth + error * rng.standard_normal(draws)
    believed = 0.45 + reliability * (reading - 0.45)
    chosen = believed > 0.5  # more likely than not above the certain one
    gained = np.where(chosen, np.where(truth > 0.5, 1.0, -1.0), 0.0)
    assert found.gain[1] == pytest.approx(gained.mean(), abs=0.01)
    assert found.chance[1] == pytest.approx(chosen.mean(), abs=0.015)


def test_a_site_far_from_the_edge_cannot_change_the_decision(four_sites) -> None:
    choice = list_choice(four_sites, WEIGHTS, top=1)

    found = _worth(choice, [0])

    assert (found.gain[3], found.chance[3]) == (0.0, 0.0)
    assert site_worth(choice).chance[3] == 0.0
    assert found.gain[1] > _worth(choice, [1]).gain[1]


@pytest.mark.parametrize("method", sorted(_SCORES))
def test_knowing_one_figure_is_worth_no_more_than_knowing_all(four_sites, method) -> None:
    choice = list_choice(four_sites, WEIGHTS, top=2, method=method)

    whole = site_worth(choice).gain
    for column in (0, 1):
        assert (_worth(choice, [column]).gain <= whole + 0.01).all()
    np.testing.assert_allclose(_worth(choice, [0, 1]).gain, whole, atol=0.02)
    assert whole.max() <= choice.missed + 0.01


def test_an_imperfect_measurement_is_worth_less_and_a_useless_one_nothing(four_sites) -> None:
    choice = list_choice(four_sites, WEIGHTS, top=1)

    worth = [_worth(choice, [0], share).gain[1] for share in (1.0, 0.5, 0.0)]

    assert worth[0] > worth[1] > worth[2] == 0.0


def test_certain_values_leave_nothing_to_learn() -> None:
    certain = _uniform([[0.5, 0.1], [0.2, 0.3]], [[0.5, 0.1], [0.2, 0.3]])

    choice = list_choice(certain, EVEN, top=1)

    assert choice.missed == 0.0
    assert not _worth(choice, [0, 1]).gain.any()


def test_one_that_does_not_compete_is_listed_only_by_what_is_told(four_sites) -> None:
    competing = np.array([True, False, True, True])
    choice = list_choice(four_sites, WEIGHTS, top=1, competing=competing)

    found = _worth(choice, [0])

    assert not choice.inside[1]
    # As often as it is told to be ahead of the one listed, which is the first site.
    told = 0.6 * (0.2 + 0.6 * np.linspace(0, 1, 2001)) + 0.4 * 0.5
    assert found.chance[1] == pytest.approx((told > 0.6).mean(), abs=0.03)


@pytest.mark.parametrize(
    ("settings", "reliability", "words"),
    [
        ({"top": 4}, 1.0, "nothing to decide"),
        ({"top": 1}, 1.5, "Reliability: found 1.5"),
        ({"top": 1, "method": "promethee"}, 1.0, "own values only"),
    ],
)
def test_settings_that_cannot_be_used_are_refused(
    four_sites, settings, reliability, words
) -> None:
    with pytest.raises(InputError, match=words):
        _worth(list_choice(four_sites, EVEN, **settings), FIRST, reliability)

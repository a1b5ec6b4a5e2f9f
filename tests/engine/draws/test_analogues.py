"""Predictive distributions from like alternatives: worked by hand, and by properties."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prioritizer.engine.draws.analogues import UNIFORMS, Analogues, AnalogueSampler

NAN = np.nan
ALL, TAILINGS, SLAG = 0, 0, 1


def one_criterion(values: list[float], kinds: list[int], shrinkage: float = 8.0) -> Analogues:
    classes = np.array([[ALL] * len(values), kinds])
    return Analogues(np.array(values)[:, np.newaxis], classes, shrinkage)


def predictive(of: Analogues, row: int, low: float = 0.0, high: float = 1.0):
    return of.predictive(np.array([row]), 0, np.array([low]), np.array([high]))


def test_shares_of_the_classes_are_those_of_a_polya_urn() -> None:
    # Two of four members are of the same kind; m = 2, so 2/4 for them, then 4/6 of the rest.
    found = predictive(one_criterion([0.2, 0.4, 0.6, 0.8, NAN], [0, 0, 1, 1, 0], 2.0), 4)

    assert found.shares[:, 0] == pytest.approx([0.5 * 2 / 6, 0.5 * 4 / 6, 0.5])
    assert found.members[:, 0].tolist() == [4, 2]
    by_hand = 0.5 * 0.3 + 0.5 * (4 / 6 * 0.5 + 2 / 6 * 0.5)
    assert found.means()[0] == pytest.approx(by_hand)


def test_members_outside_the_bounds_do_not_count() -> None:
    found = predictive(
        one_criterion([0.2, 0.4, 0.6, 0.8, NAN], [0, 0, 1, 1, 0], 2.0), 4, 0.3, 0.7
    )

    assert found.members[:, 0].tolist() == [2, 1]
    assert found.shares[:, 0] == pytest.approx([2 / 3 * 0.5, 2 / 3 * 0.5, 1 / 3])
    assert found.means()[0] == pytest.approx(1 / 3 * 0.4 + 1 / 3 * 0.5 + 1 / 3 * 0.5)


def test_without_a_member_a_value_is_uniform_between_its_bounds() -> None:
    found = predictive(one_criterion([NAN, NAN], [0, 0]), 0, 0.2, 0.6)

    assert found.shares[:, 0].tolist() == [1.0, 0.0, 0.0]
    assert found.quantiles(0, np.array([0.05, 0.5, 0.95])) == pytest.approx([0.22, 0.4, 0.58])


def test_one_that_belongs_to_no_class_has_the_broader_one() -> None:
    found = predictive(one_criterion([0.2, 0.4, NAN], [0, 0, -1], 2.0), 2)

    assert found.shares[:, 0] == pytest.approx([0.5, 0.5, 0.0])


def test_quantiles_step_at_members_and_run_between_them() -> None:
    # One member with half the chance at 0.5, the rest uniform.
    found = predictive(one_criterion([0.5, NAN], [-1, -1], 1.0), 1)

    at = np.array([0.1, 0.25, 0.5, 0.75, 0.9, 1.0])
    assert found.quantiles(0, at) == pytest.approx([0.2, 0.5, 0.5, 0.5, 0.8, 1.0])


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.floats(0, 1), min_size=1, max_size=12),
    st.floats(0, 1),
    st.floats(0, 1),
    st.floats(0.5, 20),
)
def test_distribution_and_quantiles_are_inverse_and_draws_agree(
    values: list[float], one: float, other: float, shrinkage: float
) -> None:
    low, high = min(one, other), max(one, other)
    of = one_criterion([*values, NAN], [i % 2 for i in range(len(values) + 1)], shrinkage)
    found = predictive(of, len(values), low, high)

    assert found.shares.sum() == pytest.approx(1.0)
    chances = np.linspace(0.01, 0.99, 25)
    quantiles = found.quantiles(0, chances)
    assert (np.diff(quantiles) >= -1e-12).all()
    assert (quantiles >= low - 1e-12).all()
    assert (quantiles <= high + 1e-12).all()
    assert (found.distribution(0, quantiles + 1e-9) >= chances - 1e-6).all()
    assert low - 1e-12 <= found.means()[0] <= high + 1e-12


def joint() -> tuple[Analogues, np.ndarray, np.ndarray]:
    """Return members whose two criteria always add up to one, and a site that knows neither."""
    rng = np.random.default_rng(5)
    first = rng.random(40)
    centre = np.column_stack([first, 1.0 - first])
    centre = np.vstack([centre, [NAN, NAN]])
    wanted = np.zeros((41, 2), dtype=bool)
    wanted[40] = True
    return Analogues(centre, np.zeros((2, 41), dtype=np.int64), 4.0), centre, wanted


def test_unknown_cells_of_one_site_come_from_the_same_member() -> None:
    of, centre, wanted = joint()
    sampler = AnalogueSampler(of, wanted, np.zeros((41, 2)), np.ones((41, 2)))
    draws = 4000
    values = np.broadcast_to(centre, (draws, 41, 2)).copy()
    uniform = np.random.default_rng(1).random((draws, sampler.n_cells, UNIFORMS))

    sampler.fill(values, uniform)

    drawn = values[:, 40]
    from_members = np.isclose(drawn.sum(axis=1), 1.0).mean()
    # Two levels of 40 members and m = 4: all but (4/44)^2 of the draws start at a member.
    assert from_members == pytest.approx(1 - (4 / 44) ** 2, abs=0.02)
    assert drawn.mean(axis=0) == pytest.approx(sampler.means()[40], abs=0.02)


def test_draws_do_not_depend_on_how_they_are_cut_into_blocks() -> None:
    of, centre, wanted = joint()
    sampler = AnalogueSampler(of, wanted, np.zeros((41, 2)), np.ones((41, 2)))
    uniform = np.random.default_rng(2).random((50, sampler.n_cells, UNIFORMS))
    whole = np.broadcast_to(centre, (50, 41, 2)).copy()
    sampler.fill(whole, uniform)

    parts = []
    for part in (slice(0, 7), slice(7, 50)):
        values = np.broadcast_to(centre, (len(uniform[part]), 41, 2)).copy()
        sampler.fill(values, uniform[part])
        parts.append(values)

    assert np.array_equal(whole, np.concatenate(parts), equal_nan=True)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32), st.floats(0, 0.6), st.floats(0.05, 0.4))
def test_draws_stay_inside_the_bounds(seed: int, low: float, width: float) -> None:
    rng = np.random.default_rng(seed)
    centre = np.where(rng.random((12, 3)) < 0.4, NAN, rng.random((12, 3)))
    wanted = np.isnan(centre)
    lows, highs = np.where(wanted, low, centre), np.where(wanted, low + width, centre)
    classes = np.array([[0] * 12, rng.integers(0, 2, 12)])
    sampler = AnalogueSampler(Analogues(centre, classes), wanted, lows, highs)
    values = np.broadcast_to(centre, (30, 12, 3)).copy()

    sampler.fill(values, rng.random((30, sampler.n_cells, UNIFORMS)))

    drawn = values[:, wanted]
    assert not np.isnan(drawn).any()
    assert (drawn >= low - 1e-12).all()
    assert (drawn <= low + width + 1e-12).all()

"""A budget that holds in a share of the draws: exact against trying every set."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prioritizer.pilots.portfolio import rules
from prioritizer.pilots.portfolio.assured import best_assured
from prioritizer.pilots.portfolio.chance import ChanceBudget
from prioritizer.pilots.portfolio.chance_bounds import SetBounds, rule_prices
from prioritizer.pilots.portfolio.chance_search import search
from prioritizer.pilots.portfolio.frontier import best_at
from prioritizer.pilots.portfolio.integer_programme import programme, solve
from prioritizer.pilots.portfolio.rules import Rule
from prioritizer.pilots.portfolio.stop import Stop, Stopped
from tests.sweeps import sweep

N, DRAWS = 9, 40
SETS = np.array(list(itertools.product((False, True), repeat=N)))


def _costs(rng: np.random.Generator, *, together: float = 0.5) -> np.ndarray:
    """Return draws of cost: a common part and one of each site's own."""
    base = rng.uniform(1, 3, N)
    common = rng.uniform(0.7, 1.6, (DRAWS, 1))
    own = rng.uniform(0.7, 1.6, (DRAWS, N))
    return np.asarray(base * (together * common + (1 - together) * own))


def _brute(
    value: np.ndarray, costs: np.ndarray, limit: float, needed: int, some: Sequence[Rule] = ()
) -> float | None:
    """Return the highest value of all sets that fit in as many draws and keep the rules."""
    fits = np.count_nonzero(limit >= SETS @ costs.T, axis=1) >= needed
    for rule in some:
        fits &= rule.holds(SETS)
    return float((SETS[fits] @ value).max()) if fits.any() else None


def _some_rules(rng: np.random.Generator) -> list[Rule]:
    groups = {name: np.flatnonzero(rng.random(N) < 0.4).tolist() for name in "abc"}
    possible = [
        rules.at_most(3, N),
        rules.at_least(2, N),
        rules.must("s0", 0, N),
        rules.must_not("s1", 1, N),
        rules.exclusive(["s2", "s3", "s4"], [2, 3, 4], N),
        rules.requires("s5", 5, "s6", 6, N),
        rules.cover("x", np.flatnonzero(rng.random(N) < 0.5).tolist(), 2, N),
        rules.cover_kinds("kinds", groups, 2, N),
    ]
    return [rule for rule in possible if rng.random() < 0.5]


@pytest.mark.parametrize("seed", sweep(range(40), every=2))
def test_the_assured_choice_is_the_best_of_all_sets(seed: int) -> None:
    rng = np.random.default_rng(seed)
    value, costs = rng.random(N), _costs(rng, together=rng.choice([0.0, 0.5, 0.9]))
    some = _some_rules(rng)
    budget = ChanceBudget.of(costs, 8.0, float(rng.choice([0.05, 0.5, 0.8, 1.0])))

    found = best_assured(value, budget, some)

    expected = _brute(value, costs, 8.0, budget.needed, some)
    assert (found is None) == (expected is None)
    if found is not None:
        assert found.value == pytest.approx(expected, abs=1e-9)
        assert found.gap == 0
        assert budget.keeps(found.chosen)
        assert all(rule.holds(found.chosen[None])[0] for rule in some)


@pytest.mark.parametrize("seed", range(25))
def test_sites_that_beat_others_leave_the_best_of_all_sets(seed: int) -> None:
    """Costs that err together but for a few, and equal values: many sites beat others."""
    rng = np.random.default_rng(200 + seed)
    value = np.round(rng.uniform(0.2, 0.6, N), 1)
    costs = rng.choice([1.5, 2.0, 2.5], N) * np.sort(rng.uniform(0.7, 1.6, (DRAWS, 1)), axis=0)
    costs[:, :2] = rng.uniform(1, 4, (DRAWS, 2))
    some = _some_rules(rng)
    budget = ChanceBudget.of(costs, 8.0, float(rng.choice([0.3, 0.8])))

    found = search(value, budget, some, None)

    expected = _brute(value, costs, 8.0, budget.needed, some)
    assert (found is None) == (expected is None)
    if found is not None:
        assert found.value == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("seed", sweep(range(6), every=2))
def test_it_agrees_with_a_programme_of_one_binary_per_draw(seed: int) -> None:
    """The textbook form: cost in a draw at most the budget, or the draw is given up."""
    rng = np.random.default_rng(50 + seed)
    n, draws = 16, 30
    value = rng.uniform(0.2, 0.8, n)
    costs = rng.uniform(1, 2, n) * rng.uniform(0.7, 1.7, (draws, n))
    budget = ChanceBudget.of(costs, 9.0, 0.8)
    given_up = np.hstack([costs, -np.diag(costs.sum(axis=1))])
    count = np.concatenate([np.zeros(n), np.ones(draws)])[None]
    rows = np.vstack([given_up, count])
    upper = np.append(np.full(draws, 9.0), draws - budget.needed)
    whole = Rule("draws", rows, upper, np.zeros((draws + 1, 0)))

    found = best_assured(value, budget, [])
    other = solve(programme(np.concatenate([value, np.zeros(draws)]), [whole]))

    assert found is not None
    assert other is not None
    assert found.value == pytest.approx(other.value, abs=1e-6)


@pytest.mark.parametrize("seed", range(10))
def test_costs_that_err_together_are_one_draw(seed: int) -> None:
    rng = np.random.default_rng(seed)
    value, costs = rng.random(N), _costs(rng, together=1.0)
    budget = ChanceBudget.of(costs, 8.0, 0.8)
    single = budget.single_costs()
    assert single is not None

    by_one = best_at(value, single, 8.0, [])
    by_draws = search(value, budget, [], None)

    assert by_one is not None
    assert by_draws is not None
    assert by_one.value == pytest.approx(by_draws.value, abs=1e-9)
    assert by_one.value == pytest.approx(_brute(value, costs, 8.0, budget.needed))


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 100_000), st.floats(0.01, 1.0), st.floats(0.01, 1.0))
def test_more_confidence_never_has_more_value(seed: int, one: float, other: float) -> None:
    rng = np.random.default_rng(seed)
    value, costs = rng.random(N), _costs(rng)
    low, high = sorted((one, other))

    less = best_assured(value, ChanceBudget.of(costs, 8.0, low), [])
    more = best_assured(value, ChanceBudget.of(costs, 8.0, high), [])

    assert less is not None
    assert more is not None
    assert more.value <= less.value + 1e-9
    share = np.mean(costs[:, more.chosen].sum(axis=1) <= 8.0 + 1e-5)
    assert share >= high - 1e-9


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 100_000), st.floats(0.01, 1.0))
def test_certain_costs_give_the_best_programme_at_any_confidence(
    seed: int, confidence: float
) -> None:
    rng = np.random.default_rng(seed)
    value, costs = rng.random(N), rng.uniform(1, 4, N)
    budget = ChanceBudget.of(np.tile(costs, (DRAWS, 1)), 8.0, confidence)

    found = best_assured(value, budget, [rules.at_most(4, N)])
    best = best_at(value, costs, 8.0, [rules.at_most(4, N)])

    assert found is not None
    assert best is not None
    assert found.value == pytest.approx(best.value, abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 100_000), st.floats(0.05, 1.0))
def test_no_set_within_the_budget_breaks_what_is_implied(seed: int, confidence: float) -> None:
    rng = np.random.default_rng(seed)
    costs = _costs(rng, together=float(rng.random()))
    budget = ChanceBudget.of(costs, 8.0, confidence)
    fits = SETS[np.sum(SETS @ costs.T <= 8.0, axis=1) >= budget.needed]

    assert np.all(fits @ budget.implied_rows().T <= 1.0 + 1e-9)
    assert fits.sum(axis=1).max() <= budget.most_sites()
    assert np.all(budget.fitting_alone()[fits.any(axis=0)])


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 100_000), st.floats(0.05, 1.0))
def test_the_bound_of_a_set_holds_for_all_that_grow_from_it(
    seed: int, confidence: float
) -> None:
    rng = np.random.default_rng(seed)
    value, costs = rng.random(N), _costs(rng, together=float(rng.random()))
    budget = ChanceBudget.of(costs, 8.0, confidence)
    implied = [rules.at_most(N, N), rules.at_most(budget.most_sites(), N)]
    some = [rules.at_least(2, N), rules.exclusive(["a", "b", "c"], [1, 4, 5], N)]
    priced = rule_prices(value, implied, some)
    assert priced is not None
    bounds = SetBounds.of(*priced, costs / 8.0, budget.needed)
    held, rest = np.array([0, 1]), np.arange(3, N)

    bound = bounds.bound(held, rest, -np.inf)

    grown = SETS[SETS[:, 0] & SETS[:, 1] & ~SETS[:, 2]]
    allowed = np.sum(grown @ costs.T <= 8.0, axis=1) >= budget.needed
    for rule in some:
        allowed &= rule.holds(grown)
    assert np.all(grown[allowed] @ value <= bound + 1e-9)


def _many(n: int = 60) -> tuple[np.ndarray, ChanceBudget]:
    rng = np.random.default_rng(5)
    costs = rng.uniform(4.5, 5.5, n) * rng.triangular(0.7, 1.0, 1.9, (200, n))
    return rng.uniform(0.25, 0.65, n), ChanceBudget.of(costs, 80.0, 0.8)


def test_when_time_ends_the_best_so_far_says_how_far_off_it_may_be() -> None:
    value, budget = _many()
    asked = itertools.count()

    found = best_assured(value, budget, [], stop=Stop(is_asked=lambda: next(asked) > 60))

    assert found is not None
    assert found.gap > 0
    assert budget.keeps(found.chosen)


def test_time_that_ends_before_any_choice_is_said() -> None:
    value, budget = _many()

    with pytest.raises(Stopped):
        search(value, budget, [rules.at_least(3, 60)], None, stop=Stop(is_asked=lambda: True))


def test_a_site_too_dear_alone_stays_out_and_nothing_is_an_answer() -> None:
    budget = ChanceBudget.of(np.array([[9.0, 7.0], [7.0, 9.0]]), 8.0, 1.0)

    found = best_assured(np.ones(2), budget, [])

    assert found is not None
    assert found.chosen.tolist() == [False, False]
    assert best_assured(np.ones(2), budget, [rules.at_least(1, 2)]) is None

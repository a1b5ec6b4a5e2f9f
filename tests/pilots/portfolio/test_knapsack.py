"""The plain choice under a budget: as by trying every set, and as by whole numbers."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prioritizer.pilots.portfolio import frontier as frontier_module
from prioritizer.pilots.portfolio import knapsack as module
from prioritizer.pilots.portfolio import milp, rules
from prioritizer.pilots.portfolio.frontier import best_at
from prioritizer.pilots.portfolio.integer_programme import programme, solve
from prioritizer.pilots.portfolio.knapsack import knapsack, relaxed_bound
from prioritizer.pilots.portfolio.next_step import next_step
from prioritizer.pilots.portfolio.stop import Stop, Stopped

NUMBERS = st.integers(0, 12)


@given(
    st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=9),
    st.integers(0, 40),
)
@settings(deadline=None)
def test_no_set_within_the_limit_is_worth_more(
    pairs: list[tuple[int, int]], limit: int
) -> None:
    value, costs = np.array(pairs, dtype=np.float64).T

    chosen = knapsack(value, costs, float(limit))

    sets = np.array(list(itertools.product((0.0, 1.0), repeat=len(pairs))))
    best = (sets @ value)[sets @ costs <= limit].max()
    assert costs @ chosen <= limit
    assert value @ chosen == best
    assert relaxed_bound(value, costs, float(limit)) >= best


@pytest.mark.parametrize("kind", ["costs differ", "costs alike", "costs follow values"])
@pytest.mark.parametrize("seed", range(3))
def test_many_sites_agree_with_a_solver_of_whole_numbers(kind: str, seed: int) -> None:
    value, costs = _many(kind, 120, seed)

    chosen = knapsack(value, costs, 12.0)

    whole = solve(programme(value, [rules.budget(costs, 12.0)]))
    assert whole is not None
    assert costs @ chosen <= 12.0 + 1e-6
    assert value @ chosen == pytest.approx(whole.value, abs=1e-6)


def _many(kind: str, n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    value = rng.uniform(0.2, 0.8, n)
    costs = {
        "costs differ": rng.triangular(0.3, 0.5, 1.5, n),
        "costs alike": 0.45 + rng.choice([0.01, 0.05, 0.12], n) + rng.uniform(0, 0.002, n),
        "costs follow values": value + rng.uniform(0, 0.1, n),
    }[kind]
    return value, costs


@pytest.mark.parametrize("kind", ["costs differ", "costs alike"])
def test_a_thousand_sites_need_no_solver_of_whole_numbers(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Which took more than ten minutes where costs are alike."""
    monkeypatch.setattr(milp, "_solved", _refused)
    monkeypatch.setattr(frontier_module, "_searched", _refused)
    value, costs = _many(kind, 1000, 1)

    found = best_at(value, costs, 20.0, [])
    assert found is not None
    step = next_step(value, costs, 20.0, found.value, [])

    assert found.gap == 0
    assert step is not None
    assert step.extra > 0
    richer = best_at(value, costs, 20.0 + step.extra, [])
    poorer = best_at(value, costs, 20.0 + 0.999 * step.extra, [])
    assert richer is not None
    assert poorer is not None
    assert richer.value > found.value + 1e-4 > poorer.value


def _refused(*_: object, **__: object) -> None:
    raise AssertionError("the plain problem needs this")


@pytest.mark.parametrize("seed", range(5))
def test_the_next_step_under_rules_is_the_cheapest_better_set(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n = 9
    value, costs = rng.random(n), rng.uniform(1, 4, n)
    some = [
        rules.at_most(4, n),
        rules.exclusive("ab", [0, 1], n),
        rules.cover_kinds("kinds", {"a": [2, 3], "b": [4, 5], "c": [6]}, 2, n),
    ]
    sets = np.array(list(itertools.product((False, True), repeat=n)))
    kept = sets[np.all([rule.holds(sets) for rule in some], axis=0)]
    present = float((kept @ value)[kept @ costs <= 6.0].max())

    found = next_step(value, costs, 6.0, present, some)

    better = (kept @ costs)[kept @ value >= present + 1e-4]
    if len(better) == 0:
        assert found is None
    else:
        assert found is not None
        assert found.extra == pytest.approx(better.min() - 6.0, abs=1e-5)


def test_where_time_ends_the_choice_keeps_the_rules_and_says_how_far_off_it_may_be() -> None:
    value, costs = _hard(300)

    found = best_at(value, costs, 30.0, [], stop=Stop.after(0.0))

    assert found is not None
    assert costs @ found.chosen <= 30.0
    assert found.gap > 0
    assert found.bound <= relaxed_bound(value, costs, 30.0) + 1e-9


def _hard(n: int) -> tuple[np.ndarray, np.ndarray]:
    """Costs that are values and a constant: bounds say little."""
    value = np.random.default_rng(1).uniform(0.2, 0.8, n)
    return value, value + 0.3


def test_too_many_sums_end_the_listing_with_what_was_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "MOST_AT_ONCE", 3)
    value, costs = _hard(300)

    with pytest.raises(Stopped) as stopped:
        knapsack(value, costs, 31.7)

    assert costs @ stopped.value.best <= 31.7
    assert value @ stopped.value.best > 0


def test_whoever_waits_for_whole_numbers_can_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    """The solver's own code hears no Ctrl-C: only the one who waits does."""
    asked: list[int] = []

    def ask() -> bool:
        asked.append(1)
        if len(asked) > 3:
            raise KeyboardInterrupt
        return False

    monkeypatch.setattr(milp, "FIRST_TRY", 0.01)
    value, costs = _hard(2000)

    with pytest.raises(KeyboardInterrupt):
        milp.milp_columns(
            value, costs[None], np.array([300.0]), n_integer=len(value),
            stop=Stop.after(20.0, ask),
        )  # fmt: skip

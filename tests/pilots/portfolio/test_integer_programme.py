"""Portfolios: exact against trying every set, rules by name, frontier, draws."""

from __future__ import annotations

import itertools
import os

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prioritizer.pilots.portfolio import deviations, rules
from prioritizer.pilots.portfolio.draws import portfolios
from prioritizer.pilots.portfolio.frontier import best_at, frontier
from prioritizer.pilots.portfolio.integer_programme import conflict, programme, solve
from prioritizer.pilots.portfolio.next_step import next_step
from prioritizer.pilots.portfolio.quiet import quiet
from prioritizer.pilots.portfolio.rules import Rule
from prioritizer.pilots.portfolio.stop import Stop
from tests.sweeps import sweep

N = 9


def _brute(
    value: np.ndarray, costs: np.ndarray, limit: float, some: list[Rule]
) -> float | None:
    """Try every set; a rule with helpers is checked by counting what its rows allow."""
    best = None
    for bits in itertools.product((0.0, 1.0), repeat=len(value)):
        x = np.array(bits)
        if costs @ x <= limit + 1e-9 and all(_holds(rule, x) for rule in some):
            total = float(value @ x)
            best = total if best is None else max(best, total)
    return best


def _holds(rule: Rule, x: np.ndarray) -> bool:
    if rule.n_helpers == 0:
        return bool(np.all(rule.sites @ x <= rule.upper + 1e-9))
    covered = sum(min(1.0, -row @ x) for row in rule.sites[:-1])
    return bool(covered >= -rule.upper[-1])


def _some_rules(rng: np.random.Generator) -> list[Rule]:
    groups = {name: np.flatnonzero(rng.random(N) < 0.4).tolist() for name in "abc"}
    possible = [
        rules.at_most(4, N),
        rules.at_least(2, N),
        rules.must("s0", 0, N),
        rules.must_not("s1", 1, N),
        rules.exclusive(["s2", "s3", "s4"], [2, 3, 4], N),
        rules.requires("s5", 5, "s6", 6, N),
        rules.cover("x", np.flatnonzero(rng.random(N) < 0.5).tolist(), 2, N),
        rules.cover_kinds("kinds", groups, 2, N),
    ]
    return [rule for rule in possible if rng.random() < 0.6]


@pytest.mark.parametrize("seed", sweep(range(25), every=2))
def test_the_choice_is_the_best_of_all_sets(seed: int) -> None:
    rng = np.random.default_rng(seed)
    value, costs = rng.random(N), rng.uniform(1, 4, N)
    some = _some_rules(rng)

    found = best_at(value, costs, 9.0, some)

    expected = _brute(value, costs, 9.0, some)
    assert (found is None) == (expected is None)
    if found is not None and expected is not None:
        assert found.value == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("seed", sweep(range(25), every=2))
def test_every_draw_is_the_best_of_all_sets(seed: int) -> None:
    rng = np.random.default_rng(100 + seed)
    values, costs = rng.random((6, N)), rng.uniform(1, 4, (6, N))
    some = _some_rules(rng)

    found = portfolios(values, costs, 9.0, some)

    for draw in range(6):
        expected = _brute(values[draw], costs[draw], 9.0, some)
        assert found.is_feasible[draw] == (expected is not None)
        if expected is not None:
            total = float(values[draw] @ found.chosen[draw])
            assert total == pytest.approx(expected, abs=1e-9)
            assert costs[draw] @ found.chosen[draw] <= 9.0 + 1e-6


def test_reduced_draws_of_many_sites_agree_with_the_whole_programme() -> None:
    rng = np.random.default_rng(3)
    n = 80
    values, base = rng.uniform(0.2, 0.8, (12, n)), rng.triangular(7, 15, 42, n)
    costs = base * rng.uniform(0.8, 1.3, (12, n))
    some = [
        rules.at_most(9, n),
        rules.cover("x", np.flatnonzero(rng.random(n) < 0.2).tolist(), 3, n),
        rules.cover_kinds(
            "k", {c: np.flatnonzero(rng.random(n) < 0.1).tolist() for c in "abcde"}, 4, n
        ),
    ]

    found = portfolios(values, costs, 200.0, some)

    for draw in range(len(values)):
        whole = solve(programme(values[draw], [rules.budget(costs[draw], 200.0), *some]))
        assert whole is not None
        assert values[draw] @ found.chosen[draw] == pytest.approx(whole.value, abs=1e-7)


@pytest.mark.parametrize("seed", sweep(range(6), every=2))
def test_draws_with_costs_alike_agree_with_the_whole_programme(seed: int) -> None:
    """Equal costs and values tie, and many sites are better than others: the hard case."""
    rng = np.random.default_rng(300 + seed)
    n = 60
    values = np.round(rng.uniform(0.2, 0.8, (8, n)), 2)
    costs = rng.triangular(5, 8, 15, (8, 1)) + rng.choice([1.0, 2.0, 4.0], n)
    some = [
        rules.cover("x", np.flatnonzero(rng.random(n) < 0.2).tolist(), 2, n),
        rules.exclusive(["a", "b", "c"], [0, 1, 2], n),
        rules.requires("d", 3, "e", 4, n),
        rules.cover_kinds(
            "k", {c: np.flatnonzero(rng.random(n) < 0.1).tolist() for c in "abcde"}, 4, n
        ),
    ]

    found = portfolios(values, costs, 90.0, some)

    for draw in range(len(values)):
        whole = solve(programme(values[draw], [rules.budget(costs[draw], 90.0), *some]))
        assert (whole is not None) == found.is_feasible[draw]
        if whole is not None:
            assert values[draw] @ found.chosen[draw] == pytest.approx(whole.value, abs=1e-9)
            assert all(rule.holds(found.chosen[draw : draw + 1])[0] for rule in some)


def test_listing_with_little_room_is_still_exact(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the list of changes is cut short, HiGHS settles the draw."""
    monkeypatch.setattr(deviations, "MOST_GROWN", 40)
    rng = np.random.default_rng(8)
    n = 40
    values, costs = rng.uniform(0.3, 0.8, (20, n)), rng.uniform(7, 9, (20, n))

    found = portfolios(values, costs, 65.0)

    for draw in range(len(values)):
        whole = solve(programme(values[draw], [rules.budget(costs[draw], 65.0)]))
        assert whole is not None
        assert values[draw] @ found.chosen[draw] == pytest.approx(whole.value, abs=1e-9)


def test_the_solver_leaves_standard_output_clean(capfd: pytest.CaptureFixture[str]) -> None:
    with quiet():
        os.write(1, b"from C")
    os.write(1, b"ours")

    out, err = capfd.readouterr()
    assert (out, err) == ("ours", "from C")


def test_draws_do_not_depend_on_their_company() -> None:
    rng = np.random.default_rng(4)
    values, costs = rng.random((300, N)), rng.uniform(1, 4, (300, N))

    together = portfolios(values, costs, 9.0)
    alone = portfolios(values[270:271], costs[270:271], 9.0)

    assert together.chosen[270].tolist() == alone.chosen[0].tolist()


def test_work_can_be_stopped_and_says_how_far_it_got() -> None:
    rng = np.random.default_rng(5)
    seen: list[tuple[int, int]] = []

    found = portfolios(
        rng.random((600, N)),
        rng.uniform(1, 4, (600, N)),
        9.0,
        progress=lambda done, asked: seen.append((done, asked)),
        stop=Stop(is_asked=lambda: len(seen) == 1),
    )

    assert found.n_draws == seen[-1][0] < 600
    assert found.asked == 600


def test_share_counts_feasible_draws_only() -> None:
    values = np.ones((2, 2))
    costs = np.array([[1.0, 9.0], [9.0, 9.0]])

    found = portfolios(values, costs, 5.0, [rules.at_least(1, 2)])

    assert found.is_feasible.tolist() == [True, False]
    assert found.share.tolist() == [1.0, 0.0]


def test_a_conflict_names_the_rules_at_fault_and_no_other() -> None:
    some = [
        rules.at_most(3, N),
        rules.must("s0", 0, N),
        rules.must_not("s1", 1, N),
        rules.must_not("s0", 0, N),
        rules.at_least(1, N),
    ]

    found = conflict(programme(np.ones(N), some))

    assert found == ("must have s0", "must not have s0")


@pytest.mark.parametrize("seed", range(12))
def test_a_conflict_is_irreducible(seed: int) -> None:
    rng = np.random.default_rng(seed)
    some = [
        rules.budget(rng.uniform(1, 4, N), 3.0),
        rules.at_least(3, N),
        rules.must("s0", 0, N),
        rules.requires("s0", 0, "s1", 1, N),
        rules.exclusive(["s0", "s1"], [0, 1], N),
    ]

    names = conflict(programme(np.ones(N), some))

    kept = [rule for rule in some if rule.name in names]
    assert solve(programme(np.ones(N), kept)) is None
    for rule in kept:
        assert solve(programme(np.ones(N), [r for r in kept if r is not rule])) is not None


def test_rules_without_conflict_give_no_names() -> None:
    assert conflict(programme(np.ones(N), [rules.at_most(3, N)])) == ()


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_more_money_never_buys_less(seed: int) -> None:
    rng = np.random.default_rng(seed)
    value, costs = rng.random(N), rng.uniform(1, 4, N)

    points = frontier(value, costs, [2.0, 4.0, 8.0, 16.0], [rules.at_most(5, N)])

    values = [point.value for point in points]
    assert values == sorted(values)
    assert all(point.cost <= point.budget + 1e-6 for point in points)


@pytest.mark.parametrize("seed", range(8))
def test_the_next_step_is_the_cheapest_better_set(seed: int) -> None:
    rng = np.random.default_rng(seed)
    value, costs = rng.random(N), rng.uniform(1, 4, N)
    present = _brute(value, costs, 8.0, [])
    assert present is not None

    found = next_step(value, costs, 8.0, present, [])

    cheapest = min(
        float(costs @ np.array(bits))
        for bits in itertools.product((0.0, 1.0), repeat=N)
        if value @ np.array(bits) >= present + 1e-4
    )
    assert found is not None
    assert found.extra == pytest.approx(cheapest - 8.0, abs=1e-6)
    assert found.gain > 0


def test_there_is_no_next_step_once_everything_is_bought() -> None:
    value = np.array([0.4, 0.6])

    assert next_step(value, np.array([1.0, 2.0]), 5.0, 1.0, []) is None

"""How long portfolios take: one exact programme, one that fits with 80 %, one for each draw.

Run with ``python -m benchmarks.portfolio [draws] [processes]``. Two kinds of cost: as different
as in a list of quotations, and alike as the default costs are. Without a number of processes
it is what the app takes; processor time is that of all of them.
"""

from __future__ import annotations

import os
import sys
import time

import numpy as np

from prioritizer.pilots.portfolio import rules
from prioritizer.pilots.portfolio.assured import best_assured
from prioritizer.pilots.portfolio.chance import ChanceBudget
from prioritizer.pilots.portfolio.draws import portfolios
from prioritizer.pilots.portfolio.frontier import best_at
from prioritizer.pilots.portfolio.integer_programme import programme, solve
from prioritizer.pilots.portfolio.next_step import next_step
from prioritizer.pilots.portfolio.stop import Stop

SITES = 500
COST_DRAWS = 1_000
ASSURED_SECONDS = 20.0
FIRST_CHECKED = 5


def main(draws: int, processes: int | None) -> None:
    rng = np.random.default_rng(1)
    one_programme(rng)
    assured_programmes()
    for name, costs in (
        ("costs differ", quotations(rng, draws)),
        ("costs alike", defaults(rng, draws)),
    ):
        low = rng.uniform(0.2, 0.6, SITES)
        values = rng.uniform(low, low + rng.uniform(0, 0.3, SITES), (draws, SITES))
        over_draws(name, values, costs, side_rules(rng), processes)


def one_programme(rng: np.random.Generator) -> None:
    """Print how long the best programme and the next better one take."""
    for n_sites, budget in ((30, 3e6), (400, 8e6), (1000, 20e6), (10_000, 100e6)):
        value = rng.uniform(0.2, 0.8, n_sites)
        for name, costs in (
            ("differ", rng.triangular(300e3, 500e3, 1500e3, n_sites)),
            ("alike", defaults(rng, 1, n_sites)[0] + rng.uniform(0, 2e3, n_sites)),
        ):
            for some in ((), (rules.at_most(int(budget / 6e5), n_sites),)):
                start = time.perf_counter()
                found = best_at(value, costs, budget, some)
                best = time.perf_counter() - start
                next_step(value, costs, budget, 0.0 if found is None else found.value, some)
                both = time.perf_counter() - start
                print(
                    f"{n_sites} sites, costs {name}, {len(some)} rules besides the budget: "
                    f"best {best:.2f} s, next better {both - best:.2f} s, proven"
                )


def assured_programmes() -> None:
    """Print how long the best programme takes that fits with 80 %, and how far off it may be.

    Every cost errs on its own: the hard case. Where all err together it is ``one_programme``.
    """
    rng = np.random.default_rng(5)
    for n_sites, limit in ((30, 3e6), (30, 8e6), (60, 3e6), (118, 3e6), (118, 8e6)):
        value = rng.uniform(0.25, 0.65, n_sites)
        for name, best in (
            ("differ", rng.triangular(300e3, 500e3, 1500e3, n_sites)),
            ("alike", 400e3 + rng.choice([10e3, 53e3, 120e3], n_sites, p=[0.1, 0.7, 0.2])),
        ):
            costs = rng.triangular(0.7 * best, best, 1.9 * best, (COST_DRAWS, n_sites))
            budget = ChanceBudget.of(costs, limit, 0.8)
            cpu, wall = processor_time(), time.perf_counter()
            found = best_assured(value, budget, [], stop=Stop.after(ASSURED_SECONDS))
            cpu, wall = processor_time() - cpu, time.perf_counter() - wall
            if found is None:
                raise SystemExit("no programme")
            print(
                f"{n_sites} sites, {COST_DRAWS} draws, {limit / 1e6:g} M EUR with 80 %, costs "
                f"{name}: {found.value:.3f}, {cpu:.2f} s CPU, {wall:.2f} s wall, "
                + ("proven" if found.gap == 0 else f"gap {found.gap / found.value:.1%}")
            )


def quotations(rng: np.random.Generator, draws: int) -> np.ndarray:
    base = rng.triangular(300e3, 500e3, 1500e3, SITES)
    return base * rng.triangular(0.7, 1.0, 1.6, (draws, SITES))


def defaults(rng: np.random.Generator, draws: int, n_sites: int = SITES) -> np.ndarray:
    drilling = rng.choice([10e3, 53e3, 120e3], n_sites, p=[0.1, 0.7, 0.2])
    common = rng.triangular(280e3, 450e3, 900e3, (draws, 1))
    return common + drilling


def side_rules(rng: np.random.Generator) -> list[rules.Rule]:
    members = [np.flatnonzero(rng.random(SITES) < 0.2).tolist() for _ in range(2)]
    return [
        rules.at_most(20, SITES),
        rules.must("a", 3, SITES),
        rules.cover("slag", members[0], 2, SITES),
        rules.cover("cobalt", members[1], 2, SITES),
    ]


def over_draws(
    name: str,
    values: np.ndarray,
    costs: np.ndarray,
    some: list[rules.Rule],
    processes: int | None,
) -> None:
    cpu, wall = processor_time(), time.perf_counter()
    found = portfolios(values, costs, 8e6, some, processes=processes)
    cpu, wall = processor_time() - cpu, time.perf_counter() - wall
    print(
        f"{SITES} sites, {len(values)} draws, {name}: {cpu:.1f} s CPU, {wall:.1f} s wall; "
        f"{found.chosen.sum(axis=1).mean():.1f} sites each, "
        f"{len(np.unique(found.chosen, axis=0))} distinct programmes"
    )
    for draw in range(FIRST_CHECKED):
        every_rule = [rules.budget(costs[draw], 8e6), *some]
        whole = solve(programme(values[draw], every_rule))
        if whole is None or abs(whole.value - values[draw] @ found.chosen[draw]) > 1e-6:
            raise SystemExit(f"draw {draw} is not the best")
    print(f"  the first {FIRST_CHECKED} agree with the whole integer programme")


def processor_time() -> float:
    """Return the processor time of this process and of its children that have ended, s."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


if __name__ == "__main__":
    main(
        int(sys.argv[1]) if len(sys.argv) > 1 else 10_000,
        int(sys.argv[2]) if len(sys.argv) > 2 else None,
    )

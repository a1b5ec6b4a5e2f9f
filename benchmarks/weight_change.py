"""What a weight change costs before anything is drawn: values held, beside values worked out.

Run with ``python -m benchmarks.weight_change [sites ...]``. The sites of the sample are
repeated; times are medians of CPU milliseconds in one process. ``key`` is the time that a
cached function takes to tell an assessment from others.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from prioritizer.domain.criterion import RiskMode
from prioritizer.domain.results import Settings
from prioritizer.domain.weights import WeightVector
from prioritizer.ui.shell import cache
from prioritizer.ui.shell.cache import Inventory, Problem
from prioritizer.workflow.ranking.assess import assess_matrix

REPEATS = 15


def main(sizes: list[int]) -> None:
    print(f"{'sites':>8} {'worked out':>12} {'held':>8} {'key':>8}   milliseconds")
    for n_sites in sizes:
        found = measured(n_sites)
        chosen = settings(found)
        answer = cache.assess(found, chosen)
        fresh = median(partial(worked_out, found, chosen))
        held = median(partial(cache.assess, found, chosen))
        key = median(partial(cache.assessment_key, answer))
        print(f"{len(found.sites):>8} {fresh:>12.2f} {held:>8.2f} {key:>8.2f}")


def measured(n_sites: int) -> Problem:
    own = cache.sample()
    sites = own.register.sites
    many = tuple(replace(sites[i % len(sites)], site_id=f"S{i:06d}") for i in range(n_sites))
    register = replace(own.register, sites=many)
    inventory = Inventory(f"{n_sites:064d}", register, (), is_sample=False)
    return cache.problem(
        inventory, cache.criteria_set(), cache.reference(), RiskMode.URGENCY, is_nordic=False
    )


def settings(found: Problem) -> Settings:
    points = dict.fromkeys(found.criteria.ids, 20.0)
    return Settings(weights=WeightVector.from_mapping(points, found.criteria.ids))


def worked_out(found: Problem, chosen: Settings) -> object:
    return assess_matrix(
        found.matrix,
        found.criteria,
        chosen,
        title=found.register.title,
        not_ranked=found.not_ranked,
    )


def median(work: Callable[[], object]) -> float:
    return 1000 * statistics.median(timed(work) for _ in range(REPEATS))


def timed(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [50, 1_000, 10_000])

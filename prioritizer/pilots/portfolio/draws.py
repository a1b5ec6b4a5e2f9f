"""One portfolio per Monte Carlo draw, exact, block by block, in several processes if it pays.

The first block is solved here and teaches all others (``draw_blocks``); each of these starts
from just that, so the answer does not depend on how many processes share the work.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass

import numpy as np

from prioritizer.domain.matrix import BoolArray, FloatArray
from prioritizer.pilots.portfolio.draw_blocks import BlockSolver, Solved
from prioritizer.pilots.portfolio.draw_workers import NotSolved, solved_by_children
from prioritizer.pilots.portfolio.rules import Rule
from prioritizer.pilots.portfolio.stop import NEVER, Stop

BLOCK = 250
MOST_PROCESSES = 4
WORTH_SECONDS = 3.0
"""With less work left than this, starting processes would take longer than it saves."""


@dataclass(frozen=True, slots=True, eq=False)
class DrawnPortfolios:
    """The best choice in each draw, ``(draws, sites)``.

    ``is_feasible`` ``(draws,)`` marks draws in which the rules leave an answer; the choice of
    the others is empty. Fewer rows than asked for mean that the caller stopped.
    """

    chosen: BoolArray
    is_feasible: BoolArray
    asked: int

    @property
    def n_draws(self) -> int:
        """Return how many draws were done."""
        return len(self.chosen)

    @property
    def share(self) -> FloatArray:
        """Return the share of feasible draws that choose each site, ``(sites,)``."""
        n_feasible = int(self.is_feasible.sum())
        if n_feasible == 0:
            return np.zeros(self.chosen.shape[1])
        return np.asarray(self.chosen.sum(axis=0) / n_feasible, dtype=np.float64)


def portfolios(
    values: FloatArray,
    costs: FloatArray,
    limit: float,
    rules: Sequence[Rule] = (),
    *,
    progress: Callable[[int, int], None] | None = None,
    stop: Stop = NEVER,
    processes: int | None = None,
) -> DrawnPortfolios:
    """Return the best portfolio of every draw.

    Parameters
    ----------
    values, costs
        Value and cost of each site per draw, ``(draws, sites)``, cost in the currency of
        ``limit``.
    limit
        The budget.
    rules
        The other rules; the same in every draw.
    progress
        Called after each block with draws done and draws asked for.
    stop
        Looked at before each draw and while waiting; it ends the work with what was done.
    processes
        How many share the work. None takes the cores there are, at most ``MOST_PROCESSES``,
        where the work is long enough. The answer is the same for any number.
    """
    n_draws = len(values)
    blocks = [(values[k : k + BLOCK], costs[k : k + BLOCK]) for k in range(0, n_draws, BLOCK)]
    chosen = np.zeros(values.shape, dtype=bool)
    is_feasible = np.zeros(n_draws, dtype=bool)
    done = 0
    question = BlockSolver(limit, tuple(rules))
    # Closed whatever happens: a caller may also stop the work by an exception of its own.
    with closing(_solved(question, blocks, processes, stop)) as answers:
        for some, feasible in answers:
            block = slice(done, done + len(some))
            chosen[block], is_feasible[block] = some, feasible
            done = block.stop
            if progress is not None:
                progress(done, n_draws)
            if stop.is_due():
                break
    return DrawnPortfolios(chosen[:done], is_feasible[:done], n_draws)


def _solved(
    first: BlockSolver,
    blocks: Sequence[tuple[FloatArray, FloatArray]],
    processes: int | None,
    stop: Stop,
) -> Generator[Solved]:
    """Give the answers in the order of the blocks."""
    if not blocks:
        return
    started = time.monotonic()
    found, solver = first.solve(*blocks[0], stop=stop)
    yield found
    rest = blocks[1:]
    if processes is None:
        left = (time.monotonic() - started) * len(rest)
        processes = _cores() if left > WORTH_SECONDS else 1
    processes = min(processes, len(rest))
    if processes < 2:
        for block in rest:
            yield solver.solve(*block, stop=stop)[0]
        return
    with closing(solved_by_children(solver, rest, processes, stop.is_due)) as answers:
        for block, answer in zip(rest, answers, strict=False):
            if isinstance(answer, NotSolved):
                yield solver.solve(*block, stop=stop)[0]
            else:
                yield answer


def _cores() -> int:
    """Return how many cores this process may use, at most ``MOST_PROCESSES``."""
    if hasattr(os, "sched_getaffinity"):
        return min(MOST_PROCESSES, len(os.sched_getaffinity(0)))
    return min(MOST_PROCESSES, os.cpu_count() or 1)

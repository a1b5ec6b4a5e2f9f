"""The counting of SMAA, block by block: what one worker does."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from prioritizer.engine.arrays import BoolArray, FloatArray, IntArray
from prioritizer.engine.draws import sampling
from prioritizer.engine.draws.counting import (
    PairTable,
    RankSummary,
    RankTable,
    TopTable,
    WinnerSums,
)
from prioritizer.engine.draws.evidence import ValueSampler
from prioritizer.engine.draws.ordering import order
from prioritizer.engine.draws.scoring import badness
from prioritizer.engine.draws.scoring_batches import Badness
from prioritizer.engine.draws.selection import first_ranks
from prioritizer.engine.weights.known_limit import KnownLimit
from prioritizer.engine.weights.regions import Region

_CHUNK_CELLS = 1 << 17  # scores at a time: one megabyte
_TOP_CHUNK_CELLS = 1 << 19
_FEW = 300
_LIKELY = 4  # candidates per rank asked for, by which the rest are sifted


class Detail(StrEnum):
    """How much is counted of each draw's ranking."""

    FULL = "full"
    SUMMARY = "summary"
    TOP = "top"


@dataclass(frozen=True, slots=True)
class DrawTask:
    """All that decides the counts; ``values`` is None where ``value_draws`` is given."""

    values: FloatArray | None
    value_draws: ValueSampler | None
    weights: Region
    spans: FloatArray
    method: str
    draws: int
    seed: int
    detail: Detail
    top: int | None
    pairwise: bool
    maximize: BoolArray | None = None
    limit: KnownLimit | None = None

    @property
    def shape(self) -> tuple[int, int]:
        """Return the numbers of alternatives and criteria."""
        if self.value_draws is not None:
            return self.value_draws.shape
        values = np.empty((0, 0)) if self.values is None else self.values
        return values.shape[0], values.shape[1]

    @property
    def per_block(self) -> int:
        """Return the draws of a full block."""
        uncertain = self.value_draws is not None
        return sampling.block_draws(*self.shape, uncertain_values=uncertain)

    @property
    def n_blocks(self) -> int:
        """Return the number of blocks."""
        return sampling.n_blocks(self.draws, self.per_block)

    def draws_in(self, block: int) -> int:
        """Return the draws of one block; the last may be shorter."""
        return min(self.per_block, self.draws - block * self.per_block)


_COUNTED = (
    "competing", "first", "weights", "ranks", "behind", "rank_sums", "rank_classes", "top",
    "wins",
)  # fmt: skip


@dataclass(slots=True)
class Counts:
    """Whole-number results of some blocks; adding them up gives those of all blocks."""

    draws: int
    competing: IntArray
    first: IntArray
    weights: IntArray
    ranks: IntArray | None
    behind: IntArray | None
    rank_sums: IntArray | None
    rank_classes: IntArray | None
    top: IntArray | None
    wins: IntArray | None

    def add(self, other: Counts) -> None:
        """Add the counts of other blocks of the same problem."""
        self.draws += other.draws
        for name in _COUNTED:
            mine = getattr(self, name)
            if mine is not None:
                mine += getattr(other, name)


def count_blocks(
    problem: DrawTask,
    blocks: Iterable[int],
    *,
    after_block: Callable[[int], bool] | None = None,
) -> Counts:
    """Draw, rank and count the given blocks.

    Parameters
    ----------
    problem
        What to draw and rank.
    blocks
        Numbers below ``problem.n_blocks``.
    after_block
        Called with the draws done so far; returning False stops.
    """
    counter = _Counter(problem)
    done = 0
    for block in blocks:
        counter.count(block)
        done += problem.draws_in(block)
        if after_block is not None and not after_block(done):
            break
    return counter.counts(done)


class _Counter:
    """The tables that one worker fills."""

    def __init__(self, problem: DrawTask) -> None:
        n_alternatives, n_criteria = problem.shape
        detail, top = problem.detail, problem.top
        self._problem = problem
        self._badness: Badness = badness(
            problem.method, problem.values, problem.spans, problem.maximize
        )
        self._winners = WinnerSums(n_alternatives, n_criteria)
        self._table = RankTable(n_alternatives) if detail == Detail.FULL else None
        self._summary = RankSummary(n_alternatives) if detail == Detail.SUMMARY else None
        needs_top = top is not None and detail != Detail.FULL
        self._top = TopTable(n_alternatives, top) if needs_top and top is not None else None
        self._pairs = PairTable(n_alternatives) if problem.pairwise else None
        self._competing = np.zeros(n_alternatives, dtype=np.int64)
        self._likely: IntArray | None = None
        # Sorting few is faster than sifting them.
        self._sifts = detail is Detail.TOP and n_alternatives > _FEW

    def count(self, block: int) -> None:
        """Draw, rank and count one block."""
        problem = self._problem
        draws = problem.draws_in(block)
        # A full block is drawn even where less is needed: more draws then continue fewer.
        rng = sampling.stream(problem.seed, sampling.WEIGHTS, block)
        weights = problem.weights.sample(rng, problem.per_block)[:draws]
        values = None
        if problem.value_draws is not None:
            rng = sampling.stream(problem.seed, sampling.VALUES, block)
            values = problem.value_draws.sample(rng, problem.per_block)[:draws]
        cells = _TOP_CHUNK_CELLS if self._sifts else _CHUNK_CELLS
        step = max(1, cells // problem.shape[0])
        for start in range(0, draws, step):
            part = slice(start, start + step)
            self._count_chunk(weights[part], None if values is None else values[part])

    def _count_chunk(self, weights: FloatArray, values: FloatArray | None) -> None:
        scores = self._badness(weights, values)
        competing = self._who_competes(weights)
        if self._top is not None and self._sifts:
            self._count_top(self._top, scores, weights, competing)
            return
        ordered = order(scores, competing)
        self._winners.add(*ordered.winners(), weights)
        for table in (self._table, self._summary, self._pairs):
            if table is not None:
                table.add(ordered)
        if self._top is not None:
            self._top.add_order(ordered)

    def _who_competes(self, weights: FloatArray) -> BoolArray | None:
        limit = self._problem.limit
        if limit is None:
            self._competing += len(weights)
            return None
        competing = limit.competing_each(weights)
        self._competing += competing.sum(axis=0)
        return competing

    def _count_top(
        self,
        table: TopTable,
        scores: FloatArray,
        weights: FloatArray,
        competing: BoolArray | None,
    ) -> None:
        if competing is not None:
            scores[~competing] = 2.0
        if self._likely is None:
            n_likely = min(scores.shape[1], _LIKELY * table.top)
            self._likely = np.argpartition(scores.mean(axis=0), n_likely - 1)[:n_likely]
        draws, sites, ranks = first_ranks(scores, table.top, self._likely)
        if competing is not None:
            kept = competing[draws, sites]
            draws, sites, ranks = draws[kept], sites[kept], ranks[kept]
        table.add(sites, ranks)
        first = ranks == 0
        self._winners.add(draws[first], sites[first], weights)

    def counts(self, draws: int) -> Counts:
        """Return what the tables hold."""
        return Counts(
            draws=draws,
            competing=self._competing,
            first=self._winners.first,
            weights=self._winners.weights,
            ranks=None if self._table is None else self._table.table(),
            behind=None if self._table is None else self._table.behind(),
            rank_sums=None if self._summary is None else self._summary.sums(),
            rank_classes=None if self._summary is None else self._summary.classes(),
            top=None if self._top is None else self._top.by_rank,
            wins=None if self._pairs is None else self._pairs.wins,
        )

"""What is known of each cell, and draws of all of them: evidence, like sites, assumptions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from prioritizer.appraisal.draws import (
    DrawBlock,
    Kept,
    Switches,
    block_sizes,
    blocks,
    even_block,
)
from prioritizer.appraisal.measurement import Context
from prioritizer.appraisal.measures import measure_of
from prioritizer.domain.answer import STATES, Assumption, CellState, GapMode, ValueDraws
from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.matrix import BoolArray, DecisionMatrix, FloatArray, ValueMatrix
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import IntArray
from prioritizer.domain.site import Site
from prioritizer.engine.draws.analogues import UNIFORMS, Analogues, AnalogueSampler, Predictive
from prioritizer.engine.draws.chances import LARGEST, to_levels
from prioritizer.engine.draws.limits import error_reach, fold
from prioritizer.errors import InputError
from prioritizer.workflow.ranking.alike import alike_sites
from prioritizer.workflow.ranking.draws import (
    NUMBERS_PER_SITE,
    SITES_AT_ONCE,
    PerformanceSampler,
    to_values,
)
from prioritizer.workflow.ranking.like_classes import NO_FAMILY, like_classes
from prioritizer.workflow.ranking.values import apply, known_cells

_FIRST_TRIED, _TRIED_AT_ONCE, _TRIED, _CLOSE = 32, 8, 200, 1e-9
"""Draws in which it is tried who passes a limit, and how far the errors behind it reach."""
_EVEN = 400
"""Draws behind the mean of a range, even over each input."""
DEFAULT_SEED = 1
_CODE = {state: index for index, state in enumerate(STATES)}


@dataclass(frozen=True, slots=True)
class LikeSites:
    """What stands for a value that is not known, in the values of the criterion, 0 to 1.

    ``n`` like sites of ``kind`` say most about it; ``low`` and ``high`` are the 5 and 95 %
    points of the whole distribution, ``mean`` its mean.
    """

    n: int
    kind: str
    low: float
    mean: float
    high: float


@dataclass(frozen=True, slots=True, eq=False)
class Gaps:
    """The cells of a matrix by how they are known, and the like sites for those that are not.

    Attributes
    ----------
    wanted
        ``(sites, criteria)``: cells that evidence draws nothing for.
    kinds
        Per level of classes, the name of the class of each site; blank for none.
    """

    matrix: DecisionMatrix
    values: ValueMatrix
    wanted: BoolArray
    classes: IntArray
    kinds: tuple[tuple[str, ...], ...]
    gaps: GapMode

    @property
    def analogues(self) -> Analogues:
        """Return the members that unknown cells are drawn from: sites that know them."""
        known = np.where(self.values.gap | self.wanted, np.nan, self.values.expected)
        return Analogues(known, self.classes)

    def states(self) -> IntArray:
        """Return how each cell is known, ``(sites, criteria)``, as an index into `STATES`."""
        some = known_cells(self.matrix, self.values)
        states = np.full(self.wanted.shape, _CODE[CellState.UNKNOWN], dtype=np.int64)
        states[some] = _CODE[CellState.BOUNDED]
        states[~self.values.gap & ~self.wanted] = _CODE[CellState.MEASURED]
        if self.gaps is GapMode.LIKE_INVENTORY:
            alike = (~some & self.wanted) & self._has_members()
            states[alike] = _CODE[CellState.ANALOGUE]
        return states

    def _has_members(self) -> BoolArray:
        known = ~np.isnan(self.analogues.centre)
        return np.broadcast_to(known.any(axis=0), known.shape)

    def sampler(self) -> AnalogueSampler:
        """Return the draws of the wanted cells, from like sites or between their bounds."""
        analogues = self.analogues
        if self.gaps is not GapMode.LIKE_INVENTORY:
            analogues = Analogues(analogues.centre, np.full_like(self.classes, NO_FAMILY))
        return AnalogueSampler(analogues, self.wanted, self.values.low, self.values.high)

    def like_sites(self, row: int, column: int) -> LikeSites | None:
        """Return what stands for a cell; None where it is known, or nothing is assumed."""
        if not self.wanted[row, column] or self.gaps is not GapMode.LIKE_INVENTORY:
            return None
        low, high = self.values.low, self.values.high
        found = self.analogues.predictive(
            np.array([row]), column, low[[row], column], high[[row], column]
        )
        return self._in_words(found, row)

    def _in_words(self, found: Predictive, row: int) -> LikeSites:
        low, high = found.quantiles(0, np.array([0.05, 0.95])).tolist()
        level = int(np.argmax(found.shares[1:, 0]))
        n = int(found.members[level, 0])
        kind = self.kinds[level][row] if n else ""
        return LikeSites(n, kind, low, float(found.means()[0]), high)


def find_gaps(
    matrix: DecisionMatrix,
    values: ValueMatrix,
    sites: Sequence[Site],
    reference: Reference,
    gaps: GapMode,
) -> Gaps:
    """Return what is not known of the sites of a matrix, and who is like whom."""
    classes, kinds = like_classes(sites, reference)
    # A composite of unknown parts says nothing either; by the old convention its parts were
    # drawn.
    silent = values.gap & np.isnan(matrix.best)
    silent &= ~ranged_cells(matrix, sites, reference)
    if gaps is not GapMode.MIDDLE:
        silent |= ~known_cells(matrix, values)
    return Gaps(matrix, values, silent, classes, kinds, gaps)


def ranged_cells(
    matrix: DecisionMatrix, sites: Sequence[Site], reference: Reference
) -> BoolArray:
    """Return the cells of which evidence gives a range and no best, ``(sites, criteria)``.

    Their own range is drawn, where a measure draws one: one draw shows it.
    """
    found = np.zeros(matrix.gap.shape, dtype=np.bool_)
    ends = ~np.isnan(matrix.low) & ~np.isnan(matrix.high)
    asked = matrix.gap & np.isnan(matrix.best) & ends
    for column in np.flatnonzero(asked.any(axis=0)).tolist():
        rows = np.flatnonzero(asked[:, column])
        criterion = matrix.criteria[column]
        sampler = measure_of(criterion).sampler(
            [sites[row] for row in rows.tolist()], Context.of(criterion, reference)
        )
        [block] = blocks(draws=1, seed=0, switches=Switches(), sizes=[1])
        found[rows, column] = ~np.isnan(sampler(block)[0])
    return found


def draw_values(  # noqa: PLR0913 - each is a setting of its own that callers leave out at will
    gaps: Gaps,
    sites: Sequence[Site],
    criteria: CriteriaSet,
    reference: Reference,
    *,
    draws: int,
    seed: int = DEFAULT_SEED,
    assumptions: Sequence[Assumption] = (),
    switches: Switches | None = None,
    between: Callable[[], object] | None = None,
) -> ValueDraws:
    """Draw the values of all sites.

    The inputs of the evidence are drawn, so that grade and relevance of one draw rest on the
    same assays; what evidence says nothing about comes from like sites of the same draw, those
    of one site together. Neither the order of rows in a file nor block sizes change anything.
    ``between`` is called before each block; what it raises ends the work.
    """
    # What needs memory for itself alone goes before what is held all the time.
    own = {assumption.site_id for assumption in assumptions}
    alike = alike_sites(sites, gaps.matrix, gaps.classes, own)
    states, means = gaps.states(), gaps.sampler().means()
    drawn = Drawing(gaps, sites, criteria, reference, assumptions)
    ranged = _in_common(drawn.means_of_ranges(), alike)
    means = np.where(np.isnan(ranged), means, ranged)
    levels = np.empty((draws, len(sites), len(criteria.criteria)), dtype=np.uint16)
    done = 0
    sizes = block_sizes(draws, len(sites) * NUMBERS_PER_SITE)
    for block in blocks(draws=draws, seed=seed, switches=switches or Switches(), sizes=sizes):
        if between is not None:
            between()
        levels[done : done + block.n_draws] = to_levels(drawn.values(block))
        done += block.n_draws
    for row, column, _ in _located(assumptions, gaps.matrix):
        states[row, column] = _CODE[CellState.ASSUMED]
        means[row, column] = levels[:, row, column].mean() / LARGEST
    return ValueDraws(levels, states, means, seed, gaps.gaps, alike)


def _in_common(means: FloatArray, alike: IntArray | None) -> FloatArray:
    """Return means, ``(sites, criteria)``, the same for sites of which the same is known."""
    if alike is None:
        return means
    _, label, counts = np.unique(alike, return_inverse=True, return_counts=True)
    sums = np.zeros((len(counts), means.shape[1]))
    np.add.at(sums, label, means)
    return np.asarray((sums / counts[:, None])[label])


def _rows(gaps: Gaps, rows: IntArray) -> Gaps:
    matrix, values = gaps.matrix, gaps.values
    return Gaps(
        matrix.rows(rows),
        values.rows(rows),
        gaps.wanted[rows],
        gaps.classes[:, rows],
        tuple(tuple(names[row] for row in rows.tolist()) for names in gaps.kinds),
        gaps.gaps,
    )


class Drawing:
    """One problem's samplers, asked block by block.

    Sites are drawn in the order of their ids, and given back in the order of the problem.
    """

    def __init__(
        self,
        gaps: Gaps,
        sites: Sequence[Site],
        criteria: CriteriaSet,
        reference: Reference,
        assumptions: Sequence[Assumption] = (),
    ) -> None:
        ids = np.array([site.site_id for site in sites], dtype=object)
        self._reference = reference
        self._by_id = np.argsort(ids, kind="stable")
        gaps, sites = _rows(gaps, self._by_id), [sites[row] for row in self._by_id.tolist()]
        self._criteria = criteria
        self._evidence = PerformanceSampler(sites, criteria, reference, values=gaps.values)
        self._analogues = gaps.sampler()
        self._expected = gaps.values.expected
        self._wanted = gaps.wanted
        self._sites = sites
        self._values = gaps.values
        self._ranged = gaps.values.gap & np.isnan(gaps.matrix.best) & ~gaps.wanted
        self._assumed = list(_located(assumptions, gaps.matrix))
        self._limits = None if gaps.gaps is GapMode.MIDDLE else self._find_limits(gaps)

    @property
    def limits(self) -> tuple[FloatArray, FloatArray, BoolArray] | None:
        """Return what no draw of a bounded cell passes, and which cells these are.

        Lowest and highest values and a mask, ``(sites, criteria)`` each, in the order of the
        problem; None where every unknown value counts as the middle.
        """
        if self._limits is None:
            return None
        back = np.argsort(self._by_id, kind="stable")
        low, high, bounded = self._limits
        return low[back], high[back], bounded[back]

    def means_of_ranges(self) -> FloatArray:
        """Return the mean values of cells of which evidence gives a range and no best.

        ``(sites, criteria)``, in the order of the problem; NaN elsewhere. Draws of their own,
        even over each input, so that neither the number of draws nor their seed moves a score.
        """
        means = np.full(self._ranged.shape, np.nan)
        found = np.flatnonzero(self._ranged.any(axis=1))
        kept: Kept = {}
        for first in range(0, len(found), SITES_AT_ONCE):
            rows = found[first : first + SITES_AT_ONCE]
            values, sampler = self._values.rows(rows), self._sampler_of(rows, self._ranged)
            block = even_block(_EVEN, kept=kept)
            drawn = to_values(sampler.evidence(block), self._criteria)
            drawn = np.where(np.isnan(drawn), values.expected, drawn)
            if self._limits is not None:
                low, high, bounded = self._limits
                fold(drawn, low[rows], high[rows], bounded[rows])
            means[rows] = np.where(self._ranged[rows], drawn.mean(axis=0), np.nan)
        return means[np.argsort(self._by_id, kind="stable")]

    def _sampler_of(self, rows: IntArray, wanted: BoolArray) -> PerformanceSampler:
        """Return the draws of some sites, of the criteria of which any cell is wanted."""
        return PerformanceSampler(
            [self._sites[row] for row in rows.tolist()],
            self._criteria,
            self._reference,
            values=self._values.rows(rows),
            columns=np.flatnonzero(wanted[rows].any(axis=0)).tolist(),
        )

    def _find_limits(self, gaps: Gaps) -> tuple[FloatArray, FloatArray, BoolArray]:
        """Return the limits of cells that evidence bounds, and which cells these are.

        How far their errors reach is tried in draws of their own, so that neither the number of
        draws nor their seed moves a limit: a few show which sites pass one, more how far.
        """
        low, high = gaps.values.low.copy(), gaps.values.high.copy()
        bounded = known_cells(gaps.matrix, gaps.values) & gaps.values.gap & ~gaps.wanted
        passing = np.zeros(len(bounded), dtype=np.bool_)
        sizes = block_sizes(_FIRST_TRIED, len(bounded) * NUMBERS_PER_SITE, most=_TRIED_AT_ONCE)
        for drawn in self._tried(self._evidence, sizes, self._expected):
            is_out = (drawn < low - _CLOSE) | (drawn > high + _CLOSE)
            passing |= (is_out & bounded).any(axis=(0, 2))
        found = np.flatnonzero(passing)
        for first in range(0, len(found), SITES_AT_ONCE):
            rows = found[first : first + SITES_AT_ONCE]
            sampler = self._sampler_of(rows, bounded)
            [drawn] = self._tried(sampler, [_TRIED], self._expected[rows])
            low[rows], high[rows] = error_reach(drawn, low[rows], high[rows], bounded[rows])
        return low, high, bounded

    def _tried(
        self, sampler: PerformanceSampler, sizes: Sequence[int], expected: FloatArray
    ) -> Iterator[FloatArray]:
        """Yield values that evidence draws, blocks of so many draws each."""
        for block in blocks(draws=sum(sizes), seed=0, switches=Switches(), sizes=sizes):
            drawn = to_values(sampler.evidence(block), self._criteria)
            yield np.where(np.isnan(drawn), expected, drawn)

    def values(self, block: DrawBlock) -> FloatArray:
        """Return values, ``(draws, sites, criteria)``, 0 to 1."""
        performance = self._evidence.evidence(block)
        block.let_go()
        values = to_values(performance, self._criteria)
        del performance
        # A draw in which all products come out at nothing has no relevance of its own.
        stray = np.isnan(values) & ~self._wanted
        np.copyto(values, self._expected, where=stray)
        if self._limits is not None:
            fold(values, *self._limits)
        uniform = block.uniform("like sites", self._analogues.n_cells, UNIFORMS)
        self._analogues.fill(values, uniform)
        for row, column, assumption in self._assumed:
            name = f"assumption for {assumption.site_id}, {assumption.criterion}"
            criterion = self._criteria.criteria[column]
            performance = _triangle(block.uniform(name), assumption)
            values[:, row, column] = apply(criterion.value_function, performance)
        in_order = np.empty_like(values)
        in_order[:, self._by_id] = values
        return in_order


def _triangle(uniform: FloatArray, assumption: Assumption) -> FloatArray:
    """Return draws between hard ends: triangular around the best, uniform without one."""
    low, best, high = assumption.low, assumption.best, assumption.high
    width = high - low
    if best is None or width == 0:
        return low + uniform * width
    mode = (best - low) / width
    rising = np.sqrt(uniform * mode)
    falling = 1.0 - np.sqrt((1.0 - uniform) * (1.0 - mode))
    return np.asarray(low + width * np.where(uniform < mode, rising, falling))


def _located(
    assumptions: Sequence[Assumption], matrix: DecisionMatrix
) -> list[tuple[int, int, Assumption]]:
    """Return the cells of assumptions, each of a site that is considered."""
    rows = {name: row for row, name in enumerate(matrix.alternatives)}
    columns = {criterion.id: column for column, criterion in enumerate(matrix.criteria)}
    for assumption in assumptions:
        if assumption.criterion not in columns:
            raise InputError(
                f"assumption for {assumption.site_id}: found criterion "
                f"'{assumption.criterion}'. Expected one of: {', '.join(columns)}. "
                "Correct the name."
            )
        if assumption.site_id not in rows:
            raise InputError(
                f"assumption for {assumption.site_id}, {assumption.criterion}: found no such "
                "site among those with evidence and without a veto. Expected one of them. "
                "Correct the id, or leave it out."
            )
    cells = [(one.site_id, one.criterion) for one in assumptions]
    if len(set(cells)) < len(cells):
        twice = next(cell for cell in cells if cells.count(cell) > 1)
        raise InputError(
            f"assumption for {', '.join(twice)}: found it twice. Expected one value a cell. "
            "Remove one."
        )
    return [(rows[one.site_id], columns[one.criterion], one) for one in assumptions]

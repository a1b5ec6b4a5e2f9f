"""What SMAA found: counts turned into shares, central weights and confidence factors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from prioritizer.engine.arrays import BoolArray, FloatArray, IntArray
from prioritizer.engine.draws import sampling
from prioritizer.engine.draws.counting import FIXED_POINT
from prioritizer.engine.draws.scoring import badness
from prioritizer.engine.draws.smaa_blocks import Counts, DrawTask

QUANTILES = (0.05, 0.5, 0.95)
_CONFIDENCE_CELLS = 50_000_000
_SCORES_AT_ONCE = 1 << 22
_TIE = 2.0**-39


@dataclass(frozen=True, slots=True)
class Smaa:
    """What the draws showed.

    Attributes
    ----------
    draws, seed
        Draws that were counted and the seed that repeats them; fewer draws than asked for if
        the run was cancelled (``complete`` is then False).
    rank_acceptability
        ``(alternatives, ranks)``: share of draws in which the alternative had the rank. All
        ranks up to 2,000 alternatives, else the first ``top``; None where neither was asked
        for.
    expected_rank
        ``(alternatives,)``: mean rank; None where only the first ranks were counted.
    rank_quantiles
        ``(alternatives, 3)``: ranks below or at which 5, 50 and 95 % of the draws lie. Above
        2,000 alternatives these are limits of classes that are one half per cent of the ranks
        wide.
    shortlist
        ``(alternatives,)``: share of draws with a rank of at most ``top``; None without
        ``top``.
    central_weights
        ``(alternatives, criteria)``: mean of the weights that put the alternative first; NaN
        where none did.
    confidence
        ``(alternatives,)``: share of draws of the values in which the alternative is first
        given its central weights; NaN without central weights or if not asked for.
    pairwise_wins
        ``(alternatives, alternatives)``: share of draws in which the row ranks strictly above
        the column; None if not asked for.
    competing
        ``(alternatives,)``: share of draws in which the alternative competes. In the others it
        has no rank in ``rank_acceptability`` and ``shortlist``; in means, quantiles and pairs
        it stands behind the last one.
    behind
        ``(alternatives, ranks)``: share of draws in which the alternative does not compete, by
        the rank after the last one that does; None where not all ranks were counted.
    """

    draws: int
    seed: int
    complete: bool
    rank_acceptability: FloatArray | None
    expected_rank: FloatArray | None
    rank_quantiles: FloatArray | None
    shortlist: FloatArray | None
    central_weights: FloatArray
    confidence: FloatArray
    pairwise_wins: FloatArray | None
    competing: FloatArray
    behind: FloatArray | None

    def standard_error(self, share: FloatArray) -> FloatArray:
        """Return the Monte Carlo standard error of shares of draws, sqrt(p (1 - p) / draws)."""
        result: FloatArray = np.sqrt(share * (1.0 - share) / self.draws)
        return result


def finish(problem: DrawTask, counts: Counts, *, confidence: bool) -> Smaa:
    """Turn the counts of all blocks into shares."""
    with np.errstate(invalid="ignore"):
        central = (counts.weights / (counts.first * float(FIXED_POINT))).T
    n_alternatives = problem.shape[0]
    trust = np.full(n_alternatives, np.nan)
    if confidence:
        known = np.flatnonzero(counts.first)
        trust[known] = _confidence(problem, central[known], known)
    return Smaa(
        draws=counts.draws,
        seed=problem.seed,
        complete=counts.draws == problem.draws,
        rank_acceptability=_acceptability(counts),
        expected_rank=_expected_rank(counts),
        rank_quantiles=_quantiles(counts, n_alternatives),
        shortlist=_shortlist(counts, problem.top),
        central_weights=central,
        confidence=trust,
        pairwise_wins=None if counts.wins is None else counts.wins / counts.draws,
        competing=counts.competing / counts.draws,
        behind=None if counts.behind is None else counts.behind / counts.draws,
    )


def _acceptability(counts: Counts) -> FloatArray | None:
    if counts.ranks is not None:
        return counts.ranks / counts.draws
    return None if counts.top is None else counts.top.T / counts.draws


def _shortlist(counts: Counts, top: int | None) -> FloatArray | None:
    if top is None:
        return None
    if counts.ranks is not None:
        share: FloatArray = counts.ranks[:, :top].sum(axis=1) / counts.draws
        return share
    if counts.top is None:
        return None
    first: FloatArray = counts.top.sum(axis=0) / counts.draws
    return first


def _placed(counts: Counts) -> IntArray | None:
    """Return the ranks with those of draws in which one does not compete."""
    if counts.ranks is None or counts.behind is None:
        return None
    return counts.ranks + counts.behind


def _expected_rank(counts: Counts) -> FloatArray | None:
    sums = counts.rank_sums
    placed = _placed(counts)
    if placed is not None:
        sums = placed @ np.arange(placed.shape[1])
    return None if sums is None else 1.0 + sums / counts.draws


def _quantiles(counts: Counts, n_alternatives: int) -> FloatArray | None:
    placed = _placed(counts)
    if placed is not None:
        return _where_reached(placed, counts.draws) + 1.0
    if counts.rank_classes is None:
        return None
    classes = _where_reached(counts.rank_classes, counts.draws)
    width = -(-n_alternatives // 200)
    inside = np.array([0.0, (width - 1) / 2, width - 1.0])
    limits: FloatArray = np.minimum(classes * width + inside, n_alternatives - 1) + 1.0
    return limits


def _where_reached(table: IntArray, draws: int) -> FloatArray:
    cumulated = np.cumsum(table, axis=1)
    columns = [np.argmax(cumulated >= share * draws, axis=1) for share in QUANTILES]
    return np.stack(columns, axis=1).astype(np.float64)


def _confidence(problem: DrawTask, central: FloatArray, owners: IntArray) -> FloatArray:
    """Return the share of draws of the values in which each owner of weights is first."""
    behind = None if problem.limit is None else ~problem.limit.competing_each(central)
    if problem.value_draws is None or not len(owners):
        scored = badness(problem.method, problem.values, problem.spans, problem.maximize)
        certain = [
            _is_first(scored(central[some], None), owners[some], _of(behind, some))
            for some in _parts(len(owners), problem.shape[0])
        ]
        return np.concatenate(certain).astype(np.float64)
    n_alternatives, n_criteria = problem.shape
    affordable = _CONFIDENCE_CELLS // (len(owners) * n_alternatives * n_criteria)
    draws = int(np.clip(affordable, 100, problem.draws))
    rank_one = badness(problem.method, None, problem.spans)
    wins = np.zeros(len(owners))
    for block in range(sampling.n_blocks(draws, problem.per_block)):
        rng = sampling.stream(problem.seed, sampling.CONFIDENCE, block)
        values = problem.value_draws.sample(rng, problem.per_block)
        for index in range(min(problem.per_block, draws - block * problem.per_block)):
            for some in _parts(len(owners), n_alternatives):
                shape = (len(owners[some]), n_alternatives, n_criteria)
                repeated = np.broadcast_to(values[index], shape)
                scores = rank_one(central[some], repeated)
                wins[some] += _is_first(scores, owners[some], _of(behind, some))
    return wins / draws


def _parts(n_owners: int, n_alternatives: int) -> list[slice]:
    """Return owners in parts whose scores of all alternatives are few enough to be held."""
    step = max(1, _SCORES_AT_ONCE // n_alternatives)
    return [slice(start, start + step) for start in range(0, n_owners, step)]


def _of(behind: BoolArray | None, some: slice) -> BoolArray | None:
    return None if behind is None else behind[some]


def _is_first(scores: FloatArray, owners: IntArray, behind: BoolArray | None) -> BoolArray:
    if behind is not None:
        scores[behind] = 2.0
    own = scores[np.arange(len(owners)), owners]
    result: BoolArray = own <= scores.min(axis=1) + _TIE
    return result

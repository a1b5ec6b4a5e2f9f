"""Stochastic multicriteria acceptability analysis: how far a ranking can be trusted.

Weights and, where they are uncertain, values are drawn many times; each draw is ranked; the
ranks are counted. The method is SMAA-2 of Lahdelma and Salminen 2001.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from prioritizer.engine.arrays import BoolArray, FloatArray
from prioritizer.engine.draws.evidence import ValueSampler
from prioritizer.engine.draws.smaa_blocks import Detail, DrawTask, count_blocks
from prioritizer.engine.draws.smaa_cluster import count_on_cluster
from prioritizer.engine.draws.smaa_result import Smaa, finish
from prioritizer.engine.methods.table import find_method
from prioritizer.engine.weights.known_limit import KnownLimit
from prioritizer.engine.weights.regions import Region, Simplex
from prioritizer.errors import InputError

LARGEST_FULL_TABLE = 2000  # alternatives: a table of ranks then takes 32 megabytes
LARGEST_IN_PAIRS = 10_000  # alternatives: 800 megabytes a table; for those who ask for it


def smaa(  # noqa: PLR0913 - each is a setting of its own that callers leave out at will
    values: FloatArray | None = None,
    *,
    weights: Region | None = None,
    value_draws: ValueSampler | None = None,
    method: str = "weighted-sum",
    draws: int = 10_000,
    seed: int = 1,
    top: int | None = None,
    detail: str | None = None,
    pairwise: bool = False,
    confidence: bool = True,
    spans: FloatArray | None = None,
    maximize: BoolArray | None = None,
    limit: KnownLimit | None = None,
    progress: Callable[[int, int], None] | None = None,
    cancel: Callable[[], bool] | None = None,
    client: Any = None,
) -> Smaa:
    """Rank under many weights, and under many values where they are uncertain.

    Parameters
    ----------
    values
        Certain values, ``(alternatives, criteria)``, 0 to 1, higher better. Left out where
        ``value_draws`` is given.
    weights
        The region to draw from; all weight vectors when left out.
    value_draws
        Draws of uncertain values, for example `Evidence`.
    method
        A key of METHODS. Those that take values on fixed scales (`Method.on_values`) score many
        draws at once; ``promethee`` and ``electre`` compare all pairs, draw by draw.
    draws, seed
        The same seed gives the same counts on any number of workers.
    top
        Size of the shortlist.
    detail
        ``full`` (every rank; the usual choice up to 2,000 alternatives), ``summary`` (mean rank
        and quantiles; above) or ``top`` (the first ``top`` ranks only, fastest).
    pairwise
        Whether to compare all pairs; the time grows with the square of the alternatives.
    confidence
        Whether to compute confidence factors.
    spans
        ``(criteria,)``: what the way from value 0 to 1 counts in the method's score, for scales
        of unequal length, as after vector normalization. All 1 when left out.
    maximize
        ``(criteria,)``, given where ``values`` is a matrix made ready by `normalize`, of any
        numbers, instead of values: each draw is then scored by the method's own function.
    limit
        Who competes under which weights, asked draw by draw; all do in each where left out. For
        methods that score each alternative by its own values.
    progress
        Called with draws done and draws asked for.
    cancel
        Asked after each block of draws; True ends the run with what was counted.
    client
        A ``distributed.Client``: its workers share the draws, without progress and cancel.
        Needs the optional dependency Dask.

    Returns
    -------
    Smaa
        Shares of draws, with the number of draws.

    Raises
    ------
    InputError
        If values, a size or a name cannot be used.
    """
    shape = _checked_shape(values, value_draws, are_values=maximize is None)
    lengths = np.ones(shape[1]) if spans is None else np.asarray(spans, dtype=np.float64)
    chosen = Detail(detail) if detail is not None else _usual_detail(shape[0])
    problem = DrawTask(
        values=values if value_draws is None else None,
        value_draws=value_draws,
        weights=Simplex(shape[1]) if weights is None else weights,
        spans=lengths / lengths.max() if lengths.any() else lengths,
        method=find_method(method).name,
        draws=draws,
        seed=seed,
        detail=chosen,
        top=top,
        pairwise=pairwise and chosen is not Detail.TOP,
        maximize=maximize,
        limit=limit,
    )
    _check(problem)

    def after_block(done: int) -> bool:
        if progress is not None:
            progress(done, draws)
        return cancel is None or not cancel()

    if client is not None:
        counts = count_on_cluster(client, problem)
    else:
        counts = count_blocks(problem, range(problem.n_blocks), after_block=after_block)
    return finish(problem, counts, confidence=confidence)


def _usual_detail(n_alternatives: int) -> Detail:
    return Detail.FULL if n_alternatives <= LARGEST_FULL_TABLE else Detail.SUMMARY


def _checked_shape(
    values: FloatArray | None, value_draws: ValueSampler | None, *, are_values: bool
) -> tuple[int, int]:
    if value_draws is not None:
        return value_draws.shape
    if values is None or values.ndim != 2 or values.size == 0:
        message = "Values: found none. Expected at least one alternative and one criterion."
        raise InputError(message)
    if not are_values:
        return values.shape[0], values.shape[1]
    outside = np.argwhere(~((values >= 0) & (values <= 1)))
    if len(outside):
        row, column = outside[0].tolist()
        message = (
            f"Row {row + 1}, column {column + 1}: found value {values[row, column]:g}. "
            "Expected 0 to 1. Turn performances into values first; give a gap as an interval."
        )
        raise InputError(message, row=row, column=column)
    return values.shape[0], values.shape[1]


def _check(problem: DrawTask) -> None:
    n_alternatives, n_criteria = problem.shape
    top = 1 if problem.top is None else problem.top
    asked = [
        ("Length of the weight region", problem.weights.n_criteria, n_criteria, n_criteria),
        ("Draws", problem.draws, 1, 1_000_000_000),
        ("Seed", problem.seed, 0, 2**63),
        ("Shortlist size", top, 1, n_alternatives),
    ]
    if problem.limit is not None:
        rows = len(problem.limit.known)
        asked.append(("Alternatives of the limit", rows, n_alternatives, n_alternatives))
    if problem.detail is Detail.FULL:
        asked.append(("Alternatives for detail 'full'", n_alternatives, 1, LARGEST_IN_PAIRS))
    if problem.pairwise:
        asked.append(("Alternatives to compare in pairs", n_alternatives, 1, LARGEST_IN_PAIRS))
    if problem.detail is Detail.TOP and problem.top is None:
        asked.append(("Shortlist size for detail 'top'", 0, 1, n_alternatives))
    for name, found, lowest, highest in asked:
        if not lowest <= found <= highest:
            message = (
                f"{name}: found {found}. Expected {lowest} to {highest}. Change the number."
            )
            raise InputError(message)

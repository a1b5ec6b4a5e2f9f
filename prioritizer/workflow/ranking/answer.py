"""Draws to the answer: who is ranked, how surely each site is on the list, in which order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from prioritizer.domain.answer import (
    LEAST_KNOWN,
    MOST_UNKNOWN,
    STATES,
    Answer,
    Apart,
    CellState,
    GapMode,
    ValueDraws,
)
from prioritizer.domain.matrix import BoolArray, DecisionMatrix, FloatArray, ValueMatrix
from prioritizer.domain.results import IntArray, Order, Ranking, Settings
from prioritizer.engine.draws.alike import shared
from prioritizer.engine.draws.chances import Chances, chances
from prioritizer.engine.ranks import rank
from prioritizer.workflow.ranking.ranks import can_be_drawn

_KNOWN = (CellState.MEASURED, CellState.BOUNDED, CellState.ASSUMED)
# What a known weight may lack for rounding.
NEAR = 1e-9
_MISSING_AT_MOST = 6
# Of so many sites that are too little known it is said what to find out, by falling chance.
_TOLD = 1000
Missing = Callable[[str], tuple[str, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """Who of the sites of a problem is ranked under some settings.

    Attributes
    ----------
    rows
        The ranked sites, as rows of the problem.
    known_weight
        ``(sites of the problem,)``.
    settings
        With the criteria that separate nobody left out of the weights.
    left_out
        Ids of criteria that separate nobody.
    """

    rows: IntArray
    known_weight: FloatArray
    settings: Settings
    left_out: tuple[str, ...]


def can_be_answered(settings: Settings) -> bool:
    """Return whether chances can be drawn: a score of own values on fixed scales."""
    return can_be_drawn(settings)


def known_share(drawn: ValueDraws) -> BoolArray:
    """Return which cells count as known: measured, bounded or assumed by a person."""
    known = np.array([state in _KNOWN for state in STATES])
    return np.asarray(known[drawn.states])


def standing(values: ValueMatrix, drawn: ValueDraws, settings: Settings) -> Standing:
    """Return which criteria are in force and which sites are known well enough.

    A criterion that is unknown for more than `MOST_UNKNOWN` of the sites is left out unless it
    was switched on, or nothing else has weight; a site needs a known weight of `LEAST_KNOWN`.
    Under the old convention all take part, and so they do where no site is known so well.
    """
    known = known_share(drawn)
    ids = settings.weights.criteria
    n_sites = len(known)
    if settings.gaps is GapMode.MIDDLE:
        return all_of(values, drawn, settings)
    left_out = idle_criteria(drawn, settings)
    is_out = np.isin(ids, left_out)
    if np.where(is_out, 0.0, settings.weights.points).sum() <= 0:
        left_out = ()
    weights = replace(settings.weights, left_out=left_out)
    share = known_weight(values, known, weights.normalized)
    rows = np.flatnonzero(share >= LEAST_KNOWN - NEAR)
    if not len(rows):
        # Where nobody is known well enough, setting all apart would say nothing.
        rows = np.arange(n_sites)
    return Standing(rows, share, replace(settings, weights=weights), left_out)


def idle_criteria(drawn: ValueDraws, settings: Settings) -> tuple[str, ...]:
    """Return ids of the criteria that separate nobody and were not switched on.

    They are left out where any other criterion has weight.
    """
    if settings.gaps is GapMode.MIDDLE or not len(drawn.states):
        return ()
    unknown = 1.0 - known_share(drawn).mean(axis=0)
    return tuple(
        name
        for name, share in zip(settings.weights.criteria, unknown.tolist(), strict=True)
        if share > MOST_UNKNOWN and name not in settings.switched_on
    )


def all_of(values: ValueMatrix, drawn: ValueDraws, settings: Settings) -> Standing:
    """Return a standing in which every site is ranked, whatever is known of it."""
    weight = known_weight(values, known_share(drawn), settings.weights.normalized)
    return Standing(np.arange(len(weight)), weight, settings, settings.weights.left_out)


def known_weight(values: ValueMatrix, known: BoolArray, weights: FloatArray) -> FloatArray:
    """Return sum of weight x (1 - width of the interval of values) over known cells, 0 to 1.

    Records hold its last bit: the order of the sum stays.
    """
    return np.asarray(np.clip((sharpness(values, known) * weights).sum(axis=1), 0.0, 1.0))


def sharpness(values: ValueMatrix, known: BoolArray) -> FloatArray:
    """Return how well each value is known, ``(sites, criteria)``: 1 - width; 0 if unknown."""
    return np.where(known, 1.0 - (values.high - values.low), 0.0)


def with_means(values: ValueMatrix, drawn: ValueDraws) -> ValueMatrix:
    """Return values in which a cell that evidence says nothing about has its drawn mean."""
    if drawn.gaps is GapMode.MIDDLE:
        return values
    expected = np.where(np.isnan(drawn.means), values.expected, drawn.means)
    return ValueMatrix(values.low, expected, values.high, values.gap)


def find_answer(
    matrix: DecisionMatrix,
    drawn: ValueDraws,
    place: Standing,
    missing: Missing | None,
    weights: FloatArray | None = None,
) -> Answer:
    """Return the chances of the ranked sites, and of those that are too little known.

    Parameters
    ----------
    matrix
        Of the whole problem, as ``drawn``.
    missing
        Called with the id of a site that is too little known: what there is to find out.
    weights
        ``(draws, criteria)``, those of each draw; the one vector of the settings if left out.
    """
    settings = place.settings
    competing = np.zeros(len(matrix), dtype=np.bool_)
    competing[place.rows] = True
    found = chances(
        drawn.levels,
        settings.weights.normalized if weights is None else weights,
        top=settings.top,
        competing=competing,
        method=settings.method,
    )
    if drawn.alike is not None:
        found = shared(found, drawn.alike)
    known = known_share(drawn)
    return Answer(
        top=settings.top,
        gaps=settings.gaps,
        draws=drawn.draws,
        seed=drawn.seed,
        chance=found.chance[place.rows],
        rank_5=found.rank_5[place.rows],
        rank_median=found.rank_median[place.rows],
        rank_95=found.rank_95[place.rows],
        known_weight=place.known_weight[place.rows],
        states=drawn.states[place.rows],
        apart=_apart(matrix, place, found, competing, missing),
        criteria_left_out=place.left_out,
        known_counts=dict(
            zip(settings.weights.criteria, known.sum(axis=0).tolist(), strict=True)
        ),
    )


def _apart(
    matrix: DecisionMatrix,
    place: Standing,
    found: Chances,
    competing: BoolArray,
    missing: Missing | None,
) -> tuple[Apart, ...]:
    rows = np.flatnonzero(~competing)
    by_chance = np.lexsort((rows, -np.round(found.chance[rows], 2)))
    told = set(rows[by_chance[:_TOLD]].tolist())
    sites = [
        Apart(
            site_id=matrix.alternatives[row],
            name=matrix.names[row],
            known_weight=float(place.known_weight[row]),
            chance=float(found.chance[row]),
            missing=missing(matrix.alternatives[row])[:_MISSING_AT_MOST]
            if missing and row in told
            else (),
        )
        for row in rows.tolist()
    ]
    return tuple(sorted(sites, key=lambda site: (-round(site.chance, 2), site.site_id)))


def ordered(ranking: Ranking, answer: Answer, order: Order) -> Ranking:
    """Return the ranking with places by chance, median place or cautious place.

    Chances count in whole per cent, as they are shown: a difference that nobody sees decides
    nothing. Sites that agree in everything share a place.
    """
    shown = np.floor(answer.chance * 100 + 0.5)
    keys = {
        Order.CHANCE: (-shown, answer.rank_median, -ranking.scores),
        Order.MEDIAN: (answer.rank_median, -shown, -ranking.scores),
        Order.CAUTIOUS: (answer.rank_95, answer.rank_median, -ranking.scores),
    }.get(order)
    if keys is None:
        return ranking
    rows = np.lexsort(tuple(reversed(keys)))
    table = np.stack(keys)[:, rows]
    differs = np.concatenate([[False], (table[:, 1:] != table[:, :-1]).any(axis=0)])
    merit = np.empty(len(rows))
    merit[rows] = -np.cumsum(differs)
    return replace(ranking, ranks=rank(merit))

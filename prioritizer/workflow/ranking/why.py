"""Why not mine? What puts a site above another, how surely, and what would turn them round."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from prioritizer.domain.criterion import Criterion
from prioritizer.domain.matrix import FloatArray
from prioritizer.domain.results import Assessment, Order, Scales, Settings
from prioritizer.domain.words import listed, percent, weight
from prioritizer.engine.answers.least_shift import (
    Shift,
    least_shift,
    level_values,
    shift_by_search,
)
from prioritizer.errors import InputError
from prioritizer.workflow.ranking.against_draws import on_list_sentence
from prioritizer.workflow.ranking.comparison_words import comparison_sentence
from prioritizer.workflow.ranking.explain import (
    Comparison,
    Flip,
    adds_up,
    compare,
    flip,
    flip_sentence,
)
from prioritizer.workflow.ranking.known_limit import (
    Unranked,
    unranked,
    unranked_now,
    unranked_now_sentence,
    unranked_sentence,
)
from prioritizer.workflow.ranking.performance_words import criterion_text
from prioritizer.workflow.ranking.ranks import FIXED_METHODS, rank_matrix
from prioritizer.workflow.ranking.values import invert

_TOLD = 0.0005


@dataclass(frozen=True, slots=True)
class Needed:
    """The value of one site on one criterion that would bring a pair level.

    ``performance`` is in the unit of the criterion, ``value`` on the scale of values, 0 to 1.
    ``is_possible`` says whether the evidence allows it, ``low`` to ``high`` being its logical
    bounds on the scale of values.
    """

    site: str
    criterion: Criterion
    performance: float
    value: float
    value_now: float
    is_possible: bool

    @property
    def change(self) -> float:
        """Return the change of the value, 0 to 1."""
        return abs(self.value - self.value_now)


@dataclass(frozen=True, slots=True, eq=False)
class Why:
    """All that is to be said of one site above another.

    Attributes
    ----------
    chance
        Share of draws in which the one above scores more; None where nothing is drawn.
    on_list
        What to know where the list puts the two the other way round; blank where it does not.
    one_weight, all_weights, one_value
        The smallest change of each kind that brings them level; None where none does.
    not_ranked
        Those of the pair that are too little known at the weights of ``all_weights``.
    not_ranked_now
        Those of the pair that are too little known at the weights in force.
    """

    above: str
    below: str
    comparison: Comparison
    chance: float | None
    one_weight: Flip | None
    all_weights: Shift | None
    one_value: Needed | None
    criteria: tuple[Criterion, ...]
    weights: FloatArray
    on_list: str = ""
    not_ranked: tuple[Unranked, ...] = ()
    not_ranked_now: tuple[Unranked, ...] = ()


def why(assessment: Assessment, above_id: str, below_id: str) -> Why:
    """Return why one site scores more than another, and what would turn them round.

    The site with the higher score at best estimates is the one above, whichever is named first.
    Sites that are too little known can be asked about as well.

    Raises
    ------
    InputError
        If a site is not among those considered, the two are one, or the method gives a site no
        score of its own.
    """
    whole = _whole(assessment)
    settings, matrix = whole.settings, whole.matrix
    if settings.scales is not Scales.FIXED or settings.method not in FIXED_METHODS:
        raise InputError(
            f"why: found {settings.method} on {settings.scales.value} scales. Expected a "
            "method that scores each site by its own values, on fixed scales. "
            "Choose the weighted sum."
        )
    first, second = (_row(whole, name) for name in (above_id, below_id))
    if first == second:
        raise InputError(
            f"why: found '{above_id}' twice. Expected two different sites. Name another."
        )
    scores = whole.ranking.scores
    above, below = (first, second) if scores[first] >= scores[second] else (second, first)
    weights = settings.weights.normalized
    pair = whole.values.expected[[above, below]]
    shift = _shift(settings, pair)
    ids = [matrix.alternatives[row] for row in (above, below)]
    comparison = compare(whole, above, below)
    return Why(
        above=matrix.names[above],
        below=matrix.names[below],
        comparison=comparison,
        chance=None if comparison.drawn is None else comparison.drawn.wins,
        one_weight=flip(whole, above, below, base=assessment),
        all_weights=shift,
        one_value=_one_value(whole, above, below, pair),
        criteria=matrix.criteria,
        weights=weights,
        on_list=_on_list(assessment, *ids),
        not_ranked=() if shift is None else unranked(assessment, ids, shift.weights),
        not_ranked_now=unranked_now(assessment, ids),
    )


def _on_list(assessment: Assessment, above: str, below: str) -> str:
    """Return that the list has the two the other way round; blank where it does not."""
    ids = assessment.matrix.alternatives
    if above not in ids or below not in ids:
        return ""
    said = on_list_sentence(assessment, ids.index(above), ids.index(below))
    return f"{said} What follows is about the score at best estimates." if said else ""


def _shift(settings: Settings, pair: FloatArray) -> Shift | None:
    """Return the shift of all weights; criteria that are left out get none."""
    weights = settings.weights.normalized
    left_out = settings.weights.left_out
    counted = np.array([name not in left_out for name in settings.weights.criteria])
    if adds_up(settings):
        found = least_shift(weights[counted], (pair[0] - pair[1])[counted])
    else:
        found = shift_by_search(
            weights[counted], pair[:, counted], FIXED_METHODS[settings.method]
        )
    if found is None:
        return None
    shifted = np.zeros_like(weights)
    shifted[counted] = found.weights
    return Shift(shifted, found.moved, found.is_least)


def _whole(assessment: Assessment) -> Assessment:
    """Return the assessment of all sites that were considered, by score at best estimates."""
    settings = replace(assessment.settings, order=Order.EXPECTED)
    considered = assessment.considered
    if considered is None:
        return replace(assessment, settings=settings)
    ranking = rank_matrix(considered.matrix, considered.values, settings)
    return replace(
        assessment,
        settings=settings,
        matrix=considered.matrix,
        values=considered.values,
        ranking=ranking,
        answer=None,
    )


def _row(assessment: Assessment, name: str) -> int:
    """Return the row of a site by its id, or by a name that only one has."""
    ids = assessment.matrix.alternatives
    if name in ids:
        return ids.index(name)
    wanted = name.strip().casefold()
    named = [row for row, own in enumerate(assessment.matrix.names) if wanted in own.casefold()]
    if len(named) == 1:
        return named[0]
    left_out = {left.site_id: left for left in assessment.not_ranked}
    if name in left_out:
        left = left_out[name]
        cure = (
            "Name another, or rank all facilities (--status all)."
            if left.is_aside
            else "Name another."
        )
        raise InputError(
            f"why: found {name}, which is not ranked: {left.told} Expected a site with "
            f"evidence and without a veto that does not stand aside. {cure}"
        )
    several = [ids[row] for row in named[:5]]
    expected = f"one of {', '.join(several)}" if several else "the id of a ranked site"
    raise InputError(f"why: found '{name}'. Expected {expected}. Correct the name.")


def _one_value(whole: Assessment, above: int, below: int, pair: FloatArray) -> Needed | None:
    """Return the smallest change of one value of either site; possible ones come first."""
    settings, criteria = whole.settings, whole.matrix.criteria
    score, weights = FIXED_METHODS[settings.method], settings.weights.normalized
    found = []
    for place, row in enumerate((above, below)):
        levels = level_values(weights, pair, row=place, score=score)
        for column, value in enumerate(levels):
            if value is None:
                continue
            performance = invert(criteria[column].value_function, np.array([value]))[0]
            low, high = whole.values.low[row, column], whole.values.high[row, column]
            found.append(
                Needed(
                    site=whole.matrix.names[row],
                    criterion=criteria[column],
                    performance=float(performance),
                    value=value,
                    value_now=float(pair[place, column]),
                    is_possible=bool(low - 1e-9 <= value <= high + 1e-9),
                )
            )
    return min(found, key=lambda one: (not one.is_possible, one.change), default=None)


def why_sentences(found: Why) -> tuple[str, ...]:
    """Return the answer in sentences: reasons, chance, and three ways to turn them round.

    Who of the two is not ranked now comes first.
    """
    first = (unranked_now_sentence(found.not_ranked_now), found.on_list)
    sentences = [sentence for sentence in first if sentence]
    sentences.append(comparison_sentence(found.comparison))
    drawn = found.comparison.drawn
    if found.chance is not None and not (drawn is not None and drawn.is_turned):
        sentences.append(
            f"Chance: {found.above} scores more than {found.below} in {percent(found.chance)} "
            "of the draws."
        )
    if not found.comparison.is_tie:
        sentences += [
            flip_sentence(found.one_weight, found.above, found.below),
            _shift_sentence(found),
            _value_sentence(found),
        ]
    return tuple(sentences)


def _shift_sentence(found: Why) -> str:
    shift = found.all_weights
    if shift is None:
        return (
            f"No weights at all put {found.below} above {found.above} in score at best "
            "estimates: it is nowhere ahead by enough."
        )
    changed = [
        f"{criterion.name} {weight(before)} → {weight(after)}"
        for criterion, before, after in zip(
            found.criteria, found.weights.tolist(), shift.weights.tolist(), strict=True
        )
        if abs(after - before) >= _TOLD
    ]
    bound = "" if shift.is_least else " or less"
    told = (
        f"Of all weights together, {weight(shift.moved)}{bound} must move to bring them level "
        f"in score at best estimates: {listed(changed)}."
    )
    return f"{told} {unranked_sentence(found.not_ranked)}".rstrip()


def _value_sentence(found: Why) -> str:
    needed = found.one_value
    if needed is None:
        return (
            "No other value of a single criterion turns them round in score at best estimates."
        )
    at = needed.performance
    figure = criterion_text(needed.criterion, at, at, at)
    allowed = (
        "the evidence allows that"
        if needed.is_possible
        else ("the evidence does not allow that")
    )
    return (
        f"They are level in score at best estimates once {needed.criterion.name} of "
        f"{needed.site} is {figure}; {allowed}."
    )

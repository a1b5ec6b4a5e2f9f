"""Why a site stands above or below another: what is known first, what is assumed apart.

A value that is not known is never the reason for a place. It is said as what it is: not known,
what is taken for it, from how many like sites, and from which value on it would turn the two.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from prioritizer.domain.answer import CellState, GapMode
from prioritizer.domain.criterion import Criterion
from prioritizer.domain.results import Assessment, Scales
from prioritizer.domain.words import MINUS, listed, number, percent, performance
from prioritizer.engine.answers.least_shift import level_place
from prioritizer.engine.draws.chances import beats
from prioritizer.languages.speech import gettext, ngettext, noop
from prioritizer.workflow.ranking.comparison_words import points
from prioritizer.workflow.ranking.explain import Lead, known_leads
from prioritizer.workflow.ranking.gaps import LikeSites
from prioritizer.workflow.ranking.like_classes import OF_INVENTORY
from prioritizer.workflow.ranking.ranks import FIXED_METHODS
from prioritizer.workflow.ranking.values import invert

_ASSUMED = (CellState.BOUNDED, CellState.ANALOGUE, CellState.UNKNOWN, CellState.ASSUMED)
# What a neighbour is called whose name stands before.
IT = "it"
ABOVE, BELOW = noop("above {other} on {criteria}"), noop("below {other} on {criteria}")
IT_TOO = {ABOVE: noop("above it on {criteria}"), BELOW: noop("below it on {criteria}")}
BETTER, WORSE = noop("at a value better than {value}"), noop("at a value worse than {value}")
OVER, UNDER = noop("above {value}"), noop("below {value}")
FALLS = noop("{side} it would fall behind {other} in score at best estimates")
PASSES = noop("{side} it would pass {other} in score at best estimates")
Like = Callable[[int, int], LikeSites | None]


@dataclass(frozen=True, slots=True)
class AssumedCell:
    """A value of a site that is not measured, and what it does between two sites.

    Attributes
    ----------
    taken, low, high
        The value that counts and its bounds, 0 to 1.
    turns_at
        The value from which on the two sites change places by score, all else as expected;
        None where no value within the bounds does it.
    like
        The like sites it is taken from, if any.
    """

    criterion: Criterion
    state: CellState
    taken: float
    low: float
    high: float
    turns_at: float | None
    like: LikeSites | None


@dataclass(frozen=True, slots=True)
class Reasons:
    """What stands between one site and another.

    ``known`` are leads of the site that hold whatever the gaps of the two turn out to be, the
    largest first; a negative one is a lead of the other. ``assumed`` are the site's own values
    that are not measured. ``beats`` is the share of draws in which the site scores more, None
    where nothing is drawn.
    """

    name: str
    other: str
    is_ahead: bool
    known: tuple[Lead, ...]
    assumed: tuple[AssumedCell, ...]
    beats: float | None


def find_reasons(
    assessment: Assessment, row: int, other: int, like: Like | None = None
) -> Reasons:
    """Return what speaks for and against a site in comparison with another ranked one.

    Parameters
    ----------
    row, other
        Rows of the assessment.
    like
        Called with a row and a column of the assessment: the like sites that stand for a value.
    """
    weights = assessment.settings.weights.normalized
    return Reasons(
        name=assessment.matrix.names[row],
        other=assessment.matrix.names[other],
        is_ahead=bool(_place(assessment, row) < _place(assessment, other)),
        known=known_leads(assessment, row, other),
        assumed=tuple(
            _assumed(assessment, row, other, k, like)
            for k in np.flatnonzero(weights > 0).tolist()
            if _state(assessment, row, k) in _ASSUMED
        ),
        beats=_beats(assessment, row, other),
    )


def _beats(assessment: Assessment, row: int, other: int) -> float | None:
    """Return the share of draws in which a site is ahead; None where nothing is drawn."""
    considered = assessment.considered
    if considered is None:
        return None
    # Rows of all sites that were considered: to pick out the ranked ones would copy all draws.
    one, two = assessment.rows[[row, other]].tolist()
    settings = assessment.settings
    return beats(
        considered.draws.levels, settings.weights.normalized, one, two, method=settings.method
    )


def _place(assessment: Assessment, row: int) -> int:
    return int(np.flatnonzero(assessment.order() == row)[0])


def _state(assessment: Assessment, row: int, column: int) -> CellState:
    answer = assessment.answer
    if answer is not None:
        return answer.state(row, column)
    return CellState.UNKNOWN if assessment.values.gap[row, column] else CellState.MEASURED


def _assumed(
    assessment: Assessment, row: int, other: int, column: int, like: Like | None
) -> AssumedCell:
    values = assessment.values
    return AssumedCell(
        criterion=assessment.matrix.criteria[column],
        state=_state(assessment, row, column),
        taken=float(values.expected[row, column]),
        low=float(values.low[row, column]),
        high=float(values.high[row, column]),
        turns_at=_turning_value(assessment, row, other, column),
        like=None if like is None else like(row, column),
    )


def _turning_value(assessment: Assessment, row: int, other: int, column: int) -> float | None:
    """Return the value at which two scores at best estimates are level.

    Scores rise with each value under every method that scores a site by its own values.
    """
    settings = assessment.settings
    score = FIXED_METHODS.get(settings.method)
    if score is None or settings.scales is not Scales.FIXED:
        return None
    values, weights = assessment.values, settings.weights.normalized
    goal = float(score(values.expected[[other]], weights)[0])
    own = values.expected[[row]].copy()

    def lead(value: float) -> float:
        own[0, column] = value
        return float(score(own, weights)[0]) - goal

    low, high = float(values.low[row, column]), float(values.high[row, column])
    if (lead(low) > 0) == (lead(high) > 0):
        return None
    return level_place(lead, low, high)


def known_sentence(found: Reasons) -> str:
    """Return what is known, as reasons: ``above B on Grade (+0.09)``."""
    sides = [
        (word, [lead for lead in found.known if (lead.known > 0) is is_ahead])
        for word, is_ahead in ((ABOVE, True), (BELOW, False))
    ]
    told = [(word, leads) for word, leads in sides if leads]
    if not found.is_ahead:
        told.reverse()
    if not told:
        if found.other == IT:
            return gettext("Nothing that is known speaks for or against it.")
        return gettext(
            "Nothing that is known speaks for or against {other}.", other=found.other
        )
    parts = [
        gettext(IT_TOO[text] if other == IT else text, other=other, criteria=_led(leads))
        for (text, leads), other in zip(told, (found.other, IT), strict=False)
    ]
    return gettext("Known: {reasons}.", reasons=", ".join(parts))


def _led(leads: list[Lead]) -> str:
    return listed(
        [
            f"{gettext(lead.criterion.name)} "
            f"({points(abs(lead.known), sign='+' if lead.known > 0 else MINUS)})"
            for lead in leads
        ]
    )


def assumed_sentences(found: Reasons, gaps: GapMode) -> tuple[str, ...]:
    """Return one sentence for each value that is not measured: what counts, what turns."""
    return tuple(_assumed_sentence(cell, found, gaps) for cell in found.assumed)


def _assumed_sentence(cell: AssumedCell, found: Reasons, gaps: GapMode) -> str:
    name, taken = gettext(cell.criterion.name), value_text(cell.criterion, cell.taken)
    if cell.state is CellState.BOUNDED:
        low, high = (value_text(cell.criterion, end) for end in (cell.low, cell.high))
        # The unit once, behind both ends.
        unit = f" {gettext(cell.criterion.unit)}"
        low = low.removesuffix(unit) if high.endswith(unit) else low
        start = gettext(
            "Its {name} lies between {low} and {high} and is taken as {value}",
            name=name,
            low=low,
            high=high,
            value=taken,
        )
    elif cell.state is CellState.ASSUMED:
        start = gettext("Its {name} is assumed by you as {value}", name=name, value=taken)
    else:
        start = gettext("Its {name} is not known and taken as {value}", name=name, value=taken)
        start += _from(cell, gaps)
    return f"{start}; {_turn(cell, found)}."


def _from(cell: AssumedCell, gaps: GapMode) -> str:
    if cell.like is not None and cell.like.n:
        return f", {_like_words(cell.like)}"
    if gaps is GapMode.MIDDLE or cell.state is CellState.UNKNOWN:
        return f", {gettext('the middle of its scale')}"
    return ""


def _like_words(like: LikeSites) -> str:
    if like.kind == OF_INVENTORY:
        return ngettext(
            "like {n} site of this inventory",
            "like {n} sites of this inventory",
            like.n,
            n=number(like.n),
        )
    return gettext("like {n} sites of its kind ({kind})", n=like.n, kind=_kind_words(like.kind))


def _kind_words(kind: str) -> str:
    """Return a kind of waste, or one of a family of commodities, in the language spoken."""
    waste, _, family = kind.partition(" of ")
    if not family:
        return gettext(waste)
    return gettext("{waste} of {family}", waste=gettext(waste), family=gettext(family))


def _turn(cell: AssumedCell, found: Reasons) -> str:
    if cell.turns_at is None:
        return gettext("no value of it changes their order")
    at, is_ahead = value_text(cell.criterion, cell.turns_at), cell.taken > cell.turns_at
    side = gettext(_side(cell.criterion, is_better=not is_ahead), value=at)
    text = FALLS if is_ahead else PASSES
    return gettext(text, side=side, other=found.other)


def _side(criterion: Criterion, *, is_better: bool) -> str:
    """Return on which side of a performance lie the better or the worse ones."""
    function = criterion.value_function
    if function.kind == "target":
        return BETTER if is_better else WORSE
    return OVER if (function.best > function.worst) is is_better else UNDER


def value_text(criterion: Criterion, value: float) -> str:
    """Return a value, 0 to 1, as the performance it stands for, with the criterion's unit."""
    own = float(invert(criterion.value_function, np.array([value]))[0])
    if name := criterion.performance_name(own):
        return gettext(name)
    return f"{performance(own)} {gettext(criterion.unit)}".strip()


def beats_sentence(found: Reasons) -> str:
    """Return in how many draws the site scores more; blank where nothing is drawn."""
    if found.beats is None:
        return ""
    share = percent(found.beats)
    if found.other == IT:
        return gettext("Beats it in {share} of the draws.", share=share)
    return gettext("Beats {other} in {share} of the draws.", other=found.other, share=share)

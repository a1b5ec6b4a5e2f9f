"""Why one site stands above another, in numbers and in words, and what would turn them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from prioritizer.domain.answer import STATES, CellState
from prioritizer.domain.criterion import Criterion
from prioritizer.domain.matrix import BoolArray, FloatArray
from prioritizer.domain.results import Assessment, Order, Scales, Settings
from prioritizer.domain.words import weight
from prioritizer.engine.answers.flips import (
    flip_points,
    flip_points_by_search,
    flip_points_closeness,
    smallest_flip,
)
from prioritizer.engine.methods.normalization import higher_is_better, normalize
from prioritizer.engine.methods.promethee import shares_of_wins
from prioritizer.engine.methods.table import METHODS
from prioritizer.engine.methods.topsis import column_extremes, gaps_to_ideal
from prioritizer.languages.speech import gettext, noop
from prioritizer.workflow.ranking.against_draws import (
    DrawnLead,
    drawn_lead,
)
from prioritizer.workflow.ranking.data_scales import HeldScales, gaps_at_worst, normalization_of
from prioritizer.workflow.ranking.known_limit import Unranked, unranked, unranked_sentence
from prioritizer.workflow.ranking.ranks import FIXED_METHODS
from prioritizer.workflow.ranking.values import filled_performance

PASSES_OVER = noop(
    "{below} passes {above} in score at best estimates once {criterion} weighs more than "
    "{share} (now {now})."
)
PASSES_UNDER = noop(
    "{below} passes {above} in score at best estimates once {criterion} weighs less than "
    "{share} (now {now})."
)
NEGLIGIBLE = 0.0005
"""Part of a score that is not worth a word; three decimals are shown of small ones."""
_SCORE_WORDS = {
    Order.PESSIMISTIC: "score in the worst case",
    Order.OPTIMISTIC: "score in the best case",
}


@dataclass(frozen=True, slots=True, eq=False)
class Scaled:
    """What a method weighs, ``(alternatives, criteria)``, with ideal and anti-ideal."""

    values: FloatArray
    ideal: FloatArray
    anti_ideal: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """What a score is made of, per alternative and criterion, ``(alternatives, criteria)``.

    For a weighted sum ``secured + on_gaps`` adds up to the score at best estimates; for
    PROMETHEE too, where a part is weight times the share of the others that are beaten. For the
    others both are zero and ``to_ideal`` holds each criterion's share of what separates the
    alternative from the ideal: of the squared distance for TOPSIS, else of weight times missing
    value.
    """

    secured: FloatArray
    on_gaps: FloatArray
    to_ideal: FloatArray
    is_additive: bool


@dataclass(frozen=True, slots=True)
class Lead:
    """How far one alternative leads another on one criterion, in points of score.

    ``known`` is the part that holds whatever the gaps of the two turn out to be; a gap is no
    reason for a place, and neither is what a person assumed.
    """

    criterion: Criterion
    amount: float
    known: float

    @property
    def on_gaps(self) -> float:
        """Return the part that rests on gaps, at their expected values."""
        return self.amount - self.known


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two neighbours: who leads by how much, and on which criteria, the largest first.

    ``score`` says which score ``margin`` is of: the one at best estimates, or an end of its
    interval; ``drawn`` how the lead does in the draws, None where nothing is drawn.
    """

    above: str
    below: str
    margin: float
    leads: tuple[Lead, ...]
    is_additive: bool
    score: str = "score at best estimates"
    drawn: DrawnLead | None = None

    @property
    def is_tie(self) -> bool:
        """Return whether the two share a score."""
        return self.margin == 0


@dataclass(frozen=True, slots=True)
class Flip:
    """The smallest change of one weight that brings a pair level; shares are 0 to 1.

    ``not_ranked`` are those of the pair that are too little known at these weights: then the
    one below does not pass the one above.
    """

    criterion: Criterion
    points: float
    points_now: float
    share: float
    share_now: float
    not_ranked: tuple[Unranked, ...] = ()

    @property
    def change(self) -> float:
        """Return the change of the share, 0 to 1."""
        return abs(self.share - self.share_now)


def scaled(assessment: Assessment) -> Scaled:
    """Return what the method weighs, at the end of the intervals that sites are ordered by.

    On data-driven scales it is always the expected data: only they make the scales. There,
    methods other than weighted sum and TOPSIS are described by the values between the worst and
    the best of the data.
    """
    matrix, values, settings = assessment.matrix, assessment.values, assessment.settings
    n_criteria = len(matrix.criteria)
    if settings.scales is Scales.FIXED:
        chosen = {Order.PESSIMISTIC: values.low, Order.OPTIMISTIC: values.high}.get(
            settings.order, values.expected
        )
        if settings.method == "promethee":
            chosen = shares_of_wins(chosen, values.expected)
        return Scaled(chosen, np.ones(n_criteria), np.zeros(n_criteria))
    is_classic = settings.method in ("weighted-sum", "topsis")
    normalized, maximize = normalize(
        filled_performance(matrix, values),
        matrix.maximize,
        method=normalization_of(settings) if is_classic else "minmax",
    )
    if settings.method == "promethee":
        normalized = shares_of_wins(normalized)
    if settings.method != "topsis":
        normalized = higher_is_better(normalized, maximize)
        return Scaled(normalized, normalized.max(axis=0), normalized.min(axis=0))
    ideal, anti_ideal = column_extremes(normalized, maximize)
    return Scaled(normalized, ideal, anti_ideal)


def parts(assessment: Assessment) -> Parts:
    """Return what each score at best estimates is made of, and how much of it rests on gaps."""
    weights = assessment.settings.weights.normalized
    expected = scaled(_expected(assessment))
    nothing = np.zeros_like(expected.values)
    if assessment.settings.method == "topsis":
        shares = gaps_to_ideal(expected.values, weights, ideal=expected.ideal)
        return Parts(nothing, nothing, shares, is_additive=False)
    contributions = expected.values * weights
    if not adds_up(assessment.settings):
        shares = _shares(weights * expected.ideal - contributions)
        return Parts(nothing, nothing, shares, is_additive=False)
    if assessment.settings.scales is Scales.FIXED:
        held = np.where(
            assessment.values.gap, assessment.values.low, assessment.values.expected
        )
        if assessment.settings.method == "promethee":
            held = shares_of_wins(held, assessment.values.expected)
        secured = np.minimum(held * weights, contributions)
        return Parts(secured, contributions - secured, nothing, is_additive=True)
    matrix, values = assessment.matrix, assessment.values
    scales = HeldScales(filled_performance(matrix, values), expected.values)
    secured = np.minimum(scales.at(gaps_at_worst(matrix, values)) * weights, contributions)
    return Parts(secured, contributions - secured, nothing, is_additive=True)


def adds_up(settings: Settings) -> bool:
    """Return whether the score is a sum of one part per criterion, linear in the weights."""
    if settings.method in ("weighted-sum", "promethee"):
        return True
    return settings.scales is Scales.FIXED and METHODS[settings.method].is_sum_of_values


def _shares(gaps: FloatArray) -> FloatArray:
    totals = gaps.sum(axis=1, keepdims=True)
    shares = np.zeros_like(gaps)
    np.divide(gaps, totals, out=shares, where=totals > 0)
    return shares


def _expected(assessment: Assessment) -> Assessment:
    return replace(assessment, settings=replace(assessment.settings, order=Order.EXPECTED))


def known_leads(assessment: Assessment, row: int, other: int) -> tuple[Lead, ...]:
    """Return how a row leads another for certain at best estimates, the largest first.

    A lead that the known values give the other is negative; what is less than `NEGLIGIBLE` is
    left out.
    """
    leads = _leads(_expected(assessment), row, other)
    told = [lead for lead in leads if abs(lead.known) > NEGLIGIBLE]
    return tuple(sorted(told, key=lambda lead: -abs(lead.known)))


def compare(assessment: Assessment, above: int, below: int) -> Comparison:
    """Return how row ``above`` leads row ``below``, criterion by criterion.

    Where scores add up the leads are differences of contributions and add up to the margin.
    Other methods have no such parts: the leads are differences of weighted values, and the
    margin one of scores.
    """
    ranking, settings = assessment.ranking, assessment.settings
    scores = {Order.PESSIMISTIC: ranking.score_low, Order.OPTIMISTIC: ranking.score_high}.get(
        settings.order, ranking.scores
    )
    return Comparison(
        above=assessment.matrix.names[above],
        below=assessment.matrix.names[below],
        margin=float(scores[above] - scores[below]),
        leads=_leads(assessment, above, below),
        is_additive=adds_up(settings),
        score=_SCORE_WORDS.get(settings.order, "score at best estimates"),
        drawn=drawn_lead(assessment, above, below),
    )


def _leads(assessment: Assessment, above: int, below: int) -> tuple[Lead, ...]:
    settings, chosen = assessment.settings, scaled(assessment)
    weighted = settings.weights.normalized * (chosen.values[above] - chosen.values[below])
    known = _known_leads(assessment, chosen, weighted, above, below)
    if settings.method == "topsis":
        # In TOPSIS a column to minimise stays one: its ideal is its smallest number.
        sign = np.where(chosen.ideal >= chosen.anti_ideal, 1.0, -1.0)
        weighted, known = sign * weighted, sign * known
    return tuple(
        Lead(assessment.matrix.criteria[k], float(weighted[k]), float(known[k]))
        for k in np.argsort(-np.abs(weighted), kind="stable")
    )


def _known_leads(
    assessment: Assessment, chosen: Scaled, weighted: FloatArray, above: int, below: int
) -> FloatArray:
    """Return the part of each lead that no gap can take away, ``(criteria,)``.

    On fixed scales a gap moves between the ends of its value, and what stays of the lead at the
    worse end is known. Other scales are made from all sites: there a gap takes the whole lead.
    """
    settings, gap = assessment.settings, _not_measured(assessment)
    if settings.scales is not Scales.FIXED or settings.method == "promethee":
        return np.where(gap[above] | gap[below], 0.0, weighted)
    low = np.where(gap, np.minimum(assessment.values.low, chosen.values), chosen.values)
    high = np.where(gap, np.maximum(assessment.values.high, chosen.values), chosen.values)
    weights = settings.weights.normalized
    for_above = np.maximum(weights * (low[above] - high[below]), 0.0)
    for_below = np.minimum(weights * (high[above] - low[below]), 0.0)
    return np.asarray(np.where(weighted > 0, for_above, for_below))


def _not_measured(assessment: Assessment) -> BoolArray:
    """Return which values rest on a gap or on what a person assumed, ``(rows, criteria)``."""
    gap, considered = assessment.values.gap, assessment.considered
    if considered is None:
        return gap
    assumed = considered.draws.states[assessment.rows] == STATES.index(CellState.ASSUMED)
    return np.asarray(gap | assumed)


def flip(
    assessment: Assessment, above: int, below: int, *, base: Assessment | None = None
) -> Flip | None:
    """Return the smallest change of one weight that brings two rows level, if any.

    One at which both are known well enough to be ranked comes before all others. ``None`` where
    no single weight can do it, and where it is not known, see `knows_flips`.

    Parameters
    ----------
    base
        The ranking whose sites are meant, where the assessment is of more.
    """
    settings = assessment.settings
    if not knows_flips(settings):
        return None
    points = np.array(settings.weights.counted)
    chosen = scaled(assessment)
    if adds_up(settings):
        candidates = flip_points(points, chosen.values[above] - chosen.values[below])
    elif settings.method != "topsis":
        candidates = flip_points_by_search(
            points, chosen.values[[above, below]], FIXED_METHODS[settings.method]
        )
    else:
        candidates = flip_points_closeness(
            points,
            chosen.values[above],
            chosen.values[below],
            ideal=chosen.ideal,
            anti_ideal=chosen.anti_ideal,
        )
    ids = [assessment.matrix.alternatives[row] for row in (above, below)]
    return _nearest(base or assessment, points, candidates, ids)


def _nearest(
    assessment: Assessment,
    points: FloatArray,
    needed: Sequence[float | None],
    site_ids: Sequence[str],
) -> Flip | None:
    """Return the smallest of some changes, one that leaves both sites ranked where one does."""
    left: list[float | None] = list(needed)
    first: Flip | None = None
    while (found := smallest_flip(points, left)) is not None:
        index, amount = found
        changed = points.astype(np.float64)
        changed[index] = amount
        others = float(points.sum() - points[index])
        turned = Flip(
            criterion=assessment.matrix.criteria[index],
            points=amount,
            points_now=float(points[index]),
            share=amount / (others + amount),
            share_now=float(points[index] / points.sum()),
            not_ranked=unranked(assessment, site_ids, changed / changed.sum()),
        )
        if not turned.not_ranked:
            return turned
        first, left[index] = first or turned, None
    return first


def knows_flips(settings: Settings) -> bool:
    """Return whether the weights that turn a pair round can be found.

    Not by an end of intervals on data-driven scales, whose ends are not a formula of the
    weights alone, and not for methods whose score is no formula of two alternatives.
    """
    if settings.scales is Scales.DATA:
        is_formula = settings.method in ("weighted-sum", "topsis", "promethee")
        return is_formula and settings.order is Order.EXPECTED
    return settings.method != "electre"


def turn_sentence(assessment: Assessment, above: int, below: int) -> str:
    """Return what weight would turn two rows round, in plain text; empty where not known."""
    if not knows_flips(assessment.settings):
        return ""
    names = assessment.matrix.names
    return flip_sentence(flip(assessment, above, below), names[above], names[below])


def flip_sentence(found: Flip | None, above: str, below: str) -> str:
    """Return the smallest change in a sentence of plain text."""
    if found is None:
        return gettext(
            "No change of a single weight puts {below} above {above} in score at best "
            "estimates.",
            below=below,
            above=above,
        )
    said = {
        "below": below,
        "above": above,
        "criterion": gettext(found.criterion.name),
        "share": weight(found.share),
        "now": weight(found.share_now),
    }
    if found.not_ranked:
        level = gettext(
            "{below} comes level with {above} in score at best estimates where {criterion} "
            "weighs {share} (now {now}), but does not pass it.",
            **said,
        )
        return f"{level} {unranked_sentence(found.not_ranked)}"
    return gettext(PASSES_OVER if found.share > found.share_now else PASSES_UNDER, **said)

"""How far a ranking can be trusted: what is uncertain, what draws showed, what is certain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from prioritizer.domain.answer import Section, SectionLimits
from prioritizer.domain.matrix import BoolArray, FloatArray
from prioritizer.domain.results import IntArray
from prioritizer.languages.speech import noop


class WeightKnowledge(StrEnum):
    """What is taken as known about the weights."""

    FIXED = "fixed"
    AROUND = "around"
    ORDER = "order"
    BOUNDS = "bounds"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """Which sources of uncertainty a run lets loose; each can be switched off.

    Attributes
    ----------
    weights
        What is known about the weights.
    concentration
        For ``around``: a weight w then has the standard deviation
        sqrt(w (1 - w) / (concentration + 1)). A default of this project.
    order
        For ``order``: criterion ids, the most important group first, those of a group equal;
        the order of the present weights when empty.
    bounds
        For ``bounds``: lowest and highest share, 0 to 1, of the criteria named.
    statements
        For ``bounds``: conditions on ids besides them, such as ``grade >= 2 access``.
    evidence
        Criteria whose evidence is drawn; the others keep their expected values. None: all.
    gaps
        Whether cells that rest on gaps are drawn too.
    methods
        Each draw is ranked by each of these; the present method alone when empty.
    common_density, common_recovery, uncertain_prices
        Errors that sites share, see the appraisal.
    """

    weights: WeightKnowledge = WeightKnowledge.AROUND
    concentration: float = 50.0
    order: tuple[tuple[str, ...], ...] = ()
    bounds: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    statements: tuple[str, ...] = ()
    evidence: tuple[str, ...] | None = None
    gaps: bool = True
    methods: tuple[str, ...] = ()
    common_density: bool = True
    common_recovery: bool = True
    uncertain_prices: bool = True

    @property
    def chance_name(self) -> str:
        """Return what a chance on the list over these draws is called, beside the ranking's."""
        if self.weights is WeightKnowledge.FIXED:
            return noop("chance under these draws")
        return noop("chance if weights vary too")


@dataclass(frozen=True, slots=True)
class Entrant:
    """A site that is too little known at the present weights, and ranked at others.

    ``ranked`` and ``shortlist`` are shares of the draws, ``known_weight`` is at the present
    weights; all 0 to 1.
    """

    site_id: str
    name: str
    known_weight: float
    ranked: float
    shortlist: float


@dataclass(frozen=True, slots=True, eq=False)
class Robustness:
    """What the draws showed; rows in the order of the decision matrix.

    Who is known well enough to be ranked is decided for the weights of each draw. Where a site
    is not, it has no rank and is not on the list.

    Attributes
    ----------
    ranked
        ``(alternatives,)``: share of draws in which the site is ranked.
    entrants
        Sites that are not ranked now, but in some draws; by falling chance.
    shortlist
        ``(alternatives,)``: share of these draws with a rank of at most ``top``. It has no
        word: the five words are the ranking's.
    chance
        ``(alternatives,)``: the ranking's chance of a place among ``top``, weights as they are;
        None where the ranking has none. ``limits`` make its sections.
    rank_acceptability
        ``(alternatives, ranks)``: share of draws with that rank; only the first ``top`` ranks
        above 2,000 alternatives. Each row sums to ``ranked``.
    expected_rank, rank_quantiles
        ``(alternatives,)`` and ``(alternatives, 3)``: mean, and where 5, 50, 95 % are reached;
        where a site is not ranked it stands behind the last one.
    central_weights
        ``(alternatives, criteria)``: mean weights that put the alternative first; NaN where
        none did.
    confidence
        ``(alternatives,)``: chance of being first given the central weights, or NaN.
    pairwise_wins
        ``(alternatives, alternatives)``: share of draws in which the row is above the column;
        None unless asked for.
    """

    alternatives: tuple[str, ...]
    names: tuple[str, ...]
    criteria: tuple[str, ...]
    top: int
    limits: SectionLimits
    uncertainty: Uncertainty
    methods: tuple[str, ...]
    draws: int
    seed: int
    is_complete: bool
    shortlist: FloatArray
    rank_acceptability: FloatArray
    expected_rank: FloatArray
    rank_quantiles: FloatArray
    central_weights: FloatArray
    confidence: FloatArray
    ranked: FloatArray
    entrants: tuple[Entrant, ...] = ()
    pairwise_wins: FloatArray | None = None
    chance: FloatArray | None = None

    @property
    def sections(self) -> tuple[Section | None, ...]:
        """Return the section of each alternative in the ranking; None where it has none."""
        if self.chance is None:
            return (None,) * len(self.alternatives)
        return self.limits.sections(self.chance)

    def order(self) -> IntArray:
        """Return the rows by falling probability, then by mean rank, then by id."""
        ids = np.array(self.alternatives)
        return np.lexsort((ids, self.expected_rank, -self.shortlist)).astype(np.int64)

    def standard_error(self, share: FloatArray) -> FloatArray:
        """Return the Monte Carlo standard error of shares of draws, sqrt(p (1 - p) / draws)."""
        return np.asarray(np.sqrt(share * (1.0 - share) / self.draws), dtype=np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class WeightFree:
    """What holds for every allowed weight under the weighted sum, at expected values.

    ``dominators`` counts who dominates each alternative; ``winning_weights``,
    ``(alternatives, criteria)``, are weights that put it first, NaN where none do. The ranks
    are None where they were not asked for.
    """

    alternatives: tuple[str, ...]
    names: tuple[str, ...]
    dominators: IntArray
    winning_weights: FloatArray
    best_rank: IntArray | None = None
    worst_rank: IntArray | None = None

    @property
    def can_be_first(self) -> BoolArray:
        """Return who is first under some weights, ``(alternatives,)``."""
        return np.asarray(~np.isnan(self.winning_weights).any(axis=1), dtype=np.bool_)

"""Answers: a ranking with its intervals, and the whole assessment around it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from prioritizer.domain.answer import LIST_SIZE, Answer, Assumption, GapMode, ValueDraws
from prioritizer.domain.criterion import CriteriaSet, RiskMode
from prioritizer.domain.facilities import ASIDE, Facilities
from prioritizer.domain.gates import OpenGate
from prioritizer.domain.matrix import DecisionMatrix, FloatArray, ValueMatrix
from prioritizer.domain.reference import USUAL_POLICY_LISTS
from prioritizer.domain.site import GateCode
from prioritizer.domain.weights import WeightVector

IntArray = NDArray[np.int64]


class Scales(StrEnum):
    """Where values come from: fixed end points, or the data of the loaded sites."""

    FIXED = "fixed"
    DATA = "data"


class Order(StrEnum):
    """What sites are ordered by: their chance on the list, or a score.

    ``chance`` is the chance on the list in whole per cent, then the median place; ``median``
    the median place alone, ``cautious`` the place that 95 % of the draws do not exceed. The
    others are scores: at best estimates, at the worse ends, at the better ends. Where
    nothing is drawn, the first three are the score at best estimates.
    """

    CHANCE = "chance"
    MEDIAN = "median"
    CAUTIOUS = "cautious"
    EXPECTED = "expected"
    PESSIMISTIC = "pessimistic"
    OPTIMISTIC = "optimistic"


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything chosen by a person, besides the inventory and the criteria.

    ``policy_lists`` say by which lists a material counts as critical. ``weight_source`` tells
    in words where the weights come from, such as a technique and a day; it changes no score.
    ``gaps`` says what is taken for a value that is not known, ``top`` how many places the list
    has, ``draws`` and ``seed`` what the chances rest on (as many draws as are usual for so many
    sites where None). Criteria ``switched_on`` count though they separate nobody.
    ``facilities`` says whether those are set aside that are known to work.
    """

    weights: WeightVector
    method: str = "weighted-sum"
    scales: Scales = Scales.FIXED
    normalization: str = "none"
    risk: RiskMode = RiskMode.URGENCY
    order: Order = Order.CHANCE
    policy_lists: tuple[str, ...] = USUAL_POLICY_LISTS
    weight_source: str = ""
    gaps: GapMode = GapMode.LIKE_INVENTORY
    top: int = LIST_SIZE
    draws: int | None = None
    seed: int = 1
    switched_on: tuple[str, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    facilities: Facilities = Facilities.HISTORICAL


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """Scores and ranks, ``(alternatives,)``, in the order of the decision matrix.

    ``ranks`` are competition ranks (1, 2, 2, 4) of the score chosen by the order setting.
    ``rank_low`` is the best and ``rank_high`` the worst place that the intervals allow.
    ``gap_share`` is the part of the score at best estimates that rests on gaps, 0 to 1.
    """

    scores: FloatArray
    score_low: FloatArray
    score_high: FloatArray
    ranks: IntArray
    rank_low: IntArray
    rank_high: IntArray
    gap_share: FloatArray


@dataclass(frozen=True, slots=True)
class NotRanked:
    """A site that is listed but not scored, with the reason.

    ``gate`` is the code of the veto of the site, the words of a gate of the criteria, or those
    of a facility that is set aside for its status.
    """

    site_id: str
    name: str
    reason: str
    missing: tuple[str, ...] = ()
    gate: str = ""

    @property
    def is_aside(self) -> bool:
        """Return whether it is set aside for the status of the facility, and by no veto."""
        return self.gate in ASIDE

    @property
    def told(self) -> str:
        """Return the reason, and for a gate of the criteria what it asked."""
        is_rule = self.gate and not self.is_aside and self.gate not in set(GateCode)
        return f"{self.gate}: {self.reason}" if is_rule else self.reason


@dataclass(frozen=True, slots=True)
class OutOfScale:
    """A performance beyond the end of its fixed scale; its value is held at the end."""

    site_id: str
    criterion: str
    performance: float
    end: float


@dataclass(frozen=True, slots=True, eq=False)
class Considered:
    """All sites that have evidence, ranked or too little known, with what was drawn of them."""

    matrix: DecisionMatrix
    values: ValueMatrix
    draws: ValueDraws


@dataclass(frozen=True, slots=True, eq=False)
class Assessment:
    """The whole answer: inputs, choices, ranking, and what was left out and why.

    ``answer`` says how surely each site is on the list; None where nothing can be drawn. Sites
    that are too little known stand in ``answer.apart``, not in the matrix; ``considered`` holds
    them all. ``open_gates`` names those of which nobody can say whether a gate of the criteria
    sets them aside; ``gate_warnings`` says which words of gates no site has.
    """

    title: str
    matrix: DecisionMatrix
    values: ValueMatrix
    criteria: CriteriaSet
    settings: Settings
    ranking: Ranking
    not_ranked: tuple[NotRanked, ...] = ()
    out_of_scale: tuple[OutOfScale, ...] = ()
    answer: Answer | None = None
    considered: Considered | None = None
    open_gates: tuple[OpenGate, ...] = ()
    gate_warnings: tuple[str, ...] = ()
    # Asked for again and again of the same object: found once.
    _kept: dict[str, IntArray] = field(default_factory=dict, init=False, repr=False)

    @property
    def draws(self) -> ValueDraws | None:
        """Return the draws of the ranked sites; None where nothing is drawn."""
        return None if self.considered is None else self.considered.draws.rows(self.rows)

    @property
    def rows(self) -> IntArray:
        """Return the ranked sites as rows of all sites that were considered."""
        if "rows" not in self._kept:
            self._kept["rows"] = _fixed(self._find_rows())
        return self._kept["rows"]

    def _find_rows(self) -> IntArray:
        if self.considered is None:
            return np.arange(len(self.matrix))
        at = {name: row for row, name in enumerate(self.considered.matrix.alternatives)}
        return np.array([at[name] for name in self.matrix.alternatives], dtype=np.int64)

    def order(self) -> IntArray:
        """Return the rows in the order of the list: by rank, ties by site id."""
        if "order" not in self._kept:
            self._kept["order"] = _fixed(self._find_order())
        return self._kept["order"]

    def _find_order(self) -> IntArray:
        by_id = np.argsort(np.array(self.matrix.alternatives, dtype=object), kind="stable")
        ranks = self.ranking.ranks[by_id]
        return np.asarray(by_id[np.argsort(ranks, kind="stable")], dtype=np.int64)


def _fixed(rows: IntArray) -> IntArray:
    rows.flags.writeable = False
    return rows

"""Answers: a ranking with its intervals, and the whole assessment around it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from prioritizer.domain.criterion import CriteriaSet, RiskMode
from prioritizer.domain.matrix import DecisionMatrix, FloatArray, ValueMatrix
from prioritizer.domain.reference import USUAL_POLICY_LISTS
from prioritizer.domain.weights import WeightVector

IntArray = NDArray[np.int64]


class Scales(StrEnum):
    """Where values come from: fixed end points, or the data of the loaded sites."""

    FIXED = "fixed"
    DATA = "data"


class Order(StrEnum):
    """Which end of a score interval sites are ordered by."""

    EXPECTED = "expected"
    PESSIMISTIC = "pessimistic"
    OPTIMISTIC = "optimistic"


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything chosen by a person, besides the inventory and the criteria.

    ``policy_lists`` say by which lists a material counts as critical. ``weight_source`` tells
    in words where the weights come from, such as a technique and a day; it changes no score.
    """

    weights: WeightVector
    method: str = "weighted-sum"
    scales: Scales = Scales.FIXED
    normalization: str = "none"
    risk: RiskMode = RiskMode.URGENCY
    order: Order = Order.EXPECTED
    policy_lists: tuple[str, ...] = USUAL_POLICY_LISTS
    weight_source: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """Scores and ranks, ``(alternatives,)``, in the order of the decision matrix.

    ``ranks`` are competition ranks (1, 2, 2, 4) of the score chosen by the order setting.
    ``rank_low`` is the best and ``rank_high`` the worst place that the intervals allow.
    ``gap_share`` is the part of the expected score that rests on gaps, 0 to 1.
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
    """A site that is listed but not scored, with the reason."""

    site_id: str
    name: str
    reason: str
    missing: tuple[str, ...] = ()
    gate: str = ""


@dataclass(frozen=True, slots=True)
class OutOfScale:
    """A performance beyond the end of its fixed scale; its value is held at the end."""

    site_id: str
    criterion: str
    performance: float
    end: float


@dataclass(frozen=True, slots=True, eq=False)
class Assessment:
    """The whole answer: inputs, choices, ranking, and what was left out and why."""

    title: str
    matrix: DecisionMatrix
    values: ValueMatrix
    criteria: CriteriaSet
    settings: Settings
    ranking: Ranking
    not_ranked: tuple[NotRanked, ...] = ()
    out_of_scale: tuple[OutOfScale, ...] = ()

    def order(self) -> IntArray:
        """Return the rows in the order of the list: by rank, ties by site id."""
        by_id = np.argsort(np.array(self.matrix.alternatives, dtype=object), kind="stable")
        ranks = self.ranking.ranks[by_id]
        return np.asarray(by_id[np.argsort(ranks, kind="stable")], dtype=np.int64)

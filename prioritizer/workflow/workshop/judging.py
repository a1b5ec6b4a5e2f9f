"""From single answers to weights, and to flags where the procedure was left."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import TypeAlias

from prioritizer.domain.criterion import Criterion
from prioritizer.domain.weights import WeightVector
from prioritizer.domain.workshop import Judgement, Technique
from prioritizer.errors import InputError
from prioritizer.languages.speech import gettext

Answers: TypeAlias = Mapping[str, float | str]

# Geometric consistency index that corresponds to a consistency ratio of 0.1, by number of
# criteria (Aguarón and Moreno-Jiménez 2003, European Journal of Operational Research 147,
# table 2; recalled).
GCI_LIMITS = {3: 0.31, 4: 0.35}
GCI_LIMIT = 0.37

FLAGS = {
    "all-equal": "gave every criterion the same points",
    "single-criterion": "gave points to one criterion only",
    "range-insensitive": "would give a smaller difference no fewer points",
    "readback-doubted": "did not agree with the trade-off that follows from the points",
    "inconsistent": "gave pairwise answers that contradict one another",
}


def swing_order(criteria: Sequence[Criterion], answers: Answers) -> list[str]:
    """Return the criteria in the order chosen so far; complete once one is left over."""
    chosen = [
        str(answers[f"first.{place}"])
        for place in range(1, len(criteria))
        if f"first.{place}" in answers
    ]
    left = [c.id for c in criteria if c.id not in chosen]
    return chosen + left if len(left) == 1 else chosen


def points_of(
    criteria: Sequence[Criterion], technique: Technique, answers: Answers
) -> dict[str, float]:
    """Return the points of every criterion.

    Raises
    ------
    InputError
        If an answer is missing.
    """
    try:
        if technique is Technique.PAIRWISE:
            return _pairwise_points(criteria, answers)
        points = {c.id: answers.get(f"points.{c.id}") for c in criteria}
        if technique is Technique.SWING:
            points[swing_order(criteria, answers)[0]] = 100.0
        return {name: float(points[name]) for name in points}  # type: ignore[arg-type]
    except (KeyError, TypeError, ValueError, IndexError):
        words = gettext("Some questions are still open. Please answer them first.")
        raise InputError(words) from None


def _ratio(a: str, b: str, answers: Answers) -> float:
    """Return how many times as much criterion a counts as b, as answered."""
    key, turned = f"pair.{a}.{b}", False
    if key not in answers:
        key, turned = f"pair.{b}.{a}", True
    side, steps = str(answers[key]).split(":")
    ratio = float(steps) if side == "a" else 1 / float(steps)
    return 1 / ratio if turned else ratio


def _pairwise_points(criteria: Sequence[Criterion], answers: Answers) -> dict[str, float]:
    """Return row geometric means (Crawford and Williams 1985), the largest scaled to 100."""
    ids = [c.id for c in criteria]
    means = {
        a: math.exp(
            math.fsum(math.log(_ratio(a, b, answers)) for b in ids if b != a) / len(ids)
        )
        for a in ids
    }
    largest = max(means.values())
    return {name: 100 * mean / largest for name, mean in means.items()}


def geometric_consistency(
    criteria: Sequence[Criterion], answers: Answers
) -> tuple[float, tuple[str, str]]:
    """Return the geometric consistency index, and the pair that departs most."""
    points = _pairwise_points(criteria, answers)
    errors = {
        (a.id, b.id): math.log(_ratio(a.id, b.id, answers) * points[b.id] / points[a.id]) ** 2
        for a, b in combinations(criteria, 2)
    }
    n = len(criteria)
    index = 2 * math.fsum(errors.values()) / ((n - 1) * (n - 2)) if n > 2 else 0.0
    return index, max(errors, key=lambda pair: errors[pair])


def judge(criteria: Sequence[Criterion], technique: Technique, answers: Answers) -> Judgement:
    """Return the judgement that the answers amount to.

    Raises
    ------
    InputError
        If an answer is missing, or nothing has any points.
    """
    points = points_of(criteria, technique, answers)
    weights = WeightVector.from_mapping(points, [c.id for c in criteria])
    return Judgement(
        technique, dict(answers), weights, _flags(criteria, technique, answers, points)
    )


def _flags(
    criteria: Sequence[Criterion],
    technique: Technique,
    answers: Answers,
    points: Mapping[str, float],
) -> tuple[str, ...]:
    found = []
    if len(set(points.values())) == 1:
        found.append("all-equal")
    if sum(point > 0 for point in points.values()) == 1:
        found.append("single-criterion")
    if answers.get("swap", "fewer") != "fewer":
        found.append("range-insensitive")
    if answers.get("readback", "yes") != "yes":
        found.append("readback-doubted")
    if technique is Technique.PAIRWISE:
        index, _ = geometric_consistency(criteria, answers)
        if index > GCI_LIMITS.get(len(criteria), GCI_LIMIT):
            found.append("inconsistent")
    return tuple(found)

"""From single answers to weights, and to flags where the procedure was left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from prioritizer.domain.answer_options import UNKNOWN
from prioritizer.domain.criterion import Criterion
from prioritizer.domain.weights import WeightVector
from prioritizer.domain.workshop import Judgement, Technique
from prioritizer.elicitation import ahp
from prioritizer.elicitation.unknown import Answered, from_pairs, from_points
from prioritizer.errors import InputError
from prioritizer.languages.speech import gettext

Answers: TypeAlias = Mapping[str, float | str]

FLAGS = {
    "all-equal": "gave every criterion the same points",
    "single-criterion": "gave points to one criterion only",
    "range-insensitive": "would give a smaller difference no fewer points",
    "readback-doubted": "did not agree with the trade-off that follows from the points",
    "inconsistent": "gave pairwise answers that contradict one another",
}


def chosen_order(criteria: Sequence[Criterion], answers: Answers) -> list[str]:
    """Return the criteria in the order chosen so far, up to where somebody could not say."""
    chosen: list[str] = []
    for place in range(1, len(criteria)):
        said = str(answers.get(f"first.{place}", UNKNOWN))
        if said == UNKNOWN:
            break
        chosen.append(said)
    return chosen


def swing_order(criteria: Sequence[Criterion], answers: Answers) -> list[str]:
    """Return the criteria in the order chosen so far; complete once one is left over."""
    chosen = chosen_order(criteria, answers)
    left = [c.id for c in criteria if c.id not in chosen]
    return chosen + left if len(left) == 1 else chosen


def answered(criteria: Sequence[Criterion], technique: Technique, answers: Answers) -> Answered:
    """Return what answers say of the weights, and what “I don't know” leaves open.

    Who did not choose a criterion in the order of a swing has said nothing of its place.

    Raises
    ------
    InputError
        If an answer is missing.
    """
    try:
        if technique is Technique.PAIRWISE:
            return from_pairs(_comparisons(criteria, answers))
        given = {c.id: answers.get(f"points.{c.id}") for c in criteria}
        order: list[str] = []
        if technique is Technique.SWING:
            order = chosen_order(criteria, answers)
            if not order and "first.1" not in answers:
                raise KeyError("first.1")
            given |= {name: 100.0 for name in order[:1] if name in given}
        points = [None if p == UNKNOWN else float(p) for p in given.values()]  # type: ignore[arg-type]
        return from_points(points, [list(given).index(name) for name in order])
    except (KeyError, TypeError, ValueError, IndexError):
        words = gettext("Some questions are still open. Please answer them first.")
        raise InputError(words) from None


def points_of(
    criteria: Sequence[Criterion], technique: Technique, answers: Answers
) -> dict[str, float]:
    """Return the points of every criterion; what somebody does not know counts as the average.

    Raises
    ------
    InputError
        If an answer is missing.
    """
    found = answered(criteria, technique, answers).points
    return dict(zip([c.id for c in criteria], found, strict=True))


def known_points(
    criteria: Sequence[Criterion], technique: Technique, answers: Answers
) -> dict[str, float]:
    """Return the points of the criteria that the answers compare with one another.

    Of pairs those of the largest block, the first of equal ones.
    """
    found = answered(criteria, technique, answers)
    names = [c.id for c in criteria]
    if technique is Technique.PAIRWISE:
        block = max(found.blocks, key=len)
        return {names[k]: found.points[k] for k in block}
    open_ones = {column for column, _, _ in found.between}
    return {
        name: found.points[k]
        for k, name in enumerate(names)
        if answers.get(f"points.{name}") != UNKNOWN and k not in open_ones
    }


def unknown_criteria(
    criteria: Sequence[Criterion], technique: Technique, answers: Answers
) -> tuple[str, ...]:
    """Return the criteria that somebody did not know: no points, or not one of its pairs."""
    if technique is not Technique.PAIRWISE:
        return tuple(c.id for c in criteria if answers.get(f"points.{c.id}") == UNKNOWN)
    blocks = answered(criteria, technique, answers).blocks
    return tuple(criteria[block[0]].id for block in blocks if len(block) == 1 < len(criteria))


def _comparisons(criteria: Sequence[Criterion], answers: Answers) -> list[list[float | None]]:
    return [[_ratio(a.id, b.id, answers) for b in criteria] for a in criteria]


def _ratio(a: str, b: str, answers: Answers) -> float | None:
    """Return how many times as much criterion a counts as b, as answered."""
    if a == b:
        return 1.0
    key, turned = f"pair.{a}.{b}", False
    if key not in answers:
        key, turned = f"pair.{b}.{a}", True
    if answers[key] == UNKNOWN:
        return None
    side, steps = str(answers[key]).split(":")
    ratio = float(steps) if side == "a" else 1 / float(steps)
    return 1 / ratio if turned else ratio


def geometric_consistency(
    criteria: Sequence[Criterion], answers: Answers
) -> tuple[float, tuple[str, str] | None]:
    """Return the geometric consistency index, and the pair that departs most."""
    comparisons = _comparisons(criteria, answers)
    points = from_pairs(comparisons).points
    index, worst = ahp.geometric_consistency(comparisons, points)
    return index, None if worst is None else (criteria[worst[0]].id, criteria[worst[1]].id)


def judge(criteria: Sequence[Criterion], technique: Technique, answers: Answers) -> Judgement:
    """Return the judgement that the answers amount to.

    Raises
    ------
    InputError
        If an answer is missing, or nothing has any points.
    """
    said = answered(criteria, technique, answers)
    ids = tuple(c.id for c in criteria)
    judgement = Judgement(technique, dict(answers), WeightVector(ids, said.points))
    return replace(judgement, flags=_flags(criteria, judgement, is_sure=said.is_sure))


def _flags(
    criteria: Sequence[Criterion], judgement: Judgement, *, is_sure: bool
) -> tuple[str, ...]:
    """Return where the procedure was left; not knowing something is no such place."""
    answers, points = judgement.answers, judgement.weights.points
    found = []
    if is_sure and len(set(points)) == 1:
        found.append("all-equal")
    if is_sure and sum(point > 0 for point in points) == 1:
        found.append("single-criterion")
    if answers.get("swap", "fewer") != "fewer":
        found.append("range-insensitive")
    if answers.get("readback", "yes") != "yes":
        found.append("readback-doubted")
    if judgement.technique is Technique.PAIRWISE:
        index, _ = geometric_consistency(criteria, answers)
        if index > ahp.accepted_index(len(criteria)):
            found.append("inconsistent")
    return tuple(found)

"""From single answers to weights, and to flags where the procedure was left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from prioritizer.domain.criterion import Criterion
from prioritizer.domain.weights import WeightVector
from prioritizer.domain.workshop import Judgement, Technique
from prioritizer.elicitation.ahp import accepted_index, geometric_consistency
from prioritizer.elicitation.unknown import Answered
from prioritizer.workflow.weights import answers as said
from prioritizer.workflow.weights.answers import Answers

FLAGS = {
    "all-equal": "gave every criterion the same points",
    "single-criterion": "gave points to one criterion only",
    "range-insensitive": "would give a smaller difference no fewer points",
    "readback-doubted": "did not agree with the trade-off that follows from the points",
    "inconsistent": "gave pairwise answers that contradict one another",
}


def ids_of(criteria: Sequence[Criterion]) -> tuple[str, ...]:
    """Return the ids of criteria, in their order."""
    return tuple(criterion.id for criterion in criteria)


def answered(criteria: Sequence[Criterion], technique: Technique, answers: Answers) -> Answered:
    """Return what answers say of the weights, and what “I don't know” leaves open.

    Raises
    ------
    InputError
        If an answer is missing.
    """
    return said.answered(technique.way, ids_of(criteria), answers)


def unknown_criteria(
    criteria: Sequence[Criterion], technique: Technique, answers: Answers
) -> tuple[str, ...]:
    """Return the criteria that somebody did not know: no points, or not one of its pairs."""
    return said.unknown_ids(technique.way, ids_of(criteria), answers)


def judge(criteria: Sequence[Criterion], technique: Technique, answers: Answers) -> Judgement:
    """Return the judgement that the answers amount to.

    Raises
    ------
    InputError
        If an answer is missing, or nothing has any points.
    """
    found = answered(criteria, technique, answers)
    judgement = Judgement(
        technique, dict(answers), WeightVector(ids_of(criteria), found.points)
    )
    return replace(judgement, flags=_flags(judgement, is_sure=found.is_sure))


def _flags(judgement: Judgement, *, is_sure: bool) -> tuple[str, ...]:
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
        given = said.comparisons(judgement.weights.criteria, answers)
        index, _ = geometric_consistency(given, points)
        if index > accepted_index(len(points)):
            found.append("inconsistent")
    return tuple(found)

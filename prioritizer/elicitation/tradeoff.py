"""Trade-off questions: how much of one swing counts as much as all of another."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from prioritizer.elicitation.group import FloatArray
from prioritizer.elicitation.scales import Scale
from prioritizer.errors import InputError


@dataclass(frozen=True, slots=True)
class TradeOff:
    """An answer: all of ``smaller`` counts as much as ``share`` of ``larger``.

    Both are column indices; ``share`` is a difference in value, above 0 and at most 1.
    """

    larger: int
    smaller: int
    share: float

    @classmethod
    def at_level(cls, larger: int, smaller: int, scale: Scale, level: float) -> TradeOff:
        """Return the answer "as good as ``larger`` raised from its worst to ``level``"."""
        return cls(larger, smaller, scale.value(level))


@dataclass(frozen=True, slots=True, eq=False)
class TradeOffWeights:
    """Weights, ``(criteria,)``, and how well they fit more answers than are needed.

    ``worst_answer`` is the place of the answer that fits worst; ``misfit`` is the factor, 1 or
    more, between its share and the share that the weights imply.
    """

    weights: FloatArray
    worst_answer: int
    misfit: float


def trade_off_weights(n_criteria: int, answers: Sequence[TradeOff]) -> TradeOffWeights:
    """Return the weights in which the answers hold (Keeney and Raiffa 1976, section 3.7).

    Parameters
    ----------
    n_criteria
        How many criteria there are.
    answers
        At least one fewer than criteria, linking all of them. With more, the logarithms of the
        weight ratios are fitted by least squares and the misfit tells of contradictions.

    Raises
    ------
    InputError
        If a share is not above 0 and at most 1, or the answers leave criteria unlinked.
    """
    for number, answer in enumerate(answers, start=1):
        if not 0 < answer.share <= 1 or answer.larger == answer.smaller:
            raise InputError(
                f"trade-off {number}: found a share of {answer.share:g}. Expected one above 0 "
                "and at most 1, between two criteria. If all of the other counts more, ask the "
                "other way round.",
                row=number - 1,
            )
    loose = _unlinked(n_criteria, answers)
    if loose:
        raise InputError(
            f"trade-offs: found no answer that links criterion {loose[0] + 1} to the first. "
            "Expected a chain of answers through all. Answer one more question.",
            column=loose[0],
        )
    rows = np.zeros((len(answers) + 1, n_criteria))
    for row, answer in zip(rows, answers, strict=False):
        row[answer.smaller], row[answer.larger] = 1.0, -1.0
    rows[-1] = 1.0
    ratios = np.array([*(math.log(answer.share) for answer in answers), 0.0])
    logs = np.linalg.lstsq(rows, ratios, rcond=None)[0]
    raw = np.exp(logs - logs.max())
    errors = np.abs(rows[:-1] @ logs - ratios[:-1])
    worst = int(errors.argmax()) if len(errors) else 0
    misfit = math.exp(float(errors.max())) if len(errors) else 1.0
    return TradeOffWeights(
        np.asarray(raw / math.fsum(raw.tolist()), dtype=np.float64), worst, misfit
    )


def questions(order: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """Return which pairs to ask, larger swing first, for columns in falling order of weight.

    The first is asked against every other; one more pair, the second against the last, repeats
    what is known by then and so shows whether the answers agree.
    """
    asked = tuple((order[0], other) for other in order[1:])
    return (*asked, (order[1], order[-1])) if len(order) > 2 else asked


def _unlinked(n_criteria: int, answers: Sequence[TradeOff]) -> list[int]:
    reached, frontier = {0}, [0]
    while frontier:
        here = frontier.pop()
        for answer in answers:
            ends = {answer.larger, answer.smaller}
            if here in ends:
                fresh = ends - reached
                reached |= fresh
                frontier += fresh
    return [column for column in range(n_criteria) if column not in reached]

"""An order by what is measured alone: what is not measured of a site adds nothing to it."""

from __future__ import annotations

import numpy as np

from prioritizer.domain.answer import STATES, CellState
from prioritizer.domain.matrix import FloatArray
from prioritizer.domain.results import Assessment, IntArray
from prioritizer.engine.ranks import rank, round_scores
from prioritizer.languages.speech import noop
from prioritizer.workflow.ranking.ranks import FIXED_METHODS

MEANING = noop(
    "the score over measured values only: a criterion that is not measured of a site adds "
    "nothing to it"
)


def known_only_scores(assessment: Assessment) -> FloatArray:
    """Return the score of each ranked site with all that is not measured at its worst, 0.

    By a weighted sum it is the sum of weight times value over the measured cells. So not
    knowing never pays, and a site that is well known is not held against one that is not.

    Raises
    ------
    ValueError
        If nothing is drawn under the settings: there a value is no property of one site.
    """
    answer = assessment.answer
    if answer is None:
        raise ValueError("Known only: found an assessment without an answer. Draw first.")
    measured = answer.states == STATES.index(CellState.MEASURED)
    values = np.where(measured, assessment.values.expected, 0.0)
    score = FIXED_METHODS[assessment.settings.method]
    return np.asarray(score(values, assessment.settings.weights.normalized))


def known_only_ranks(assessment: Assessment) -> IntArray:
    """Return the places by `known_only_scores`; equal scores share the better place."""
    return rank(round_scores(known_only_scores(assessment)))

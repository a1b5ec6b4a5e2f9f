"""Why no measurement changes the list at a site of which something is not known at all.

The words "no measurement" are easily misread where a whole criterion is unknown. So it is said
how often the site would be on the list were all of that at its best, or at its worst.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np

from prioritizer.domain.answer import STATES, CellState
from prioritizer.domain.matrix import BoolArray
from prioritizer.domain.results import Assessment
from prioritizer.domain.words import listed, percent
from prioritizer.engine.draws.chances import LARGEST, scores
from prioritizer.engine.draws.information import ListChoice, list_choice
from prioritizer.languages.speech import gettext

_NOT_KNOWN = tuple(STATES.index(state) for state in (CellState.ANALOGUE, CellState.UNKNOWN))


def settled_reasons(assessment: Assessment, site_ids: Collection[str]) -> Mapping[str, str]:
    """Return a sentence by site id, for ranked sites with criteria that are not known.

    Sites of which everything is measured or bounded have none.
    """
    considered, settings = assessment.considered, assessment.settings
    if considered is None:
        return {}
    ids, weights = considered.matrix.alternatives, settings.weights.normalized
    unknown = np.isin(considered.draws.states, _NOT_KNOWN) & (weights > 0)
    rows = [
        row for row in assessment.rows.tolist() if ids[row] in site_ids and unknown[row].any()
    ]
    if not rows or not 0 < settings.top < len(assessment.matrix):
        return {}
    competing = np.isin(np.arange(len(ids)), assessment.rows)
    choice = list_choice(
        considered.draws.levels,
        weights,
        top=settings.top,
        competing=competing,
        method=settings.method,
    )
    return {ids[row]: _sentence(assessment, choice, row, unknown[row]) for row in rows}


def _sentence(assessment: Assessment, choice: ListChoice, row: int, unknown: BoolArray) -> str:
    is_in = bool(choice.inside[row])
    chance = _chance(assessment, choice, row, unknown)
    criteria = assessment.criteria.criteria
    names = listed(
        [gettext(c.name) for c, is_unknown in zip(criteria, unknown, strict=True) if is_unknown]
    )
    others = choice.competing & ~choice.inside
    if is_in:
        edge = percent(float(choice.chance[others].max()))
        return gettext(
            "{names} not known: even at its worst the site would be on the list in {chance} of "
            "the draws; the first one outside is in {edge}.",
            names=names,
            chance=percent(chance),
            edge=edge,
        )
    edge = percent(float(choice.chance[choice.inside].min()))
    return gettext(
        "{names} not known: even at its best the site would be on the list in only {chance} of "
        "the draws; the last one listed is in {edge}.",
        names=names,
        chance=percent(chance),
        edge=edge,
    )


def _chance(assessment: Assessment, choice: ListChoice, row: int, unknown: BoolArray) -> float:
    """Return the chance of a place with what is not known at its better or worse end."""
    considered = assessment.considered
    if considered is None:
        return float(choice.chance[row])
    values = considered.values
    end = values.low[row] if choice.inside[row] else values.high[row]
    levels = choice.levels[:, row : row + 1].copy()
    levels[:, 0, unknown] = np.rint(end[unknown] * LARGEST).astype(levels.dtype)
    scored = scores(levels, choice.weights, method=choice.method)[:, 0]
    limits = choice.limits[:, row]
    return float((scored > limits).mean() + 0.5 * (scored == limits).mean())

"""Who would be ranked under other weights: known weight moves with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from prioritizer.domain.answer import LEAST_KNOWN, GapMode, ValueDraws, known_percent
from prioritizer.domain.matrix import BoolArray, DecisionMatrix, FloatArray, ValueMatrix
from prioritizer.domain.results import Assessment
from prioritizer.domain.words import listed, percent
from prioritizer.engine.weights.known_limit import KnownLimit
from prioritizer.languages.speech import counted, gettext, plural
from prioritizer.workflow.ranking.answer import NEAR, known_share, sharpness

NOT_RANKED = plural("{sites} is not ranked", "{sites} are not ranked")
STILL_NOT_RANKED = plural("{sites} is still not ranked", "{sites} are still not ranked")
NOT_RANKED_NOW = plural("{sites} is not ranked now", "{sites} are not ranked now")


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """All sites that some weights could rank; the ranked ones where that rests on no weight.

    Attributes
    ----------
    limit
        Who of them is ranked under which weights; None where all are under any.
    """

    matrix: DecisionMatrix
    values: ValueMatrix
    limit: KnownLimit | None

    def ranked(self, weights: FloatArray) -> BoolArray:
        """Return who is ranked under weights that sum to 1, ``(sites,)``."""
        if self.limit is None:
            return np.ones(len(self.matrix), dtype=np.bool_)
        return self.limit.competing(weights)


def candidates(assessment: Assessment) -> Candidates:
    """Return the sites that are ranked, or would be under other weights.

    Where a caller has said which sites to rank, or every site is ranked whatever is known of
    it, these are the ranked ones.
    """
    considered = assessment.considered
    if considered is None or assessment.settings.gaps is GapMode.MIDDLE:
        return ranked_now(assessment)
    limit = limit_of(known_values(considered.values, considered.draws))
    ranked = np.flatnonzero(limit.competing(assessment.settings.weights.normalized))
    if not np.array_equal(ranked, assessment.rows):
        return ranked_now(assessment)
    return Candidates(considered.matrix, considered.values, limit)


def known_values(values: ValueMatrix, drawn: ValueDraws) -> FloatArray:
    """Return the share of each value that is known, ``(sites, criteria)``, 0 to 1."""
    return sharpness(values, known_share(drawn))


def limit_of(known: FloatArray) -> KnownLimit:
    """Return who is ranked under which weights, where ``known`` is that of `known_values`."""
    return KnownLimit(known, LEAST_KNOWN - NEAR)


def ranked_now(assessment: Assessment) -> Candidates:
    """Return the sites that are ranked, whatever the weights."""
    return Candidates(assessment.matrix, assessment.values, None)


@dataclass(frozen=True, slots=True)
class Unranked:
    """A site that some weights leave too little known.

    ``known_weight`` is at these weights, 0 to 1; ``is_already`` says that the weights in force
    do not rank it either.
    """

    site_id: str
    name: str
    known_weight: float
    is_already: bool = False


def unranked(
    assessment: Assessment, site_ids: Sequence[str], weights: FloatArray
) -> tuple[Unranked, ...]:
    """Return which of some sites, ranked or not now, these weights would not rank."""
    found = candidates(assessment)
    if found.limit is None:
        return ()
    is_ranked, known = found.limit.competing(weights), found.limit.known_weight(weights)
    is_now = found.limit.competing(assessment.settings.weights.normalized)
    rows = [found.matrix.alternatives.index(name) for name in site_ids]
    return tuple(
        Unranked(
            found.matrix.alternatives[row],
            found.matrix.names[row],
            float(known[row]),
            is_already=not is_now[row],
        )
        for row in rows
        if not is_ranked[row]
    )


def unranked_now(assessment: Assessment, site_ids: Sequence[str]) -> tuple[Unranked, ...]:
    """Return which of some sites are too little known to be ranked by the weights in force."""
    return unranked(assessment, site_ids, assessment.settings.weights.normalized)


def unranked_sentence(found: Sequence[Unranked]) -> str:
    """Return that sites are not ranked at the weights just named; nothing where all are.

    Of those that are not ranked now it says that they still are not.
    """
    if not found:
        return ""
    told = [
        _not_ranked([one for one in found if one.is_already is is_already], texts)
        for is_already, texts in ((False, NOT_RANKED), (True, STILL_NOT_RANKED))
    ]
    return gettext(
        "At these weights {sites}: {share} must be known.",
        sites=listed([part for part in told if part]),
        share=percent(LEAST_KNOWN),
    )


def unranked_now_sentence(found: Sequence[Unranked]) -> str:
    """Return that sites are too little known to be ranked now; nothing where none is."""
    if not found:
        return ""
    return gettext(
        "{sites}: {share} must be known.",
        sites=_not_ranked(found, NOT_RANKED_NOW),
        share=percent(LEAST_KNOWN),
    )


def _not_ranked(found: Sequence[Unranked], texts: tuple[str, str]) -> str:
    if not found:
        return ""
    said = [
        gettext(
            "{site} ({share} of the weight known)",
            site=one.name,
            share=known_percent(one.known_weight),
        )
        for one in found
    ]
    return counted(texts, len(said), sites=listed(said))

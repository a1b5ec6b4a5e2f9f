"""Chances on the list once a person's locks hold: sites put on it or off it by hand."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

import numpy as np

from prioritizer.domain.results import Assessment
from prioritizer.workflow.ranking.answer import all_of, find_answer


def locked_chances(
    assessment: Assessment, *, must: Collection[str], must_not: Collection[str]
) -> Mapping[str, float]:
    """Return the chance of a place by site id, over the draws of the ranking.

    The sites put off the list take part no longer, those put on it hold their places, and the
    others draw for the rest. The locked ones themselves have none. Nothing where nobody is
    locked, or nothing was drawn.
    """
    answer, considered = assessment.answer, assessment.considered
    held = {*must, *must_not}
    if answer is None or considered is None or not held:
        return {}
    ids, settings = considered.matrix.alternatives, assessment.settings
    rows = np.array([row for row in assessment.rows if ids[row] not in held], dtype=np.int64)
    free = min(answer.top, len(assessment.matrix)) - len(must)
    others = [ids[row] for row in rows.tolist()]
    if free <= 0 or free >= len(rows):
        return dict.fromkeys(others, float(free > 0))
    # Sites of which the same is known are drawn apart; one of them may be locked.
    draws = replace(considered.draws, alike=None)
    place = replace(all_of(considered.values, draws, replace(settings, top=free)), rows=rows)
    found = find_answer(considered.matrix, draws, place, None)
    apart = {site.site_id: site.chance for site in found.apart if site.site_id not in held}
    return apart | dict(zip(others, found.chance.tolist(), strict=True))

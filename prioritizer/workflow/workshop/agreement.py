"""How far the people of a round agree, in four figures."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from prioritizer.domain.matrix import FloatArray
from prioritizer.domain.results import IntArray
from prioritizer.elicitation.agreement import consensus_index, kendall_w, shortlist_overlap
from prioritizer.elicitation.group import mid_ranks


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far a round agrees, each 0 none to 1 complete; NaN for fewer than two people.

    ``sites`` and ``criteria`` are Kendall's W of the rankings of sites and of criteria;
    ``consensus`` is the Shannon consensus of weights; ``shortlist`` the mean overlap of two
    lists.
    """

    sites: float
    criteria: float
    consensus: float
    shortlist: float


MEASURES: tuple[str, ...] = tuple(field.name for field in fields(Agreement))
NO_AGREEMENT = Agreement(*(float("nan"),) * len(MEASURES))
# What the figures are called in records, and to readers.
MEMBERS = dict(
    zip(
        MEASURES,
        ("kendall_w_sites", "kendall_w_criteria", "consensus_index", "shortlist_overlap"),
        strict=True,
    )
)
TITLES = {
    "sites": "order of the sites (Kendall's W)",
    "criteria": "order of the criteria (Kendall's W)",
    "consensus": "weights (Shannon consensus)",
    "shortlist": "overlap of two people's shortlists",
}


def agreement_of(
    weights: FloatArray, scores: FloatArray, ranks: IntArray, shortlist: int
) -> Agreement:
    """Return how far people agree.

    Parameters
    ----------
    weights
        ``(people, criteria)``, each row summing to 1.
    scores, ranks
        ``(people, sites)``: rounded scores, and the competition ranks that follow.
    shortlist
        Places on a list.
    """
    return Agreement(
        sites=kendall_w(mid_ranks(scores)),
        criteria=kendall_w(mid_ranks(np.round(weights, 12))),
        consensus=consensus_index(weights),
        shortlist=shortlist_overlap(ranks.astype(np.float64), shortlist),
    )

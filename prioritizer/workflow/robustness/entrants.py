"""Who would be ranked at other weights, in sentences beside a run's table."""

from __future__ import annotations

import numpy as np

from prioritizer.domain.answer import known_percent
from prioritizer.domain.robustness import Robustness
from prioritizer.domain.words import percent

MOST_TOLD = 5
_TOLD_FROM = 0.005


def entrant_sentences(found: Robustness) -> tuple[str, ...]:
    """Return who is not ranked now and listed in some draws, and how many now ranked leave."""
    listed = [one for one in found.entrants if one.shortlist >= _TOLD_FROM]
    said = [
        f"{one.name} is too little known now ({known_percent(one.known_weight)} of the "
        "weight); "
        f"the weights of {percent(one.ranked)} of the draws rank it, and "
        f"{percent(one.shortlist)} list it."
        for one in listed[:MOST_TOLD]
    ]
    if len(listed) > MOST_TOLD:
        said.append(
            f"{len(listed) - MOST_TOLD} more that are not ranked now are listed in some."
        )
    leaving = int(np.count_nonzero(found.ranked < 1.0))
    if leaving:
        said.append(
            f"{leaving} of the {len(found.ranked)} sites ranked now are too little known at "
            "the weights of some draws; there they are not ranked and not on the list."
        )
    return tuple(said)

"""Who would be ranked at other weights, in sentences beside a run's table."""

from __future__ import annotations

import numpy as np

from prioritizer.domain.answer import known_percent
from prioritizer.domain.robustness import Robustness
from prioritizer.domain.words import are, counted, percent

MOST_TOLD = 5
_TOLD_FROM = 0.005


def entrant_sentences(found: Robustness) -> tuple[str, ...]:
    """Return who is not ranked now and listed in some draws, and how many now ranked leave."""
    listed = [one for one in found.entrants if one.shortlist >= _TOLD_FROM]
    said = [
        f"{one.name} is too little known at the present weights "
        f"({known_percent(one.known_weight)} known). With other weights it is ranked in "
        f"{percent(one.ranked)} of the draws and on the list in {percent(one.shortlist)}."
        for one in listed[:MOST_TOLD]
    ]
    if len(listed) > MOST_TOLD:
        said.append(f"{_more(len(listed) - MOST_TOLD)} on the list in some draws.")
    leaving = int(np.count_nonzero(found.ranked < 1.0))
    if leaving:
        said.append(
            f"{_are(leaving, len(found.ranked))} too little known at the weights of some "
            "draws. In those draws the site is neither ranked nor on the list."
        )
    return tuple(said)


def _more(n: int) -> str:
    return f"{counted(n, 'more site')} not ranked now {are(n)}"


def _are(n: int, of: int) -> str:
    return f"{n} of the {of} sites ranked now {are(n)}"

"""How many answers a round should have: a number told wherever results are told."""

from __future__ import annotations

from prioritizer.domain.workshop import Workshop
from prioritizer.languages.speech import gettext


def quorum_words(n: int, workshop: Workshop) -> str:
    """Return whether ``n`` answers are the quorum, in words; empty where there is none.

    A quorum never stops a step: whoever leads is warned, and everybody is told.
    """
    if not workshop.quorum:
        return ""
    if n >= workshop.quorum:
        return gettext("Quorum: {n} of {quorum}, reached.", n=n, quorum=workshop.quorum)
    return gettext("Quorum: {n} of {quorum}, not reached.", n=n, quorum=workshop.quorum)

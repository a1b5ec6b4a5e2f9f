"""What changes past the end of a weight's interval: who comes, who goes, and by what limit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from prioritizer.domain.matrix import BoolArray
from prioritizer.domain.words import listed

MOST_NAMED = 4


@dataclass(frozen=True, slots=True)
class ListChange:
    """Who comes onto a list and who drops off it, by name.

    ``known_enough`` are those who come because enough of their weight becomes known for them to
    be ranked, ``too_little_known`` those who go because too little of it is.
    """

    known_enough: tuple[str, ...]
    too_little_known: tuple[str, ...]
    entered: tuple[str, ...]
    left: tuple[str, ...]

    @property
    def is_of_known_weight(self) -> bool:
        """Return whether the limit of known weight is the reason."""
        return bool(self.known_enough or self.too_little_known)

    def sentence(self, where: str, *, top: int) -> str:
        """Return the change in words where the limit of known weight is the reason.

        ``where`` says at which weights, such as ``Above 31 %``; blank for another reason.
        """
        if not self.is_of_known_weight:
            return ""
        come, go = ("takes it", "loses it") if top == 1 else ("comes onto it", "drops off it")
        said = (
            (self.known_enough, f"is known well enough to be ranked and {come}"),
            (self.too_little_known, f"is too little known to be ranked and {go}"),
            (self.entered, come),
            (self.left, go),
        )
        parts = [_clause(names, words) for names, words in said if names]
        return f"{where}, {'; '.join(parts)}."


def list_change(
    names: Sequence[str],
    listed_now: BoolArray,
    listed_then: BoolArray,
    ranked_now: BoolArray,
    ranked_then: BoolArray,
) -> ListChange:
    """Return what differs between two lists of the same sites, ``(sites,)`` each."""
    come, go = listed_then & ~listed_now, listed_now & ~listed_then

    def named(rows: BoolArray) -> tuple[str, ...]:
        return tuple(names[row] for row in np.flatnonzero(rows).tolist())

    return ListChange(
        known_enough=named(come & ~ranked_now),
        too_little_known=named(go & ~ranked_then),
        entered=named(come & ranked_now),
        left=named(go & ranked_then),
    )


def _clause(names: tuple[str, ...], words: str) -> str:
    """Return names with a verb of the third person, in the plural where they are several."""
    shown = names if len(names) <= MOST_NAMED else (*names[:3], f"{len(names) - 3} more")
    if len(names) > 1:
        for one, many in _PLURALS:
            words = words.replace(one, many)
    return f"{listed(shown)} {words}"


_PLURALS = (
    ("is ", "are "),
    ("comes ", "come "),
    ("drops ", "drop "),
    ("takes ", "take "),
    ("loses ", "lose "),
)

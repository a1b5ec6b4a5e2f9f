"""Alternatives of which the same is known: what the draws say of one, they say of the other."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from prioritizer.engine.arrays import IntArray
from prioritizer.engine.draws.chances import Chances


def shared(found: Chances, alike: IntArray) -> Chances:
    """Return chances and places that alternatives with the same label have in common.

    They are drawn apart, so that their counts differ by the error of the draws alone. The mean
    is as true of each, and closer; a mean of places is rounded, halves upwards.

    Parameters
    ----------
    alike
        ``(alternatives,)``: labels; those with the same one have the same distributions, and
        all or none of them compete.
    """
    chance = found.chance.copy()
    places = [found.rank_5.copy(), found.rank_median.copy(), found.rank_95.copy()]
    labels, counts = np.unique(alike, return_counts=True)
    for label in labels[counts > 1].tolist():
        rows = np.flatnonzero(alike == label)
        # Added one by one, as the browser does.
        total = 0.0
        for one in found.chance[rows].tolist():
            total += one
        chance[rows] = total / len(rows)
        for place in places:
            place[rows] = int(np.floor(place[rows].sum() / len(rows) + 0.5))
    return replace(found, chance=chance, rank_5=places[0], rank_median=places[1],
                   rank_95=places[2])  # fmt: skip

"""Draws that keep to the limits of a cell, which reach as far as the errors behind them.

A limit that follows from one fact rests on others that err, such as the published volume behind
a range of densities. So the limits reach to the 5 and 95 % points of what was drawn, where they
lie beyond; a draw that is still outside is folded at the limit, so that nothing piles up on it.
"""

from __future__ import annotations

import numpy as np

from prioritizer.engine.arrays import BoolArray, FloatArray

TAIL = 0.05
"""Share of the draws beyond each end of what an error reaches."""


def error_reach(
    drawn: FloatArray, low: FloatArray, high: FloatArray, bounded: BoolArray
) -> tuple[FloatArray, FloatArray]:
    """Return the limits, as far as the errors of the facts behind them reach.

    Parameters
    ----------
    drawn
        ``(draws, alternatives, criteria)``: values without limits.
    low, high
        ``(alternatives, criteria)``: limits, 0 to 1.
    bounded
        ``(alternatives, criteria)``: the cells that have limits; the others stay.
    """
    low, high = low.copy(), high.copy()
    passing = bounded & ((drawn < low) | (drawn > high)).any(axis=0)
    least, most = np.quantile(drawn[:, passing], (TAIL, 1.0 - TAIL), axis=0, method="nearest")
    low[passing] = np.minimum(low[passing], least)
    high[passing] = np.maximum(high[passing], most)
    return low, high


def fold(values: FloatArray, low: FloatArray, high: FloatArray, bounded: BoolArray) -> None:
    """Fold the values of bounded cells that pass a limit back inside, in place.

    ``values`` are ``(draws, alternatives, criteria)``, the rest as in `error_reach`.
    """
    for column in range(values.shape[2]):
        rows = np.flatnonzero(bounded[:, column])
        least, most = low[rows, column], high[rows, column]
        drawn = values[:, rows, column]
        passing = ((drawn < least) | (drawn > most)).any(axis=0)
        if passing.any():
            rows, least, most = rows[passing], least[passing], most[passing]
            drawn = drawn[:, passing]
            drawn = np.where(drawn < least, 2.0 * least - drawn, drawn)
            drawn = np.where(drawn > most, 2.0 * most - drawn, drawn)
            values[:, rows, column] = np.clip(drawn, least, most)

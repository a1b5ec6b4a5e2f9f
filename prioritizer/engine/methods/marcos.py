"""MARCOS: utility of each alternative between an ideal and an anti-ideal one."""

from __future__ import annotations

import numpy as np

from prioritizer.engine.arrays import BoolArray, FloatArray
from prioritizer.engine.methods.ratios import ratios_to_best
from prioritizer.engine.methods.weighted_sum import weighted_sum


def marcos(matrix: FloatArray, maximize: BoolArray, weights: FloatArray) -> FloatArray:
    """Return the utility function of MARCOS.

    Parameters
    ----------
    matrix
        ``(alternatives, criteria)``, not negative; above 0 where less is better.
    maximize, weights
        ``(criteria,)`` each; weights sum to 1.

    Returns
    -------
    FloatArray
        ``(alternatives,)``, 0 to about 1, higher better; 0 for an alternative without any
        merit.

    Notes
    -----
    Stević, Pamučar, Puška and Chatterjee 2020. With U = S / S_ideal and V = S / S_anti-ideal
    the published utility equals (U + V) / (1 + U / V + V / U), in which S may be 0 as well.
    """
    ratios = ratios_to_best(matrix, maximize, method="marcos")
    totals = weighted_sum(ratios, weights)
    worst = weighted_sum(ratios.min(axis=0)[np.newaxis], weights)[0]
    best = weighted_sum(ratios.max(axis=0)[np.newaxis], weights)[0]
    # Multiplied through by both reference sums: an anti-ideal of zero is then no division.
    result: FloatArray = totals * (worst + best) / (worst * best + worst**2 + best**2)
    return result

"""The multiplicative model, and WASPAS between it and the weighted sum."""

from __future__ import annotations

import numpy as np

from prioritizer.engine.arrays import BoolArray, FloatArray
from prioritizer.engine.methods.ratios import ratios_to_best
from prioritizer.engine.methods.weighted_sum import weighted_sum
from prioritizer.errors import InputError


def weighted_product(
    matrix: FloatArray, maximize: BoolArray, weights: FloatArray
) -> FloatArray:
    """Return the product of ratios to the best, each to the power of its weight.

    Parameters
    ----------
    matrix
        ``(alternatives, criteria)``, not negative; above 0 where less is better.
    maximize, weights
        ``(criteria,)`` each; weights sum to 1.

    Returns
    -------
    FloatArray
        ``(alternatives,)``, 0 to 1; one zero makes the whole product 0.

    Notes
    -----
    Bridgman 1922; Miller and Starr 1969.
    """
    return product_of_values(
        ratios_to_best(matrix, maximize, method="weighted-product"), weights
    )


def product_of_values(values: FloatArray, weights: FloatArray) -> FloatArray:
    """Return the product of values, each to the power of its weight, ``(alternatives,)``.

    ``values`` is ``(alternatives, criteria)``, 0 to 1: ratios, or values on fixed scales, where
    other alternatives have no influence. A value of 0 makes the product 0, unless its weight is
    0.
    """
    result: FloatArray = np.prod(np.power(values, weights), axis=1)
    return result


def waspas(
    matrix: FloatArray, maximize: BoolArray, weights: FloatArray, *, share: float = 0.5
) -> FloatArray:
    """Return a mixture of weighted sum and weighted product on ratios to the best.

    Parameters
    ----------
    matrix, maximize, weights
        As in `weighted_product`.
    share
        Part of the weighted sum, 0 to 1.

    Returns
    -------
    FloatArray
        ``(alternatives,)``, 0 to 1.

    Notes
    -----
    Zavadskas, Turskis, Antucheviciene and Zakarevicius 2012.
    """
    if not 0.0 <= share <= 1.0:
        message = f"WASPAS share: found {share}. Expected 0 to 1. Change the number."
        raise InputError(message)
    ratios = ratios_to_best(matrix, maximize, method="waspas")
    return _mixture(ratios, weights, share)


def mixture_of_values(values: FloatArray, weights: FloatArray) -> FloatArray:
    """Return WASPAS of values on fixed scales: half their weighted sum, half their product.

    Shapes are those of `product_of_values`.
    """
    return _mixture(values, weights, 0.5)


def _mixture(values: FloatArray, weights: FloatArray, share: float) -> FloatArray:
    product = product_of_values(values, weights)
    result: FloatArray = share * weighted_sum(values, weights) + (1.0 - share) * product
    return result

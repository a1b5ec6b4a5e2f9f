"""VIKOR: a compromise between the sum of regrets and the largest single regret."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from prioritizer.engine.arrays import BoolArray, FloatArray, IntArray
from prioritizer.engine.methods.normalization import minmax
from prioritizer.engine.methods.weighted_sum import weighted_sum
from prioritizer.engine.ranks import rank
from prioritizer.errors import InputError


@dataclass(frozen=True, slots=True)
class Regrets:
    """The three measures of VIKOR, ``(alternatives,)`` each, lower better.

    ``total`` is the weighted sum of regrets (S), ``largest`` the largest weighted regret (R)
    and ``compromise`` the mixture of both, each on its own range (Q), 0 to 1.
    """

    total: FloatArray
    largest: FloatArray
    compromise: FloatArray


def regrets(
    matrix: FloatArray,
    maximize: BoolArray,
    weights: FloatArray,
    *,
    majority: float = 0.5,
    leading: int | None = None,
) -> Regrets:
    """Return the measures of VIKOR.

    Parameters
    ----------
    matrix
        ``(alternatives, criteria)``; a constant column causes no regret.
    maximize, weights
        ``(criteria,)`` each; weights sum to 1.
    majority
        Weight of the sum of regrets (v), 0 to 1; the rest goes to the largest single one.
    leading
        Only so many of the first rows set the ranges of both sums, which hold the others
        within them; all when left out.

    Notes
    -----
    Opricovic and Tzeng 2004.
    """
    if not 0.0 <= majority <= 1.0:
        message = f"VIKOR majority: found {majority}. Expected 0 to 1. Change the number."
        raise InputError(message)
    regret = 1.0 - minmax(matrix, maximize)[0]
    total = weighted_sum(regret, weights)
    largest = (regret * weights).max(axis=1)
    compromise = majority * _on_range(total, total[:leading]) + (1.0 - majority) * _on_range(
        largest, largest[:leading]
    )
    return Regrets(total, largest, compromise)


def _on_range(measure: FloatArray, leading: FloatArray) -> FloatArray:
    spread = leading.max() - leading.min()
    # Equal but for rounding: dividing by the noise would make a difference of it.
    if spread <= 1e-12 * abs(leading.max()):
        return np.zeros_like(measure)
    result: FloatArray = np.clip((measure - leading.min()) / spread, 0.0, 1.0)
    return result


def vikor(
    matrix: FloatArray,
    maximize: BoolArray,
    weights: FloatArray,
    *,
    majority: float = 0.5,
    leading: int | None = None,
) -> FloatArray:
    """Return 1 minus the compromise measure Q, ``(alternatives,)``, 0 to 1, higher better.

    Parameters are those of `regrets`.
    """
    found = regrets(matrix, maximize, weights, majority=majority, leading=leading)
    result: FloatArray = 1.0 - found.compromise
    return result


def compromise_of_values(values: FloatArray, weights: FloatArray) -> FloatArray:
    """Return VIKOR of values on fixed scales: 1 - Q, ``(alternatives,)``, 0 to 1.

    Parameters
    ----------
    values
        ``(alternatives, criteria)``, 0 to 1. The ideal is 1 and the anti-ideal 0 on every
        criterion, so that other alternatives have no influence: the sum of weighted regrets S
        runs from 0 to 1, the largest one R from 0 to the largest weight, and Q is half of each
        on that range.
    weights
        ``(criteria,)``, summing to 1.
    """
    regret = 1.0 - values
    largest = (regret * weights).max(axis=1) / weights.max()
    result: FloatArray = 1.0 - 0.5 * (weighted_sum(regret, weights) + largest)
    return result


def compromise_set(measures: Regrets) -> IntArray:
    """Return the alternatives that VIKOR proposes together, best first.

    The best by Q stands alone only if it leads the second by 1 / (n - 1) and is also best by S
    or by R. Without the lead all within that distance are proposed, without the second support
    the first two.
    """
    order: IntArray = np.argsort(measures.compromise, kind="stable")
    if len(order) < 2:
        return order
    lead = measures.compromise[order] - measures.compromise[order[0]]
    least = 1.0 / (len(order) - 1)
    if lead[1] < least - 1e-12:
        near: IntArray = order[lead < least - 1e-12]
        return near
    supported = rank(-measures.total)[order[0]] == 1 or rank(-measures.largest)[order[0]] == 1
    return order[:1] if supported else order[:2]

"""METHODS: every ranking method by its name, with its reference, its needs and its limits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from prioritizer.engine.arrays import BoolArray, FloatArray
from prioritizer.engine.normalization import higher_is_better, normalize
from prioritizer.engine.topsis import closeness, column_extremes
from prioritizer.engine.validation import check_matrix, normalize_weights
from prioritizer.engine.weighted_sum import weighted_sum
from prioritizer.errors import InputError

ScoreFunction: TypeAlias = Callable[[FloatArray, BoolArray, FloatArray], FloatArray]


@dataclass(frozen=True, slots=True)
class Method:
    """A ranking method.

    Attributes
    ----------
    function
        Takes the normalized matrix, ``maximize`` and weights that sum to 1; gives scores,
        ``(alternatives,)``, higher better.
    additive
        Whether the score is a sum of one part per criterion, so that parts may be stacked.
    default_normalization
        The key of NORMALIZATIONS used when none is asked for.
    positive_only
        Whether zeros and negative numbers are refused.
    """

    name: str
    title: str
    function: ScoreFunction
    reference: str
    needs: str
    limits: str
    additive: bool
    default_normalization: str
    positive_only: bool = False


def _weighted_sum(matrix: FloatArray, maximize: BoolArray, weights: FloatArray) -> FloatArray:
    return weighted_sum(higher_is_better(matrix, maximize), weights)


def _topsis(matrix: FloatArray, maximize: BoolArray, weights: FloatArray) -> FloatArray:
    ideal, anti_ideal = column_extremes(matrix, maximize)
    return closeness(matrix, weights, ideal=ideal, anti_ideal=anti_ideal)


_ALL = (
    Method(
        name="weighted-sum",
        title="Weighted sum",
        function=_weighted_sum,
        reference="Fishburn 1967",
        needs="Values on one common scale, for example after min-max normalization.",
        limits="A very good value makes up for a very bad one; criteria must not overlap.",
        additive=True,
        default_normalization="minmax",
    ),
    Method(
        name="topsis",
        title="TOPSIS",
        function=_topsis,
        reference="Hwang and Yoon 1981",
        needs="Numbers with a meaningful zero for vector normalization.",
        limits="Ideals come from the data: adding an alternative may reverse the order of "
        "others.",
        additive=False,
        default_normalization="vector",
    ),
)

METHODS: dict[str, Method] = {entry.name: entry for entry in _ALL}


def find_method(name: str) -> Method:
    """Return the method of that name; an unknown name raises InputError with the known ones."""
    if name not in METHODS:
        message = (
            f"Method: found '{name}'. Expected one of {', '.join(METHODS)}. "
            "Choose a name from the list."
        )
        raise InputError(message)
    return METHODS[name]


def score(
    matrix: FloatArray,
    maximize: BoolArray,
    weights: FloatArray,
    *,
    method: str,
    normalization: str | None = None,
) -> FloatArray:
    """Score the alternatives of a raw decision matrix.

    Parameters
    ----------
    matrix
        ``(alternatives, criteria)``, in the criteria's own units.
    maximize
        ``(criteria,)``; False where less is better.
    weights
        ``(criteria,)``, not negative; divided by their sum.
    method
        A key of `METHODS`.
    normalization
        A key of `NORMALIZATIONS`; the method's usual one when left out.

    Returns
    -------
    FloatArray
        ``(alternatives,)``, higher better.

    Raises
    ------
    InputError
        If a cell, a weight or a name cannot be used.
    """
    chosen = find_method(method)
    check_matrix(matrix, maximize, weights)
    way = chosen.default_normalization if normalization is None else normalization
    normalized, maximize_after = normalize(matrix, maximize, method=way)
    return chosen.function(normalized, maximize_after, normalize_weights(weights))

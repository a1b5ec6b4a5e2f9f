"""The one door to scikit-criteria: its scalers and methods, imported only when called.

The library's ranks are not used (they are dense, 1, 2, 2, 3); its scores are, and ours rank
them. Gaps, infinities and zeros that its inverters lose without a word are refused before it
sees them.
"""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np

from prioritizer.engine.arrays import BoolArray, FloatArray
from prioritizer.engine.methods.normalization import NORMALIZATIONS, higher_is_better, normalize
from prioritizer.engine.validation import check_matrix, normalize_weights
from prioritizer.errors import InputError

METHODS = ("weighted-sum", "topsis")


def classic(
    matrix: FloatArray,
    maximize: BoolArray,
    weights: FloatArray,
    *,
    method: str,
    normalization: str,
) -> FloatArray:
    """Score the alternatives through scikit-criteria's own scalers and aggregators.

    Parameters
    ----------
    matrix
        ``(alternatives, criteria)``, in the criteria's own units.
    maximize
        ``(criteria,)``; False where less is better.
    weights
        ``(criteria,)``, not negative; divided by their sum.
    method
        ``weighted-sum`` or ``topsis``.
    normalization
        A key of NORMALIZATIONS.

    Returns
    -------
    FloatArray
        ``(alternatives,)``, higher better.

    Raises
    ------
    InputError
        If a cell, a weight or a name cannot be used.
    """
    if method not in METHODS or normalization not in NORMALIZATIONS:
        message = (
            f"Classic method: found '{method}' with '{normalization}'. Expected one of "
            f"{', '.join(METHODS)} with one of {', '.join(NORMALIZATIONS)}. "
            "Choose names from the lists."
        )
        raise InputError(message)
    check_matrix(matrix, maximize, weights)
    normalize(matrix, maximize, method=normalization)  # refuses cells the formula cannot take
    varying = matrix.max(axis=0) > matrix.min(axis=0)
    if not varying.any():
        return np.full(len(matrix), 0.5)
    shares = normalize_weights(weights)
    return _evaluate(matrix, maximize, shares, method=method, normalization=normalization)


def _evaluate(
    matrix: FloatArray,
    maximize: BoolArray,
    weights: FloatArray,
    *,
    method: str,
    normalization: str,
) -> FloatArray:
    import skcriteria
    from skcriteria.agg.simple import WeightedSumModel
    from skcriteria.agg.topsis import TOPSIS

    objectives = np.where(maximize, 1, -1)
    problem = skcriteria.mkdm(matrix, objectives, weights=weights)
    with warnings.catch_warnings():
        # It warns of constant columns and of minimised criteria; both are dealt with here.
        warnings.simplefilter("ignore")
        scaled = _scale(problem, normalization)
        if method == "topsis":
            return np.asarray(TOPSIS().evaluate(scaled).e_.similarity, dtype=np.float64)
        values = higher_is_better(scaled.matrix.to_numpy(), scaled.iobjectives.to_numpy() > 0)
        # Its weighted sum refuses minimised and negative columns: turned, shifted and shifted
        # back.
        shift = np.minimum(values.min(axis=0), 0.0)
        shifted = skcriteria.mkdm(values - shift, np.ones(len(weights)), weights=weights)
        scores = WeightedSumModel().evaluate(shifted).e_.score
    result: FloatArray = np.asarray(scores, dtype=np.float64) + np.sum(shift * weights)
    return result


def _scale(problem: Any, normalization: str) -> Any:
    from skcriteria.preprocessing import invert_objectives, scalers

    steps = {
        "none": [],
        "vector": [scalers.VectorScaler(target="matrix")],
        "minmax": [invert_objectives.MinMaxInverter()],
        "sum": [scalers.SumScaler(target="matrix")],
        "inverse-sum": [invert_objectives.InvertMinimize(), scalers.SumScaler(target="matrix")],
        "max": [scalers.MaxAbsScaler(target="matrix")],
    }
    for step in steps[normalization]:
        problem = step.transform(problem)
    return problem

"""Hypothesis strategies for decision problems."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from prioritizer.engine.arrays import BoolArray, FloatArray

_POSITIVE = st.integers(1, 1000).map(lambda number: number / 8)


@st.composite
def problems(draw: st.DrawFn) -> tuple[FloatArray, BoolArray, FloatArray]:
    """Draw a matrix of positive entries with objectives and weights that can be ranked."""
    n_alternatives = draw(st.integers(2, 7))
    n_criteria = draw(st.integers(1, 5))
    matrix = draw(hnp.arrays(np.float64, (n_alternatives, n_criteria), elements=_POSITIVE))
    maximize = draw(hnp.arrays(np.bool_, n_criteria))
    weights = draw(hnp.arrays(np.float64, n_criteria, elements=_POSITIVE))
    return matrix, maximize, weights


@st.composite
def valued(draw: st.DrawFn) -> tuple[FloatArray, FloatArray]:
    """Draw values within 0 to 1 on a coarse grid, so that ties happen, and weights."""
    n_alternatives = draw(st.integers(2, 7))
    n_criteria = draw(st.integers(1, 5))
    grid = st.integers(0, 8).map(lambda number: number / 8)
    values = draw(hnp.arrays(np.float64, (n_alternatives, n_criteria), elements=grid))
    weights = draw(hnp.arrays(np.float64, n_criteria, elements=_POSITIVE))
    return values, weights

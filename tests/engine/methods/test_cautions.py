"""What is allowed but deserves a word gets one."""

from __future__ import annotations

import numpy as np

from prioritizer.engine.methods.cautions import cautions


def _on(matrix, normalization="minmax"):
    table = np.array(matrix, dtype=float)
    maximize = np.array([True, False])
    return cautions(table, maximize, normalization=normalization)


def test_an_ordinary_matrix_needs_no_word() -> None:
    assert _on([[1, 5], [2, 4], [3, 6]], "inverse-sum") == ()


def test_a_constant_column_is_named() -> None:
    [caution] = _on([[1, 5], [2, 5]])

    assert caution.column == 1
    assert caution.text == "found '5' in every row. The column changes no order."


def test_a_tiny_cost_that_dominates_its_reciprocals_is_named() -> None:
    [caution] = _on([[1, 5], [2, 0.1], [3, 6]], "inverse-sum")

    # 10 of 10 + 1/5 + 1/6.
    assert caution.column == 1
    assert "found '0.1' in row 2, whose reciprocal takes at least 96 %" in caution.text


def test_a_tiny_number_is_harmless_under_minmax() -> None:
    assert _on([[1, 5], [2, 0.1], [3, 6]], "minmax") == ()

"""A decision matrix finds its rows by the names of its alternatives."""

from __future__ import annotations

import numpy as np

from prioritizer.domain.matrix import DecisionMatrix


def matrix(*names: str) -> DecisionMatrix:
    cells = np.arange(float(len(names)))[:, np.newaxis]
    gap = np.zeros_like(cells, dtype=np.bool_)
    return DecisionMatrix(names, names, (), cells, cells.copy(), cells.copy(), gap)


def test_a_row_is_found_by_its_name_and_one_that_is_not_there_is_none() -> None:
    found = matrix("A", "B", "C")
    assert [found.row_of(name) for name in ("C", "A", "D")] == [2, 0, None]


def test_some_rows_know_their_own_places() -> None:
    found = matrix("A", "B", "C")
    assert found.row_of("C") == 2
    some = found.rows(np.array([2, 0]))
    assert some.alternatives == ("C", "A")
    assert [some.row_of(name) for name in ("A", "B", "C")] == [1, None, 0]
    assert found.rows(np.array([0, 1, 2])) is found

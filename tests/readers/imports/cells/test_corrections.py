"""Cells corrected by a person take the place of those of the file, and are told."""

from __future__ import annotations

from prioritizer.domain.imports import Topic
from prioritizer.readers.imports.cells.corrections import correct_cells
from prioritizer.readers.imports.words.records import Log, RawGrid


def test_cells_are_replaced_by_row_and_header_and_each_is_told() -> None:
    grid = RawGrid("a.csv", "csv", "", ("id", "area"), [["A", "x"], ["B", "2.5"]], [2, 4])
    log = Log("a.csv")

    correct_cells(
        grid, {"4": {"area": "0,5", "id": "C"}, "3": {"id": "?"}, "2": {"no": ""}}, log
    )

    assert grid.rows == [["A", "x"], ["C", 0.5]]
    (told,) = log.interpretations
    assert (told.kind, told.n_cells) == (Topic.CORRECTED, 2)
    assert told.examples == ("row 4, area: 2.5 → 0,5", "row 4, id: B → C")


def test_keys_and_what_could_be_read_in_two_ways_stay_texts() -> None:
    grid = RawGrid("a.csv", "csv", "", ("a", "b", "c"), [["", "", ""]], [2])

    correct_cells(grid, {"2": {"a": "007", "b": "1,500", "c": "1 500 000"}}, Log("a.csv"))

    assert grid.rows == [["007", "1,500", "1 500 000"]]

"""Cells that a person corrected after the first reading, put into the table before the next."""

from __future__ import annotations

from collections.abc import Mapping

from prioritizer.domain.imports import Topic
from prioritizer.readers.imports.texts.decimal_marks import count_votes
from prioritizer.readers.imports.texts.quantities import read_quantity
from prioritizer.readers.imports.words.records import Cell, Log, RawGrid
from prioritizer.readers.numbers import LARGEST

SHOWN = 3


def _typed(text: str) -> Cell:
    """Return an unmistakable decimal number as one, whatever mark its file uses."""
    mark = count_votes([text], LARGEST).mark
    found = read_quantity(text, mark) if mark else None
    is_plain = found is not None and not found.flag and not found.unit
    return found.best if found is not None and is_plain and found.best is not None else text


def correct_cells(
    grid: RawGrid, corrections: Mapping[str, Mapping[str, str]], log: Log
) -> None:
    """Put texts in the place of cells; each is told, with what stood there.

    Parameters
    ----------
    corrections
        The new text by the number of the row, as a text, and the header. One that the table
        does not have is passed over.
    """
    place_of = {str(line): place for place, line in enumerate(grid.lines)}
    index_of = {name: index for index, name in reversed(list(enumerate(grid.header)))}
    told: list[str] = []
    for line, cells in corrections.items():
        for header, text in cells.items():
            place, index = place_of.get(line), index_of.get(header)
            if place is None or index is None:
                continue
            old, grid.rows[place][index] = grid.rows[place][index], _typed(text)
            told.append(f"row {line}, {header[:40]}: {str(old)[:40]} → {text[:40]}")
    if told:
        log.read_as(
            Topic.CORRECTED,
            log.file,
            "cells as you corrected them, not as they stand in the file",
            1.0,
            reason="typed on the import page",
            n_cells=len(told),
            examples=tuple(told[:SHOWN]),
        )

"""Cells of tables whose columns have types, as the importer knows them."""

from __future__ import annotations

import math
from datetime import date, datetime, time
from typing import Any

from prioritizer.domain.imports import ImportOptions
from prioritizer.readers.imports.words.records import Cell, Log


def typed_cell(value: Any, number: int, name: str, options: ImportOptions, log: Log) -> Cell:
    """Return a cell: blank for unknown, words for yes and no, a day for a midnight.

    Bytes are no cell. A text that is too long is an error of row ``number`` and left out.
    """
    is_nan = isinstance(value, float) and math.isnan(value)
    if value is None or isinstance(value, bytes) or is_nan:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime) and value.time() == time():
        return value.date()
    cell: Cell = value if isinstance(value, str | int | float | date) else str(value)
    if isinstance(cell, str) and len(cell) > options.limits.cell_characters:
        log.error(
            number,
            name[:80],
            f"a text of {len(cell)} characters",
            f"at most {options.limits.cell_characters}",
            "Shorten the text.",
        )
        return ""
    return cell

"""CONVERTERS: how a cell is read, by the kind of its field; nothing is dropped unsaid."""

from __future__ import annotations

from collections.abc import Callable

from prioritizer.readers.imports.cells.number_cells import (
    convert_degrees,
    convert_metres,
    convert_number,
)
from prioritizer.readers.imports.cells.row_context import RowContext
from prioritizer.readers.imports.cells.word_cells import (
    convert_code,
    convert_country,
    convert_text,
    convert_years,
    keep_text,
)
from prioritizer.readers.imports.columns.plans import Plan
from prioritizer.readers.imports.words.records import Cell

Converter = Callable[[Plan, Cell, RowContext], None]
CONVERTERS: dict[str, Converter] = {
    "number": convert_number,
    "country": convert_country,
    "code": convert_code,
    "yesno": convert_code,
    "years": convert_years,
    "degrees": convert_degrees,
    "metres": convert_metres,
    **dict.fromkeys(("crs", "coordinates", "geometry", "analyte", "unit"), keep_text),
}


def convert_cell(plan: Plan, cell: Cell, row: RowContext) -> None:
    """Write what a cell says into the row, by the kind of its field."""
    CONVERTERS.get(plan.field.kind, convert_text)(plan, cell, row)

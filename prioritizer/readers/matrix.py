"""A ready decision matrix: first column names, one column per criterion."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from prioritizer.errors import DataError, Severity
from prioritizer.readers.cells import CellReader, clean, quoted
from prioritizer.readers.numbers import LARGEST, number_hint, parse_number
from prioritizer.readers.table_marks import TableMarks, number_marks
from prioritizer.readers.tables import RawTable, fault, read_table

FILL_IN = "Fill in the cell, or leave the row or column out."


@dataclass(frozen=True, slots=True, eq=False)
class MatrixTable:
    """Names of the rows and columns, and the numbers, ``(alternatives, criteria)``."""

    alternatives: tuple[str, ...]
    criteria: tuple[str, ...]
    matrix: NDArray[np.float64]


def read_matrix(path: Path) -> MatrixTable:
    """Read a decision matrix from a CSV file.

    Raises
    ------
    DataError
        With one issue per faulty cell, row or column.
    """
    table = read_table(path)
    criteria = table.header[1:]
    if not criteria:
        raise fault(
            table.file,
            "one column only",
            "a column of names and one column per criterion",
            "Check the delimiter: comma, semicolon or tab.",
        )
    reader = CellReader(table.file, list(table.notes))
    names = _names(table, reader)
    marks = number_marks(table, dict.fromkeys(criteria, LARGEST))
    rows = [
        _row(cells, line, criteria, marks, reader)
        for cells, line in zip(table.rows, table.lines, strict=True)
    ]
    errors = [issue for issue in reader.issues if issue.severity is Severity.ERROR]
    if errors:
        raise DataError(errors)
    return MatrixTable(names, criteria, np.array(rows, dtype=np.float64))


def _names(table: RawTable, reader: CellReader) -> tuple[str, ...]:
    names = []
    seen: dict[str, int] = {}
    for cells, line in zip(table.rows, table.lines, strict=True):
        reader.row = line
        name = clean(cells[0])
        if not name:
            reader.error(table.header[0], "a blank cell", "a name", "Name the alternative.")
        elif name in seen:
            expected = f"a name not used before (row {seen[name]})"
            reader.error(table.header[0], quoted(name), expected, "Rename one of the two.")
        seen.setdefault(name, line)
        names.append(name)
    return tuple(names)


def _row(
    cells: list[str],
    line: int,
    criteria: tuple[str, ...],
    marks: TableMarks,
    reader: CellReader,
) -> list[float]:
    reader.row = line
    if len(cells) > len(criteria) + 1 and any(
        cell.strip() for cell in cells[len(criteria) + 1 :]
    ):
        reader.error(
            None,
            f"{len(cells)} cells",
            f"{len(criteria) + 1} as in the header",
            "A cell with the delimiter in it must stand in double quotes.",
        )
    padded = [clean(cell) for cell in cells[1:]] + [""] * len(criteria)
    return [
        _number(text, name, marks, reader) for text, name in zip(padded, criteria, strict=False)
    ]


def _number(text: str, column: str, marks: TableMarks, reader: CellReader) -> float:
    plain = marks.plain(column, text, reader)
    if text and not plain:
        return 0.0
    value = parse_number(plain)
    if value is None and not text:
        reader.error(
            column,
            "a blank cell",
            "a number",
            FILL_IN,
        )
    elif value is None:
        reader.error(column, quoted(text), "a plain number", number_hint(text, FILL_IN))
    return 0.0 if value is None else value

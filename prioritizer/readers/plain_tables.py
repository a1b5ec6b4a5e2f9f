"""Small tables of numbers, such as prices and costs, as a spreadsheet saves them.

Beside semicolons a comma is decimal, and a mark before three digits is decided as in a site
table; these tables have no place for a warning, so that what stays open is an error.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from prioritizer.errors import Issue, Severity
from prioritizer.readers.cells import clean, quoted
from prioritizer.readers.table_marks import (
    TWO_WAYS_HINT,
    UNMISTAKABLE,
    TableMarks,
    number_marks,
    with_point,
)
from prioritizer.readers.tables import RawTable

DELIMITER_HINT = (
    "Write decimal points, or part the cells by semicolons; a text with the delimiter in it "
    "must stand in double quotes."
)


def plain_table(table: RawTable, largest: Mapping[str, float]) -> tuple[RawTable, list[Issue]]:
    """Return a table whose numbers have decimal points, and what is wrong with its rows.

    Parameters
    ----------
    largest
        The largest number of each column of numbers, by its name.

    Returns
    -------
    table, issues
        Every issue is an error: a number that can be read in two ways and a row with more
        cells than the header. Such a cell stays as it is, so that who goes on raises them.
    """
    marks = number_marks(table, largest, decimals_alone=False)
    issues = [*_too_wide(table), *_open(table, marks, largest)]
    if not marks.marks:
        return table, issues
    places = {i: name for i, name in enumerate(table.header) if name in largest}
    rows = [
        [
            with_point(clean(text), marks.marks[places[i]]) if i in places else text
            for i, text in enumerate(record)
        ]
        for record in table.rows
    ]
    return replace(table, rows=rows), issues


def _open(table: RawTable, marks: TableMarks, largest: Mapping[str, float]) -> Iterator[Issue]:
    for line, record in zip(table.lines, table.rows, strict=True):
        for name, text in zip(table.header, record, strict=False):
            if name in largest and marks.is_open(name, text):
                yield Issue(
                    Severity.ERROR, table.file, line, name, quoted(text.strip()),
                    UNMISTAKABLE, TWO_WAYS_HINT,
                )  # fmt: skip


def _too_wide(table: RawTable) -> Iterator[Issue]:
    """Yield the rows with more cells than columns: a decimal comma parts a cell in two."""
    width = len(table.header)
    for line, record in zip(table.lines, table.rows, strict=True):
        if any(cell.strip() for cell in record[width:]):
            yield Issue(
                Severity.ERROR, table.file, line, None, f"{len(record)} cells",
                f"{width} as in the header", DELIMITER_HINT,
            )  # fmt: skip

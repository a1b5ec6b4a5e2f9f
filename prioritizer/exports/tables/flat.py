"""Any plain table as text for a terminal, or as CSV that no spreadsheet takes for formulas."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Sequence

from prioritizer.exports.tables.csv_file import guarded, number
from prioritizer.exports.tables.text_table import printable

Cell = str | float | bool | None


def csv_table(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return UTF-8 with a byte-order mark and CRLF; None is a blank cell, never 0."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow([_csv_cell(cell) for cell in row])
    return codecs.BOM_UTF8 + text.getvalue().encode()


def _csv_cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return guarded(cell) if isinstance(cell, str) else number(float(cell))


def text_table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return columns of text, two blanks apart."""
    table = [list(header), *([printable(cell) for cell in row] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    lines = (
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in table
    )
    return "\n".join(lines) + "\n"

"""Sheets of plain values beside the live ones: results of draws, pilot studies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from prioritizer.exports.workbook.book import Book

HEADER_ROW = 3


@dataclass(frozen=True, slots=True)
class PlainSheet:
    """A table of texts and numbers; None is a blank cell, ``columns`` are names and widths."""

    name: str
    title: str
    note: str
    columns: tuple[tuple[str, float], ...]
    rows: tuple[tuple[str | float | None, ...], ...]


def add_plain(book: Book, sheets: Sequence[PlainSheet]) -> None:
    """Add the sheets as they are: nothing in them follows a change of weights."""
    for plain in sheets:
        sheet = book.sheet(plain.name, plain.title, plain.note)
        book.row(sheet, HEADER_ROW, tuple(name for name, _ in plain.columns))
        for column, (_, width) in enumerate(plain.columns):
            sheet.set_column(column, column, width)
        for row, values in enumerate(plain.rows, start=HEADER_ROW + 1):
            for column, value in enumerate(values):
                if isinstance(value, str):
                    book.text(sheet, row, column, value, "wrap")
                else:
                    number = float("nan") if value is None else float(value)
                    book.number(sheet, row, column, number, "#,##0.###", "wrap")
        sheet.freeze_panes(HEADER_ROW + 1, 2)
        sheet.repeat_rows(HEADER_ROW)

"""Workbooks of other kinds as records: XLS, XLSB and ODS, their stored results only."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from prioritizer.domain.imports import ImportOptions, Limits, Topic, column_letter
from prioritizer.errors import DataError
from prioritizer.readers.imports.files.header import Record, grid_from_records
from prioritizer.readers.imports.files.sheets import SHOWN_COLUMNS, SHOWN_ROWS, choose_sheet
from prioritizer.readers.imports.files.xlsx_source import check_archive, filled_rows
from prioritizer.readers.imports.words.records import Cell, Log, RawGrid, Report
from prioritizer.readers.tables import fault


def read_calamine(path: Path, options: ImportOptions, log: Log, report: Report) -> RawGrid:
    """Read one sheet of a workbook as a grid.

    Raises
    ------
    DataError
        If it cannot be read as a table.
    """
    try:
        return _read(path, options, log, report)
    except (DataError, MemoryError):
        raise
    except BaseException as error:  # a panic of the Rust library is no Exception
        if isinstance(error, KeyboardInterrupt | SystemExit):
            raise
        raise fault(
            log.file,
            f"an old or password-protected Excel file, or a damaged workbook "
            f"({type(error).__name__})",
            "a workbook without a password",
            "Open it in a spreadsheet and save it as XLSX without a password.",
        ) from None


def _read(path: Path, options: ImportOptions, log: Log, report: Report) -> RawGrid:
    from python_calamine import CalamineWorkbook

    if zipfile.is_zipfile(path):
        check_archive(path, options.limits, log)
    report("opening the workbook", 0, 0)
    with CalamineWorkbook.from_path(str(path)) as book:
        name = _sheet(book, options, log)
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        records = list(_records(rows, options.limits, log, report))
    log.read_as(
        Topic.TEXT,
        name,
        "formulas are not evaluated; the stored results are read",
        0.9,
        reason="how a cell is shown, as in per cent, cannot be seen in this kind of file",
    )
    grid = grid_from_records(records, path.suffix[1:].casefold() or "xls", name, options, log)
    _warn_of_shares(grid, log)
    return grid


def _sheet(book: Any, options: ImportOptions, log: Log) -> str:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    names = [str(name) for name in book.sheet_names]
    visible = [
        str(sheet.name)
        for sheet in book.sheets_metadata
        if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet
    ]

    def first_rows(name: str) -> list[list[Any]]:
        rows: list[list[Any]] = book.get_sheet_by_name(name).to_python(nrows=SHOWN_ROWS)
        return [row[:SHOWN_COLUMNS] for row in rows]

    return choose_sheet(names, visible, first_rows, options, log)


def _records(
    rows: Sequence[Sequence[Any]], limits: Limits, log: Log, report: Report
) -> Iterator[Record]:
    cells = (
        [_cell(value, line, index, limits, log) for index, value in enumerate(row)]
        for line, row in enumerate(rows, start=1)
    )
    yield from filled_rows(cells, limits, log, report, len(rows))


def _cell(value: Any, line: int, index: int, limits: Limits, log: Log) -> Cell:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    if isinstance(value, datetime) and value.time() == time():
        return value.date()
    if not isinstance(value, str):
        return value if isinstance(value, int | float | date) else str(value or "")
    if len(value) > limits.cell_characters:
        log.error(
            line,
            f"column {column_letter(index)}",
            f"a cell of {len(value)} characters",
            f"at most {limits.cell_characters}",
            "Shorten the text; the row is left out.",
        )
        return f"\ufffd{value[:200]}"
    return value


def _warn_of_shares(grid: RawGrid, log: Log) -> None:
    """Warn where figures under a header in per cent could be shares that are shown as such."""
    for index, header in enumerate(grid.header):
        unit = grid.unit_row[index] if index < len(grid.unit_row) else ""
        cells = (row[index] for row in grid.rows)
        numbers = [abs(cell) for cell in cells if isinstance(cell, int | float)]
        if "%" in f"{header} {unit}" and numbers and max(numbers) <= 1:
            log.warn(
                None,
                header[:80],
                "figures of 1 and less under a header in per cent",
                "per cent as written",
                "If the sheet shows them as per cent, they mean a hundred times as much: save "
                "the table as XLSX.",
            )

"""Workbooks as records: checked before they are opened, streamed, formulas never evaluated."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from prioritizer.domain.imports import ImportOptions, Limits, Topic, column_letter
from prioritizer.errors import DataError
from prioritizer.readers.imports.files.csv_source import too_many_rows
from prioritizer.readers.imports.files.header import Record, grid_from_records
from prioritizer.readers.imports.files.number_formats import as_shown
from prioritizer.readers.imports.files.sheets import SHOWN_COLUMNS, SHOWN_ROWS, choose_sheet
from prioritizer.readers.imports.words.records import Cell, Log, RawGrid, Report
from prioritizer.readers.tables import fault, sharing

CHUNK = 1 << 20
TAGS = (b"<!DOCTYPE", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))
ERRORS = frozenset(
    {"#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#N/A", "#SPILL!", "#CALC!"}
)


def check_archive(path: Path, limits: Limits, log: Log) -> bool:
    """Refuse a dangerous archive before it is unpacked; return whether a sheet holds formulas.

    Raises
    ------
    DataError
        For too many or too large entries, a high ratio, or a document type in the XML.
    """
    has_formulas = False
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
        _check_sizes(entries, limits, log)
        for entry in entries:
            if entry.filename.endswith((".xml", ".rels", ".vml")):
                has_formulas |= _scan(archive, entry, log)
    return has_formulas


def _check_sizes(entries: list[zipfile.ZipInfo], limits: Limits, log: Log) -> None:
    if len(entries) > limits.zip_entries:
        raise fault(
            log.file,
            f"an archive of {len(entries)} parts",
            f"at most {limits.zip_entries}",
            "Save the one sheet that is needed.",
        )
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    if unpacked > limits.unpacked_bytes:
        raise fault(
            log.file,
            f"{unpacked / 1e6:.0f} MB when unpacked",
            f"at most {limits.unpacked_bytes / 1e6:.0f} MB",
            "Save the one sheet that is needed, or CSV.",
        )
    if unpacked > 1_000_000 and unpacked / packed > limits.unpack_ratio:
        raise fault(
            log.file,
            f"an archive that unpacks to {unpacked / packed:.0f} times its size",
            f"at most {limits.unpack_ratio} times",
            "Save the table again as XLSX or CSV.",
        )
    if any(entry.flag_bits & 1 for entry in entries):
        raise fault(
            log.file,
            "an encrypted archive",
            "an XLSX file without a password",
            "Save it without a password.",
        )


def _scan(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, log: Log) -> bool:
    has_formulas, tail = False, b""
    with archive.open(entry) as part:
        while chunk := part.read(CHUNK):
            seen = tail + chunk
            if any(tag in seen for tag in TAGS):
                raise fault(
                    log.file,
                    f"a document type in {entry.filename[:80]}",
                    "plain workbook XML",
                    "Such a file can be an attack; save the table again as XLSX or CSV.",
                )
            has_formulas = has_formulas or b"<f>" in seen or b"<f " in seen
            tail = seen[-32:]
    return has_formulas


def read_xlsx(path: Path, options: ImportOptions, log: Log, report: Report) -> RawGrid:
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
    except Exception as error:
        # A damaged workbook fails in many ways inside zipfile, expat and openpyxl.
        raise fault(
            log.file,
            f"a damaged workbook ({type(error).__name__})",
            "an XLSX file",
            "Open it in a spreadsheet and save it again.",
        ) from None


def _read(path: Path, options: ImportOptions, log: Log, report: Report) -> RawGrid:
    has_formulas = check_archive(path, options.limits, log)
    report("opening the workbook", 0, 0)
    book = _open(path, values=True)
    try:
        name = _sheet(book, options, log)
        records: list[Record] = list(sharing(_records(book[name], options.limits, log, report)))
    finally:
        book.close()
    if has_formulas:
        _restore_formulas(path, name, records, log)
    return grid_from_records(records, "xlsx", name, options, log)


def _open(path: Path, *, values: bool) -> Any:
    from openpyxl import load_workbook

    # From memory, because openpyxl judges a file by the ending of its name.
    content = io.BytesIO(path.read_bytes())
    return load_workbook(content, read_only=True, data_only=values, keep_links=False)


def _sheet(book: Any, options: ImportOptions, log: Log) -> str:
    names = [sheet.title for sheet in book.worksheets]
    visible = [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]
    return choose_sheet(names, visible, lambda name: _first_rows(book[name]), options, log)


def _first_rows(sheet: Any) -> Iterator[tuple[Any, ...]]:
    sheet.reset_dimensions()
    rows: Iterator[tuple[Any, ...]] = sheet.iter_rows(
        max_row=SHOWN_ROWS, max_col=SHOWN_COLUMNS, values_only=True
    )
    return rows


def _records(sheet: Any, limits: Limits, log: Log, report: Report) -> Iterator[Record]:
    sheet.reset_dimensions()
    yield from filled_rows(_rows(sheet, limits, log), limits, log, report)


def _rows(sheet: Any, limits: Limits, log: Log) -> Iterator[list[Cell]]:
    for line, row in enumerate(sheet.iter_rows(), start=1):
        cells = [_cell(cell) for cell in row]
        _check_lengths(cells, line, limits, log)
        yield cells


def filled_rows(
    rows: Iterable[list[Cell]], limits: Limits, log: Log, report: Report, total: int = 0
) -> Iterator[Record]:
    """Yield the rows of a sheet that hold something, numbered from 1, without blank ends.

    Raises
    ------
    DataError
        If there are more columns or rows than the limits allow.
    """
    n = 0
    for line, cells in enumerate(rows, start=1):
        if line % 2_000 == 0:
            report("reading rows", line, total)
        while cells and cells[-1] == "":
            cells.pop()
        if not cells:
            continue
        n += 1
        if len(cells) > limits.columns:
            raise fault(
                log.file,
                f"a cell in column {column_letter(len(cells) - 1)}",
                f"at most {limits.columns} columns",
                "Delete what stands far to the right.",
                row=line,
            )
        if n > limits.rows + 30:
            raise too_many_rows(log.file, limits, line)
        yield line, cells


def _check_lengths(cells: list[Cell], line: int, limits: Limits, log: Log) -> None:
    for index, cell in enumerate(cells):
        if isinstance(cell, str) and len(cell) > limits.cell_characters:
            log.error(
                line,
                f"column {column_letter(index)}",
                f"a cell of {len(cell)} characters",
                f"at most {limits.cell_characters}",
                "Shorten the text; the row is left out.",
            )
            cells[index] = f"\ufffd{cell[:200]}"


def _cell(cell: Any) -> Cell:
    value = cell.value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return as_shown(value, cell.number_format or "")
    if isinstance(value, datetime) and value.time() == time():
        return value.date()
    return value if isinstance(value, str | date) else "" if value is None else str(value)


def _restore_formulas(path: Path, name: str, records: list[Record], log: Log) -> None:
    """Put the text of a formula where the workbook stores no result for it."""
    by_line: dict[int, Any] = dict(records)
    book = _open(path, values=False)
    bare: list[str] = []
    n_formulas = 0
    try:
        for line, index, text in _formulas(book[name], max(by_line, default=0)):
            n_formulas += 1
            stored = by_line.get(line, [])
            if index >= len(stored) or stored[index] == "":
                bare.append(f"{column_letter(index)}{line}")
                _place(by_line, line, index, text)
    finally:
        book.close()
    what = "formulas are not evaluated; the stored results are read"
    if n_formulas:
        log.read_as(Topic.TEXT, name, what, 1.0, n_cells=n_formulas)
    if bare:
        log.warn(
            None,
            None,
            f"{len(bare)} formulas without a stored result ({', '.join(bare[:5])})",
            "values",
            "Open the workbook in a spreadsheet, let it calculate, and save it.",
        )


def _formulas(sheet: Any, last: int) -> Iterator[tuple[int, int, str]]:
    sheet.reset_dimensions()
    for line, row in enumerate(sheet.iter_rows(max_row=last or None), start=1):
        for index, cell in enumerate(row):
            if cell.value is not None and cell.data_type == "f":
                yield line, index, str(cell.value)


def _place(by_line: dict[int, Any], line: int, index: int, text: str) -> None:
    cells = by_line.get(line)
    if cells is None:
        return
    cells.extend([""] * (index + 1 - len(cells)))
    cells[index] = text if text.startswith("=") else f"={text}"

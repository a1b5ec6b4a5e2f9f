"""From records to a grid: which record is the header, what stands above, unique names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

from prioritizer.domain.imports import ImportOptions, Topic, column_letter
from prioritizer.errors import DataError
from prioritizer.readers.cells import clean
from prioritizer.readers.imports.files.side_rows import without_side_rows
from prioritizer.readers.imports.words.records import Cell, Log, RawGrid
from prioritizer.readers.imports.words.units import is_unit
from prioritizer.readers.tables import fault

Record = tuple[int, Sequence[Cell]]
SEARCHED = 30
NUMERIC = re.compile(r"[<>~≤≥]?\s*[+-]?[\d.,' \u00a0\u202f]*\d[\d.,]*(?:[eE][+-]?\d+)?\s*%?")


def looks_numeric(cell: Cell) -> bool:
    """Return whether a cell is a number in any manner of writing."""
    if not isinstance(cell, str):
        return not isinstance(cell, date)
    return NUMERIC.fullmatch(cell.strip()) is not None


def is_blank(cell: Cell) -> bool:
    """Return whether a cell holds nothing to see."""
    return isinstance(cell, str) and not cell.strip(" \t\u00a0\u200b\ufeff")


def grid_from_records(
    records: list[Record], kind: str, part: str, options: ImportOptions, log: Log
) -> RawGrid:
    """Return the rows below the header, filled up, without sums and repeated headers.

    Raises
    ------
    DataError
        If there is no header or no row below it.
    """
    if not records:
        raise fault(
            log.file,
            "an empty table",
            "a header line and one row per site",
            "Export the table again.",
        )
    at = _header_at(records, log)
    line, cells = records[at]
    if at:
        titles = tuple(_first_text(record) for _, record in records[:at])
        log.read_as(
            Topic.HEADER,
            log.file,
            f"row {line} taken as the header, {at} rows above it passed over",
            0.85,
            reason="the first row that fills the columns with names",
            examples=titles[:3],
        )
    header = _unique_names([_text(cell) for cell in cells], line, log)
    body = records[at + 1 :]
    unit_row: tuple[str, ...] = ()
    if body and _is_unit_row(body[0][1]):
        unit_row = tuple(_text(cell) for cell in body[0][1])
        log.read_as(
            Topic.HEADER,
            log.file,
            f"row {body[0][0]} taken as the units of the columns",
            0.9,
            reason="it holds units only",
            examples=tuple(filter(None, unit_row))[:5],
        )
        body = body[1:]
    if not body:
        raise fault(
            log.file,
            "a header line only",
            "at least one row below the header",
            "Add the rows and try again.",
        )
    if len(body) > options.limits.rows:
        raise fault(
            log.file,
            f"{len(body)} rows",
            f"at most {options.limits.rows} rows at once",
            "Split the file or raise --max-rows.",
        )
    rows, lines = _body(body, header, log)
    if not rows:
        raise fault(
            log.file,
            "no row that can be a site",
            "at least one row below the header",
            "Add the rows and try again.",
        )
    return RawGrid(log.file, kind, part, header, rows, lines, unit_row)


def _header_at(records: list[Record], log: Log) -> int:
    filled = [sum(not is_blank(cell) for cell in cells) for _, cells in records[: SEARCHED * 2]]
    width = max(Counter(filled).items(), key=lambda item: (item[1] * (item[0] > 1), item[0]))[0]
    for index, (line, cells) in enumerate(records[:SEARCHED]):
        present = [cell for cell in cells if not is_blank(cell)]
        if len(present) < max(2, 0.6 * width) or _text(present[0]).startswith("#"):
            continue
        numeric = sum(looks_numeric(cell) for cell in present)
        if numeric > 0.3 * len(present):
            raise fault(
                log.file,
                f"numbers where the header should be ('{_text(present[0])[:40]}' …)",
                "a header line with the names of the columns",
                "Add a header line.",
                row=line,
            )
        return index
    raise _no_header(log)


def _no_header(log: Log) -> DataError:
    return fault(
        log.file,
        f"no header in the first {SEARCHED} rows",
        "a header line with the names of at least two columns",
        "Add a header line.",
    )


def _unique_names(names: list[str], line: int, log: Log) -> tuple[str, ...]:
    while names and not names[-1]:
        names.pop()
    seen: Counter[str] = Counter()
    unique: list[str] = []
    for index, name in enumerate(names):
        shown = name or f"column {column_letter(index)}"
        seen[shown] += 1
        if seen[shown] > 1:
            shown = f"{shown} ({seen[shown]})"
            log.warn(
                line,
                name or None,
                f"the column '{name[:60]}' more than once",
                "each column once",
                f"The later one is called '{shown[:70]}' here.",
            )
        unique.append(shown)
    return tuple(unique)


def _body(
    body: list[Record], header: tuple[str, ...], log: Log
) -> tuple[list[list[Cell]], list[int]]:
    rows: list[list[Cell]] = []
    lines: list[int] = []
    width, n_short = len(header), 0
    plain = tuple(name.casefold() for name in header)
    for place, (line, cells) in enumerate(log.watched("looking at rows", body)):
        row = cells if isinstance(cells, list) else list(cells)
        if len(row) != width:
            n_short += len(row) < width
            row = _fit(row, width, line, log)
        if _is_header_again(row, plain, line, log):
            continue
        if _is_other_header(row, plain):
            _say_other_table(len(body) - place, line, log)
            break
        rows.append(row)
        lines.append(line)
    if n_short:
        log.read_as(
            Topic.ROWS,
            log.file,
            "rows shorter than the header; the rest is taken as blank",
            0.8,
            n_cells=n_short,
        )
    return without_side_rows(rows, lines, log)


def _fit(row: list[Cell], width: int, line: int, log: Log) -> list[Cell]:
    if any(not is_blank(cell) for cell in row[width:]):
        log.error(
            line,
            None,
            f"{len(row)} cells",
            f"{width} as in the header",
            "A cell with the delimiter in it must stand in double quotes.",
        )
    return [*row[:width], *[""] * (width - len(row))]


def _is_header_again(row: list[Cell], plain: tuple[str, ...], line: int, log: Log) -> bool:
    if not row or _text(row[0]).casefold() != plain[0]:
        return False
    if [_text(cell).casefold() for cell in row] != list(plain):
        return False
    log.read_as(Topic.ROWS, f"row {line}", "a repeated header, left out", 1.0)
    return True


def _is_other_header(row: list[Cell], plain: tuple[str, ...]) -> bool:
    """Return whether a row is the header of another table below: it begins as the first does.

    Two names stand where they stood, the others are no numbers, and one differs.
    """
    if _text(row[0]).casefold() != plain[0] or len(row) < 3:
        return False
    texts = [_text(cell).casefold() for cell in row]
    same = sum(text == name for text, name in zip(texts, plain, strict=True))
    return same >= 2 and not any(looks_numeric(cell) for cell in row if not is_blank(cell))


def _say_other_table(n_rows: int, line: int, log: Log) -> None:
    log.error(
        line,
        None,
        "the header of another table, with other columns",
        "one table in a file",
        f"The {n_rows} rows from here on are not read; save them as a file of their own.",
    )


def _is_unit_row(cells: Sequence[Cell]) -> bool:
    texts = [_text(cell) for cell in cells if not is_blank(cell)]
    n_units = sum(is_unit(text) for text in texts)
    return (
        bool(texts)
        and n_units >= 0.5 * len(texts)
        and not any(looks_numeric(text) for text in texts)
    )


def _first_text(cells: Sequence[Cell]) -> str:
    return next((_text(cell) for cell in cells if not is_blank(cell)), "")[:80]


def _text(cell: Cell) -> str:
    return " ".join(clean(str(cell)).split())

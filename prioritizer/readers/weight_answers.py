"""Answers about weights in files: points per criterion, trade-offs, statements."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from prioritizer.elicitation.tradeoff import TradeOff
from prioritizer.errors import DataError, Severity
from prioritizer.readers.cells import CellReader, clean, quoted
from prioritizer.readers.numbers import LARGEST, number_hint, parse_number
from prioritizer.readers.plain_tables import plain_table
from prioritizer.readers.tables import RawTable, fault, read_table
from prioritizer.readers.weights import read_text

# These tables take no blank cell: what is not answered is 0, or not asked.
NO_ANSWER = "Give 0 where it does not matter, or leave the row out."
_NAMES = re.compile(r"criteria\s*:(.*)", re.IGNORECASE)


def read_points(path: Path) -> tuple[tuple[str, ...], tuple[float, ...], list[int]]:
    """Read a table of two columns, criterion and points; a name comes once.

    Returns
    -------
    names, points, lines
        One each per criterion; ``lines`` are those of the file.

    Raises
    ------
    DataError
        With one issue per faulty row.
    """
    table, reader = _table(path, 2, "two columns, criterion and points", LARGEST)
    names, points = [], []
    for cells, line in zip(table.rows, table.lines, strict=True):
        reader.row = line
        name = clean(cells[0])
        if not name or name in names:
            reader.error(
                table.header[0],
                f"{quoted(name)} a second time" if name else "a blank cell",
                "the name of a criterion, each once",
                "Correct the name or delete the row.",
            )
        names.append(name)
        points.append(_number(cells, 1, table, reader))
    _raise_errors(reader)
    return tuple(names), tuple(points), table.lines


def read_trade_offs(path: Path) -> tuple[tuple[str, ...], tuple[TradeOff, ...], list[int]]:
    """Read a table of three columns: larger, smaller, and the share of the larger swing.

    The criteria are all names of the file, in the order in which they appear.

    Raises
    ------
    DataError
        With one issue per faulty row.
    """
    table, reader = _table(path, 3, "three columns: larger, smaller, share", 1.0)
    names = list(dict.fromkeys(clean(cell) for cells in table.rows for cell in cells[:2]))
    answers = []
    for cells, line in zip(table.rows, table.lines, strict=True):
        reader.row = line
        larger, smaller = clean(cells[0]), clean(cells[1])
        if not larger or not smaller:
            reader.error(None, "a blank name", "two criteria", "Name both of them.")
        share = _number(cells, 2, table, reader)
        answers.append(TradeOff(names.index(larger), names.index(smaller), share))
    _raise_errors(reader)
    return tuple(names), tuple(answers), table.lines


def read_statements(path: Path) -> tuple[tuple[str, ...], tuple[str, ...], list[int]]:
    """Read a line ``criteria: grade, volume, …`` and below it one statement per line.

    Returns
    -------
    names, statements, lines
        ``lines`` are those of the file on which the statements stand.

    Raises
    ------
    DataError
        If the first line does not name the criteria.
    """
    lines = enumerate(map(clean, read_text(path).splitlines()), start=1)
    numbered = [(n, line) for n, line in lines if line and not line.startswith("#")]
    filled = [line for _, line in numbered]
    head = _NAMES.fullmatch(filled[0]) if filled else None
    names = tuple(name.strip() for name in head[1].split(",")) if head else ()
    if len(names) < 2 or "" in names or len(set(names)) < len(names):
        raise fault(
            path.name,
            quoted(filled[0]) if filled else "no text",
            "a first line such as 'criteria: grade, volume, access', each name once",
            "Name the criteria there, and put one statement on each line below.",
        )
    return names, tuple(filled[1:]), [number for number, _ in numbered[1:]]


def _table(
    path: Path, n_columns: int, expected: str, largest: float
) -> tuple[RawTable, CellReader]:
    """Return a table whose last column of those needed holds numbers, and its issues."""
    table = read_table(path)
    if len(table.header) < n_columns or not table.rows:
        raise fault(
            table.file,
            f"{len(table.header)} columns and {len(table.rows)} rows",
            f"{expected}, below a header",
            "Add what is missing, or check the delimiter: comma, semicolon or tab.",
        )
    plain, issues = plain_table(table, {table.header[n_columns - 1]: largest})
    return plain, CellReader(table.file, [*table.notes, *issues])


def _number(cells: Sequence[str], column: int, table: RawTable, reader: CellReader) -> float:
    text = clean(cells[column]) if len(cells) > column else ""
    value = parse_number(text)
    if value is None:
        found = quoted(text) if text else "a blank cell"
        reader.error(table.header[column], found, "a number", number_hint(text, NO_ANSWER))
        return float("nan")
    return value


def _raise_errors(reader: CellReader) -> None:
    errors = [issue for issue in reader.issues if issue.severity is Severity.ERROR]
    if errors:
        raise DataError(errors)

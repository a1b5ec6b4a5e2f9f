"""CSV files as rows of text that remember their place."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from prioritizer.errors import DataError, Issue, Severity

DELIMITERS = (",", ";", "\t", "|")
MAX_BYTES = 1 << 30
# Rows after which the columns of few texts are found anew, and how many texts are few.
LOOKED_AGAIN, FEW_TEXTS = 1_000, 300

# The csv module refuses cells over 128 kB, which a remark may have; over 1 MB none has.
csv.field_size_limit(1 << 20)


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table as text: ``rows[i]`` stands on line ``lines[i]`` of the file."""

    file: str
    header: tuple[str, ...]
    rows: list[list[str]]
    lines: list[int]
    delimiter: str
    notes: tuple[Issue, ...] = ()


def fault(
    file: str,
    found: str,
    expected: str,
    hint: str,
    *,
    row: int | None = None,
    column: str | None = None,
) -> DataError:
    """Return a data error with the one issue that stops the whole file."""
    return DataError([Issue(Severity.ERROR, file, row, column, found, expected, hint)])


def read_table(path: Path, *, may_be_empty: bool = False) -> RawTable:
    """Read a CSV file with a header line; blank lines are passed over.

    Parameters
    ----------
    may_be_empty
        Whether a file without rows is a table without rows, not a fault.

    Raises
    ------
    DataError
        If the file is missing, not text, or without header or rows where they are needed.
    """
    text, notes = _decode(path)
    return parse_table(path.name, text, notes, may_be_empty=may_be_empty)


def is_no_text_table(path: Path) -> bool:
    """Return whether a file begins as a database, an archive, JSON or XML does."""
    try:
        with path.open("rb") as file:
            head = file.read(64)
    except OSError:
        return False
    text = head.removeprefix(codecs.BOM_UTF8).lstrip()
    return head.startswith((b"SQLite format 3\0", b"PK\x03\x04")) or text[:1] in (
        b"{",
        b"[",
        b"<",
    )


def parse_table(
    file: str, text: str, notes: tuple[Issue, ...] = (), *, may_be_empty: bool = False
) -> RawTable:
    """Return the table that a text holds; ``file`` is what messages call it.

    Raises
    ------
    DataError
        As `read_table`.
    """
    first = next((line for line in text.splitlines() if line.strip()), "")
    if not first:
        if may_be_empty:
            return RawTable(file, (), [], [], ",", notes)
        raise fault(
            file,
            "an empty file",
            "a header line and one row per site",
            "Export the table again, or start from sample_data/sites.csv.",
        )
    delimiter = max(DELIMITERS, key=first.count)
    try:
        records = list(sharing(_records(text, delimiter)))
    except csv.Error as error:
        raise fault(
            file,
            f"text that is not a table ({error})",
            "a CSV file",
            "Save the sheet as CSV (UTF-8) and try again.",
        ) from None
    if len(records) == 1 and not may_be_empty:
        raise fault(
            file,
            "a header line only",
            "at least one row below the header",
            "Add the rows and try again.",
        )
    rows = records[1:]
    header = _header(file, *records[0])
    return RawTable(file, header, [r for _, r in rows], [n for n, _ in rows], delimiter, notes)


def _header(file: str, line: int, record: list[str]) -> tuple[str, ...]:
    header = tuple(name.strip() for name in record)
    doubled = sorted({name for name in header if name and header.count(name) > 1})
    if doubled:
        raise fault(
            file,
            f"the column '{doubled[0]}' twice",
            "each column once",
            "Rename or delete one of them.",
            row=line,
        )
    return header


def _decode(path: Path) -> tuple[str, tuple[Issue, ...]]:
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= MAX_BYTES else None
    except OSError as error:
        raise fault(
            str(path),
            f"no readable file ({error.strerror})",
            "the path of a CSV file",
            "Check the name and the folder.",
        ) from None
    if data is None:
        raise fault(path.name, f"{size} bytes", f"at most {MAX_BYTES}", "Split the file.")
    if b"\0" in data[:65536] or data[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        raise fault(
            path.name,
            "a binary file",
            "a CSV file (text)",
            "Save the sheet as CSV (UTF-8) and try again.",
        )
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        note = Issue(
            Severity.WARNING,
            path.name,
            None,
            None,
            "text that is not UTF-8",
            "UTF-8",
            "Read as Windows-1252; check the letters, or save the file as UTF-8.",
        )
        return data.decode("cp1252", errors="replace"), (note,)


def lines_of(text: str) -> Iterator[str]:
    """Yield the lines one by one; a buffer of text takes four bytes for each character.

    Lines end with a line feed, and stand without a carriage return.
    """
    start = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        yield text[start:end]
        start = end


def sharing(records: Iterable[tuple[int, Sequence[Any]]]) -> Iterator[tuple[int, list[Any]]]:
    """Yield records whose equal texts of a column are one text, where there are few of them."""
    texts: dict[int, dict[str, str]] = {}
    width = 0
    for number, (line, cells) in enumerate(records):
        row = cells if isinstance(cells, list) else list(cells)
        if len(row) > width:
            texts |= {index: {} for index in range(width, len(row))}
            width = len(row)
        for index, known in texts.items():
            if index < len(row) and type(row[index]) is str:
                row[index] = known.setdefault(row[index], row[index])
        if number % LOOKED_AGAIN == 0:
            texts = {i: known for i, known in texts.items() if len(known) < FEW_TEXTS}
        yield line, row


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    lines = io.StringIO(text, newline="") if "\r" in text else lines_of(text)
    reader = csv.reader(lines, delimiter=delimiter)
    start = 1
    for record in reader:
        if any(cell.strip() for cell in record):
            yield start, record
        start = reader.line_num + 1


def as_dicts(table: RawTable) -> list[dict[str, str]]:
    """Return the rows as dictionaries, short rows filled with blanks."""
    width = len(table.header)
    return [
        dict(zip(table.header, row + [""] * (width - len(row)), strict=False))
        for row in table.rows
    ]

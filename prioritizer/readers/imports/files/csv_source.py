"""CSV files as records: encoding, null bytes, delimiter, quotes; every decision kept."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from prioritizer.domain.imports import ImportOptions, Limits, Topic
from prioritizer.errors import DataError
from prioritizer.readers.imports.files.encodings import decode
from prioritizer.readers.imports.files.header import Record, grid_from_records
from prioritizer.readers.imports.words.records import Log, RawGrid, Report
from prioritizer.readers.tables import fault, lines_of, sharing

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
SAMPLE_RECORDS = 300


def read_csv(path: Path, options: ImportOptions, log: Log, report: Report) -> RawGrid:
    """Read a CSV file as a grid.

    Raises
    ------
    DataError
        If it is no table.
    """
    text = _clean(decode(path.read_bytes(), options.encoding, log), log)
    delimiter, text = _delimiter(text, options, log)
    found = _records(text, delimiter, options.limits, log, report)
    records: list[Record] = list(sharing(found))
    grid = grid_from_records(records, "csv", "", options, log)
    grid.delimiter = delimiter
    return grid


def _clean(text: str, log: Log) -> str:
    nulls = text.count("\0")
    if nulls:
        line = text.count("\n", 0, text.index("\0")) + 1
        log.warn(
            line,
            None,
            f"{nulls} null characters",
            "text",
            "They were taken out; check the rows.",
        )
        log.read_as(Topic.TEXT, log.file, "null characters taken out", 0.8, n_cells=nulls)
        text = text.replace("\0", "")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _delimiter(text: str, options: ImportOptions, log: Log) -> tuple[str, str]:
    stated = {"tab": "\t", "\\t": "\t", "semicolon": ";", "comma": ",", "bar": "|"}.get(
        options.delimiter, options.delimiter
    )
    first, _, rest = text.partition("\n")
    if first[:4].casefold() == "sep=" and len(first) == 5:
        stated, text = stated or first[4], "\n" + rest
    if stated:
        if stated not in DELIMITERS:
            raise fault(
                log.file,
                f"the delimiter '{stated[:10]}'",
                f"one of: {', '.join(DELIMITERS.values())}",
                "Correct --delimiter.",
            )
        log.read_as(
            Topic.DELIMITER,
            log.file,
            f"cells parted by {DELIMITERS[stated]}",
            1.0,
            reason="stated",
        )
        return stated, text
    scores = sorted(((_regularity(text, d), d) for d in DELIMITERS), reverse=True)
    (best, delimiter), (second, other) = scores[0], scores[1]
    if best <= 0:
        raise fault(
            log.file,
            "one column only, or rows of all lengths",
            "a table with several columns",
            "Check that it is a table; if it has another delimiter, state --delimiter.",
        )
    log.read_as(
        Topic.DELIMITER,
        log.file,
        f"cells parted by {DELIMITERS[delimiter]}",
        min(0.99, 0.6 + 0.4 * (best - second) / best),
        reason="rows become most regular this way",
        alternatives=(DELIMITERS[other],) if second > 0 else (),
    )
    return delimiter, text


def _regularity(text: str, delimiter: str) -> float:
    try:
        sample = [
            r
            for r in islice(
                csv.reader(io.StringIO(text[:500_000]), delimiter=delimiter), SAMPLE_RECORDS
            )
            if any(cell.strip() for cell in r)
        ]
    except csv.Error:
        return 0.0
    widths = Counter(len(record) for record in sample)
    if not widths:
        return 0.0
    # The usual width of a table of several columns; title lines are the exception.
    width, n = max(widths.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]))
    if width < 2:
        return 0.0
    header = max(sample[:25], key=lambda r: sum(bool(cell.strip()) for cell in r))
    fits_header = 1.0 if len(header) == width else 0.6
    return n / len(sample) * fits_header * (1 + 0.02 * min(width, 20))


def _records(
    text: str, delimiter: str, limits: Limits, log: Log, report: Report
) -> Iterator[Record]:
    before = csv.field_size_limit(max(limits.bytes, 1 << 20) * 2)
    try:
        yield from _split(text, delimiter, limits, log, report)
    finally:
        csv.field_size_limit(before)


def _split(
    text: str, delimiter: str, limits: Limits, log: Log, report: Report
) -> Iterator[Record]:
    total = text.count("\n")
    source = csv.reader(lines_of(text), delimiter=delimiter)
    start, n = 1, 0
    for record in source:
        if any(cell and not cell.isspace() for cell in record):
            n += 1
            if n > limits.rows + 30:
                raise too_many_rows(log.file, limits, start)
            if source.line_num > start:
                _check_open_quote(text, source.line_num, start, total, log)
            yield start, _short_cells(record, start, limits, log)
            if n % 5_000 == 0:
                report("reading rows", start, total)
        start = source.line_num + 1


def too_many_rows(file: str, limits: Limits, row: int | None = None) -> DataError:
    """Return the refusal of a file with more rows than one import may have."""
    return fault(
        file,
        f"more than {limits.rows} rows",
        f"at most {limits.rows} rows at once",
        "Split the file or raise --max-rows.",
        row=row,
    )


def _check_open_quote(text: str, line: int, start: int, total: int, log: Log) -> None:
    if line >= total and text.count('"') % 2:
        raise fault(
            log.file,
            f"a quote that opens here and never closes, so that {line - start} lines "
            "become one cell",
            "a closing quote",
            "Close or delete the quote.",
            row=start,
        )


def _short_cells(record: list[str], line: int, limits: Limits, log: Log) -> list[str]:
    if len(record) > limits.columns:
        raise fault(
            log.file,
            f"{len(record)} cells in one row",
            f"at most {limits.columns}",
            "Delete columns that are not needed.",
            row=line,
        )
    if sum(map(len, record)) <= limits.cell_characters:
        return record
    for index, cell in enumerate(record):
        if len(cell) > limits.cell_characters:
            log.error(
                line,
                f"column {index + 1}",
                f"a cell of {len(cell)} characters",
                f"at most {limits.cell_characters}",
                "Shorten the text; the row is left out.",
            )
            record[index] = f"\ufffd{cell[:200]}"
    return record

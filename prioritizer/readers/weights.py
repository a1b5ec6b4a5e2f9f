"""Judgements in files: tables of comparisons, orders of importance, decision matrices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np

from prioritizer.elicitation.ahp import LARGEST
from prioritizer.elicitation.bwm import BestWorst, best_worst
from prioritizer.elicitation.group import FloatArray
from prioritizer.elicitation.ranking import Order, as_columns, parse_order
from prioritizer.errors import DataError, InputError, Issue, Severity
from prioritizer.readers.cells import CellReader, clean, quoted
from prioritizer.readers.matrix import MatrixTable, read_matrix
from prioritizer.readers.numbers import number_hint, parse_number
from prioritizer.readers.plain_tables import plain_table
from prioritizer.readers.tables import RawTable, fault, read_table

MOST_BYTES = 1 << 20
# 1/3 written as 0.33, or 1/7 as 0.14, is meant as a reciprocal.
ROUNDING = 0.05
LEAVE_OUT = "Compare the two, or leave one of the criteria out."
BEST_WORST_ROWS = ("best_to_others", "others_to_worst")
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True, eq=False)
class Comparisons:
    """A table of pairwise comparisons, ``(criteria, criteria)``, and what to know about it."""

    names: tuple[str, ...]
    matrix: FloatArray
    notes: tuple[Issue, ...]


def read_comparisons(path: Path) -> Comparisons:
    """Read a square table with the same labels in the first row and the first column.

    Cells are numbers or fractions such as 1/3. One cell of each pair suffices, the diagonal may
    be blank, and a reciprocal rounded to two digits counts as one.

    Raises
    ------
    DataError
        With one issue per faulty label, cell or pair.
    """
    table, reader = _comparison_table(path)
    names = _labels(table)
    order = _row_order(table, names)
    cells = np.array(
        [_judgements(table.rows[place], table.lines[place], names, reader) for place in order]
    )
    _raise_errors(reader)
    lines = [table.lines[place] for place in order]
    matrix = _reciprocal(cells, lines, names, reader)
    _raise_errors(reader)
    return Comparisons(names, matrix, tuple(reader.issues))


def read_best_worst(path: Path) -> tuple[tuple[str, ...], BestWorst]:
    """Read the rows ``best_to_others`` and ``others_to_worst``, a column per criterion.

    Raises
    ------
    DataError
        For a row or cell that is missing or cannot be read, or comparisons that cannot stand.
    """
    table, reader = _comparison_table(path)
    names = _labels(table)
    places = _best_worst_places(table, reader)
    rows = [
        _judgements(table.rows[place], table.lines[place], names, reader, blank=False)
        for place in places
    ]
    _raise_errors(reader)
    lines = [table.lines[place] for place in places]
    judged: BestWorst = placed(lambda: best_worst(rows[0], rows[1]), table.file, lines, names)
    return names, judged


def _comparison_table(path: Path) -> tuple[RawTable, CellReader]:
    """Return a table with numbers in all columns but the first, and its issues."""
    table = read_table(path)
    plain, issues = plain_table(table, dict.fromkeys(table.header[1:], LARGEST))
    # Of the width of a row it is told below, with what a comparison looks like.
    of_cells = [issue for issue in issues if issue.column]
    return plain, CellReader(table.file, [*table.notes, *of_cells])


def read_order(path: Path) -> tuple[tuple[str, ...], Order]:
    """Read names in order of importance: one place per line, or one line with commas.

    Raises
    ------
    DataError
        For a file that cannot be read, a blank place or a name that comes twice.
    """
    lines = [clean(line) for line in read_text(path).splitlines()]
    filled = [number for number, line in enumerate(lines, start=1) if line]
    try:
        return as_columns(parse_order(lines))
    except InputError as error:
        # The places of a single line all stand on it.
        line = filled[min(error.row or 0, len(filled) - 1)] if filled else None
        raise as_data_error(error, path.name, line, None) from None


def read_weighing_matrix(path: Path) -> tuple[MatrixTable, list[int]]:
    """Read a decision matrix, and the line of the file on which each row stands."""
    return read_matrix(path), read_table(path).lines


def placed(
    compute: Callable[[], Answer], file: str, lines: list[int], names: tuple[str, ...]
) -> Answer:
    """Return what a function computes; a fault in its input is told with its place in the file.

    Raises
    ------
    DataError
        In place of an `InputError`.
    """
    try:
        return compute()
    except InputError as error:
        line = None if error.row is None else lines[error.row]
        column = None if error.column is None else names[error.column]
        raise as_data_error(error, file, line, column) from None


def as_data_error(
    error: InputError, file: str, line: int | None, column: str | None
) -> DataError:
    """Return the fault of an input as one of a file's line and column."""
    told = str(error)
    found, _, rest = told.partition("found ")[2].partition(". Expected ")
    expected, _, hint = rest.partition(". ")
    return DataError([Issue(Severity.ERROR, file, line, column, found, expected, hint)])


def _best_worst_places(table: RawTable, reader: CellReader) -> list[int]:
    """Return where the two rows stand, or raise what is wrong with their labels."""
    found: dict[str, int] = {}
    for place, cells in enumerate(table.rows):
        label = clean(cells[0]).casefold().replace(" ", "_").replace("-", "_")
        reader.row = table.lines[place]
        if label not in BEST_WORST_ROWS or label in found:
            reader.error(
                table.header[0] or "1",
                quoted(clean(cells[0])),
                f"{' and '.join(BEST_WORST_ROWS)}, once each",
                "Name the two rows so and delete others.",
            )
        found.setdefault(label, place)
    _raise_errors(reader)
    for row in BEST_WORST_ROWS:
        if row not in found:
            raise fault(
                table.file,
                f"no row {row}",
                f"the rows {' and '.join(BEST_WORST_ROWS)}",
                "Add the row, with a number from 1 to 9 per criterion.",
            )
    return [found[row] for row in BEST_WORST_ROWS]


def _labels(table: RawTable) -> tuple[str, ...]:
    names = [clean(name) for name in table.header[1:]]
    while names and not names[-1]:
        names.pop()
    if not names or "" in names or len(set(names)) < len(names):
        raise fault(
            table.file,
            "a label in the first row that is blank or comes twice"
            if names
            else "one column only",
            "the name of a criterion above every column, each once",
            "Name the column, or check the delimiter: comma, semicolon or tab.",
        )
    return tuple(names)


def _row_order(table: RawTable, names: tuple[str, ...]) -> list[int]:
    """Return the place of the row of each name, or raise what is wrong with the labels."""
    labels = [clean(cells[0]) for cells in table.rows]
    for place, label in enumerate(labels):
        if label not in names or label in labels[:place]:
            raise fault(
                table.file,
                quoted(label) + (" a second time" if label in names else ""),
                f"one of the column labels, each once: {', '.join(names)}",
                "Make the labels of rows and columns the same.",
                row=table.lines[place],
                column=table.header[0] or "1",
            )
    missing = [name for name in names if name not in labels]
    if missing:
        raise fault(
            table.file,
            f"{len(labels)} rows and {len(names)} columns",
            f"a square table with a row {quoted(missing[0])}",
            "Add the row, or delete the column.",
        )
    return [labels.index(name) for name in names]


def _judgements(
    cells: list[str],
    line: int,
    names: tuple[str, ...],
    reader: CellReader,
    *,
    blank: bool = True,
) -> list[float]:
    """Return one row of comparisons; NaN for a blank or refused cell."""
    reader.row = line
    if any(cell.strip() for cell in cells[len(names) + 1 :]):
        reader.error(
            None,
            f"{len(cells)} cells",
            f"{len(names) + 1} as in the header",
            "A fraction is written 1/3; a decimal comma needs another delimiter.",
        )
    padded = [clean(cell) for cell in cells[1:]] + [""] * len(names)
    return [
        _judgement(text, name, reader, blank=blank)
        for text, name in zip(padded, names, strict=False)
    ]


def _judgement(text: str, column: str, reader: CellReader, *, blank: bool) -> float:
    if not text and blank:
        return float("nan")
    above, slash, below = (part.strip() for part in text.partition("/"))
    number, divisor = parse_number(above), parse_number(below) if slash else 1.0
    value = number / divisor if number and divisor else 0.0
    if not 1 / LARGEST <= value <= LARGEST:
        hint = "Write for example 3, or 1/3 for the opposite."
        reader.error(
            column,
            quoted(text) if text else "a blank cell",
            f"a number above 0, at most {LARGEST:g}, or a fraction",
            hint if number is not None or not text or slash else number_hint(text, LEAVE_OUT),
        )
        return float("nan")
    return value


def _reciprocal(
    cells: FloatArray, lines: list[int], names: tuple[str, ...], reader: CellReader
) -> FloatArray:
    """Return the full matrix: blanks filled from their opposite cell, rounding undone."""
    matrix = np.ones_like(cells)
    for row, name in enumerate(names):
        reader.row = lines[row]
        own = cells[row, row]
        if not np.isnan(own) and own != 1:
            reader.error(name, f"{own:g}", "1 on the diagonal", "Write 1 or nothing.")
        for column in range(row + 1, len(names)):
            pair = cells[row, column], cells[column, row]
            matrix[row, column] = _pair(pair, lines[row], (name, names[column]), reader)
            matrix[column, row] = 1 / matrix[row, column]
    return matrix


def _pair(
    pair: tuple[float, float], line: int, names: tuple[str, str], reader: CellReader
) -> float:
    given, opposite = pair
    reader.row = line
    if np.isnan(given) and np.isnan(opposite):
        reader.error(
            names[1],
            "a blank cell, and another opposite to it",
            "one comparison per pair",
            f"Say how many times more {names[0]} matters than {names[1]}.",
        )
        return 1.0
    if not np.isnan(given) and not np.isnan(opposite) and abs(given * opposite - 1) > ROUNDING:
        reader.error(
            names[1],
            f"{given:.4g} here and {opposite:.4g} in the opposite cell",
            "the one to be the reciprocal of the other",
            "Correct one of the two, or leave it blank.",
        )
        return 1.0
    # Of the two, the one above 1 is a whole number that nobody rounded.
    use_given = np.isnan(opposite) or (not np.isnan(given) and given >= opposite)
    value = given if use_given else 1 / opposite
    if not 1 / 9 - 1e-9 <= value <= 9 + 1e-9:
        reader.warn(
            names[1],
            f"{value:.4g}",
            "1/9 to 9, Saaty's scale",
            "It is used as it is; the random index was made for that scale.",
        )
    return float(value)


def _raise_errors(reader: CellReader) -> None:
    errors = [issue for issue in reader.issues if issue.severity is Severity.ERROR]
    if errors:
        raise DataError(errors)


def read_text(path: Path) -> str:
    """Return a small text file in UTF-8; anything else is refused in words."""
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES or b"\0" in data:
            raise fault(
                path.name,
                "a large or binary file",
                "a text with names of criteria",
                "Save the names as plain text, one per line.",
            )
        return data.decode("utf-8-sig")
    except OSError as error:
        raise fault(
            str(path),
            f"no readable file ({error.strerror})",
            "the path of a text file",
            "Check the name and the folder.",
        ) from None
    except UnicodeDecodeError:
        raise fault(
            path.name,
            "text that is not UTF-8",
            "UTF-8",
            "Save the file as UTF-8 and try again.",
        ) from None

"""The decimal mark of each column of numbers: shown by its cells, else by the rest of the file.

What a file shows is shown by its columns of numbers, those without a field included.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from prioritizer.domain.imports import ColumnMatch, ImportOptions, Topic
from prioritizer.readers.imports.files.header import is_blank
from prioritizer.readers.imports.texts.decimal_marks import Shown, Votes, count_votes, shown_by
from prioritizer.readers.imports.texts.quantities import read_quantity
from prioritizer.readers.imports.words.fields import Field, find_field, is_own
from prioritizer.readers.imports.words.records import Cell, Log, RawGrid
from prioritizer.readers.imports.words.units import read_unit
from prioritizer.readers.numbers import LARGEST
from prioritizer.readers.plausible_grades import largest_plausible
from prioritizer.readers.tables import fault

MARKED_KINDS = frozenset({"number", "grade", "metres", "degrees", "part"})
PLACE_KINDS = frozenset({"metres", "degrees", "part"})
# In these a number of three decimals throughout is rare, and a mark of thousands is not.
SIZES = frozenset({"mass", "volume", "area"})
POINT_OR_COMMA = {".": "point", ",": "comma"}
STATED = {"comma": ",", "point": ".", "dot": "."}
# So much of a column without a field must be numbers to show the mark of its file.
MOSTLY = 0.8
SAMPLE = 400
WORKBOOKS = frozenset({"xlsx", "xls", "xlsb", "ods"})
# Codes such as 01.03 are no numbers.
KEY = re.compile(r"\s*0\d[\d.,]*\s*")


@dataclass(frozen=True, slots=True)
class Mark:
    """The decimal mark of a column, blank where none is shown; ``is_doubtful`` cells differ.

    With ``is_doubtful`` a cell such as ``800.000`` may be eight hundred or eight hundred
    thousand, and is not read.
    """

    mark: str = ""
    is_doubtful: bool = False


@dataclass(frozen=True, slots=True)
class _Column:
    match: ColumnMatch
    votes: Votes
    field: Field | None = None

    @property
    def is_place(self) -> bool:
        return self.field is not None and self.field.kind in PLACE_KINDS

    @property
    def is_size(self) -> bool:
        return self.field is not None and self.field.dimension in SIZES


def column_marks(
    grid: RawGrid, matches: Sequence[ColumnMatch], options: ImportOptions, log: Log
) -> dict[int, Mark]:
    """Return the decimal mark of each column that may hold numbers, by its place.

    Raises
    ------
    DataError
        If the user stated a mark that is none.
    """
    columns = [
        _Column(match, _votes(grid, match, found, log), found)
        for match in matches
        for found in (find_field(match.field),)
        if found is not None and (is_own(match.field) or found.kind in MARKED_KINDS)
    ]
    if options.decimal:
        mark = _stated(options.decimal, log)
        return {column.match.index: Mark(mark) for column in columns}
    shown = _shown(columns, grid)
    _report(shown, log)
    return {
        column.match.index: _mark_of(column, shown, log, is_continental=_is_continental(grid))
        for column in columns
    }


def _is_continental(grid: RawGrid) -> bool:
    """Return whether a file is one that countries with decimal commas write.

    Semicolons go with decimal commas. In a workbook a number is text where the spreadsheet that
    held it did not take it for one, as none with decimal points fails to do.
    """
    return grid.delimiter == ";" or grid.kind in WORKBOOKS


def _stated(decimal: str, log: Log) -> str:
    mark = STATED.get(decimal.casefold(), decimal)
    if mark not in POINT_OR_COMMA:
        raise fault(
            log.file,
            f"the decimal mark '{decimal[:10]}'",
            "'.' or ','",
            "Correct --decimal.",
        )
    said = f"decimal {POINT_OR_COMMA[mark]}"
    log.read_as(Topic.DECIMAL, log.file, said, 1.0, reason="stated by you")
    return mark


def _votes(grid: RawGrid, match: ColumnMatch, found: Field, log: Log) -> Votes:
    rows = log.watched("looking for decimal marks", grid.rows)
    return count_votes((row[match.index] for row in rows), _largest(grid, match, found))


def _largest(grid: RawGrid, match: ColumnMatch, found: Field) -> float:
    """Return the largest number a column can hold, as its unit writes it."""
    if found.kind == "degrees":
        return 180.0
    if found.kind not in ("number", "grade"):
        return LARGEST
    below = grid.unit_row[match.index] if match.index < len(grid.unit_row) else ""
    unit = read_unit(match.unit or below, found.dimension).unit if found.dimension else None
    factor = unit.factor if unit else 1.0
    if found.kind == "number":
        return found.high / factor
    symbol = found.name.partition(":")[2]
    return largest_plausible(symbol, unit.into) / factor if unit else LARGEST


def _shown(columns: Sequence[_Column], grid: RawGrid) -> Shown:
    return shown_by(
        (c.votes for c in columns if not c.is_place and _is_numeric(c, grid)),
        (c.votes for c in columns if c.is_place),
    )


def _is_numeric(column: _Column, grid: RawGrid) -> bool:
    """Return whether a column is one of numbers; a column without a field may hold any text."""
    if column.field is not None and not is_own(column.field.name):
        return True
    cells: list[Cell] = []
    for row in grid.rows:
        if not is_blank(row[column.match.index]):
            cells.append(row[column.match.index])
            if len(cells) == SAMPLE:
                break
    if any(KEY.fullmatch(cell) for cell in cells if isinstance(cell, str)):
        return False
    n = sum(any(read_quantity(c, mark).flag != "refused" for mark in ".,") for c in cells)
    return n >= MOSTLY * len(cells) > 0


def _report(shown: Shown, log: Log) -> None:
    if not shown.mark:
        return
    point, comma = shown.votes.point, shown.votes.comma
    n, other = (point, comma) if shown.mark == "." else (comma, point)
    log.read_as(
        Topic.DECIMAL,
        log.file,
        f"decimal {POINT_OR_COMMA[shown.mark]}",
        0.5 + 0.49 * max(0, n - other) / max(n, 1),
        reason=f"{n} numbers can only be read this way, {other} only the other way",
        n_cells=n,
    )


def _mark_of(column: _Column, shown: Shown, log: Log, *, is_continental: bool) -> Mark:
    votes = column.votes
    mark = votes.mark or shown.mark
    _tell_unlike(column, shown, log)
    if (
        votes.is_doubtful
        and not votes.mark
        and _is_doubtful(column, shown, is_continental=is_continental)
    ):
        return Mark(mark, is_doubtful=True)
    if votes.is_doubtful and mark and not (column.field and is_own(column.field.name)):
        _tell_taken(column, mark, log)
    return Mark(mark)


def _is_doubtful(column: _Column, shown: Shown, *, is_continental: bool) -> bool:
    """Return whether the file leaves open what a mark before three digits is."""
    votes = column.votes
    if not shown.mark:
        return True
    if shown.is_weak:
        return bool(votes.either_point) or is_continental
    # Beside decimal points of other columns a point in a size may still part thousands.
    is_odd = shown.mark == "." and is_continental and column.is_size
    return is_odd and bool(shown.votes.either_point)


def _tell_unlike(column: _Column, shown: Shown, log: Log) -> None:
    votes, where = column.votes, _where(column.match)
    usual = shown.mark or shown.votes.mark
    if votes.mark and usual and votes.mark != usual:
        log.read_as(
            Topic.DECIMAL,
            where,
            f"decimal {POINT_OR_COMMA[votes.mark]}, unlike the rest of the file",
            0.7,
            reason=f"{max(votes.point, votes.comma)} cells can only be read this way",
        )
    if votes.grouped and not (column.field and is_own(column.field.name)):
        log.read_as(
            Topic.THOUSANDS,
            where,
            "thousands marks taken out",
            0.97,
            n_cells=votes.grouped,
            examples=(votes.group_example[:40],),
        )


def _tell_taken(column: _Column, mark: str, log: Log) -> None:
    """Say how cells that could be read in two ways were read."""
    votes, match = column.votes, column.match
    ways: Mapping[str, int] = {".": votes.either_point, ",": votes.either_comma}
    plain = ways[mark]
    grouped = votes.either_point + votes.either_comma - plain
    if grouped:
        log.read_as(
            Topic.THOUSANDS,
            _where(match),
            f"'{votes.example}' and its like read with a thousands mark",
            0.8,
            reason=f"the decimal mark is a {POINT_OR_COMMA[mark]}",
            n_cells=grouped,
            examples=(votes.example,),
        )
    if plain and not votes.mark:
        log.read_as(
            Topic.DECIMAL,
            _where(match),
            f"'{votes.example}' and its like read as decimals, not thousands",
            0.7,
            reason=f"the rest of the file has a decimal {POINT_OR_COMMA[mark]}",
            n_cells=plain,
            examples=(votes.example,),
            alternatives=("thousands mark",),
        )
        log.warn(
            None,
            match.header[:80],
            f"'{votes.example}', which can be read in two ways",
            "an unmistakable number",
            "It is read as decimals; state --decimal if that is wrong.",
        )


def _where(match: ColumnMatch) -> str:
    return f"column {match.letter} '{match.header[:60]}'"

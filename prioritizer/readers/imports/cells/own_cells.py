"""Columns that no field fits: kept as the site's own, with a kind taken from their cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from prioritizer.domain.imports import ColumnMatch, ImportOptions, Topic
from prioritizer.domain.own_columns import ENDS, OwnColumn, OwnKind, name_fault, stem_of
from prioritizer.readers.cells import clean, unguarded
from prioritizer.readers.imports.cells.row_context import format_number, shown
from prioritizer.readers.imports.cells.word_cells import BLANK_TEXTS
from prioritizer.readers.imports.files.header import is_blank
from prioritizer.readers.imports.texts.decimal_marks import Votes, count_votes
from prioritizer.readers.imports.texts.quantities import Quantity, read_quantity
from prioritizer.readers.imports.words.fields import OWN
from prioritizer.readers.imports.words.records import Cell, Log, RawGrid
from prioritizer.readers.imports.words.vocabulary import fold
from prioritizer.readers.own_columns import MOST_COLUMNS
from prioritizer.readers.own_kinds import is_amount, proposed

LARGEST = 1e12
MARKS = {"comma": ",", "point": ".", "dot": "."}
WORDS = {
    OwnKind.NUMBER: "a number",
    OwnKind.CLASSES: "classes",
    OwnKind.YESNO: "yes or no",
    OwnKind.TEXT: "text",
}
_IN_BRACKETS = re.compile(r".*[(\[]([^()\[\]]{1,30})[)\]]\s*")


@dataclass(frozen=True, slots=True)
class OwnReading:
    """How the cells of one column become those of an own column.

    ``mark`` is the decimal mark of a number; blank for the other kinds.
    """

    index: int
    column: OwnColumn
    mark: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Return the columns of a table in which its values stand."""
        name = self.column.name
        return (f"{name}_low", name, f"{name}_high") if self.mark else (name,)

    def cells(self, cell: Cell) -> dict[str, str]:
        """Return what a cell says, by column: low, best and high of a number, else a text."""
        name = self.column.name
        if not self.mark:
            text = _text(cell)
            return {name: text} if text else {}
        quantity = read_quantity(cell, self.mark)
        ends = {f"{name}_low": quantity.low, name: quantity.best, f"{name}_high": quantity.high}
        return {end: format_number(value) for end, value in ends.items() if value is not None}


def own_readings(
    grid: RawGrid, matches: Sequence[ColumnMatch], options: ImportOptions, log: Log
) -> tuple[OwnReading, ...]:
    """Return how to read the columns that are kept as they are; each is told in the log."""
    found: list[OwnReading] = []
    folded: set[str] = set()
    kept = [match for match in matches if match.field == OWN]
    votes = {m.index: count_votes((row[m.index] for row in grid.rows), LARGEST) for m in kept}
    whole = sum(votes.values(), Votes())
    for match in kept:
        where = f"column {match.letter} '{match.header[:60]}'"
        name = clean(match.header)
        why = name_fault(name) or ("a name that comes once" if fold(name) in folded else "")
        if why or len(found) >= MOST_COLUMNS:
            reason = why or f"at most {MOST_COLUMNS} columns"
            log.read_as(Topic.UNUSED, where, "not read", 1.0, reason=f"expected {reason}")
            continue
        folded.add(fold(name))
        mark = MARKS.get(options.decimal.casefold(), options.decimal) or (
            votes[match.index].mark or whole.mark
        )
        cells = [row[match.index] for row in grid.rows if not is_blank(row[match.index])]
        if votes[match.index].is_doubtful and not mark:
            reading = OwnReading(match.index, OwnColumn(name, OwnKind.TEXT, is_proposed=True))
            _tell_doubtful(match, votes[match.index].example, log)
        else:
            reading = _reading(match, name, cells, mark or ".", has_ends=_has_ends(name, grid))
        found.append(_with_unit(reading, match, grid, options))
        _tell(found[-1], match, where, len(cells), log)
    return tuple(found)


def declarations(readings: Sequence[OwnReading]) -> tuple[OwnColumn, ...]:
    """Return the own columns to declare.

    The ends of a number that stand in columns of their own are left to the reader of the table,
    which puts them together.
    """
    names = {reading.column.name for reading in readings}

    def is_end(name: str) -> bool:
        stem = stem_of(name)
        siblings = {stem, *(f"{stem}_{end}" for end in ENDS)} - {name}
        return stem != name and bool(siblings & names)

    return tuple(r.column for r in readings if not is_end(r.column.name))


def _has_ends(name: str, grid: RawGrid) -> bool:
    return any(f"{name}_{end}" in grid.header for end in ENDS)


def _reading(
    match: ColumnMatch, name: str, cells: Sequence[Cell], mark: str, *, has_ends: bool
) -> OwnReading:
    known = _amounts(cells, mark)
    units = {one.unit for one in known}
    is_plain = not any(one.flag for one in known)
    if len(units) == 1 and (is_plain or not has_ends):
        own = OwnColumn(name, OwnKind.NUMBER, unit=units.pop(), is_proposed=True)
        return OwnReading(match.index, own, mark)
    texts = [text for text in map(_text, cells) if text]
    own = proposed(name, texts)
    if own.kind is OwnKind.NUMBER:
        own = replace(own, kind=OwnKind.TEXT)
    return OwnReading(match.index, own)


def _amounts(cells: Sequence[Cell], mark: str) -> list[Quantity]:
    """Return the quantities of cells that are all numbers and no keys, such as 007; else none.

    The first cell that is no number decides: most columns of text are told by a cell or two.
    """
    found = []
    for cell in cells:
        quantity = read_quantity(cell, mark)
        if quantity.flag in ("missing", "undetected"):
            continue
        is_plain = isinstance(cell, str) and cell.strip().isdigit()
        if quantity.flag == "refused" or (is_plain and not is_amount(str(cell).strip())):
            return []
        found.append(quantity)
    return found


def _text(cell: Cell) -> str:
    text = clean(unguarded(shown(cell)))
    return "" if text.casefold() in BLANK_TEXTS else text


def _with_unit(
    reading: OwnReading, match: ColumnMatch, grid: RawGrid, options: ImportOptions
) -> OwnReading:
    """Return a number with its unit: stated, in the cells, below the header or in it."""
    own = reading.column
    if own.kind is not OwnKind.NUMBER:
        return reading
    stated = {fold(name): unit for name, unit in options.units.items()}.get(fold(match.header))
    below = grid.unit_row[match.index] if match.index < len(grid.unit_row) else ""
    named = _IN_BRACKETS.fullmatch(match.header)
    unit = stated or own.unit or below.strip() or (named[1].strip() if named else "")
    return replace(reading, column=replace(own, unit=unit))


def _tell(reading: OwnReading, match: ColumnMatch, where: str, n_cells: int, log: Log) -> None:
    own = reading.column
    kind = WORDS[own.kind] + (f" in {own.unit}" if own.unit else "")
    log.read_as(
        Topic.OWN,
        where,
        f"kept as your own column, {kind}",
        match.confidence,
        reason=match.reason,
        alternatives=match.alternatives,
        n_cells=n_cells,
        examples=match.examples,
    )


def _tell_doubtful(match: ColumnMatch, example: str, log: Log) -> None:
    log.warn(
        None,
        match.header[:80],
        f"'{example}', which can be read in two ways",
        "an unmistakable number",
        "The column is kept as text; state --decimal to keep it as a number.",
    )

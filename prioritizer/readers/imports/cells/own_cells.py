"""Columns that no field fits: kept as the site's own, with a kind taken from their cells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from prioritizer.domain.imports import ColumnMatch, ImportOptions, Topic
from prioritizer.domain.own_columns import ENDS, OwnColumn, OwnKind, stem_of
from prioritizer.readers.cells import clean, quoted, unguarded
from prioritizer.readers.imports.cells.own_names import own_name
from prioritizer.readers.imports.cells.row_context import format_number, shown
from prioritizer.readers.imports.columns.marks import Mark
from prioritizer.readers.imports.files.header import is_blank
from prioritizer.readers.imports.texts.decimal_marks import has_two_ways
from prioritizer.readers.imports.texts.quantities import Quantity, read_quantity
from prioritizer.readers.imports.words.fields import is_own, ordered_classes, own_kind
from prioritizer.readers.imports.words.missing import is_no_class, is_no_text
from prioritizer.readers.imports.words.records import Cell, Log, RawGrid
from prioritizer.readers.imports.words.vocabulary import fold
from prioritizer.readers.own_kinds import (
    FLAGS,
    LONGEST_CLASS,
    MOST_CLASSES,
    MOST_COLUMNS,
    is_amount,
    proposed,
)

# What a column would lose as a number is counted up to so many different texts.
MOST_COUNTED = 5_000
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

    ``mark`` is the decimal mark of a number; blank for the other kinds. With ``only_unit`` a
    number that names another unit is not read.
    """

    index: int
    column: OwnColumn
    mark: str = ""
    only_unit: str | None = None

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
            return {name: text} if text and _fits(text, self.column) else {}
        quantity = read_quantity(cell, self.mark)
        if self.only_unit is not None and quantity.unit not in {"", self.only_unit}:
            return {}
        ends = {f"{name}_low": quantity.low, name: quantity.best, f"{name}_high": quantity.high}
        return {end: format_number(value) for end, value in ends.items() if value is not None}


def own_readings(
    grid: RawGrid,
    matches: Sequence[ColumnMatch],
    marks: Mapping[int, Mark],
    options: ImportOptions,
    log: Log,
) -> tuple[OwnReading, ...]:
    """Return how to read the columns that are kept as they are; each is told in the log.

    Parameters
    ----------
    marks
        The decimal marks of columns of numbers by their place.
    """
    found: list[OwnReading] = []
    folded: set[str] = set()
    kept = [match for match in matches if is_own(match.field)]
    for match in kept:
        where = f"column {match.letter} '{match.header[:60]}'"
        name = own_name(match.header, folded)
        fault = "a name that comes once" if fold(name) in folded else ""
        why = fault if name else "a name of letters, digits and _"
        if why or len(found) >= MOST_COLUMNS:
            reason = why or f"at most {MOST_COLUMNS} columns"
            log.read_as(Topic.UNUSED, where, "not read", 1.0, reason=f"expected {reason}")
            continue
        folded.add(fold(name))
        shown_by = marks.get(match.index, Mark())
        mark = shown_by.mark or "."
        rows = log.watched("looking at own columns", grid.rows)
        cells = [row[match.index] for row in rows if not is_blank(row[match.index])]
        kind, classes = own_kind(match.field), ordered_classes(match.field)
        is_stated = kind is not None and kind is not OwnKind.NUMBER
        if kind is not None and (is_stated or not shown_by.is_doubtful):
            reading = stated_reading(match.index, name, kind, cells, mark, classes)
        elif shown_by.is_doubtful:
            reading = OwnReading(match.index, OwnColumn(name, OwnKind.TEXT, is_proposed=True))
            _tell_doubtful(match, cells, log)
        else:
            reading = _reading(
                match, name, cells, mark, has_ends=_has_ends(clean(match.header), grid)
            )
        found.append(_titled(_with_unit(reading, match, grid, options), clean(match.header)))
        _tell(found[-1], match, where, cells, mark, log)
        if kind is not None:
            _tell_lost(found[-1], match, cells, log)
    return tuple(found)


def _titled(reading: OwnReading, header: str) -> OwnReading:
    """Return a reading whose column has the header as its title where its name differs."""
    if reading.column.name == header:
        return reading
    return replace(reading, column=replace(reading.column, title=header))


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


def stated_reading(
    index: int,
    name: str,
    kind: OwnKind,
    cells: Sequence[Cell],
    mark: str,
    classes: tuple[str, ...] = (),
) -> OwnReading:
    """Return how to read a column whose kind somebody chose; cells that do not fit are lost.

    A number has the unit that most of its cells name; classes are the words of the cells, in
    the order of the alphabet, which says nothing of better or worse.

    Parameters
    ----------
    classes
        The classes from the worst to the best, where somebody put them in order.
    """
    if classes:
        return OwnReading(index, OwnColumn(name, OwnKind.CLASSES, classes=classes))
    if kind is OwnKind.NUMBER:
        units = Counter(q.unit for q in (read_quantity(c, mark) for c in cells) if q.unit)
        unit = units.most_common(1)[0][0] if units else ""
        own = OwnColumn(name, kind, unit=unit, is_proposed=True)
        return OwnReading(index, own, mark, only_unit=unit)
    if kind is OwnKind.CLASSES:
        words = {
            t.casefold(): t
            for t in map(_text, cells)
            if t and _is_class(t) and not is_no_class(t)
        }
        classes = tuple(sorted(words.values()))
    return OwnReading(index, OwnColumn(name, kind, classes=classes, is_proposed=True))


def lost_cells(reading: OwnReading, cells: Iterable[Cell]) -> list[Cell]:
    """Return the cells that say something, but nothing that a column of this kind can hold."""
    said = [cell for cell in cells if not is_no_class(_text(cell))]
    return [cell for cell in said if not reading.cells(cell)]


def _is_class(text: str) -> bool:
    return len(text) <= LONGEST_CLASS and ";" not in text


def _fits(text: str, own: OwnColumn) -> bool:
    if own.kind is OwnKind.YESNO:
        return text.casefold() in FLAGS
    if own.kind is not OwnKind.CLASSES:
        return True
    if own.is_proposed:
        return _is_class(text) and not is_no_class(text)
    return text.casefold() in {name.casefold() for name in own.classes}


def _tell_lost(
    reading: OwnReading, match: ColumnMatch, cells: Sequence[Cell], log: Log
) -> None:
    lost = lost_cells(reading, cells)
    if lost:
        log.warn(
            None,
            match.header[:80],
            f"{len(lost)} of {len(cells)} cells, such as {quoted(_text(lost[0]))}",
            _expected(reading.column),
            "These cells are not read; their rows stay. Correct them, or choose another kind.",
        )


def _expected(own: OwnColumn) -> str:
    is_ordered = own.kind is OwnKind.CLASSES and not own.is_proposed
    return f"one of: {', '.join(own.classes)}" if is_ordered else WORDS[own.kind]


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
    texts = [text for text in map(_text, cells) if text and not is_no_class(text)]
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
    return "" if is_no_text(text) else text


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


def _tell(
    reading: OwnReading,
    match: ColumnMatch,
    where: str,
    cells: Sequence[Cell],
    mark: str,
    log: Log,
) -> None:
    own = reading.column
    kind = WORDS[own.kind] + (f" in {own.unit}" if own.unit else "")
    if own.kind is OwnKind.CLASSES:
        order = "from the worst" if not own.is_proposed else "in no order"
        more = ", …" if len(own.classes) > MOST_CLASSES else ""
        kind = f"classes {order}: {', '.join(own.classes[:MOST_CLASSES])}{more}"
    log.read_as(
        Topic.OWN,
        where,
        f"kept as your own column{_called(own)}, {kind}",
        match.confidence,
        reason="; ".join(filter(None, (match.reason, _as_number(reading, cells, mark)))),
        alternatives=match.alternatives,
        n_cells=len(cells),
        examples=match.examples,
    )


def _called(own: OwnColumn) -> str:
    return f" '{own.name}'" if own.title else ""


def _as_number(reading: OwnReading, cells: Sequence[Cell], mark: str) -> str:
    """Return how many cells a column of words would lose as a number, where it keeps most."""
    own = reading.column
    is_words = own.kind in (OwnKind.TEXT, OwnKind.CLASSES)
    if not is_words or len({str(cell) for cell in cells}) > MOST_COUNTED:
        return ""
    number = stated_reading(reading.index, own.name, OwnKind.NUMBER, cells, mark)
    n_lost = len(lost_cells(number, cells))
    if 2 * n_lost >= len(cells):
        return ""
    return f"as a number, {n_lost} of {len(cells)} cells would not be read"


def _tell_doubtful(match: ColumnMatch, cells: Sequence[Cell], log: Log) -> None:
    example = next(c for c in cells if isinstance(c, str) and has_two_ways(c))
    log.warn(
        None,
        match.header[:80],
        f"{quoted(example)}, which can be read in two ways",
        "an unmistakable number",
        "The column is kept as text; state --decimal to keep it as a number.",
    )

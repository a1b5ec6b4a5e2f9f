"""Columns of a site table that the data dictionary does not know: kept, none silently lost."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from prioritizer.domain.columns import site_columns
from prioritizer.domain.own_columns import (
    ENDS,
    SOURCE_ENDING,
    Held,
    OwnColumn,
    OwnKind,
    OwnValue,
    name_fault,
    stem_of,
)
from prioritizer.domain.site import Range
from prioritizer.errors import Severity
from prioritizer.readers.cells import CellReader, clean, quoted, unguarded
from prioritizer.readers.imports.texts.decimal_marks import has_two_ways
from prioritizer.readers.numbers import number_hint, parse_number
from prioritizer.readers.own_kinds import FLAGS, MOST_COLUMNS, is_amount, proposed
from prioritizer.readers.own_numbers import (
    by_mark,
    quantity_of,
    range_of,
)
from prioritizer.readers.own_warnings import (
    KIND_WORDS,
    Cells,
    tell_close,
    tell_missing,
    tell_proposed,
    tell_refused,
    tell_texts,
)
from prioritizer.readers.table_marks import (
    TWO_WAYS_HINT,
    UNMISTAKABLE,
    site_marks,
    withheld_columns,
)
from prioritizer.readers.tables import RawTable

MAX_TEXT = 20_000


@dataclass(frozen=True, slots=True)
class OwnPart:
    """What one column of a table holds: the low, best or high of an own column."""

    index: int
    name: str
    end: str = "best"


@dataclass(frozen=True, slots=True)
class OwnPlan:
    """How the columns of one table are read that the dictionary does not know.

    ``sources`` names the columns of source ids by their place in the table; ``blank`` are the
    columns that nobody declared and no row fills; ``marks`` are the decimal marks of numbers,
    and in those ``doubtful`` a mark may part thousands or decimals.
    """

    columns: Mapping[str, OwnColumn] = field(default_factory=dict)
    parts: tuple[OwnPart, ...] = ()
    sources: Mapping[int, str] = field(default_factory=dict)
    blank: tuple[str, ...] = ()
    marks: Mapping[str, str] = field(default_factory=dict)
    doubtful: frozenset[str] = frozenset()

    def read(
        self, record: Sequence[str], reader: CellReader
    ) -> tuple[dict[str, OwnValue], dict[str, str]]:
        """Return the own values of a row by column, and its own source ids by column.

        What does not fit a declaration is a warning at the present row of ``reader``: it costs
        the cell, not the row.
        """
        sources = {
            name: text
            for index, name in self.sources.items()
            if (text := _cell(record, index, name, reader))
        }
        cells: dict[str, dict[str, str]] = {}
        for part in self.parts:
            if text := _cell(record, part.index, part.name, reader):
                cells.setdefault(part.name, {})[part.end] = text
        found: dict[str, OwnValue] = {}
        for name, ends in cells.items():
            value = self._value(name, ends, reader)
            if value is not None:
                found[name] = OwnValue(self.columns[name], value)
        return found, sources

    def _value(self, name: str, ends: Mapping[str, str], reader: CellReader) -> Held | None:
        column, mark = self.columns[name], self.marks.get(name, "")
        if column.kind is OwnKind.NUMBER:
            for text in ends.values():
                if name in self.doubtful and has_two_ways(text):
                    hint = f"The cell is not read. {TWO_WAYS_HINT}"
                    reader.warn(name, quoted(text), UNMISTAKABLE, hint)
                    return None
            ends = _plain_ends(ends, mark, column.unit)
            if (found := range_of(column, ends, mark)) is not None:
                return found
        before = len(reader.issues)
        value = own_value(column, ends, reader)
        reader.issues[before:] = [
            replace(one, severity=Severity.WARNING, hint=f"The cell is not read. {one.hint}")
            for one in reader.issues[before:]
        ]
        return value


def _plain_ends(ends: Mapping[str, str], mark: str, unit: str) -> Mapping[str, str]:
    """Return the cells of several ends with a decimal point each, where each is one number."""
    if len(ends) == 1 and "best" in ends:
        return ends
    found = dict(ends)
    for end, text in ends.items():
        quantity = quantity_of(text, mark, unit)
        if quantity is not None and not quantity.flag and quantity.best is not None:
            found[end] = repr(quantity.best)
    return found


def plan_own(
    table: RawTable,
    reader: CellReader,
    declared: Mapping[str, OwnColumn],
    *,
    is_complete: bool = False,
) -> OwnPlan:
    """Return how to read the columns of a table that the dictionary does not know.

    Parameters
    ----------
    declared
        Own columns by name; the kind of the others is proposed from their values.
    is_complete
        Whether a declared column may be missing because no site has a value in it, as in an
        export of this tool.
    """
    unknown = _unknown(table, declared, reader)
    named = {own.source for own in declared.values()}
    sources = {n: i for n, i in unknown.items() if n.endswith(SOURCE_ENDING) or n in named}
    cells = {n: _filled(table, i) for n, i in unknown.items() if n not in sources}
    parts = own_parts(cells, unknown, declared)
    placed = {
        name: [
            cell
            for p in parts
            if p.name == name
            for cell in cells[table.header[p.index]].items()
        ]
        for name in dict.fromkeys(part.name for part in parts)
    }
    columns: dict[str, OwnColumn] = {}
    for name, found in placed.items():
        if name in declared or found:
            own = declared.get(name) or proposed(name, [text for _, text in found])
            columns[name] = _with_source(own, sources)
    for own in columns.values():
        if own.name not in declared:
            tell_texts(own, cells.get(own.name, {}), table, reader)
    told = {issue.column for issue in reader.issues} | declared.keys()
    filled = {*columns, *(n for n in unknown if _filled(table, unknown[n])), *declared}
    blank = tuple(name for name in unknown if name not in filled)
    kinds = {name: KIND_WORDS[own.kind] for name, own in columns.items()}
    kinds |= {name: "blank" for name in blank if name not in sources}
    tell_proposed({n: word for n, word in kinds.items() if n not in told}, reader)
    missing = {name: own for name, own in declared.items() if name not in columns}
    if is_complete:
        columns |= missing
    elif missing and table.rows:
        tell_missing(missing, reader)
    whole = site_marks(table)
    marks = _marks(columns, placed, table, whole.whole)
    return OwnPlan(
        columns,
        tuple(part for part in parts if part.name in columns),
        {index: name for name, index in sources.items()},
        blank,
        marks,
        frozenset(name for name in marks if not marks[name] and name in whole.doubtful),
    )


def _marks(
    columns: Mapping[str, OwnColumn],
    placed: Mapping[str, Sequence[tuple[int, str]]],
    table: RawTable,
    whole: str,
) -> dict[str, str]:
    """Return the decimal mark of each column of numbers, given its cells with their rows.

    Parameters
    ----------
    whole
        The mark of the table; a column that shows none follows a comma.
    """
    withheld = withheld_columns(table)
    numbers, shown = {}, {}
    for name, cells in placed.items():
        if name in columns and columns[name].kind is OwnKind.NUMBER:
            hidden = {"", stem_of(name)}
            numbers[name] = [text for _, text in cells]
            shown[name] = [text for place, text in cells if not withheld[place] & hidden]
    found = by_mark(numbers, shown)
    return {name: mark or (whole if whole == "," else "") for name, mark in found.items()}


def _unknown(
    table: RawTable, declared: Mapping[str, OwnColumn], reader: CellReader
) -> dict[str, int]:
    """Return the columns to keep by name with their place; warn of those that may be meant."""
    reader.row = table.lines[0] - 1 if table.lines else 1
    known = site_columns()
    found: dict[str, int] = {}
    folded: set[str] = set()
    for index, name in enumerate(table.header):
        if not name or name in known or name.startswith("deliberate"):
            continue
        why = name_fault(name) or (
            "a name that is not taken" if name.casefold() in folded else ""
        )
        close = difflib.get_close_matches(name, known, n=1)
        if why or len(found) >= MOST_COLUMNS:
            tell_refused(name, why or f"at most {MOST_COLUMNS} of them", close, reader)
            continue
        if close and not _is_explained(name, table.header, declared):
            tell_close(name, close[0], reader)
        folded.add(name.casefold())
        found[name] = index
    return found


def _is_explained(name: str, header: Sequence[str], declared: Mapping[str, OwnColumn]) -> bool:
    """Return whether a column is declared, or an end or a source of another own column."""
    stem = stem_of(name)
    is_beside = stem != name and stem in header and stem not in site_columns()
    is_cited = any(own.source == name for own in declared.values())
    return name in declared or stem in declared or is_beside or is_cited


def _filled(table: RawTable, index: int) -> dict[int, str]:
    cells = (
        (place, unguarded(clean(record[index])))
        for place, record in enumerate(table.rows)
        if index < len(record) and record[index]
    )
    return {place: text for place, text in cells if text and len(text) <= MAX_TEXT}


def own_parts(
    cells: Mapping[str, Cells],
    place_of: Mapping[str, int],
    declared: Mapping[str, OwnColumn],
) -> tuple[OwnPart, ...]:
    """Return what each column holds; the ends of a number are parts of one own column.

    Parameters
    ----------
    cells
        The filled cells of each column by its name.
    place_of
        Where each column stands in the table.
    declared
        Own columns that are declared, by name.
    """
    families: dict[str, dict[str, str]] = {}
    for name in cells:
        stem, _, end = name.rpartition("_")
        if name in declared or end not in ENDS or not stem or stem in site_columns():
            families.setdefault(name, {}).setdefault("best", name)
        else:
            families.setdefault(stem, {}).setdefault(end, name)
    parts: list[OwnPart] = []
    for stem, members in families.items():
        if _is_range(stem, members, cells, declared):
            parts += [OwnPart(place_of[name], stem, end) for end, name in members.items()]
        else:
            parts += [OwnPart(place_of[name], name) for name in members.values()]
    placed = {part.index for part in parts}
    parts += [OwnPart(place_of[n], n) for n in cells if place_of[n] not in placed]
    return tuple(sorted(parts, key=lambda part: part.index))


def _is_range(
    stem: str,
    members: Mapping[str, str],
    cells: Mapping[str, Cells],
    declared: Mapping[str, OwnColumn],
) -> bool:
    """Return whether columns named alike hold low, best and high of one number."""
    if stem in declared:
        return declared[stem].kind is OwnKind.NUMBER
    if len(members) < 2 or name_fault(stem):
        return False
    filled = [cells[members[end]] for end in ENDS if end in members]
    if not all(is_amount(text) for texts in filled for text in texts.values()):
        return False
    places = {place for texts in filled for place in texts}
    rows = ([float(texts[place]) for texts in filled if place in texts] for place in places)
    return all(row == sorted(row) for row in rows)


def _with_source(own: OwnColumn, sources: Collection[str]) -> OwnColumn:
    usual = own.name + SOURCE_ENDING
    return replace(own, source=usual) if not own.source and usual in sources else own


def _cell(record: Sequence[str], index: int, name: str, reader: CellReader) -> str:
    text = unguarded(clean(record[index])) if index < len(record) and record[index] else ""
    if len(text) > MAX_TEXT:
        found = f"{len(text)} characters"
        reader.warn(name, found, f"at most {MAX_TEXT}", "The cell is not read. Shorten it.")
        return ""
    return text


def own_value(column: OwnColumn, cells: Mapping[str, str], reader: CellReader) -> Held | None:
    """Return the value that cells give by end, None if refused.

    Parameters
    ----------
    cells
        By ``low``, ``best`` and ``high``; those of another kind than a number have a best only.
    """
    if column.kind is OwnKind.NUMBER:
        return _number(column, cells, reader)
    text = cells["best"]
    if column.kind is OwnKind.TEXT:
        return text
    known: Mapping[str, Held] = (
        FLAGS
        if column.kind is OwnKind.YESNO
        else {name.casefold(): name for name in column.classes}
    )
    if (found := known.get(text.casefold())) is not None:
        return found
    words = "yes, no" if column.kind is OwnKind.YESNO else ", ".join(column.classes)
    hint = "Choose one of these, or leave the cell blank."
    reader.error(column.name, quoted(text), f"one of: {words}", hint)
    return None


def _number(column: OwnColumn, cells: Mapping[str, str], reader: CellReader) -> Range | None:
    numbers = {end: parse_number(text) for end, text in cells.items()}
    refused = [end for end, number in numbers.items() if number is None]
    for end in refused:
        name = column.name if end == "best" else f"{column.name}_{end}"
        expected = f"a number in {column.unit}" if column.unit else "a number"
        reader.error(name, quoted(cells[end]), expected, number_hint(cells[end]))
    if refused:
        return None
    known = [number for end in ENDS if (number := numbers.get(end)) is not None]
    if known != sorted(known):
        reader.error(
            column.name,
            f"low {numbers.get('low')}, best {numbers.get('best')}, high {numbers.get('high')}",
            "low ≤ best ≤ high",
            "Exchange or correct the three.",
        )
        return None
    return Range(numbers.get("low"), numbers.get("best"), numbers.get("high"))

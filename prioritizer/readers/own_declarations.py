"""Declarations of own columns: the table ``own_columns.csv`` beside a site table."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from prioritizer.domain.own_columns import (
    DECLARATION,
    SOURCE_ENDING,
    OwnColumn,
    OwnKind,
    name_fault,
)
from prioritizer.errors import Issue
from prioritizer.readers.cells import CellReader, clean, quoted, unguarded
from prioritizer.readers.tables import RawTable, as_dicts, fault, read_table

DECLARED_IN = "own_columns.csv"
KINDS = {"yes/no": OwnKind.YESNO, "class": OwnKind.CLASSES} | {str(k): k for k in OwnKind}


def read_declared(path: Path) -> tuple[dict[str, OwnColumn], tuple[Issue, ...]]:
    """Return what ``own_columns.csv`` beside a site table declares, and its faults.

    Raises
    ------
    DataError
        If the table has rows, but no names or kinds.
    """
    beside = path.with_name(DECLARED_IN)
    if not beside.exists() or beside == path:
        return {}, ()
    return parse_declared(read_table(beside, may_be_empty=True))


def parse_declared(table: RawTable) -> tuple[dict[str, OwnColumn], tuple[Issue, ...]]:
    """Return the own columns that a table declares, by name, and the faults of its rows.

    Raises
    ------
    DataError
        If the table has rows, but no names or kinds.
    """
    reader = CellReader(table.file)
    for name in ("column", "kind"):
        if table.rows and name not in table.header:
            raise fault(
                table.file,
                f"the columns {', '.join(table.header[:12])}",
                f"a column '{name}'",
                f"The table holds: {', '.join(DECLARATION)}.",
                row=1,
                column=name,
            )
    found: dict[str, OwnColumn] = {}
    for line, row in zip(table.lines, as_dicts(table), strict=True):
        reader.row = line
        before = len(reader.issues)
        own = _declaration({n: unguarded(clean(text)) for n, text in row.items()}, reader)
        if any(own.name.casefold() == name.casefold() for name in found):
            reader.error("column", quoted(own.name), "each column once", "Delete one row.")
        if len(reader.issues) == before:
            found[own.name] = own
    return found, tuple(reader.issues)


def _declaration(row: Mapping[str, str], reader: CellReader) -> OwnColumn:
    name, word = row["column"], row["kind"].casefold()
    kind = KINDS.get(word)
    why = name_fault(name)
    if why:
        reader.error("column", quoted(name), why, "Choose another name, here and in the table.")
    if kind is None:
        kinds = ", ".join(OwnKind)
        reader.error("kind", quoted(row["kind"]), f"one of: {kinds}", "Choose one of these.")
    own = OwnColumn(
        name=name,
        kind=kind or OwnKind.TEXT,
        unit=row.get("unit", ""),
        classes=tuple(filter(None, (c.strip() for c in row.get("classes", "").split(";")))),
        source=row.get("source", ""),
        title=row.get("title", ""),
        note=row.get("note", ""),
        is_proposed=row.get("proposed", "").casefold() == "yes",
    )
    if kind is not None:
        _check_parts(own, reader)
    return own


def _check_parts(own: OwnColumn, reader: CellReader) -> None:
    """Keep an error for each part that does not fit the kind."""
    is_classes = own.kind is OwnKind.CLASSES
    folded = {name.casefold() for name in own.classes}
    if len(folded) < len(own.classes):
        reader.error("classes", quoted(";".join(own.classes)), "each once", "Delete one.")
    elif is_classes and not own.is_proposed and len(folded) < 2:
        hint = "List them from the worst to the best, parted by semicolons."
        reader.error("classes", f"{len(folded)} classes", "two or more", hint)
    elif own.classes and not is_classes:
        reader.error("classes", f"classes of a {own.kind}", "none", "Leave the cell blank.")
    if own.unit and own.kind is not OwnKind.NUMBER:
        reader.error("unit", quoted(own.unit), "a unit of a number only", "Leave it blank.")
    if own.source and not own.source.endswith(SOURCE_ENDING):
        hint = "Rename the column of source ids, here and in the table."
        reader.error("source", quoted(own.source), f"a name ending in {SOURCE_ENDING}", hint)

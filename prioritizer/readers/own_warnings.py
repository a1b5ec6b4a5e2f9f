"""What a reader of own columns warns of: names, kinds and cells that may be meant otherwise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from prioritizer.domain.own_columns import OwnColumn, OwnKind
from prioritizer.errors import Issue, Severity
from prioritizer.readers.cells import CellReader, quoted
from prioritizer.readers.own_declarations import DECLARED_IN
from prioritizer.readers.own_kinds import is_amount
from prioritizer.readers.own_numbers import are_only_written_otherwise
from prioritizer.readers.tables import RawTable

KIND_WORDS = {
    OwnKind.NUMBER: "number",
    OwnKind.CLASSES: "classes",
    OwnKind.YESNO: "yes/no",
    OwnKind.TEXT: "text",
}
# The filled cells of one column by the place of their row.
Cells = Mapping[int, str]


def tell_refused(name: str, why: str, close: Sequence[str], reader: CellReader) -> None:
    """Warn of a column that is not kept."""
    hint = f"Did you mean '{close[0]}'?" if close else "Rename it to keep it."
    reader.warn(name, "a column the dictionary does not know", why, f"It is not read. {hint}")


def tell_close(name: str, close: str, reader: CellReader) -> None:
    """Warn of a column whose name is close to one of the dictionary."""
    reader.warn(
        name,
        "a column the dictionary does not know",
        f"'{close}', or a column of your own",
        f"Did you mean '{close}'? It is kept as your own column and ranks nothing; declare it "
        f"in {DECLARED_IN} if it is.",
    )


def tell_texts(own: OwnColumn, cells: Cells, table: RawTable, reader: CellReader) -> None:
    """Warn of a column kept as words whose cells look like numbers, by the first such cell."""
    if own.kind is OwnKind.TEXT:
        tell_keys(own.name, cells, table, reader)
    is_words = own.kind in (OwnKind.TEXT, OwnKind.CLASSES)
    if not is_words or not are_only_written_otherwise(list(cells.values())):
        return
    place, text = next((p, t) for p, t in cells.items() if not is_amount(t))
    row, reader.row = reader.row, table.lines[place]
    reader.warn(
        own.name,
        f"{quoted(text)}, a number with a decimal comma, or a range or bound",
        "a plain number, or a declaration",
        f"The column is kept as {KIND_WORDS[own.kind]}. Declare it in {DECLARED_IN} as a "
        "number: decimal commas, ranges and bounds are read then.",
    )
    reader.row = row


def tell_keys(name: str, cells: Cells, table: RawTable, reader: CellReader) -> None:
    """Warn of a few cells that make a column of numbers text, the first of them by its row."""
    others = {place: text for place, text in cells.items() if not is_amount(text)}
    if not others or 2 * len(others) >= len(cells):
        return
    if not all(text.lstrip("+-").isdigit() for text in others.values()):
        return
    place, text = next(iter(others.items()))
    row = reader.row
    reader.row = table.lines[place]
    reader.warn(
        name,
        f"{quoted(text)}, one of {len(others)} like it among {len(cells)} cells",
        "a number that loses no digit",
        f"The column is kept as text. Correct the cell, or declare the column in "
        f"{DECLARED_IN}: a number, so that all other cells count, or text.",
    )
    reader.row = row


def tell_proposed(told: Mapping[str, str], reader: CellReader) -> None:
    """Keep one note of all columns whose kind nobody declared, given by name in words."""
    if not told:
        return
    counts = Counter(told.values())
    shown = ", ".join([*told][:5]) + (" …" if len(told) > 5 else "")
    kinds = ", ".join(f"{n} {word}" for word, n in counts.items())
    reader.issues.append(
        Issue(
            Severity.NOTE,
            reader.file,
            None,
            None,
            f"{len(told)} columns of your own ({shown})"
            if len(told) > 1
            else f"a column of your own ({shown})",
            f"a declaration in {DECLARED_IN}",
            f"Kept; the kind is taken from the values: {kinds}. Declare unit, kind and order "
            "of classes.",
        )
    )


def tell_missing(missing: Collection[str], reader: CellReader) -> None:
    """Warn of declared columns that a table does not have."""
    shown = ", ".join(sorted(missing)[:5]) + (" …" if len(missing) > 5 else "")
    reader.issues.append(
        Issue(
            Severity.WARNING,
            DECLARED_IN,
            None,
            "column",
            f"{len(missing)} columns that {reader.file} does not have ({shown})",
            "columns of the site table",
            "Correct the names, or delete the rows.",
        )
    )

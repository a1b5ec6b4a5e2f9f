"""A table of proposed codes that a person gave back: which are confirmed, by whom and when."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from prioritizer.domain.code_proposal import ConfirmedCode
from prioritizer.domain.columns import site_columns
from prioritizer.errors import DataError
from prioritizer.readers.cells import CellReader, clean, quoted, unguarded
from prioritizer.readers.days import A_DAY, parse_day
from prioritizer.readers.tables import as_dicts, fault, read_table

TAKEN = ("site_id", "column", "code", "words", "sentence", "text_column", "source")
COLUMNS = (*TAKEN, "confirm", "confirmed_by", "confirmed_on")
YES, NO = frozenset({"yes", "y", "x", "true", "1"}), frozenset({"", "no", "n", "false", "0"})
CODED = ("code", "yesno")


def read_confirmed_codes(path: Path) -> tuple[ConfirmedCode, ...]:
    """Return the rows that say ``yes`` in ``confirm``; all others count for nothing.

    Raises
    ------
    DataError
        With each cell at fault: a code that the column cannot hold, no name, no date, or two
        codes for one column of one site.
    """
    table = read_table(path, may_be_empty=True)
    missing = [name for name in COLUMNS if name not in table.header]
    if missing:
        raise fault(
            table.file,
            f"no column {', '.join(missing)}",
            "the table that classify --propose writes",
            "Write it again, and change only code, confirm, confirmed_by and confirmed_on.",
        )
    reader = CellReader(table.file, list(table.notes))
    found: dict[tuple[str, str], ConfirmedCode] = {}
    for row, line in zip(as_dicts(table), table.lines, strict=True):
        reader.row = line
        cells = {name: clean(unguarded(text)) for name, text in row.items()}
        one = _confirmed(cells, reader) if _is_confirmed(cells, reader) else None
        if one is not None and (one.site_id, one.column) in found:
            first = found[one.site_id, one.column]
            reader.error(
                "confirm",
                f"a second code for {one.column} of {one.site_id} (row {first.row})",
                "one code",
                "Confirm one of the two.",
            )
        elif one is not None:
            found[one.site_id, one.column] = one
    if any(issue.severity == "error" for issue in reader.issues):
        raise DataError(reader.issues)
    return tuple(found.values())


def _is_confirmed(cells: Mapping[str, str], reader: CellReader) -> bool:
    said = cells["confirm"].casefold()
    if said not in YES | NO:
        reader.error("confirm", quoted(cells["confirm"]), "yes, no or a blank", "Write yes.")
    return said in YES


def _confirmed(cells: Mapping[str, str], reader: CellReader) -> ConfirmedCode | None:
    column = site_columns().get(cells["column"])
    if column is None or column.kind not in CODED:
        reader.error(
            "column",
            quoted(cells["column"]),
            "a column of codes",
            "Leave it as it was written.",
        )
        return None
    code = reader.code(cells["code"], column)
    if not cells["confirmed_by"]:
        reader.error("confirmed_by", "a blank cell", "who confirms", "Give a name.")
    if parse_day(cells["confirmed_on"]) is None:
        reader.error(
            "confirmed_on",
            quoted(cells["confirmed_on"]),
            f"the date of the confirmation, {A_DAY}",
            "Write year, month and day.",
        )
    taken = {name: cells[name] for name in TAKEN if name != "code"}
    who, when = cells["confirmed_by"], cells["confirmed_on"]
    return ConfirmedCode(
        **taken, code=code or "", confirmed_by=who, confirmed_on=when, row=reader.row
    )

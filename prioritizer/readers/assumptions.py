"""A table of assumptions: values that a person puts in place of what is not known."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from prioritizer.domain.answer import Assumption
from prioritizer.errors import DataError, Issue, Severity
from prioritizer.readers.cells import clean, quoted
from prioritizer.readers.numbers import LARGEST, parse_number
from prioritizer.readers.plain_tables import plain_table
from prioritizer.readers.tables import RawTable, as_dicts, read_table

COLUMNS = ("site_id", "criterion", "low", "best", "high", "reason")
NUMBERS = ("low", "best", "high")
OPTIONAL = frozenset({"best"})


def read_assumptions(path: Path, criteria: Collection[str]) -> tuple[Assumption, ...]:
    """Return the assumptions of a table, each in the unit of its criterion.

    ``best`` may be blank: every value between low and high is then equally likely.

    Raises
    ------
    DataError
        With every fault of the file: a missing column, an unknown criterion, a number that is
        none, ends in the wrong order, no reason.
    """
    table, issues = plain_table(read_table(path), dict.fromkeys(NUMBERS, LARGEST))
    missing = [name for name in COLUMNS if name not in table.header and name not in OPTIONAL]
    issues += [
        _issue(table, 1, name, f"the columns {', '.join(table.header)}", f"a column '{name}'")
        for name in missing
    ]
    found = []
    for line, row in zip(table.lines, [] if missing else as_dicts(table), strict=False):
        cells = {name: clean(row.get(name, "")) for name in COLUMNS}
        faults = [_issue(table, line, *fault) for fault in _faults(cells, criteria)]
        issues += faults
        if not faults:
            found.append(_assumption(cells))
    if issues:
        raise DataError(issues)
    return tuple(found)


def _faults(cells: dict[str, str], criteria: Collection[str]) -> Iterator[tuple[str, str, str]]:
    """Yield column, what was found and what was expected."""
    if cells["criterion"] not in criteria:
        yield "criterion", quoted(cells["criterion"]), f"one of: {', '.join(criteria)}"
    for name in NUMBERS:
        is_blank = name in OPTIONAL and not cells[name]
        if not is_blank and parse_number(cells[name]) is None:
            yield name, quoted(cells[name]), "a number in the unit of the criterion"
    low, best, high = (parse_number(cells[name]) for name in NUMBERS)
    middle = low if best is None else best
    if (
        low is not None
        and high is not None
        and middle is not None
        and not low <= middle <= high
    ):
        yield "low", f"{cells['low']}, {cells['best']}, {cells['high']}", "low <= best <= high"
    for name in ("site_id", "reason"):
        if not cells[name]:
            yield name, "nothing", "a site" if name == "site_id" else "why you assume it"


def _assumption(cells: dict[str, str]) -> Assumption:
    return Assumption(
        site_id=cells["site_id"],
        criterion=cells["criterion"],
        low=float(cells["low"]),
        best=parse_number(cells["best"]),
        high=float(cells["high"]),
        reason=cells["reason"],
    )


def _issue(table: RawTable, row: int, column: str, found: str, expected: str) -> Issue:
    return Issue(Severity.ERROR, table.file, row, column, found, expected, "Correct the table.")

"""A policy list of one's own: a table of symbols and classes, added to the shipped lists."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from prioritizer.domain.reference import POLICY_CLASSES, PolicyEntry, Reference
from prioritizer.errors import DataError, Issue, Severity
from prioritizer.readers.cells import clean, quoted
from prioritizer.readers.tables import as_dicts, read_table

COLUMNS = ("symbol", "class")


def read_policy_list(path: Path, reference: Reference) -> tuple[str, Reference]:
    """Return the id of the list, which is the name of its file, and the reference with it.

    Raises
    ------
    DataError
        With every fault of the file: a missing column, an unknown symbol or class.
    """
    table = read_table(path)
    missing = [name for name in COLUMNS if name not in table.header]
    issues = [
        _issue(
            table.file, 1, name, f"the columns {', '.join(table.header)}", f"a column '{name}'"
        )
        for name in missing
    ]
    entries = []
    if not missing:
        for line, row in zip(table.lines, as_dicts(table), strict=True):
            symbol, name = clean(row["symbol"]), clean(row["class"]).casefold()
            if symbol not in reference.commodities:
                expected = "a symbol of criteria/reference/commodities.csv"
                issues.append(_issue(table.file, line, "symbol", quoted(symbol), expected))
            if name not in POLICY_CLASSES:
                expected = f"one of: {', '.join(POLICY_CLASSES)}"
                issues.append(_issue(table.file, line, "class", quoted(name), expected))
            entries.append(PolicyEntry(path.stem, symbol, name, row.get("qualifier", "")))
    if issues:
        raise DataError(issues)
    titles = {**reference.policy_titles, path.stem: f"own list {path.name}"}
    return path.stem, replace(
        reference, policy=(*reference.policy, *entries), policy_titles=titles
    )


def _issue(file: str, row: int, column: str, found: str, expected: str) -> Issue:
    return Issue(Severity.ERROR, file, row, column, found, expected, "Correct the table.")

"""A user's table of production and net imports by material; none is shipped."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from prioritizer.domain.economics import TradeFigures
from prioritizer.errors import DataError, Issue, Severity
from prioritizer.readers.numbers import LARGEST, parse_number
from prioritizer.readers.plain_tables import plain_table
from prioritizer.readers.reference import A_SYMBOL, known_symbols
from prioritizer.readers.tables import as_dicts, read_table

REQUIRED = ("symbol", "net_imports_t", "production_t", "source")
SHARES = ("largest_share", "recycling", "substitution")
OTHERS = ("hhi_global", "hhi_market", "governance")
LARGEST_OF = dict.fromkeys((*REQUIRED[1:3], *OTHERS), LARGEST) | dict.fromkeys(SHARES, 1.0)


def read_trade(path: Path) -> Mapping[str, TradeFigures]:
    """Read trade figures by symbol: symbol, net_imports_t, production_t, source.

    Optional columns: largest_share, recycling and substitution (each 0 to 1), hhi_global,
    hhi_market and governance.

    Raises
    ------
    DataError
        With every faulty cell.
    """
    table, issues = plain_table(read_table(path), LARGEST_OF)
    issues += [
        _issue(table.file, 1, name, ", ".join(table.header), f"a column '{name}'")
        for name in REQUIRED
        if name not in table.header
    ]
    if any(issue.row == 1 for issue in issues):
        raise DataError(issues)
    found = {}
    for line, row in zip(table.lines, as_dicts(table), strict=True):
        numbers: dict[str, float | None] = {}
        for name in (*REQUIRED[1:3], *SHARES, *OTHERS):
            text = row.get(name, "").strip()
            numbers[name] = parse_number(text)
            fault = _fault(name, text, numbers[name])
            if fault:
                issues.append(_issue(table.file, line, name, text, fault))
        imports, production = numbers["net_imports_t"], numbers["production_t"]
        symbol = row["symbol"].strip()
        if symbol not in known_symbols():
            issues.append(_issue(table.file, line, "symbol", symbol, A_SYMBOL))
        if imports is not None and production is not None:
            optional = {name: numbers[name] for name in (*SHARES, *OTHERS)}
            found[symbol] = TradeFigures(
                symbol, imports, production, row["source"].strip(), **optional
            )
    if issues:
        raise DataError(issues)
    return found


def _fault(name: str, text: str, number: float | None) -> str:
    """Return what was expected of a cell, or nothing where it fits."""
    if not text and name not in REQUIRED:
        return ""
    if number is None:
        return "a number"
    if name in SHARES and not 0 <= number <= 1:
        return "a share from 0 to 1"
    if name != "net_imports_t" and number < 0:
        return "a number of 0 or more"
    return ""


def _issue(file: str, line: int, column: str, found: str, expected: str) -> Issue:
    return Issue(
        Severity.ERROR, file, line, column, f"'{found}'", expected, "Correct the table."
    )

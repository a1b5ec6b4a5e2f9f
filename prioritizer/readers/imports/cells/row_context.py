"""The row at hand while its cells are read, and how cells and numbers are shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from prioritizer.errors import Severity
from prioritizer.readers.cells import quoted
from prioritizer.readers.imports.cells.tally import Tally
from prioritizer.readers.imports.columns.plans import Plan
from prioritizer.readers.imports.words.records import Cell, Log, Percent

# Kinds of fields of which a point is made: with a faulty one there is none.
PLACES = frozenset({"degrees", "metres", "part", "hemisphere"})


@dataclass(slots=True)
class RowContext:
    """The row at hand: its line, and where decisions and faults of its cells go."""

    log: Log
    tally: Tally
    values: Mapping[str, Mapping[str, str]]
    line: int = 0
    out: dict[str, Any] = field(default_factory=dict)
    # What letters of hemispheres mean in this file, and the side of an axis without one.
    letters: Mapping[str, str] = field(default_factory=dict)
    sides: Mapping[str, str] = field(default_factory=dict)

    def error(
        self, plan: Plan, cell: Cell, expected: str, hint: str, *, more: str = ""
    ) -> None:
        """Keep an error of a cell; the cell is left blank, the rest of its row stays."""
        self.log.add(
            Severity.ERROR,
            self.line,
            plan.header[:80],
            f"{quoted(shown(cell))}{more}",
            expected,
            hint,
        )
        if plan.field.kind in PLACES:
            self.out["=faulty_point"] = "yes"

    def warn(self, plan: Plan, cell: Cell, expected: str, hint: str) -> None:
        """Keep a warning of a cell."""
        self.log.add(
            Severity.WARNING, self.line, plan.header[:80], quoted(shown(cell)), expected, hint
        )


def shown(cell: Cell) -> str:
    """Return a cell as text: whole numbers without a point, dates as ISO."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, Percent):
        return f"{float(cell):.12g} %"
    if isinstance(cell, float):
        return format_number(cell)
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def format_number(value: float) -> str:
    """Return a number with at most twelve digits, so that a conversion shows no noise."""
    return format(value, ".12g")

"""The table of measurements: what each resolves, and its cost class, cost and duration."""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path

from prioritizer.domain.criterion import Status
from prioritizer.domain.information import CostClass, MeasurementOption
from prioritizer.errors import DataError, Issue, Severity
from prioritizer.readers.numbers import LARGEST
from prioritizer.readers.plain_tables import plain_table
from prioritizer.readers.reference import FOLDER
from prioritizer.readers.tables import as_dicts, read_table

TABLE = "measurement_costs.csv"
AMOUNTS = ("cost_low_keur", "cost_high_keur", "months_low", "months_high")
LARGEST_OF = {"reliability": 1.0} | dict.fromkeys(AMOUNTS, LARGEST)


@cache
def read_measurement_options(path: Path = FOLDER / TABLE) -> tuple[MeasurementOption, ...]:
    """Read the measurements in the order of the table.

    Raises
    ------
    DataError
        With the row that cannot be used.
    """
    table, issues = plain_table(read_table(path), LARGEST_OF)
    if issues:
        raise DataError(issues)
    rows = zip(as_dicts(table), table.lines, strict=True)
    return tuple(_option(row, line, path) for row, line in rows)


def _option(row: dict[str, str], line: int, path: Path) -> MeasurementOption:
    try:
        option = MeasurementOption(
            id=row["measurement"],
            name=row["name"],
            cost_class=CostClass(row["cost_class"]),
            measures=tuple(row["measures"].split(";")),
            reliability=float(row["reliability"]),
            cost_low_keur=float(row["cost_low_keur"]),
            cost_high_keur=float(row["cost_high_keur"]),
            months_low=float(row["months_low"]),
            months_high=float(row["months_high"]),
            status=Status(row["status"]),
            source=row["source"],
        )
    except (KeyError, TypeError, ValueError) as error:
        raise _fault(path, line, f"a cell that cannot be used ({error})") from None
    if not (
        0 < option.reliability <= 1
        and 0 < option.cost_low_keur <= option.cost_high_keur < math.inf
    ):
        raise _fault(path, line, "a reliability or cost out of range")
    return option


def _fault(path: Path, line: int, found: str) -> DataError:
    return DataError(
        [
            Issue(
                file=path.name,
                row=line,
                column=None,
                found=found,
                expected="the columns of the shipped table, reliability above 0 up to 1, "
                "and 0 < cost_low_keur <= cost_high_keur",
                hint="Correct the row.",
                severity=Severity.ERROR,
            )
        ]
    )

"""The table of measurements: what each resolves, and its cost class, cost and duration."""

from __future__ import annotations

import csv
import math
from functools import cache
from pathlib import Path

from prioritizer.domain.criterion import Status
from prioritizer.domain.information import CostClass, MeasurementOption
from prioritizer.errors import DataError, Issue, Severity
from prioritizer.readers.reference import FOLDER

TABLE = "measurement_costs.csv"


@cache
def read_measurement_options(path: Path = FOLDER / TABLE) -> tuple[MeasurementOption, ...]:
    """Read the measurements in the order of the table.

    Raises
    ------
    DataError
        With the row that cannot be used.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = getattr(error, "strerror", None) or error
        raise _fault(path, None, f"no readable table ({reason})", "Check the path.") from None
    return tuple(_option(row, line, path) for line, row in enumerate(rows, start=2))


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


def _fault(
    path: Path, line: int | None, found: str, hint: str = "Correct the row."
) -> DataError:
    return DataError(
        [
            Issue(
                file=path.name,
                row=line,
                column=None,
                found=found,
                expected="the columns of the shipped table, reliability above 0 up to 1, "
                "and 0 < cost_low_keur <= cost_high_keur",
                hint=hint,
                severity=Severity.ERROR,
            )
        ]
    )

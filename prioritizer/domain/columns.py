"""The data dictionary: every column a site table may have, with its unit and limits."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path


def _country_codes() -> frozenset[str]:
    path = Path(__file__).with_name("countries.csv")
    return frozenset(path.read_text(encoding="ascii").split()[1:])


# Codes of ISO 3166-1 alpha-2 in force, and XK, in common use for Kosovo.
COUNTRIES = _country_codes()


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the data dictionary; ``low`` and ``high`` are the limits of a number."""

    name: str
    kind: str
    unit: str
    is_required: bool
    allowed: tuple[str, ...]
    low: float
    high: float
    group: str
    description: str


@cache
def site_columns() -> dict[str, Column]:
    """Return the columns of a site table by name, in the order of the dictionary."""
    path = Path(__file__).with_name("site_columns.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return {row["column"]: _column(row) for row in csv.DictReader(file)}


def _column(row: dict[str, str]) -> Column:
    return Column(
        name=row["column"],
        kind=row["kind"],
        unit=row["unit"],
        is_required=row["required"] == "yes",
        allowed=tuple(filter(None, row["allowed"].split("|"))),
        low=float(row["low"] or "-inf"),
        high=float(row["high"] or "inf"),
        group=row["group"],
        description=row["description"],
    )

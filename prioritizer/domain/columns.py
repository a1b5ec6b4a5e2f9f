"""The data dictionary: every column a site table may have, with its unit and limits."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@cache
def countries() -> frozenset[str]:
    """Return the codes of ISO 3166-1 alpha-2 in force, and XK, in common use for Kosovo."""
    path = Path(__file__).with_name("countries.csv")
    return frozenset(path.read_text(encoding="ascii").split()[1:])


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the data dictionary; ``low`` and ``high`` are the limits of a number.

    ``role`` is low, best or high for an end of a range and blank for all others; ``of`` names
    the range by its best column; ``source`` names the column that cites this one.

    ``zero`` says what a zero means: it is a figure where blank; ``unknown``: an import reads it
    as not known, for no site has none of it; ``refused``: besides, a site table cannot say it.
    ``withheld`` names what this column tells, such as ``point``: one restricted column
    withholds all of the same word, and those of ``<point``, which only lead to it. A bar
    stands between several words.
    """

    name: str
    kind: str
    unit: str
    is_required: bool
    allowed: tuple[str, ...]
    low: float
    high: float
    group: str
    description: str
    role: str = ""
    of: str = ""
    source: str = ""
    zero: str = ""
    withheld: str = ""


@cache
def site_columns() -> dict[str, Column]:
    """Return the columns of a site table by name, in the order of the dictionary."""
    path = Path(__file__).with_name("site_columns.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return {row["column"]: _column(row) for row in csv.DictReader(file)}


@cache
def ranges() -> dict[str, tuple[str, str, str]]:
    """Return the low, best and high column of each range, by the name of the best one."""
    ends: dict[str, dict[str, str]] = {}
    for column in site_columns().values():
        if column.of:
            ends.setdefault(column.of, {})[column.role] = column.name
    return {name: (end["low"], end["best"], end["high"]) for name, end in ends.items()}


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
        role=row["role"],
        of=row["of"],
        source=row["source"],
        zero=row["zero"],
        withheld=row["withheld"],
    )

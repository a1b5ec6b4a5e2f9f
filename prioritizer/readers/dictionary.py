"""The data dictionary: every column a site table may have, with its unit and limits."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

# Codes of ISO 3166-1 alpha-2 in force; XK is in common use for Kosovo.
COUNTRIES = frozenset(
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW "
    "BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI "
    "FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN "
    "IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME "
    "MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF "
    "PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV "
    "SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE "
    "YT ZA ZM ZW XK".split()
)


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

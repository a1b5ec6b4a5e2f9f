"""Ids, names and kinds of waste for rows that lack them, constants, and the source."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from prioritizer.domain.columns import site_columns
from prioritizer.domain.imports import Topic
from prioritizer.readers.imports.cells.row_context import RowContext
from prioritizer.readers.imports.cells.tally import Tally
from prioritizer.readers.imports.columns.plans import Plan
from prioritizer.readers.imports.words.records import Log
from prioritizer.readers.imports.words.rows import Names, Rows
from prioritizer.readers.imports.words.vocabulary import codes, country_names, fold
from prioritizer.readers.tables import fault

# Of these a person may state one for the whole file.
SIDES = {"latitude_hemisphere": "NS", "longitude_hemisphere": "EW"}
SOURCED = {
    "coordinate_source": ("latitude",),
    "tonnage_source": ("tonnage_t", "tonnage_low_t", "tonnage_high_t"),
    "volume_source": ("volume_m3", "volume_low_m3", "volume_high_m3"),
    "area_source": ("area_ha",),
    "sampling_source": ("samples_n",),
    "deposition_source": ("deposition_start", "deposition_end"),
    "mineralogy_source": ("mineralogy",),
    "hazard_source": ("hazard_class",),
    "environment_source": ("impact_observed",),
    "access_source": (
        "distance_road_km",
        "distance_rail_km",
        "distance_port_km",
        "distance_power_km",
        "distance_plant_km",
    ),
    "status_source": ("owner", "site_status"),
}


@dataclass(slots=True)
class Identity:
    """Fills in what identifies a site; says so once at the end."""

    prefix: str
    log: Log
    by_name: bool
    made: int = 0
    unnamed: int = 0
    ids: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, file: str, plans: Sequence[Plan], log: Log, *, has_analyte: bool) -> Identity:
        """Return the rules for a file; a long table without ids goes by its names."""
        names = {plan.field.name for plan in plans}
        prefix = (
            re.sub(r"[^a-z0-9]+", "-", fold(file.rsplit(".", 1)[0])).strip("-")[:24] or "file"
        )
        return cls(
            prefix, log, by_name=has_analyte and "analyte" in names and "site_id" not in names
        )

    def fill(self, row: RowContext) -> None:
        """Give the row an id and a name where it has none."""
        out = row.out
        if "site_id" not in out:
            self.made += 1
            made = f"{self.prefix}-{row.line}"
            if self.by_name and "name" in out:
                made = self.ids.setdefault(out["name"], made)
            out["site_id"] = made
        if "name" not in out:
            self.unnamed += 1
            out["name"] = out["site_id"]

    def tell(self) -> None:
        """Say how many ids and names were made."""
        if self.made:
            self.log.read_as(
                Topic.IDENTITY,
                "site_id",
                f"made from the file name and the row ({self.prefix}-…)",
                0.9,
                reason="no id in these rows; the ids change if the rows of the file do",
                n_cells=self.made,
            )
        if self.unnamed:
            self.log.read_as(
                Topic.IDENTITY, "name", "the id is used as the name", 0.9, n_cells=self.unnamed
            )


def fill_constants(
    rows: Rows,
    constants: Mapping[str, str],
    source: str,
    log: Log,
    tally: Tally,
) -> None:
    """Write constants into blank cells, ``other`` for an unknown kind of waste, the source."""
    stated = {
        name: _constant(name, text, log)
        for name, text in constants.items()
        if name not in SIDES
    }
    sourced: dict[Names, dict[str, str]] = {}
    for number, row in enumerate(log.watched("filling in", rows)):
        for name, value in stated.items():
            if name not in row:
                row[name] = value
                tally.add(
                    Topic.DEFAULT,
                    name,
                    f"'{value[:40]}' for rows without a value, stated by you",
                    "",
                    1.0,
                )
        if "waste_type" not in row:
            row["waste_type"] = "other"
            tally.add(
                Topic.DEFAULT,
                "waste_type",
                "other, because the file does not say what the waste is",
                "",
                0.5,
            )
        names = tuple(row)
        if names not in sourced:
            sourced[names] = _sourced(names, source)
        rows[number] = row | sourced[names]


def _sourced(known: Names, source: str) -> dict[str, str]:
    """Return the source of each group of fields of which a row knows one."""
    return {
        name: source
        for name, group in SOURCED.items()
        if name not in known and not set(group).isdisjoint(known)
    }


def sides_stated(constants: Mapping[str, str], log: Log) -> dict[str, str]:
    """Return the side of an axis that a person states for degrees without sign or letter.

    Raises
    ------
    DataError
        If it is none.
    """
    found = {name: text.strip().upper() for name, text in constants.items() if name in SIDES}
    for name, letter in found.items():
        if letter not in SIDES[name]:
            raise fault(
                log.file,
                f"the side '{letter[:20]}'",
                " or ".join(SIDES[name]),
                "Correct --set.",
            )
    return found


def _constant(name: str, text: str, log: Log) -> str:
    if name not in site_columns():
        raise fault(
            log.file,
            f"no field '{name[:60]}'",
            "a column of docs/data_format.md",
            "Correct --set.",
        )
    if name == "country":
        return country_names().get(fold(text), text)
    return codes(name).get(fold(text), text)

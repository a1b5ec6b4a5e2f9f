"""What a column can be taken for: the data dictionary and the few extras an import needs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from prioritizer.domain.columns import site_columns

# No property of a column but of a unit: which dimension of data/units.csv it is measured in.
DIMENSIONS = {
    "t dry": "mass",
    "m3": "volume",
    "ha": "area",
    "km": "length",
    "t/m3": "density",
    "count": "count",
}
LARGEST_METRES = 1e8
# The field of a column that is kept as it is.
OWN = "own"


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its kind, the dimension of its units, its limits in the canonical unit.

    ``is_zero_unknown`` says that a zero means not known, for no site has none of it.
    """

    name: str
    kind: str
    dimension: str = ""
    unit: str = ""
    low: float = float("-inf")
    high: float = float("inf")
    description: str = ""
    is_zero_unknown: bool = False


EXTRA = (
    Field(
        "easting",
        "metres",
        low=-LARGEST_METRES,
        high=LARGEST_METRES,
        description="East coordinate in a projected system, metres",
    ),
    Field(
        "northing",
        "metres",
        low=-LARGEST_METRES,
        high=LARGEST_METRES,
        description="North coordinate in a projected system, metres",
    ),
    *(
        Field(
            f"{axis}_{part}",
            "part",
            low=0.0,
            high=59.999_999_99,
            description=f"{part.capitalize()} of the {axis}, in a column of their own",
        )
        for axis in ("latitude", "longitude")
        for part in ("minutes", "seconds")
    ),
    Field("latitude_hemisphere", "hemisphere", description="N or S of the latitude"),
    Field("longitude_hemisphere", "hemisphere", description="E or W of the longitude"),
    Field("crs", "crs", description="Coordinate system of the row: EPSG number or name"),
    Field("utm_zone", "crs", description="UTM zone of the row, such as 33V or 33N"),
    Field(
        "coordinates", "coordinates", description="Latitude and longitude, or UTM, in one cell"
    ),
    Field("geometry_wkt", "geometry", description="Well-known text: a point or an outline"),
    Field(
        "tonnage_wet_t",
        "number",
        "mass",
        "t",
        0.0,
        1e12,
        "Wet mass; needs the moisture to become dry mass",
        is_zero_unknown=True,
    ),
    Field(
        "moisture_pct", "number", "grade", "%", 0.0, 99.0, "Moisture, per cent of the wet mass"
    ),
    Field(
        "deposition_years", "years", description="First and last year of deposition in one cell"
    ),
    Field(
        "analyte",
        "analyte",
        description="Analyte of the row, for tables with one row per site and analyte",
    ),
    Field("grade", "grade", "grade", description="Grade of the analyte named in the row"),
    Field(
        "grade_low", "grade", "grade", description="Low grade of the analyte named in the row"
    ),
    Field(
        "grade_high", "grade", "grade", description="High grade of the analyte named in the row"
    ),
    Field("grade_unit", "unit", description="Unit of the grade of the row"),
    Field(
        "grade_qualifier",
        "qualifier",
        description="Whether the grade of the row is a limit: < or U, > or G, and the like",
    ),
    Field(
        "grade_fraction",
        "text_beside",
        description="Which part of the analyte was assayed: total, acid-soluble",
    ),
    Field(OWN, OWN, description="Kept as it is, as a column of your own"),
)
YEARS = frozenset({"estimate_year", "deposition_start", "deposition_end"})
NO_UNIT_NEEDED = frozenset({"samples_n", "social_acceptance", "latitude", "longitude"})


@cache
def fields() -> dict[str, Field]:
    """Return all fields by name; fields of the data dictionary come first."""
    found = {
        column.name: Field(
            column.name,
            _kind(column.name, column.kind),
            DIMENSIONS.get(column.unit, ""),
            column.unit,
            column.low,
            column.high,
            column.description,
            is_zero_unknown=bool(column.zero),
        )
        for column in site_columns().values()
    }
    return found | {field.name: field for field in EXTRA}


def find_field(name: str) -> Field | None:
    """Return a field by name; ``grade:Cu`` and ``contained:Cu`` name those of an analyte."""
    kind, _, analyte = name.partition(":")
    if analyte and kind in {"grade", "grade_low", "grade_high"}:
        return Field(name, "grade", "grade", description=f"Grade of {analyte}")
    if analyte and kind == "qualifier":
        return Field(
            name, "qualifier", description=f"Whether the grade of {analyte} is a limit"
        )
    if analyte and kind == "contained":
        return Field(name, "number", "mass", "t", 0.0, 1e12, f"Contained {analyte}")
    return fields().get(name)


def _kind(name: str, kind: str) -> str:
    if name in {"latitude", "longitude"}:
        return "degrees"
    return "years" if name in YEARS else kind

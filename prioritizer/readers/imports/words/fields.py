"""What a column can be taken for: the data dictionary and the few extras an import needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from prioritizer.domain.columns import site_columns
from prioritizer.domain.own_columns import OwnKind
from prioritizer.readers.cells import clean
from prioritizer.readers.imports.words.id_schemes import EXTERNAL_IDS, FIELD, schemes
from prioritizer.readers.own_kinds import LONGEST_CLASS

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
# The field of a column that is kept as it is; ``own:number`` says its kind as well.
OWN = "own"
OWN_KINDS = {
    f"{OWN}:{OwnKind.NUMBER}": "a number",
    f"{OWN}:{OwnKind.CLASSES}": "classes",
    f"{OWN}:{OwnKind.YESNO}": "yes or no",
    f"{OWN}:{OwnKind.TEXT}": "text",
}
# Before the classes of a column in their order, from the worst: ``own:classes:weak;strong``.
OWN_CLASSES = f"{OWN}:{OwnKind.CLASSES}:"


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
    if analyte and kind == FIELD.rstrip(":"):
        register = schemes().get(analyte, analyte)
        return Field(name, "external", description=f"Id elsewhere: {analyte} ({register})")
    if analyte and kind == "contained":
        return Field(name, "number", "mass", "t", 0.0, 1e12, f"Contained {analyte}")
    if name in OWN_KINDS:
        return Field(name, OWN, description=f"Kept as a column of your own: {OWN_KINDS[name]}")
    if classes := ordered_classes(name):
        words = f"Kept as classes of your own, from the worst: {', '.join(classes)}"
        return Field(name, OWN, description=words)
    return fields().get(name)


def is_own(field: str) -> bool:
    """Return whether a column of this field is kept as it is."""
    return field == OWN or field in OWN_KINDS or field.startswith(OWN_CLASSES)


def own_kind(field: str) -> OwnKind | None:
    """Return the kind of an own column that somebody chose; None where its cells decide."""
    if not is_own(field) or field == OWN:
        return None
    return OwnKind(field.split(":")[1])


def ordered_classes(field: str) -> tuple[str, ...]:
    """Return the classes that a field puts in order, from the worst; none if it is no such.

    Two or more, each once and short enough for a class.
    """
    if not field.startswith(OWN_CLASSES):
        return ()
    listed = field.removeprefix(OWN_CLASSES).split(";")
    classes = tuple(filter(None, (clean(name) for name in listed)))
    is_sound = len(classes) > 1 and all(len(name) <= LONGEST_CLASS for name in classes)
    return classes if is_sound and len({n.casefold() for n in classes}) == len(classes) else ()


def classes_field(classes: Sequence[str]) -> str:
    """Return the field of an own column with these classes, from the worst to the best."""
    return OWN_CLASSES + ";".join(classes)


def _kind(name: str, kind: str) -> str:
    if name in {"latitude", "longitude"}:
        return "degrees"
    if name == EXTERNAL_IDS:
        return "external"
    return "years" if name in YEARS else kind

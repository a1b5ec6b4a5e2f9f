"""Which columns give one another away: what is withheld together with a restricted one."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from prioritizer.domain.columns import ranges
from prioritizer.domain.site import DESTINATIONS, Assay

ASSAYS = "assays"


def ends_of(name: str) -> frozenset[str]:
    """Return the columns that a range stands in: ``npv_musd`` has ``npv_low_musd`` as well."""
    return frozenset(ranges()[name])


_POINT = frozenset(
    {"latitude", "longitude", "coordinate_error_km", "coordinate_basis", "coordinate_source"}
)
# Distances to things that stand on every map, and their names, lead back to the point.
_AROUND = frozenset(
    {"region", "nearest_town", "nearest_port", "nearest_plant", "water_body", "access_notes"}
    | {f"distance_{what}{end}_km" for what in DESTINATIONS for end in ("_low", "", "_high")}
    | {"port_great_circle_km", "plant_great_circle_km", "protection_status"}
)
# Mass is volume times density: two of them give the third.
_SIZE = frozenset(
    ends_of("tonnage_t")
    | ends_of("volume_m3")
    | {"tonnage_basis", "tonnage_source", "volume_source"}
    | {"dry_density_t_m3", "density_source"}
)
_VALUE = ends_of("npv_musd") | ends_of("npv_with_support_musd")


def _together(*names: str) -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(names), frozenset(names)


# (named, withheld): one of the named columns withholds all of the others.
COMPANIONS: tuple[tuple[frozenset[str], frozenset[str]], ...] = (
    (_POINT, _POINT | _AROUND),
    (_SIZE, _SIZE),
    (_VALUE, _VALUE),
    _together("name", "other_names"),
    _together("area_ha", "area_source"),
    (frozenset({"gate"}), frozenset({"gate", "gate_reason", "gate_source"})),
    _together("hazard_system", "hazard_class", "hazard_source"),
    *((ends_of(name), ends_of(name)) for name in ranges()),
)

_FORMULA = re.compile(r"(?:[A-Z][a-z]?\d*(?:\.\d+)?)+")
_PART = re.compile(r"[A-Z][a-z]?")
_RARE_EARTHS = frozenset(
    {"Sc", "Y", "La", "Ce", "Pr", "Nd", "Pm", "Sm", "Eu", "Gd", "Tb", "Dy", "Ho", "Er", "Tm"}
    | {"Yb", "Lu", "TREO", "REE", "REO", "LREE", "HREE"}
)


def withheld_with(names: Iterable[str]) -> frozenset[str]:
    """Return the columns to withhold where these are restricted, they themselves included."""
    asked = frozenset(names)
    return asked.union(*(withheld for named, withheld in COMPANIONS if named & asked))


def is_size_withheld(hidden: Collection[str]) -> bool:
    """Return whether the mass is withheld, which a contained mass and a grade would give."""
    return "tonnage_t" in hidden


def is_assay_withheld(assay: Assay, hidden: Collection[str]) -> bool:
    """Return whether an assay is withheld: all are, or one of the same element is."""
    if ASSAYS in hidden:
        return True
    return any(_tells_of(assay.analyte, analyte) for analyte in map(analyte_of, hidden))


def analyte_of(column: str) -> str:
    """Return the analyte of ``assays/WO3``, blank for another column."""
    start, _, analyte = column.partition("/")
    return analyte.strip() if start == ASSAYS else ""


def is_analyte(text: str) -> bool:
    """Return whether a text is a symbol or formula, in which a slip of the pen is unlikely."""
    return text in _RARE_EARTHS or _FORMULA.fullmatch(text) is not None


def _tells_of(one: str, other: str) -> bool:
    if not other:
        return False
    return one.casefold() == other.casefold() or bool(_elements(one) & _elements(other))


def _elements(analyte: str) -> frozenset[str]:
    """Return the elements that an analyte tells of; ``WO3`` tells of W, ``TREO`` of many."""
    if analyte in _RARE_EARTHS:
        return _RARE_EARTHS if len(analyte) > 2 else frozenset({analyte, "TREO", "REE", "REO"})
    if _FORMULA.fullmatch(analyte):
        return frozenset(_PART.findall(analyte)) - {"O"}
    return frozenset()

"""Coordinate systems by number or name, and their conversion to WGS 84, without any network."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from prioritizer.readers.imports.words.system_names import system_names
from prioritizer.readers.imports.words.vocabulary import fold

EPSG = re.compile(r"(?:.*epsg.*?\D)?(?P<code>\d{4,6})", re.IGNORECASE)
AXIS_WORDS = frozenset(
    [
        "e",
        "n",
        "x",
        "y",
        "east",
        "north",
        "easting",
        "northing",
        "ost",
        "nord",
        "coord",
        "coordinate",
    ]
)
UTM = re.compile(
    r"(?P<datum>.*?)\s*utm\s*(?:zone|zon|huso|fuso|sone|z)?\s*(?P<zone>\d{1,2})\s*(?P<side>[a-z]?)(?:\s+.*)?"
)
ZONE = re.compile(r"(?P<zone>\d{1,2})\s*(?P<side>[a-z]?)")
UTM_BASES = {
    "etrs89": 25800,
    "euref89": 25800,
    "etrs 89": 25800,
    "nad83": 26900,
    "nad 83": 26900,
    "ed50": 23000,
    "nad27": 26700,
}
WGS84 = "EPSG:4326"
# Systems that are suggested where none is named, never applied.
SUGGESTED = (
    "EPSG:3006",
    "EPSG:3021",
    "EPSG:3067",
    "EPSG:2393",
    "EPSG:25832",
    "EPSG:25833",
    "EPSG:32635",
    "EPSG:27700",
    "EPSG:2154",
    "EPSG:25829",
    "EPSG:25830",
    "EPSG:31467",
)


def find_crs(text: str) -> str:
    """Return ``EPSG:n`` for a number or a name of a system, blank if it names none."""
    text = text.strip()[:200]
    if text.upper().endswith("CRS84"):
        return WGS84
    if match := EPSG.fullmatch(text):
        code = f"EPSG:{int(match['code'])}"
        return code if _known(code) else ""
    phrase = fold(text)
    if phrase in system_names():
        return system_names()[phrase]
    if match := UTM.fullmatch(phrase):
        return utm_zone(match["zone"] + match["side"], match["datum"].strip())
    return ""


def utm_zone(text: str, datum: str = "") -> str:
    """Return the system of a UTM zone such as ``33N``; blank if the side is not said.

    A single ``S`` is refused: it is both the south side and a band of the north.
    """
    match = ZONE.fullmatch(text.strip().casefold())
    if match is None or not 1 <= int(match["zone"]) <= 60:
        return ""
    zone, side = int(match["zone"]), match["side"]
    base = next((number for name, number in UTM_BASES.items() if datum.startswith(name)), 0)
    if base:
        code = f"EPSG:{base + zone}"
    elif side in set("npqrtuvwx"):
        code = f"EPSG:{32600 + zone}"
    elif side in set("ghjklm"):
        code = f"EPSG:{32700 + zone}"
    else:
        return ""
    return code if _known(code) else ""


def crs_in_header(header: str) -> str:
    """Return the system that a header names, such as ``Lat_NAD83`` or ``N (SWEREF99)``."""
    if match := re.search(r"epsg[\s:_]*(\d{4,6})", header, re.IGNORECASE):
        return find_crs(match[1])
    words = [word for word in fold(header).split() if word not in AXIS_WORDS]
    for n in range(min(5, len(words)), 0, -1):
        for start in range(len(words) - n + 1):
            phrase = " ".join(words[start : start + n])
            if phrase in system_names() and phrase not in {"rd", "gps"}:
                return system_names()[phrase]
            if phrase.startswith("utm") and find_crs(phrase):
                return find_crs(phrase)
    return ""


@cache
def x_is_north(code: str) -> bool:
    """Return whether a system itself calls its north axis X, as PUWG 1992 and RT90 do."""
    return any(
        axis.abbrev.casefold() == "x" and axis.direction == "north"
        for axis in _crs(code).axis_info
    )


@cache
def area_of(code: str) -> tuple[float, float, float, float] | None:
    """Return the area of use of a system as west, south, east, north in degrees."""
    area = _crs(code).area_of_use
    return None if area is None else (area.west, area.south, area.east, area.north)


@cache
def named_systems() -> tuple[str, ...]:
    """Return the projected systems that have a name here, and those that are suggested."""
    named = (code for code in system_names().values() if not _crs(code).is_geographic)
    return tuple(dict.fromkeys((*SUGGESTED, *named)))


@cache
def _known(code: str) -> bool:
    return _crs(code) is not None


@cache
def _crs(code: str) -> Any:
    from pyproj import CRS
    from pyproj.exceptions import CRSError
    from pyproj.network import set_network_enabled  # type: ignore[attr-defined]  # no __all__

    set_network_enabled(active=False)
    try:
        return CRS.from_user_input(code)
    except CRSError:
        return None


@dataclass(frozen=True, slots=True)
class Conversion:
    """How one system becomes WGS 84: name, wording, accuracy in metres where known."""

    code: str
    name: str
    wording: str
    accuracy_m: float | None
    is_geographic: bool
    bounds: tuple[float, float, float, float] | None


@cache
def _transformer(code: str) -> Any:
    from pyproj import Transformer

    return Transformer.from_crs(_crs(code), WGS84, always_xy=True)


def conversion(code: str) -> Conversion:
    """Return how a system is converted; after a conversion, the operation in use."""
    system, transformer = _crs(code), _transformer(code)
    used = transformer
    try:
        used = transformer.get_last_used_operation()
    except Exception:
        used = transformer
    accuracy = used.accuracy if used.accuracy and used.accuracy >= 0 else None
    return Conversion(
        code,
        system.name,
        used.description or "",
        accuracy,
        system.is_geographic,
        area_of(code),
    )


def to_wgs84(
    code: str, xs: Sequence[float], ys: Sequence[float]
) -> tuple[list[float], list[float]]:
    """Return longitudes and latitudes of points given east first, in the system ``code``."""
    if code == WGS84:
        return list(xs), list(ys)
    longitude, latitude = _transformer(code).transform(list(xs), list(ys), errcheck=False)
    return [float(v) for v in longitude], [float(v) for v in latitude]


def inside(
    bounds: tuple[float, float, float, float], longitude: float, latitude: float
) -> bool:
    """Return whether a point lies in west, south, east, north, half a degree to spare."""
    west, south, east, north = bounds
    if not south - 0.5 <= latitude <= north + 0.5:
        return False
    if west <= east:
        return west - 0.5 <= longitude <= east + 0.5
    return longitude >= west - 0.5 or longitude <= east + 0.5

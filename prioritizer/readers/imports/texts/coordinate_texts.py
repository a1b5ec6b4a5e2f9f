"""Coordinates as people write them: degrees, minutes, seconds, pairs in one cell, UTM."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from prioritizer.readers.cells import clean
from prioritizer.readers.imports.words.records import Cell

DECIMAL = r"\d{1,3}(?:[.,]\d*)?"
DEGREES = re.compile(rf"(?P<sign>[+-])?(?P<value>{DECIMAL})\s*[°º]?", re.ASCII)
SEXAGESIMAL = re.compile(
    r"(?P<sign>[+-])?(?P<d>\d{1,3})\s*[°ºd:\s]\s*(?P<m>\d{1,2}(?:[.,]\d+)?)\s*(?:['′’´`m:]|\s|$)+\s*"
    r"(?:(?P<s>\d{1,2}(?:[.,]\d+)?)\s*(?:[\"″”“s]|''|’’|′′|´´)?)?\s*",
    re.ASCII | re.IGNORECASE,
)
HEMISPHERES = {
    "N": 1,
    "S": -1,
    "E": 1,
    "W": -1,
    "Ö": 1,
    "Ø": 1,
    "V": -1,
    "С": 1,
    "Ю": -1,
    "В": 1,
    "З": -1,
}
NORTH_SOUTH = frozenset("NSСЮ")
# Capital letters only: the small s of 60d04m28s is seconds, not south.
HEMISPHERE = re.compile(
    r"^(?P<before>[NSEWÖØVСЮВЗ])\s*(?P<rest>[\d+-].*)$|^(?P<rest2>.*[\d°º'′’\"″”sm\s])(?P<after>[NSEWÖØVСЮВЗ])$"
)
UTM = re.compile(
    r"(?P<zone>\d{1,2})\s*(?P<band>[C-HJ-NP-X])[\s,;:]+(?P<e>\d{6}(?:[.,]\d+)?)\s*m?\s*E?[\s,;]+"
    r"(?P<n>\d{6,7}(?:[.,]\d+)?)\s*m?\s*N?",
    re.ASCII | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Angle:
    """An angle in degrees; ``axis`` is ``lat`` or ``lon`` where a letter says so."""

    degrees: float
    axis: str = ""


def read_angle(text: str) -> Angle | None:
    """Return the angle a text says, None if it says none."""
    text = clean(text).replace("−", "-").replace("–", "-")
    sign, axis = 1, ""
    match = HEMISPHERE.fullmatch(text)
    if match:
        letter = (match["before"] or match["after"]).upper()
        text = (match["rest"] or match["rest2"]).strip()
        sign, axis = HEMISPHERES[letter], "lat" if letter in NORTH_SOUTH else "lon"
    value = _plain(text)
    if value is None or (axis and value < 0):
        return None
    return Angle(sign * value, axis)


def read_degrees(cell: Cell, axis: str = "") -> float | None:
    """Return degrees of a cell; None if it is no angle or of the other axis."""
    if isinstance(cell, date):
        return None
    if not isinstance(cell, str):
        return float(cell)
    angle = read_angle(cell)
    if angle is None or (axis and angle.axis and angle.axis != axis):
        return None
    return angle.degrees


def _plain(text: str) -> float | None:
    if match := DEGREES.fullmatch(text):
        value = _number(match["value"])
        return -value if match["sign"] == "-" else value
    if match := SEXAGESIMAL.fullmatch(text):
        minutes, seconds = _number(match["m"]), _number(match["s"] or "0")
        # Programs that round write 59.9996 seconds as 60.000, which is the next minute.
        if minutes >= 60 or seconds > 60 or (match["s"] and minutes % 1):
            return None
        value = _number(match["d"]) + minutes / 60 + seconds / 3600
        return -value if match["sign"] == "-" else value
    return None


def _number(text: str) -> float:
    return float(text.replace(",", "."))


@dataclass(frozen=True, slots=True)
class Pair:
    """A point from one cell: degrees, or metres in the system ``crs``.

    ``is_ordered`` tells that letters said which number is which.
    """

    x: float
    y: float
    crs: str = ""
    is_ordered: bool = False


def read_pair(text: str) -> Pair | None:
    """Return the point that one cell says, latitude first unless letters say otherwise."""
    text = clean(text)
    if match := UTM.fullmatch(text):
        # Bands C to M lie south of the equator.
        side = 327 if match["band"].upper() < "N" else 326
        zone = int(match["zone"])
        if not 1 <= zone <= 60:
            return None
        return Pair(_number(match["e"]), _number(match["n"]), f"EPSG:{side}{zone:02d}", True)
    for parts in _splits(text):
        first, second = (read_angle(part) for part in parts)
        if first is None or second is None or (first.axis and first.axis == second.axis):
            continue
        is_turned = first.axis == "lon" or second.axis == "lat"
        latitude, longitude = (second, first) if is_turned else (first, second)
        return Pair(longitude.degrees, latitude.degrees, "", bool(first.axis or second.axis))
    return None


def _splits(text: str) -> list[tuple[str, str]]:
    bare = text.strip("()[] ")
    found = []
    for mark in (";", "/", "|", ", ", ","):
        parts = bare.split(mark)
        if len(parts) == 2:
            found.append((parts[0].strip(), parts[1].strip()))
    words = bare.split()
    if len(words) == 2:
        found.append((words[0].rstrip(","), words[1]))
    for match in re.finditer(r"(?<=[NSEWnsew])[\s,;]+(?=\S)", bare):
        found.append((bare[: match.start()], bare[match.end() :]))
    return found

"""Sites that may be the same: near each other and with the same or a similar name."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from prioritizer.domain.site import Site, WasteType
from prioritizer.readers.imports.vocabulary import fold

NEAR_KM = 2.0
SAME_PLACE_KM = 0.05
SIMILAR = 0.85
SIMILAR_AT_SAME_PLACE = 0.75
MOST_NEIGHBOURS = 30
GENERIC = frozenset(
    "tailings tailing waste rock dump dam pond heap slag mine site tsf facility the of".split()  # noqa: SIM905
)
NAMELESS = frozenset(["unknown", "unnamed", "unidentified", "noname", "untitled"])
KM_PER_DEGREE = 111.2
CELL_DEGREES = 0.02


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sites that may be the same, with their distance and why."""

    first: Site
    second: Site
    distance_km: float
    reason: str


def find_duplicates(sites: Sequence[Site]) -> Iterator[Pair]:
    """Yield pairs of sites that may be one; each later site is paired with one earlier at most.

    Within one cell of the grid at most thirty earlier sites are compared, which bounds the
    work on a file whose points are all alike.
    """
    cells: dict[tuple[int, int], list[tuple[Site, str]]] = {}
    for site in sites:
        if site.latitude is None or site.longitude is None:
            continue
        name = _name(site)
        if NAMELESS & set(name.split()):
            continue
        row, column = math.floor(site.latitude / CELL_DEGREES), _column(site)
        nearby = (
            entry
            for r in (-1, 0, 1)
            for c in (-1, 0, 1)
            for entry in cells.get((row + r, column + c), ())[-MOST_NEIGHBOURS:]
        )
        pair = next(
            filter(None, (_compare(other, site, old, name) for other, old in nearby)), None
        )
        if pair is not None:
            yield pair
        cells.setdefault((row, column), []).append((site, name))


def _name(site: Site) -> str:
    words = fold(site.name).split()
    return " ".join(word for word in words if word not in GENERIC) or " ".join(words)


def _column(site: Site) -> int:
    # Columns as wide as rows are high, so that a cell holds the same ground at every latitude.
    width = CELL_DEGREES / max(
        0.05, math.cos(math.radians(round((site.latitude or 0.0) * 2) / 2))
    )
    return math.floor((site.longitude or 0.0) / width)


def _compare(first: Site, second: Site, old: str, name: str) -> Pair | None:
    distance = _distance_km(first, second)
    if distance > NEAR_KM or not _can_be_one(first.waste_type, second.waste_type):
        return None
    if old == name:
        return Pair(first, second, distance, "the same name")
    least = SIMILAR_AT_SAME_PLACE if distance <= SAME_PLACE_KM else SIMILAR
    if _is_similar(old, name, least) and not _differ_by_number(old, name):
        return Pair(first, second, distance, "a similar name")
    return None


def _can_be_one(first: WasteType, second: WasteType) -> bool:
    return first is second or WasteType.OTHER in (first, second)


def _is_similar(first: str, second: str, least: float) -> bool:
    matcher = difflib.SequenceMatcher(None, first, second, autojunk=False)
    return (
        matcher.real_quick_ratio() >= least
        and matcher.quick_ratio() >= least
        and matcher.ratio() >= least
    )


def _differ_by_number(first: str, second: str) -> bool:
    """Return whether the names differ in a number, letter or side, as pond 1 and pond 2."""

    def numbered(text: str) -> list[str]:
        return re.findall(
            r"\d+|\b(?:[a-z]|i{1,3}|iv|vi{0,3}|north|south|east|west|upper|lower|old|new)\b",
            text,
        )

    return numbered(first) != numbered(second)


def _distance_km(first: Site, second: Site) -> float:
    if None in (first.latitude, first.longitude, second.latitude, second.longitude):
        return math.inf
    north = (second.latitude or 0.0) - (first.latitude or 0.0)
    east = ((second.longitude or 0.0) - (first.longitude or 0.0)) * math.cos(
        math.radians(first.latitude or 0.0)
    )
    return KM_PER_DEGREE * math.hypot(north, east)

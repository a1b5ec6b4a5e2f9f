"""Sites that may be the same: near each other and with the same or a similar name."""

from __future__ import annotations

import difflib
import math
import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product

from prioritizer.domain.site import Site, WasteType
from prioritizer.readers.imports.words.vocabulary import fold

NEAR_KM = 2.0
SAME_PLACE_KM = 0.05
SIMILAR = 0.85
SIMILAR_AT_SAME_PLACE = 0.75
MOST_NEIGHBOURS = 10
MOST_COMPARISONS = 250_000
GENERIC = frozenset(
    "tailings tailing waste rock dump dam pond heap slag mine site tsf facility the of".split()  # noqa: SIM905
)
NAMELESS = frozenset(["unknown", "unnamed", "unidentified", "noname", "untitled"])
KM_PER_DEGREE = 111.2
CELL_DEGREES = 0.02
# What tells the parts of one place apart: pond 1 and 2, dump A and B, upper and lower.
NUMBERED = re.compile(
    r"\d+|\b(?:[a-z]|i{1,3}|iv|vi{0,3}|north|south|east|west|upper|lower|old|new)\b"
)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sites that may be the same, with their distance and why."""

    first: Site
    second: Site
    distance_km: float
    reason: str


@dataclass(frozen=True, slots=True)
class _Named:
    """A site with what is compared: its name without common words, and the numbers in it."""

    site: Site
    name: str
    numbers: tuple[str, ...]


@dataclass(slots=True)
class _Cell:
    """The sites seen in one cell of the grid: all by name, and the last few in order."""

    by_name: dict[str, _Named] = field(default_factory=dict)
    recent: deque[_Named] = field(default_factory=lambda: deque(maxlen=MOST_NEIGHBOURS))


def find_duplicates(sites: Sequence[Site]) -> Iterator[Pair]:
    """Yield pairs of sites that may be one; each later site is paired with one earlier at most.

    Equal names are always found. For similar names at most the last ten sites of a cell of the
    grid are compared, and a quarter of a million pairs in all, which bounds the work on a file
    whose points are all alike.
    """
    cells: dict[tuple[int, int], _Cell] = {}
    budget = MOST_COMPARISONS
    for site in sites:
        if site.latitude is None or site.longitude is None:
            continue
        words = fold(site.name)
        if NAMELESS & set(words.split()):
            continue
        one = _Named(site, _name(words), tuple(NUMBERED.findall(words)))
        row, column = math.floor(site.latitude / CELL_DEGREES), _column(site)
        around = [
            cells[place]
            for place in product(range(row - 1, row + 2), range(column - 1, column + 2))
            if place in cells
        ]
        pair = _same_name(one, around)
        if pair is None and budget > 0:
            others = [o for cell in around for o in cell.recent if o.numbers == one.numbers]
            budget -= len(others)
            pair = next(filter(None, (_similar(other, one) for other in others)), None)
        if pair is not None:
            yield pair
        cell = cells.setdefault((row, column), _Cell())
        cell.by_name.setdefault(one.name, one)
        cell.recent.append(one)


def _same_name(one: _Named, around: Sequence[_Cell]) -> Pair | None:
    for cell in around:
        other = cell.by_name.get(one.name)
        if other is not None and _can_be_one(other.site, one.site):
            return Pair(
                other.site, one.site, _distance_km(other.site, one.site), "the same name"
            )
    return None


def _similar(other: _Named, one: _Named) -> Pair | None:
    if not _can_be_one(other.site, one.site):
        return None
    distance = _distance_km(other.site, one.site)
    least = SIMILAR_AT_SAME_PLACE if distance <= SAME_PLACE_KM else SIMILAR
    matcher = difflib.SequenceMatcher(None, other.name, one.name, autojunk=False)
    is_similar = (
        matcher.real_quick_ratio() >= least
        and matcher.quick_ratio() >= least
        and matcher.ratio() >= least
    )
    return Pair(other.site, one.site, distance, "a similar name") if is_similar else None


def _can_be_one(first: Site, second: Site) -> bool:
    kinds = first.waste_type, second.waste_type
    is_one_kind = kinds[0] is kinds[1] or WasteType.OTHER in kinds
    return is_one_kind and _distance_km(first, second) <= NEAR_KM


def _name(folded: str) -> str:
    words = folded.split()
    return " ".join(word for word in words if word not in GENERIC) or folded


def _column(site: Site) -> int:
    # Columns as wide as rows are high, so that a cell holds the same ground at every latitude.
    width = CELL_DEGREES / max(
        0.05, math.cos(math.radians(round((site.latitude or 0.0) * 2) / 2))
    )
    return math.floor((site.longitude or 0.0) / width)


def _distance_km(first: Site, second: Site) -> float:
    if None in (first.latitude, first.longitude, second.latitude, second.longitude):
        return math.inf
    north = (second.latitude or 0.0) - (first.latitude or 0.0)
    east = ((second.longitude or 0.0) - (first.longitude or 0.0)) * math.cos(
        math.radians(first.latitude or 0.0)
    )
    return KM_PER_DEGREE * math.hypot(north, east)

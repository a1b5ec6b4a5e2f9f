"""Which of x and y is east: told by names, by the system, by the country, or not at all."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from prioritizer.domain.imports import Topic
from prioritizer.domain.words import percent
from prioritizer.readers.imports.places.crs import (
    area_of,
    conversion,
    inside,
    named_systems,
    to_wgs84,
    x_is_north,
)
from prioritizer.readers.imports.places.outlines import bounds_of, is_in_country
from prioritizer.readers.imports.words.records import Log
from prioritizer.readers.imports.words.vocabulary import codes, fold

Numbers = Sequence[float]
SAMPLE = 300
FEW_POINTS = 50
MOST, FEW = 0.8, 0.2
# Of S-JTSK: metres south and west of a point in the north-east, or their negatives.
KROVAK = "EPSG:5514"
KROVAK_SYSTEMS = frozenset({"EPSG:5513", "EPSG:5514", "EPSG:8352", "EPSG:8353"})
KROVAK_COUNTRIES = frozenset({"CZ", "SK"})
SOUTH, WEST = (900_000.0, 1_400_000.0), (100_000.0, 950_000.0)


def is_bare(header: str) -> bool:
    """Return whether a header says X or Y and no direction; X is north in many a country."""
    words = fold(header).split()
    sides = [codes("hemisphere").get(word, "") for word in words if len(word) > 1]
    return bool({"x", "y"} & {*words}) and not any(side in ("N", "E") for side in sides)


def oriented(
    code: str, xs: Numbers, ys: Numbers, countries: Sequence[str], *, bare: bool, log: Log
) -> tuple[Numbers, Numbers] | None:
    """Return the east and the north coordinates of points; None where it stays open.

    Parameters
    ----------
    countries
        Of each point, where it is known.
    bare
        Whether the columns are called X and Y and nothing more.
    """
    if code in KROVAK_SYSTEMS:
        return _krovak(xs, ys, log)
    how = conversion(code)
    if how.is_geographic or how.bounds is None:
        return xs, ys
    named = _share_there(code, xs, ys, countries)
    turned = _share_there(code, ys, xs, countries)
    if bare and x_is_north(code) and turned >= MOST and named >= MOST:
        log.warn(
            None,
            None,
            f"x and y that fit {code} ({how.name}) both ways",
            "which of the two is east: the system itself counts x to the north",
            "The points are not read; state the two columns, as in --map "
            '"X=northing" --map "Y=easting".',
        )
        return None
    limit = turned if bare and x_is_north(code) else FEW
    if turned < MOST or named >= limit:
        return xs, ys
    _say_turned(code, how.name, named, turned, len(xs), log)
    return ys, xs


def _say_turned(code: str, name: str, named: float, turned: float, n: int, log: Log) -> None:
    log.read_as(
        Topic.CRS,
        code,
        "x read as north and y as east, as is the custom of some systems",
        0.85,
        reason=f"as named, {percent(named)} of the points fall into the area of "
        f"{name}; turned round, {percent(turned)}",
        n_cells=n,
    )
    log.warn(
        None,
        None,
        "x and y that fit the coordinate system only when turned round",
        "east in x and north in y",
        "They are turned round; check the points on the map.",
    )


def _share_there(code: str, xs: Numbers, ys: Numbers, countries: Sequence[str]) -> float:
    """Return the share of points in the area of a system and in their country."""
    n = min(len(xs), SAMPLE)
    bounds = conversion(code).bounds
    longitudes, latitudes = to_wgs84(code, xs[:n], ys[:n])
    held = _in_countries(longitudes, latitudes, countries[:n])
    found = sum(
        there and (bounds is None or inside(bounds, longitude, latitude))
        for longitude, latitude, there in zip(longitudes, latitudes, held, strict=True)
    )
    return found / max(1, n)


def _in_countries(
    longitudes: Numbers, latitudes: Numbers, countries: Sequence[str]
) -> list[bool]:
    held = [True] * len(longitudes)
    for country in set(filter(None, countries)):
        places = [k for k, code in enumerate(countries) if code == country]
        answers = is_in_country(
            country, [longitudes[k] for k in places], [latitudes[k] for k in places]
        )
        for k, answer in zip(places, answers, strict=True):
            held[k] = answer
    return held


def looks_like_krovak(x: float, y: float) -> bool:
    """Return whether two numbers can be S-JTSK: the larger the way south, both of one sign."""
    west, south = sorted((abs(x), abs(y)))
    of_one_sign = (x < 0) == (y < 0)
    return of_one_sign and SOUTH[0] <= south <= SOUTH[1] and WEST[0] <= west <= WEST[1]


def _krovak(xs: Numbers, ys: Numbers, log: Log) -> tuple[Numbers, Numbers] | None:
    """Return coordinates of S-JTSK as EPSG:5514 counts them, in whatever order and sign.

    Way south and way west never overlap, so that the larger number is the way south.
    """
    strangers = [
        k for k, pair in enumerate(zip(xs, ys, strict=True)) if not looks_like_krovak(*pair)
    ]
    if strangers:
        k = strangers[0]
        log.warn(
            None,
            None,
            f"{len(strangers)} points such as {xs[k]:g}, {ys[k]:g}",
            "S-JTSK: 430 000 to 1 340 000 in both, either both positive or both negative",
            "No point is read; check the numbers, or state another --crs.",
        )
        return None
    east, north = [], []
    for x, y in zip(xs, ys, strict=True):
        west, south = sorted((abs(x), abs(y)))
        east.append(-west)
        north.append(-south)
    if east != list(xs):
        log.read_as(
            Topic.CRS,
            KROVAK,
            "the larger number read as the way south, the smaller as the way west",
            0.97,
            reason="in S-JTSK the two do not overlap",
            n_cells=len(east),
        )
    return east, north


def are_krovak(xs: Numbers, ys: Numbers, countries: Sequence[str]) -> list[bool]:
    """Return for each point in metres whether it can be nothing but S-JTSK.

    So it is where the country is Czechia or Slovakia, and the point as read lies there.
    """
    found = [
        country in KROVAK_COUNTRIES and looks_like_krovak(x, y)
        for x, y, country in zip(xs, ys, countries, strict=True)
    ]
    pairs = [sorted((-abs(x), -abs(y))) for x, y in zip(xs, ys, strict=True)]
    longitudes, latitudes = to_wgs84(KROVAK, [p[1] for p in pairs], [p[0] for p in pairs])
    held = _in_countries(longitudes, latitudes, countries)
    return [one and there for one, there in zip(found, held, strict=True)]


def ask_for_system(xs: Numbers, ys: Numbers, countries: Sequence[str], log: Log) -> None:
    """Say that points in metres are not read, and which systems they would fit."""
    found = list(_fitting(xs[:FEW_POINTS], ys[:FEW_POINTS], countries[:FEW_POINTS]))
    fitting = [code for code, _ in found]
    shown = ", ".join(f"{code}{words}" for code, words in found[:5])
    hint = f" The points would fall into the area of {shown}." if found else ""
    log.read_as(
        Topic.UNUSED,
        "coordinates",
        "not read: no coordinate system is named",
        1.0,
        reason="systems are never guessed",
        alternatives=tuple(fitting[:5]),
        n_cells=len(xs),
    )
    log.warn(
        None,
        None,
        f"{len(xs)} points in metres with no coordinate system",
        "a coordinate system",
        f"The points are not read; state --crs, for example "
        f"{fitting[0] if fitting else 'EPSG:3006'}.{hint}",
    )


def _may_be_of(code: str, countries: Collection[str]) -> bool:
    """Return whether the area of a system meets every country, as far as both are known."""
    area = area_of(code)
    known = [box for box in map(bounds_of, countries) if box is not None]
    return area is None or all(
        area[0] <= box[2] and box[0] <= area[2] and area[1] <= box[3] and box[1] <= area[3]
        for box in known
    )


def _fitting(xs: Numbers, ys: Numbers, countries: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the systems in whose area, and country, all points fall, with x in either role."""
    if all(map(looks_like_krovak, xs, ys)):
        yield KROVAK, ""
    near = [code for code in named_systems() if _may_be_of(code, set(countries) - {""})]
    for code in near:
        for pair, words in (((xs, ys), ""), ((ys, xs), " with x to the north")):
            if _share_there(code, *pair, countries) == 1:
                yield code, words
                break

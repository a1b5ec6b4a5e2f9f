"""What lies under the sites of a map on paper: land, water, degrees, names and a scale bar."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from prioritizer.figures.map_plane import Plane, distance_km
from prioritizer.figures.outlines import Point, Ring
from prioritizer.figures.svg import INK, MUTED, WIDTH, line, words

LAND, BORDER, WATER, STREAM, LAKE = "#FDFCF9", "#A9B7C1", "#E3EDF3", "#A3C6DC", "#D3E5F0"
HALF_TURN = 180.0
# Pixels below which two points of a line are one.
FINEST = 0.8
STEPS = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0)
MOST_LINES = 7
BAR_PIXELS = 110.0
# A scale bar says "about" where the scale differs by more within the map.
SAME_SCALE = 0.05
LETTER, CAPITAL = 0.55, 0.72  # width of a letter, of its size
# Where the name of a country may stand instead of its middle, pixels.
SHIFTS = (0.0, -12.0, 12.0, -24.0, 24.0)
PIXELS_PER_PLACE = 9_000.0
CREDIT = (
    "Borders: United Nations geodata. Water, and land close up: Natural Earth. Places: "
    "GeoNames (CC BY 4.0). "
    "Borders are no statement on the status of a territory."
)
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Shape:
    """The rings of an area, its own and those of its holes, or lines; and how far they reach.

    ``ends`` are the west, south, east and north ends, in degrees.
    """

    rings: tuple[Ring, ...]
    ends: Box


@dataclass(frozen=True, slots=True)
class Name:
    """A name at a point; ``size`` is that of its letters, ``ends`` what it names."""

    text: str
    at: Point
    size: float
    ends: Box | None = None


@dataclass(frozen=True, slots=True)
class BaseMap:
    """Land, lakes and rivers, names of countries, and places from the largest on.

    ``fills`` are areas that were cut out of land or lakes, so that their rims are no shores;
    these are ``coasts`` and ``shores``. ``borders`` go with them.
    """

    lands: Sequence[Shape] = ()
    fills: Sequence[Shape] = ()
    coasts: Sequence[Shape] = ()
    borders: Sequence[Shape] = ()
    lakes: Sequence[Shape] = ()
    waters: Sequence[Shape] = ()
    shores: Sequence[Shape] = ()
    rivers: Sequence[Shape] = ()
    countries: Sequence[Name] = ()
    places: Sequence[Name] = ()


@dataclass(frozen=True, slots=True)
class View:
    """The window on the plane and how it is laid on the page."""

    plane: Plane
    left: float
    top: float
    scale: float
    height: float
    taken: list[Box] = field(default_factory=list)

    def place(self, point: Point) -> Point | None:
        """Return where a longitude and latitude stand on the page."""
        found = self.plane.place(point)
        return None if found is None else self.on_page(found)

    def on_page(self, place: Point) -> Point:
        """Return where a place on the plane stands on the page."""
        return (place[0] - self.left) * self.scale, (self.top - place[1]) * self.scale

    def point(self, x: float, y: float) -> Point:
        """Return the longitude and latitude under a point of the page."""
        return self.plane.point((x / self.scale + self.left, self.top - y / self.scale))

    @property
    def ends(self) -> Box:
        """Return the west, south, east and north ends of what is seen."""
        found = [
            self.point(WIDTH * i / 12, self.height * j / 12)
            for i in range(13)
            for j in range(13)
        ]
        xs = [max(-HALF_TURN, min(HALF_TURN, x)) for x, _ in found]
        ys = [max(-85.0, min(85.0, y)) for _, y in found]
        return min(xs), min(ys), max(xs), max(ys)


def shape(*rings: Ring) -> Shape:
    """Return rings or lines with their ends."""
    xs, ys = zip(*(point for ring in rings for point in ring), strict=True)
    return Shape(rings, (min(xs), min(ys), max(xs), max(ys)))


def draw_base(base: BaseMap, view: View) -> Iterator[str]:
    """Yield land, water and degrees, from below."""
    ends = view.ends
    for fill, stroke, shapes in (
        (LAND, BORDER, base.lands),
        (LAND, "none", base.fills),
        ("none", BORDER, (*base.coasts, *base.borders)),
        ("none", STREAM, base.rivers),
        (LAKE, STREAM, base.lakes),
        (LAKE, "none", base.waters),
        ("none", STREAM, base.shores),
    ):
        for one in shapes:
            if _overlap(one.ends, ends):
                yield from _path(one.rings, view, fill, stroke)
    yield from _degrees(view, ends)


def draw_names(base: BaseMap, view: View) -> Iterator[str]:
    """Yield names, the weightiest first, each where nothing else stands, and the scale bar."""
    yield from _scale_bar(view)
    ends = view.ends
    for one in base.countries:
        if one.ends is not None and _overlap(one.ends, ends):
            yield from _country(one, view)
    left = int(WIDTH * view.height / PIXELS_PER_PLACE)
    for one in base.places:
        if left and ends[0] <= one.at[0] <= ends[2] and ends[1] <= one.at[1] <= ends[3]:
            drawn = list(_place_name(one, view))
            left -= bool(drawn)
            yield from drawn


def _path(rings: Sequence[Ring], view: View, fill: str, stroke: str) -> Iterator[str]:
    """Yield one path of all rings, so that a hole in an area stays one."""
    is_area = fill != "none"
    steps = ""
    for ring in rings:
        sheets = _sheets(ring) if is_area and view.plane.centre is None else iter((ring,))
        for sheet in sheets:
            placed = [one for one in map(view.place, sheet) if one is not None]
            path = _thinned(placed) if len(placed) == len(sheet) else []
            if len(path) >= 2 + is_area and _is_seen(path, view):
                steps += "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in path) + "Z" * is_area
    if steps:
        yield (
            f'<path d="{steps}" fill="{fill}" fill-rule="evenodd" stroke="{stroke}" '
            'stroke-width="0.6"/>'
        )


def _sheets(ring: Ring) -> Iterator[Ring]:
    """Yield a ring; one that crosses the date line once for each side of the map."""
    turned, shift = [], 0.0
    for k, (longitude, latitude) in enumerate(ring):
        if k and abs(longitude - ring[k - 1][0]) > HALF_TURN:
            shift += math.copysign(2 * HALF_TURN, ring[k - 1][0] - longitude)
        turned.append((longitude + shift, latitude))
    if min(x for x, _ in turned) >= -HALF_TURN and max(x for x, _ in turned) <= HALF_TURN:
        yield ring
        return
    if abs(turned[0][0] - turned[-1][0]) > HALF_TURN:
        # A ring around a pole does not close on the flat map: it runs on to the pole.
        pole = math.copysign(90.0, turned[0][1])
        turned += [(turned[-1][0], pole), (turned[0][0], pole)]
    for turn in (-2 * HALF_TURN, 0.0, 2 * HALF_TURN):
        yield tuple((x + turn, y) for x, y in turned)


def _thinned(points: Sequence[Point]) -> list[Point]:
    kept: list[Point] = []
    for point in points:
        if not kept or abs(point[0] - kept[-1][0]) + abs(point[1] - kept[-1][1]) > FINEST:
            kept.append(point)
    return kept


def _is_seen(path: Sequence[Point], view: View) -> bool:
    xs, ys = zip(*path, strict=True)
    return bool(max(xs) > 0 and min(xs) < WIDTH and max(ys) > 0 and min(ys) < view.height)


def _overlap(first: Box, second: Box) -> bool:
    return (
        first[0] < second[2]
        and first[2] > second[0]
        and first[1] < second[3]
        and first[3] > second[1]
    )


def _degrees(view: View, ends: Box) -> Iterator[str]:
    west, south, east, north = ends
    span = min(east - west, 2 * (north - south))
    step = next((one for one in STEPS if span / one <= MOST_LINES), STEPS[-1])
    for n in range(math.ceil(south / step), math.floor(north / step) + 1):
        along = [(west + (east - west) * i / 40, n * step) for i in range(41)]
        yield from _degree(along, view, n * step, "NS")
    for n in range(math.ceil(west / step), math.floor(east / step) + 1):
        along = [(n * step, north + (south - north) * i / 40) for i in range(41)]
        yield from _degree(along, view, n * step, "EW")


def _degree(along: Sequence[Point], view: View, degrees: float, letters: str) -> Iterator[str]:
    """Yield a meridian or parallel, and its degrees where it enters the page."""
    path = [one for one in map(view.place, along) if one is not None]
    if len(path) < 2:
        return
    steps = "L".join(f"{x:.1f} {y:.1f}" for x, y in path)
    yield (
        f'<path d="M{steps}" fill="none" stroke="#7F919E" stroke-width="0.5" '
        'stroke-opacity="0.4"/>'
    )
    inside = [(x, y) for x, y in path if 2 < x < WIDTH - 40 and 12 < y < view.height - 30]
    if not inside:
        return
    text = f"{abs(degrees):g}°{letters[degrees < 0] if degrees else ''}"
    x, y = min(inside) if letters == "NS" else min(inside, key=lambda one: one[1])
    at = (3.0, y - 3) if letters == "NS" else (x + 3, 10.0)
    if _is_free(view, text, at, 8.0):
        yield words(*at, text, size=8, fill=MUTED)


def _is_free(
    view: View, text: str, at: Point, size: float, *, is_country: bool = False
) -> bool:
    """Return whether a text has room, and take that room; a country's name is centred."""
    width = (CAPITAL if is_country else LETTER) * size * len(text)
    left = at[0] - width / 2 if is_country else at[0]
    box = (left - 1, at[1] - size, left + width + 1, at[1] + size * 0.3)
    if box[0] < 0 or box[2] > WIDTH or box[1] < 0 or box[3] > view.height:
        return False
    if any(_overlap(box, other) for other in view.taken):
        return False
    view.taken.append(box)
    return True


def _country(one: Name, view: View) -> Iterator[str]:
    """Yield the name of a country that has room for it, a little off its middle if need be."""
    at, text = view.place(one.at), one.text.upper()
    if at is None or one.ends is None:
        return
    west, south, east, north = one.ends
    width = _length(view, (west, one.at[1]), (east, one.at[1]))
    reach = _length(view, (one.at[0], south), (one.at[0], north)) / 4
    for shift in SHIFTS:
        here = (at[0], at[1] + shift)
        if (
            abs(shift) <= reach
            and width > CAPITAL * one.size * len(text)
            and _is_free(view, text, here, one.size, is_country=True)
        ):
            yield words(*here, text, size=one.size, anchor="middle", fill="#5D6C78")
            return


def _length(view: View, first: Point, second: Point) -> float:
    """Return how far two points are apart on the page, 0 where one cannot be drawn."""
    ends = view.place(first), view.place(second)
    if ends[0] is None or ends[1] is None:
        return 0.0
    return math.hypot(ends[0][0] - ends[1][0], ends[0][1] - ends[1][1])


def _place_name(one: Name, view: View) -> Iterator[str]:
    at = view.place(one.at)
    if at is None:
        return
    beside = (at[0] + 4, at[1] + one.size * 0.35)
    if _is_free(view, one.text, beside, one.size):
        yield f'<circle cx="{at[0]:.1f}" cy="{at[1]:.1f}" r="1.4" fill="{INK}"/>'
        yield words(*beside, one.text, size=one.size, fill=INK)


def _scale_bar(view: View) -> Iterator[str]:
    """Yield the longest round length that fits; true at the middle of the map."""
    middle = WIDTH / 2

    def km_per_pixel(y: float) -> float:
        return distance_km(view.point(middle - 40, y), view.point(middle + 40, y)) / 80

    here = km_per_pixel(view.height / 2)
    ends = [km_per_pixel(view.height * part) for part in (0.1, 0.9)]
    most = here * BAR_PIXELS
    power = 10.0 ** math.floor(math.log10(most))
    km = max(step * power for step in (1, 2, 5) if step * power <= most * (1 + 1e-9))
    about = "≈ " if any(abs(one / here - 1) > SAME_SCALE for one in ends) else ""
    text = f"{about}{km:,.0f} km".replace(",", " ") if km >= 1 else f"{1000 * km:.0f} m"
    right, y, length = WIDTH - 10, view.height - 9, km / here
    view.taken.append((right - length - 6, y - 18, WIDTH, view.height))
    yield (
        f'<rect x="{right - length - 5:.1f}" y="{y - 15:.1f}" width="{length + 10:.1f}" '
        'height="20" fill="#FFFFFF" fill-opacity="0.85"/>'
    )
    yield line(right - length, y, right, y, stroke=INK, width=1.4)
    for x in (right - length, right):
        yield line(x, y - 4, x, y, stroke=INK, width=1.2)
    yield words(right - length / 2, y - 5, text, size=9, anchor="middle")

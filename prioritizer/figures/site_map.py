"""The map: a mark per site on country outlines, numbered by place; no tiles, no network."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from prioritizer.figures.outlines import Point, Ring
from prioritizer.figures.svg import INK, MUTED, WIDTH, Figure, dot, frame, label, legend, words

MARGIN = 0.08
LEAST_SPAN = 2.0
# Degrees within which the coast shows in which country points lie.
OVERVIEW = 14.0
MOST_HEIGHT, LEAST_HEIGHT = 560.0, 220.0
LISTED, RANKED, OTHER = "#0072B2", "#9DB4C0", "#FFFFFF"
MILLER_LIMIT = 84.0
HALF_TURN = 180.0


@dataclass(frozen=True, slots=True)
class Mark:
    """One site on the map; ``place`` is its rank, None where it is not ranked."""

    name: str
    longitude: float
    latitude: float
    place: int | None
    is_listed: bool
    is_verified: bool


@dataclass(frozen=True, slots=True)
class _View:
    """The window on the projected plane and how it is laid on the page."""

    left: float
    top: float
    scale: float
    height: float

    def place(self, point: Point) -> Point:
        return (point[0] - self.left) * self.scale, (self.top - point[1]) * self.scale


def site_map(marks: Sequence[Mark], outlines: Sequence[Ring]) -> Figure | None:
    """Return the map of the sites, None where no position is known."""
    if not marks:
        return None
    view = _view([_projected((m.longitude, m.latitude)) for m in marks])
    clip = (
        f'<clipPath id="window"><rect width="{WIDTH:g}" height="{view.height:.0f}"/></clipPath>'
    )
    body = [
        '<g clip-path="url(#window)">',
        f'<rect width="{WIDTH:g}" height="{view.height:.0f}" fill="#E4EDF2"/>',
        *_land(outlines, view),
    ]
    for mark in sorted(marks, key=lambda m: (m.is_listed, -(m.place or 10**9))):
        body += _mark(mark, view)
    body.append("</g>")
    keys, bottom = legend(
        [(LISTED, "on the shortlist"), (RANKED, "ranked"), (OTHER, "not ranked")],
        view.height + 18,
    )
    body += [*keys, words(320, view.height + 18, "dashed ring: position not verified",
                          size=11.5, fill=MUTED)]  # fmt: skip
    listed = sorted((m for m in marks if m.is_listed), key=lambda m: m.place or 0)
    in_words = "; ".join(
        f"{m.place or '–'} {label(m.name)} at {m.latitude:.2f}, {m.longitude:.2f}"
        for m in listed
    )
    return Figure(
        frame(bottom, body, title="Map of the sites", definitions=[clip]),
        f"Map of {len(marks)} sites, latitude and longitude. Shortlist: {in_words or 'none'}.",
        f"The {len(marks)} sites with a known position; shortlisted ones carry their place. "
        "Outlines: Natural Earth (public domain).",
    )


def position_map(marks: Sequence[Mark], outlines: Sequence[Ring]) -> Figure | None:
    """Return where sites lie, before anything is ranked; None where no position is known."""
    if not marks:
        return None
    view = _view([_projected((m.longitude, m.latitude)) for m in marks], least=OVERVIEW)
    sea = f'<rect width="{WIDTH:g}" height="{view.height:.0f}"'
    body = ['<g clip-path="url(#window)">', f'{sea} fill="#E4EDF2"/>', *_land(outlines, view)]
    for mark in marks:
        body += _mark(mark, view)
    body.append("</g>")
    longitudes, latitudes = [m.longitude for m in marks], [m.latitude for m in marks]
    return Figure(
        frame(
            view.height,
            body,
            title="Where the sites lie",
            definitions=[f'<clipPath id="window">{sea}/></clipPath>'],
        ),
        f"Map of {len(marks)} points, latitude {min(latitudes):.2f} to {max(latitudes):.2f}, "
        f"longitude {min(longitudes):.2f} to {max(longitudes):.2f}.",
        f"The {len(marks)} points as converted to latitude and longitude. Outlines: Natural "
        "Earth (public domain).",
    )


def _projected(point: Point) -> Point:
    """Return Miller's cylindrical projection, in degrees at the equator."""
    longitude, latitude = point
    held = max(-MILLER_LIMIT, min(MILLER_LIMIT, latitude)) * math.pi / 180
    y = 1.25 * math.log(math.tan(math.pi / 4 + 0.4 * held))
    return longitude, y * 180 / math.pi


def _view(points: Sequence[Point], least: float = LEAST_SPAN) -> _View:
    xs, ys = zip(*points, strict=True)
    width = max(max(xs) - min(xs), least) * (1 + 2 * MARGIN)
    height = max(max(ys) - min(ys), least / 2) * (1 + 2 * MARGIN)
    scale = min(WIDTH / width, MOST_HEIGHT / height)
    tall = max(height * scale, LEAST_HEIGHT)
    middle_x, middle_y = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
    return _View(middle_x - WIDTH / scale / 2, middle_y + tall / scale / 2, scale, tall)


def _land(outlines: Sequence[Ring], view: _View) -> Iterator[str]:
    for ring in (sheet for whole in outlines for sheet in _sheets(whole)):
        path = _thinned([view.place(_projected(point)) for point in ring])
        if len(path) < 3 or not _is_seen(path, view):
            continue
        steps = "L".join(f"{x:.1f} {y:.1f}" for x, y in path)
        yield (f'<path d="M{steps}Z" fill="#F7F5F0" stroke="#B9C3C9" stroke-width="0.6"/>')


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
        if not kept or abs(point[0] - kept[-1][0]) + abs(point[1] - kept[-1][1]) > 0.8:
            kept.append(point)
    return kept


def _is_seen(path: Sequence[Point], view: _View) -> bool:
    xs, ys = zip(*path, strict=True)
    return bool(max(xs) > 0 and min(xs) < WIDTH and max(ys) > 0 and min(ys) < view.height)


def _mark(mark: Mark, view: _View) -> list[str]:
    x, y = view.place(_projected((mark.longitude, mark.latitude)))
    fill = LISTED if mark.is_listed else RANKED if mark.place is not None else OTHER
    found = [dot(x, y, 8 if mark.is_listed else 3.6, fill, stroke=MUTED)]
    if not mark.is_verified:
        radius = 10.5 if mark.is_listed else 5.8
        found.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" fill="none" stroke="{INK}" '
            'stroke-width="0.8" stroke-dasharray="2 2"/>'
        )
    if mark.is_listed and mark.place is not None:
        found.append(
            words(x, y + 3.6, str(mark.place), size=10, anchor="middle", fill="#FFFFFF",
                  weight="bold")
        )  # fmt: skip
    return found

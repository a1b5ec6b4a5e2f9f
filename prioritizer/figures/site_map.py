"""The map: a mark per site on the base map, numbered by place; no tiles, no network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from prioritizer.figures.base_map import (
    CREDIT,
    WATER,
    BaseMap,
    View,
    draw_base,
    draw_names,
)
from prioritizer.figures.map_plane import plane_for
from prioritizer.figures.svg import (
    INK,
    MUTED,
    WIDTH,
    Figure,
    dot,
    frame,
    hatch,
    label,
    legend,
    words,
)

MARGIN = 0.08
LEAST_SPAN = 2.0
MOST_HEIGHT, LEAST_HEIGHT = 560.0, 220.0
LISTED, RANKED, OTHER = "#0072B2", "#9DB4C0", "#FFFFFF"
# As on the screen: the surer, the darker, and hatched where it is open.
FILLS = {"secure": "#0B5A78", "likely": "#5FA3BD", "open": "url(#open)", "out": "#CCD8DF"}
# Up to so many sites names keep clear of every mark, else of those on the list.
FEW = 300


@dataclass(frozen=True, slots=True)
class Mark:
    """One site on the map; ``place`` is its rank, None where it is not ranked.

    ``section`` is the word of the list for how sure its place is, blank where nothing is drawn.
    """

    name: str
    longitude: float
    latitude: float
    place: int | None
    is_listed: bool
    is_verified: bool
    section: str = ""


def site_map(marks: Sequence[Mark], base: BaseMap) -> Figure | None:
    """Return the map of the sites, None where no position is known."""
    if not marks:
        return None
    view = _view(marks)
    body, clip = _drawn(marks, base, view)
    keys, bottom = legend(_keys(marks), view.height + 18)
    body += [*keys, words(320, view.height + 18, "dashed ring: position not verified",
                          size=11.5, fill=MUTED)]  # fmt: skip
    listed = sorted((m for m in marks if m.is_listed), key=lambda m: m.place or 0)
    in_words = "; ".join(
        f"{m.place or '–'} {label(m.name)} at {m.latitude:.2f}, {m.longitude:.2f}"
        for m in listed
    )
    return Figure(
        frame(
            bottom,
            body,
            title="Map of the sites",
            definitions=[clip, hatch("open", FILLS["secure"])],
        ),
        f"Map of {len(marks)} sites, latitude and longitude. Shortlist: {in_words or 'none'}.",
        f"The {len(marks)} sites with a known position; shortlisted ones carry their place. "
        f"{CREDIT}",
    )


def _view(marks: Sequence[Mark]) -> View:
    points = [(mark.longitude, mark.latitude) for mark in marks]
    plane = plane_for(points)
    placed = [one for one in map(plane.place, points) if one is not None]
    xs, ys = zip(*placed, strict=True)
    width = max(max(xs) - min(xs), LEAST_SPAN) * (1 + 2 * MARGIN)
    height = max(max(ys) - min(ys), LEAST_SPAN / 2) * (1 + 2 * MARGIN)
    scale = min(WIDTH / width, MOST_HEIGHT / height)
    tall = max(height * scale, LEAST_HEIGHT)
    middle_x, middle_y = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
    left, top = middle_x - WIDTH / scale / 2, middle_y + tall / scale / 2
    return View(plane, left, top, scale, tall)


def _drawn(marks: Sequence[Mark], base: BaseMap, view: View) -> tuple[list[str], str]:
    """Return the window with base map and marks, and the path that clips it."""
    window = f'<rect width="{WIDTH:g}" height="{view.height:.0f}"'
    for mark in marks:
        at = view.place((mark.longitude, mark.latitude))
        if at is not None and (mark.is_listed or len(marks) <= FEW):
            radius = _radius(mark) + 1
            view.taken.append((at[0] - radius, at[1] - radius, at[0] + radius, at[1] + radius))
    body = [
        '<g clip-path="url(#window)">',
        f'{window} fill="{WATER}"/>',
        *draw_base(base, view),
        *draw_names(base, view),
    ]
    for mark in sorted(marks, key=lambda m: (m.is_listed, -(m.place or 10**9))):
        body += _mark(mark, view)
    return [*body, "</g>"], f'<clipPath id="window">{window}/></clipPath>'


def _radius(mark: Mark) -> float:
    return 8.0 if mark.is_listed else 3.6


def _mark(mark: Mark, view: View) -> list[str]:
    at = view.place((mark.longitude, mark.latitude))
    if at is None:
        return []
    x, y = at
    fill = _fill(mark)
    found = [dot(x, y, _radius(mark), fill, stroke=MUTED)]
    if not mark.is_verified:
        radius = 10.5 if mark.is_listed else 5.8
        found.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" fill="none" stroke="{INK}" '
            'stroke-width="0.8" stroke-dasharray="2 2"/>'
        )
    if mark.is_listed and mark.place is not None:
        if mark.section == "open":
            found.append(dot(x, y, 5.4, OTHER))
        is_dark = mark.section in ("", "secure")
        found.append(
            words(x, y + 3.6, str(mark.place), size=10, anchor="middle",
                  fill="#FFFFFF" if is_dark else INK, weight="bold")
        )  # fmt: skip
    return found


def _fill(mark: Mark) -> str:
    if mark.place is None:
        return OTHER
    return FILLS.get(mark.section, LISTED if mark.is_listed else RANKED)


def _keys(marks: Sequence[Mark]) -> list[tuple[str, str]]:
    """Return colours and words of the legend: by section where the chances are drawn."""
    if not any(mark.section for mark in marks):
        return [(LISTED, "on the shortlist"), (RANKED, "ranked"), (OTHER, "not ranked")]
    return [*((fill, name) for name, fill in FILLS.items()), (OTHER, "not ranked")]

"""The base map of figures: names keep clear of each other, the bar is as long as it says."""

from __future__ import annotations

import re
from itertools import combinations, pairwise
from xml.etree import ElementTree as Xml

import pytest

from prioritizer.exports.report.base_map import base_map_for
from prioritizer.figures.base_map import BaseMap, Name, shape
from prioritizer.figures.map_plane import Plane, distance_km, plane_for
from prioritizer.figures.outlines import geometry_parts, shared_arcs
from prioritizer.figures.site_map import Mark, site_map

SVG = "{http://www.w3.org/2000/svg}"
NORDIC = [(5.0, 58.0), (30.0, 58.5), (18.0, 69.0)]
WORLD = [(-120.0, 50.0), (20.0, -30.0), (145.0, -35.0)]
NORRBOTTEN = [(20.0, 67.0), (22.0, 66.0), (21.0, 67.8)]


def drawn(points: list[tuple[float, float]], base: BaseMap | None = None) -> Xml.Element:
    """Return the map of listed sites at points."""
    marks = [Mark(f"s{k}", *at, k, True, True) for k, at in enumerate(points, start=1)]
    figure = site_map(marks, base_map_for(points) if base is None else base)
    assert figure is not None
    return Xml.fromstring(figure.svg)  # noqa: S314 - our own text


def texts(root: Xml.Element) -> list[str]:
    return [one.text or "" for one in root.iter(f"{SVG}text")]


@pytest.mark.parametrize(
    ("points", "wanted"),
    [
        (NORDIC, {"SWEDEN", "FINLAND", "Stockholm", "Helsinki", "10°E", "65°N"}),
        (WORLD, {"UNITED STATES", "AUSTRALIA", "BRAZIL", "0°", "30°E"}),
        (NORRBOTTEN, {"Gällivare", "Kiruna", "22°E"}),
    ],
)
def test_a_map_names_what_a_reader_looks_for(
    points: list[tuple[float, float]], wanted: set[str]
) -> None:
    assert wanted <= set(texts(drawn(points)))


@pytest.mark.parametrize("points", [NORDIC, WORLD, NORRBOTTEN])
def test_no_name_runs_into_another(points: list[tuple[float, float]]) -> None:
    boxes = []
    for one in drawn(points).iter(f"{SVG}text"):
        if "km" in (one.text or "") or one.get("font-weight") == "bold":
            continue
        x, y, size = (float(one.get(name, "0")) for name in ("x", "y", "font-size"))
        width = 0.5 * size * len(one.text or "")
        left = x - width / 2 if one.get("text-anchor") == "middle" else x
        boxes.append((left, y - 0.7 * size, left + width, y, one.text))

    clashes = [
        (a[4], b[4])
        for a, b in combinations(boxes, 2)
        if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
    ]
    assert clashes == []
    assert len(boxes) > 10


def test_the_scale_bar_is_as_long_as_it_says() -> None:
    root = drawn(NORDIC)
    (text,) = [one for one in texts(root) if one.endswith(" km")]
    bar = next(
        line
        for line in root.iter(f"{SVG}line")
        if line.get("y1") == line.get("y2") and line.get("stroke-width") == "1.4"
    )
    pixels = float(bar.get("x2", "0")) - float(bar.get("x1", "0"))
    # Two of the marks, whose distance is known without the map.
    at = {
        one.text: (float(one.get("x", "0")), float(one.get("y", "0")))
        for one in root.iter(f"{SVG}text")
        if one.get("font-weight") == "bold"
    }
    apart = ((at["1"][0] - at["2"][0]) ** 2 + (at["1"][1] - at["2"][1]) ** 2) ** 0.5
    km = float(re.sub(r"[^\d]", "", text))

    # An equal-area map stretches a little away from its middle.
    assert km / pixels == pytest.approx(distance_km(*NORDIC[:2]) / apart, rel=0.02)


def test_a_world_map_says_that_its_scale_is_about() -> None:
    (bar,) = [one for one in texts(drawn(WORLD)) if one.endswith(" km")]

    assert bar.startswith("≈ ")


def test_points_far_apart_lie_on_a_map_of_the_world() -> None:
    assert plane_for(WORLD) == Plane()
    assert plane_for(NORDIC) == Plane((18.0, 58.5))


def test_a_hostile_name_of_a_place_stays_text() -> None:
    base = BaseMap(places=(Name("<script>x</script>", (17.0, 60.0), 8.0),))

    root = drawn(NORDIC, base)

    assert root.find(f".//{SVG}script") is None
    assert "<script>x</script>" in texts(root)


def test_lines_are_read_like_rings() -> None:
    arcs = [((0.0, 0.0), (1.0, 1.0)), ((1.0, 1.0), (2.0, 0.0))]

    one = {"type": "LineString", "arcs": [0, 1]}
    two = {"type": "MultiLineString", "arcs": [[0], [1]]}

    assert list(geometry_parts(one, arcs)) == [(((0.0, 0.0), (1.0, 1.0), (2.0, 0.0)),)]
    assert list(geometry_parts(two, arcs)) == [(arcs[0],), (arcs[1],)]


def test_what_two_countries_share_is_a_border_and_the_rest_coast() -> None:
    arcs = [((0.0, 0.0), (0.0, 1.0)), ((0.0, 1.0), (1.0, 0.0)), ((0.0, 1.0), (-1.0, 0.0))]
    polygons = [
        {"type": "Polygon", "arcs": [[0, 1]]},
        {"type": "MultiPolygon", "arcs": [[[2, ~0]]]},
    ]
    topology = {"objects": {"countries": {"geometries": polygons}}}

    assert list(shared_arcs(topology, "countries", arcs)) == [arcs[0]]


def test_a_hole_in_an_area_stays_a_hole() -> None:
    land = shape(
        ((0.0, 50.0), (40.0, 50.0), (40.0, 75.0), (0.0, 75.0)),
        ((17.0, 60.0), (18.0, 60.0), (18.0, 61.0)),
    )

    root = drawn(NORDIC, BaseMap(lands=(land,)))

    (area,) = [one for one in root.iter(f"{SVG}path") if one.get("fill-rule") == "evenodd"]
    assert area.get("d", "").count("M") == 2


def test_a_map_of_a_county_has_its_islands_and_no_seam() -> None:
    # Points on both sides of the cut at 20 degrees of longitude.
    root = drawn([(19.2, 60.1), (20.6, 60.2)])

    near, far = base_map_for([(19.2, 60.1), (20.6, 60.2)]), base_map_for(NORDIC)
    assert len(near.coasts) > 100
    assert not far.coasts
    assert not near.lands
    cuts = [
        (a, b)
        for one in near.coasts
        for line in one.rings
        for a, b in pairwise(line)
        if a[0] == b[0] and abs(a[0] - 20) <= 0.0201
    ]
    assert cuts == []
    assert "Mariehamn" in texts(root)


def test_marks_are_as_dark_as_their_place_is_sure() -> None:
    sections = ("secure", "likely", "open", "out")
    marks = [
        Mark(f"s{k}", 10.0 + k, 60.0, k, is_listed=k < 4, is_verified=True, section=section)
        for k, section in enumerate(sections, start=1)
    ]

    figure = site_map(marks, BaseMap())

    assert figure is not None
    root = Xml.fromstring(figure.svg)  # noqa: S314 - our own text
    fills = [one.get("fill") for one in root.iter(f"{SVG}circle")]
    wanted = {"#0B5A78", "#5FA3BD", "url(#open)", "#CCD8DF"}
    assert wanted <= set(fills)
    assert {*sections, "not ranked"} <= set(texts(root))
    assert root.find(f".//{SVG}pattern[@id='open']") is not None

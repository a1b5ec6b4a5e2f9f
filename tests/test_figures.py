"""Charts: sound XML, nothing that runs, and the same said in words."""

from __future__ import annotations

from xml.etree import ElementTree as Xml

import numpy as np
import pytest

from prioritizer.domain.words import percent
from prioritizer.figures.base_map import BaseMap, shape
from prioritizer.figures.contributions import Scores, contribution_bars
from prioritizer.figures.intervals import Places, rank_intervals
from prioritizer.figures.outlines import rings
from prioritizer.figures.probability import Shares, probability_bars
from prioritizer.figures.site_map import Mark, site_map
from prioritizer.figures.slope import Slopes, slopes
from prioritizer.figures.svg import LABEL_WIDTH, Figure, label

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '<script>alert(1)</script> & "quoted" \x00\u202egnp.exe'


def bars(*names: str) -> Figure:
    n = len(names)
    return contribution_bars(
        Scores(
            labels=names,
            parts=("Grade", "Access"),
            secured=np.full((n, 2), 0.25),
            on_gaps=np.array([[0.0, 0.1]] * n),
            score=np.full(n, 0.6),
            low=np.full(n, 0.5),
            high=np.full(n, 0.7),
        )
    )


def figures(name: str) -> list[Figure]:
    mark = Mark(name, 15.0, 60.0, 1, is_listed=True, is_verified=False)
    land = shape(((10.0, 55.0), (20.0, 55.0), (20.0, 65.0)))
    drawn = site_map([mark], BaseMap(lands=(land,)))
    assert drawn is not None
    return [
        bars(name, "other"),
        rank_intervals(Places([name], [1], [2], [4], 5), cut=3),
        probability_bars(Shares([name], [0.4], 3, 1000, "chance if weights vary too", [0.6])),
        drawn,
        slopes(Slopes(("TOPSIS", "VIKOR"), [name], [[1, 9]], ["some"], 3, 6)),
    ]


@pytest.mark.parametrize("k", range(5))
def test_a_hostile_name_stays_text(k: int) -> None:
    figure = figures(HOSTILE)[k]

    root = Xml.fromstring(figure.svg)  # noqa: S314 - our own text

    assert root.find(f".//{SVG}script") is None
    assert "\x00" not in figure.svg
    assert "\u202e" not in figure.svg


def test_what_rests_on_gaps_is_hatched_and_in_proportion() -> None:
    root = Xml.fromstring(bars("a").svg)  # noqa: S314 - our own text

    drawn = [
        (box.get("fill"), float(box.get("width", "0")))
        for box in root.findall(f"./{SVG}rect")
        if float(box.get("x", "0")) >= LABEL_WIDTH and box.get("height") == "13.0"
    ]

    assert [fill for fill, _ in drawn] == ["#E69F00", "#0072B2", "url(#h1)"]
    widths = [width for _, width in drawn]
    assert widths[0] == pytest.approx(widths[1])
    assert widths[2] / widths[0] == pytest.approx(0.1 / 0.25, rel=1e-3)


def test_each_chart_says_its_numbers_in_words() -> None:
    contributions, intervals, shares, drawn, lines = figures("Big heap")

    assert "Big heap: 0.600 (0.500 to 0.700)" in contributions.alt
    assert "Big heap: 2, could be 1 to 4" in intervals.alt
    assert "Big heap: 40 %, in the ranking 60 %" in shares.alt
    assert "1 Big heap at 60.00, 15.00" in drawn.alt
    assert lines.alt == "Places by TOPSIS, VIKOR. Big heap: 1, 9."


def test_a_slope_goes_through_the_places_and_those_below_share_the_last_line() -> None:
    places = [[1, 2], [2, 1], [9, 40]]
    found = slopes(Slopes(("A", "B"), ("x", "y", "z"), places, ("all", "all", "some"), 2, 3))

    root = Xml.fromstring(found.svg)  # noqa: S314 - our own text
    dots = [float(mark.get("cy", "0")) for mark in root.findall(f".//{SVG}circle")]
    first, second = min(dots), max(dots)
    assert sorted(dots) == [first, first, second, second]
    squares = [
        float(mark.get("y", "0"))
        for mark in root.findall(f".//{SVG}rect")
        if mark.get("width") == "7.20"
    ]
    assert squares[0] == squares[1] > second + (second - first)
    assert "z (40)" in found.svg


def test_a_share_is_never_called_certain_unless_it_is() -> None:
    assert [percent(s) for s in (0.0, 0.001, 0.5, 0.999, 1.0)] == [
        "0 %",
        "< 1 %",
        "50 %",
        "> 99 %",
        "100 %",
    ]


def test_a_long_name_is_cut_with_a_mark() -> None:
    assert label("x" * 10_000).endswith("…")
    assert len(label("x" * 10_000)) < 50


def test_no_position_gives_no_map() -> None:
    assert site_map([], BaseMap()) is None


def test_a_mark_off_the_equator_stands_within_its_window() -> None:
    corners = [
        Mark(str(k), x, y, k, is_listed=True, is_verified=True)
        for k, (x, y) in enumerate([(-170.0, -50.0), (175.0, 78.0)], start=1)
    ]

    drawn = site_map(corners, BaseMap())

    assert drawn is not None
    root = Xml.fromstring(drawn.svg)  # noqa: S314 - our own text
    height = float(root.get("height", "0"))
    for circle in root.findall(f".//{SVG}circle"):
        assert 0 < float(circle.get("cx", "-1")) < 640
        assert 0 < float(circle.get("cy", "-1")) < height


def test_land_across_the_date_line_does_not_run_across_the_map() -> None:
    marks = [Mark(str(k), x, 50.0, k, is_listed=True, is_verified=True)
             for k, x in enumerate([-175.0, 0.0, 175.0], start=1)]  # fmt: skip
    island = ((170.0, 40.0), (-170.0, 40.0), (-170.0, 60.0), (170.0, 60.0))

    drawn = site_map(marks, BaseMap(lands=(shape(island),)))

    assert drawn is not None
    root = Xml.fromstring(drawn.svg)  # noqa: S314 - our own text
    spans = []
    for path in root.findall(f".//{SVG}path"):
        if path.get("fill") == "none":
            continue
        for sheet in path.get("d", "").split("M")[1:]:
            xs = [float(point.split()[0]) for point in sheet.strip("Z").split("L")]
            spans.append(max(xs) - min(xs))
    assert len(spans) == 2
    assert max(spans) < 640 / 8


def test_arcs_are_walked_backwards_where_the_index_is_negative() -> None:
    topology = {
        "transform": {"scale": [2, 1], "translate": [10, 0]},
        "arcs": [[[0, 0], [1, 0]], [[0, 0], [0, 2], [1, -2]]],
        "objects": {"countries": {"geometries": [{"type": "Polygon", "arcs": [[0, -2]]}]}},
    }

    assert rings(topology) == (((10, 0), (12, 0), (10, 2), (10, 0)),)

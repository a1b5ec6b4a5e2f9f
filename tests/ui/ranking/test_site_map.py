"""The map holds what it marks, and its arithmetic agrees with Python's."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from prioritizer.appraisal.geography.sphere import great_circle_km
from prioritizer.domain.answer import SectionLimits
from prioritizer.domain.criterion import RiskMode
from prioritizer.domain.site import Assay, Range
from prioritizer.figures.map_plane import Plane, plane_for
from prioritizer.languages.speech import SOURCE, gettext, speaking
from prioritizer.ui.ranking import site_map
from prioritizer.ui.ranking.site_map import payload
from prioritizer.ui.shell import cache as cached
from prioritizer.ui.shell.cache import Problem
from prioritizer.workflow.sites.audience import Audience
from tests.stories.restricted import SECRETS, write_inventory

SQUARE = "POLYGON((15 60, 15.1 60, 15.1 60.1, 15 60.1, 15 60))"
# A ranked site of the sample with a point and a mass, so that it stays ranked without grades.
ONE = "CZ-001"
STOCKHOLM, KIRUNA, SANTIAGO = (18.07, 59.33), (20.23, 67.86), (-70.67, -33.45)


def problem(**changes: Any) -> Problem:
    """Return the sample with other words for its first ranked site, measured."""
    sample = cached.sample()
    first = next(s for s in sample.register.sites if s.site_id == ONE)
    sites = tuple(
        replace(one, **changes) if one is first else one for one in sample.register.sites
    )
    inventory = replace(
        sample,
        digest=hashlib.sha256(repr(changes).encode()).hexdigest(),
        register=replace(sample.register, sites=sites),
    )
    return cached.problem(
        inventory, cached.criteria_set(), cached.reference(), RiskMode.URGENCY, is_nordic=False
    )


def column(found: Problem, name: str, site_id: str = ONE) -> Any:
    """Return what the map is told of one site."""
    sites = json.loads(payload(found, ()))["sites"]
    return sites[name][sites["id"].index(site_id)]


def test_an_outline_is_drawn_beside_the_points() -> None:
    found = problem(texts={"outline": SQUARE})

    sent = json.loads(payload(found, ()))

    assert len(sent["bodies"]) == 1
    assert sent["bodies"][0][0][0] == [15.0, 60.0]


def test_columns_are_of_the_same_sites_in_the_same_order() -> None:
    found = problem()

    sent = json.loads(payload(found, ()))

    sites = sent["sites"]
    assert {len(values) for values in sites.values()} == {len(sites["id"])}
    assert [found.sites[row].site_id for row in sites["row"]] == sites["id"]
    for k, criterion in enumerate(sent["criteria"]):
        expected = np.nan_to_num(found.values.expected[sites["row"], k])
        assert np.allclose(np.array(criterion["values"]) / 100, expected, atol=0.00501)
        assert [one == "1" for one in criterion["gaps"]] == found.values.gap[
            sites["row"], k
        ].tolist()


def test_a_grade_that_is_not_used_colours_no_site() -> None:
    used = Assay("Cu", Range(best=0.4), "%")
    held = Assay("Au", Range(best=900.0), "%", is_used=False)

    found = problem(assays=(used, held))

    assert column(found, "metals") == "Cu"
    assert column(found, "grades") == "Cu 0.4 %"


def test_a_grade_of_two_ends_is_said_as_a_range() -> None:
    found = problem(assays=(Assay("Cu", Range(low=0.2, high=0.5), "%"),))

    assert column(found, "grades") == "Cu 0.2–0.5 %"


def test_only_the_best_are_sent_where_there_are_too_many() -> None:
    found = problem()

    sent = json.loads(payload(found, (3, 1)))

    assert sent["sites"]["row"] == [1, 3]


def test_the_map_is_told_of_the_sites_in_the_language_of_its_reader() -> None:
    many = tuple(Assay(f"X{k}", Range(best=0.4), "%") for k in range(site_map.MOST_GRADES + 2))
    found = problem(assays=many)

    sent = json.loads(payload(found, (), "fi"))

    with speaking("fi"):
        assert [one["name"] for one in sent["criteria"]] == [
            gettext(one.name) for one in found.criteria.criteria
        ]
    at = sent["sites"]["id"].index(ONE)
    assert sent["sites"]["grades"][at].startswith("X0 0,4 %")
    assert sent["sites"]["grades"][at].endswith("ja 2 muuta")
    assert "rikastushiekka" in sent["sites"]["about"][at]
    assert "tailings" in column(found, "about")


def test_what_is_restricted_is_not_on_the_map(tmp_path: Path) -> None:
    sent = []
    for k, secret in enumerate(SECRETS):
        folder = tmp_path / str(k)
        folder.mkdir()
        write_inventory(folder, secret)
        files = [(path.name, path.read_bytes()) for path in sorted(folder.iterdir())]
        own = cached.read_upload(files, title="Two secrets")
        found = cached.problem(
            cached.seen(own, Audience.PUBLIC),
            cached.criteria_set(),
            cached.reference(),
            RiskMode.URGENCY,
            is_nordic=False,
        )
        sent.append(json.loads(payload(found, ())))

    for one in sent:
        del one["set"], one["key"]
    assert sent[0] == sent[1]
    assert len(sent[0]["sites"]["id"]) > 5
    assert all(str(secret["name"]) not in json.dumps(sent) for secret in SECRETS)


@pytest.fixture(scope="module")
def blank_page(browser: Any) -> Iterator[Any]:
    """Yield an empty page: the arithmetic needs no server."""
    page = browser.new_page()
    yield page
    page.close()


def run(page: Any, body: str, *given: Any, language: str = SOURCE) -> Any:
    """Run a script against the map's own functions, in one language."""
    load = (
        "async ([source, given]) => { const blob = new Blob([source], "
        "{ type: 'text/javascript' }); const map = await import(URL.createObjectURL(blob)); "
        f"{body} }}"
    )
    with speaking(language):
        return page.evaluate(load, [site_map.script(), list(given)])


@pytest.mark.browser
@pytest.mark.parametrize("point", [STOCKHOLM, KIRUNA, SANTIAGO])
def test_a_place_on_the_plane_leads_back_to_its_point(
    blank_page: Any, point: tuple[float, float]
) -> None:
    there_and_back = run(
        blank_page,
        "return [map.miller(), map.azimuthal([-20, 20])].map((one) => "
        "one.from(one.to(given[0])));",
        list(point),
    )

    assert there_and_back[0] == pytest.approx(point, abs=1e-9)
    assert there_and_back[1] == pytest.approx(point, abs=1e-9)


@pytest.mark.browser
@pytest.mark.parametrize("centre", [None, (15.0, 60.0), (-70.0, -30.0)])
def test_screen_and_report_lay_a_point_at_the_same_place(
    blank_page: Any, centre: tuple[float, float] | None
) -> None:
    east, north = centre or (0.0, 10.0)
    given = [(east - 30.0, north + 5.0), (east + 0.5, north - 8.0), (east + 25.0, north + 2.0)]

    drawn = run(
        blank_page,
        "const [centre, ...points] = given; const plane = centre ? map.azimuthal(centre) : "
        "map.miller(); return points.map(plane.to);",
        centre and list(centre),
        *map(list, given),
    )

    for (x, down), point in zip(drawn, given, strict=True):
        there = Plane(centre).place(point)
        assert there is not None
        assert there == pytest.approx((math.degrees(x), -math.degrees(down)), abs=1e-9)
        assert Plane(centre).point(there) == pytest.approx(point, abs=1e-9)


@pytest.mark.browser
@pytest.mark.parametrize(
    "points",
    [
        [(-51.0, 65.0), (15.0, 60.0), (18.0, 63.0), (22.0, 66.0), (25.0, 67.5)],
        [(-51.0, 65.0), (21.0, 66.0), (22.0, 66.0), (50.0, 67.0)],
        [(-120.0, 5.0), (30.0, 6.0)],
        [(-60.0, -40.0), (20.0, 64.0), (21.0, 65.0), (22.0, 66.0)],
        [(10.0, 50.0)],
    ],
)
def test_screen_and_report_choose_the_same_middle(
    blank_page: Any, points: list[tuple[float, float]]
) -> None:
    chosen = run(blank_page, "return map.centreOf(given);", *map(list, points))

    assert plane_for(points) == Plane(None if chosen is None else tuple(chosen))


@pytest.mark.browser
def test_a_cell_of_land_is_unpacked_and_its_cut_is_no_coast(blank_page: Any) -> None:
    # A square whose west side is the cut of its cell, and one river.
    square = [-20, 1000, 520, 0, 0, 500, -520, 0, 0, -500]
    content = {"land": [square], "lakes": [], "rivers": [[100, 1100, 50, 50]]}

    steps = run(
        blank_page,
        "const drawn = []; window.Path2D = class { constructor() { this.steps = []; "
        "drawn.push(this.steps); } moveTo(x, y) { this.steps.push(['M', x, y]); } "
        "lineTo(x, y) { this.steps.push(['L', x, y]); } closePath() {} }; "
        "map.cellPaths('0_0', given[0], (at) => at); return [drawn, map.cellsOf({ "
        "lon: [-1, 21], lat: [55, 59] })];",
        content,
    )

    rivers, whole, shore = steps[0][:3]
    assert [(step, x) for step, x, _ in whole] == [
        ("M", -0.02), ("L", 0.5), ("L", 0.5), ("L", -0.02), ("L", -0.02)
    ]  # fmt: skip
    assert [step for step, _, _ in shore] == ["M", "L", "L", "L", "M"]
    assert rivers == [["M", 0.1, 1.1], ["L", 0.15, 1.15]]
    assert steps[1] == ["-20_40", "0_40", "20_40"]


@pytest.mark.browser
def test_equal_areas_stay_equal_on_a_regional_map(blank_page: Any) -> None:
    # A cell of one degree at 68°N has cos(68.5°)/cos(40.5°) of the area of one at 40°N.
    areas = run(
        blank_page,
        "const plane = map.azimuthal([15, 55]); return given.map(([x, y]) => { const c = "
        "[[x, y], [x + .01, y], [x + .01, y + .01], [x, y + .01]].map(plane.to); return "
        "Math.abs(c.reduce((s, [a, b], i) => s + a * c[(i + 1) % 4][1] - "
        "c[(i + 1) % 4][0] * b, 0)) / 2; });",
        [20.0, 68.5],
        [5.0, 40.5],
    )

    assert areas[0] / areas[1] == pytest.approx(
        math.cos(math.radians(68.505)) / math.cos(math.radians(40.505)), rel=1e-4
    )


@pytest.mark.browser
def test_distances_are_those_of_the_appraisal(blank_page: Any) -> None:
    km = run(blank_page, "return map.distance(...given);", list(STOCKHOLM), list(KIRUNA))

    there = (np.array([value]) for value in (*STOCKHOLM[::-1], *KIRUNA[::-1]))
    assert km == pytest.approx(float(great_circle_km(*there)[0]), rel=1e-5)


@pytest.mark.browser
def test_a_scale_bar_is_the_longest_round_length_that_fits(blank_page: Any) -> None:
    lengths = run(
        blank_page,
        "return [[0.003, 90], [1.2, 90], [2.3, 90], [60, 90]].map(([k, p]) => "
        "map.lengthText(map.roundLength(k, p)));",
    )

    assert lengths == ["200 m", "100 km", "200 km", "5\u202f000 km"]


@pytest.mark.browser
@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["0°", "60°N", "0.25°S", "20°E", "5.5°W", "200 m", "5\u202f000 km"]),
        ("fi", ["0°", "60°P", "0,25°E", "20°I", "5,5°L", "200 m", "5\u202f000 km"]),
        (
            "ru",
            [
                *("0°", "60° с. ш.", "0,25° ю. ш.", "20° в. д.", "5,5° з. д."),
                *("200 м", "5\u202f000 км"),
            ],
        ),
    ],
)
def test_degrees_and_lengths_are_written_as_the_language_writes_them(
    blank_page: Any, language: str, said: list[str]
) -> None:
    written = run(
        blank_page,
        "const lat = map.degreesOf('lat'), lon = map.degreesOf('lon'); return [lat(0), "
        "lat(60), lat(-0.25), lon(20), lon(-5.5), map.lengthText(0.2), map.lengthText(5000)];",
        language=language,
    )

    assert written == said


@pytest.mark.browser
def test_a_mark_says_the_section_that_the_list_says(blank_page: Any) -> None:
    limits = SectionLimits()
    ends = [limits.secure, limits.likely, limits.open]
    # Chances are worded in whole per cent: half of one below an end still reads as that end.
    chances = [
        1.0, *(end + d for end in ends for d in (0, -0.004, -0.006)), 0.0,
    ]  # fmt: skip

    words = run(blank_page, "return given.map(map.sectionWord);", *chances)

    assert words == [
        "secure", "secure", "secure", "likely", "likely", "likely", "open", "open", "open",
        "out", "out",
    ]  # fmt: skip


@pytest.mark.browser
@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ({"type": "Point", "coordinates": [674032, 6580822]}, "beyond 180 and 90 degrees"),
        ({"type": "FeatureCollection", "features": []}, "no point, line or area"),
        ("PK\x03\x04", "text that is not JSON"),
        ({"type": "Polygon", "coordinates": [[["x", None]]]}, "beyond 180 and 90 degrees"),
    ],
)
def test_a_layer_that_cannot_be_drawn_is_refused_in_words(
    blank_page: Any, content: Any, fault: str
) -> None:
    text = content if isinstance(content, str) else json.dumps(content)

    said = run(
        blank_page,
        "return map.ownLayer(new File([given[0]], 'rail.geojson'), ([x, y]) => [x, y])"
        ".then(() => 'drawn', (fault) => fault.message);",
        text,
    )

    assert said.startswith("rail.geojson: found ")
    assert fault in said
    assert "Expected " in said

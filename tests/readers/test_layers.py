"""Layers of one's own: every format says the same, and no point decides more than it can."""

from __future__ import annotations

import math
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from click.testing import CliRunner
from pyogrio.raw import write
from pyproj import Geod

from prioritizer.appraisal.access_composites import access
from prioritizer.appraisal.geography.layer_findings import distance_ends, is_inside
from prioritizer.appraisal.geography.located import Located, located
from prioritizer.appraisal.measurement import Context
from prioritizer.appraisal.risk_mean import protected
from prioritizer.cli import main
from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.layer import LayerMode, LayerPoint, LayerSpec, MeasuredLayer
from prioritizer.domain.own_columns import OwnKind
from prioritizer.domain.ranges import Range
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import Gate, GateCode, Site, SiteRegister
from prioritizer.errors import DataError, InputError
from prioritizer.exports.tables.register_tables import register_tables
from prioritizer.readers.layers import layer_path, parse_layer, read_layer
from prioritizer.readers.sites import read_sites
from prioritizer.workflow.sites.audience import Audience, part_for
from prioritizer.workflow.sites.enrichment import Enrichment, enrich

GEOD = Geod(ellps="WGS84")
DRIVERS = {
    "gpkg": "GPKG",
    "shp": "ESRI Shapefile",
    "fgb": "FlatGeobuf",
    "geojson": "GeoJSON",
    "kml": "KML",
    "gdb": "OpenFileGDB",
}
LINES = [shapely.LineString([(15, 60), (15.5, 60.3)]), shapely.LineString([(17, 61), (18, 62)])]
PARK = shapely.box(14.9, 59.9, 15.1, 60.1)
FAR = shapely.box(19.9, 64.9, 20.1, 65.1)
DAY = date(2026, 5, 4)


def layer(path: Path, shapes: list[Any], *, crs: str | None = "EPSG:4326") -> Path:
    names = np.array([f"Feature {k}" for k in range(len(shapes))], dtype=object)
    kind = shapes[0].geom_type
    driver = DRIVERS[path.suffix[1:]]
    wkb = shapely.to_wkb(np.array(shapes))
    write(path, wkb, [names], ["name"], geometry_type=kind, crs=crs, driver=driver)
    return path


def site(latitude: float, longitude: float, error: float, country: str = "SE") -> Site:
    return Site(
        "A",
        "A",
        country=country,
        latitude=latitude,
        longitude=longitude,
        coordinate_error_km=error,
    )


def run(one: Site, reference: Reference, *specs: str) -> Enrichment:
    layers = [parse_layer(text) for text in specs]
    return enrich(SiteRegister("r", (one,)), reference, on=DAY, layers=layers)


@pytest.mark.parametrize(
    "ending",
    [pytest.param(e, marks=[pytest.mark.walled] if e == "gpkg" else []) for e in DRIVERS],
)
def test_every_format_gives_the_same_distance(ending: str, tmp_path: Path) -> None:
    path = layer(tmp_path / f"rail.{ending}", LINES)
    here = located([site(60.2, 15.1, 2.0)])

    [point] = read_layer(LayerSpec("rail", path, LayerMode.DISTANCE), here).points.values()

    # An independent route: the shortest geodesic to points close together on the line.
    along = np.array([LINES[0].interpolate(t, normalized=True).coords[0] for t in _steps()])
    n = len(along)
    metres = GEOD.inv([15.1] * n, [60.2] * n, along[:, 0], along[:, 1])[2]
    assert point.km == pytest.approx(min(metres) / 1000, abs=0.01)
    assert (point.depth_km, point.name) == (None, "Feature 0")


def _steps() -> Any:
    return np.linspace(0, 1, 5001)


@pytest.mark.parametrize("crs", ["EPSG:3006", "EPSG:32633", "EPSG:3857"])
def test_other_systems_give_the_same_distance(crs: str, tmp_path: Path) -> None:
    from pyproj import Transformer

    there = Transformer.from_crs("EPSG:4326", crs, always_xy=True)
    moved = [
        shapely.transform(line, lambda p: np.column_stack(there.transform(p[:, 0], p[:, 1])))
        for line in shapely.segmentize(LINES, 0.001)
    ]
    here = located([site(60.2, 15.1, 2.0)])
    plain = layer(tmp_path / "a.gpkg", LINES)
    other = layer(tmp_path / "b.gpkg", moved, crs=crs)

    one, two = (
        read_layer(LayerSpec("rail", path, LayerMode.DISTANCE), here).points["A"]
        for path in (plain, other)
    )

    assert one.km == pytest.approx(two.km, abs=0.02)
    assert one.edge_km == pytest.approx(two.edge_km, rel=0.15)


@pytest.mark.walled
def test_a_zipped_shapefile_is_read_where_it_lies(tmp_path: Path) -> None:
    layer(tmp_path / "rail.shp", LINES)
    with zipfile.ZipFile(tmp_path / "rail.zip", "w") as archive:
        for part in tmp_path.glob("rail.*"):
            if part.suffix != ".zip":
                archive.write(part, f"folder/{part.name}")

    found = read_layer(
        LayerSpec("rail", tmp_path / "rail.zip", LayerMode.DISTANCE),
        located([site(60.2, 15.1, 2.0)]),
    )

    assert found.n_features == 2
    assert found.points["A"].km == pytest.approx(9.9, abs=0.1)


def test_across_the_date_line_the_nearest_is_near(tmp_path: Path) -> None:
    path = layer(tmp_path / "rail.gpkg", [shapely.LineString([(179.9, 65), (179.9, 66)])])

    found = read_layer(
        LayerSpec("rail", path, LayerMode.DISTANCE), located([site(65.5, -179.9, 1.0)])
    )

    exact = GEOD.inv(-179.9, 65.5, 179.9, 65.5)[2] / 1000
    assert found.points["A"].km == pytest.approx(exact, abs=0.05)


def test_a_railway_fills_access_and_the_rank_reads_it(
    tmp_path: Path, reference: Reference, criteria: CriteriaSet
) -> None:
    path = layer(tmp_path / "rail.gpkg", LINES)
    bare = site(60.15, 15.25, 0.1)
    [told] = run(bare, reference, f"rail={path}:distance:SE").register.sites
    criterion = next(c for c in criteria.criteria if c.id == "access")
    context = Context.of(criterion, reference)

    assert told.distance("rail").low == 0.0
    assert told.distance("rail").high == pytest.approx(0.1, abs=0.02)
    assert told.sources["access_source"].startswith("LAYER-rail;")
    wide, narrow = access([bare], context), access([told], context)
    assert (narrow.high - narrow.low)[0] < (wide.high - wide.low)[0]


def test_a_point_that_is_four_out_does_not_decide_one_kilometre(
    tmp_path: Path, reference: Reference
) -> None:
    path = layer(tmp_path / "water.gpkg", LINES)
    near = site(60.15, 15.265, 4.0)

    [told] = run(near, reference, f"water={path}:distance:SE").register.sites

    assert told.distance_water_low_km == 0.0
    assert told.distance_water_km is None
    assert told.distance_water_high_km is not None
    assert told.distance_water_high_km > 4.0


@pytest.mark.parametrize(
    ("latitude", "longitude", "error", "inside"),
    [
        (60.0, 15.0, 1.0, True),  # the edge is 5.6 km away at least
        (60.0, 15.0, 8.0, None),
        (60.099, 15.0, 1.0, None),
        (60.3, 15.0, 1.0, False),
        (60.11, 15.0, 4.0, None),
    ],
)
def test_an_area_holds_a_point_surely_not_or_perhaps(
    latitude: float,
    longitude: float,
    error: float,
    inside: bool | None,
    tmp_path: Path,
    reference: Reference,
) -> None:
    path = layer(tmp_path / "natura.gpkg", [PARK, FAR])
    one = site(latitude, longitude, error)

    specs = (f"natura={path}:inside:SE", f"gate-protected={path}", f"protected={path}::SE")
    [told] = run(one, reference, *specs[:2], specs[2].replace("::", ":inside:")).register.sites

    held = told.own.get("natura")
    assert (held.value if held else None) is inside
    assert told.gate == (
        Gate(GateCode.PROTECTED, told.gate.reason) if inside and told.gate else None
    )
    assert (told.gate is not None) is (inside is True)
    # Nature that is near counts as exposed or not by its distance, which is open.
    far = inside is False and latitude > 60.25
    assert protected(told) == (1.0 if inside else 0.0 if far else None)


def test_beyond_what_a_layer_covers_nothing_is_excluded(
    tmp_path: Path, reference: Reference
) -> None:
    path = layer(tmp_path / "rail.gpkg", LINES)
    over = site(59.0, 10.0, 1.0, country="NO")
    [told] = run(over, reference, f"rail={path}", f"power={path}:distance:SE").register.sites

    for what in ("rail", "power"):
        assert told.distance(what).low == 0.0
        assert told.distance(what).high == pytest.approx(305, abs=2)


def test_layers_of_neighbours_count_as_one(tmp_path: Path, reference: Reference) -> None:
    swedish = layer(tmp_path / "se.gpkg", LINES[1:])
    norwegian = layer(tmp_path / "no.gpkg", LINES[:1])
    border = site(60.2, 15.1, 2.0)
    both = (f"rail={swedish}:distance:SE", f"rail={norwegian}:distance:NO")

    [one] = run(border, reference, both[0]).register.sites
    found = run(border, reference, *both)
    [told] = found.register.sites

    assert one.distance("rail").high == pytest.approx(140, abs=10)
    assert told.distance("rail").low == pytest.approx(8.0, abs=0.2)
    assert told.distance("rail").high == pytest.approx(12.0, abs=0.2)
    assert told.sources["access_source"].startswith("LAYER-rail;LAYER-rail-2;")
    assert {"LAYER-rail", "LAYER-rail-2"} <= found.register.sources.keys()
    with pytest.raises(InputError, match="as distance and as inside"):
        run(border, reference, f"dikes={swedish}:distance", f"dikes={norwegian}:inside")


def located_point(km: float, depth: float | None, edge: float, error: float) -> Any:
    [one] = located([site(60.0, 15.0, error)])
    spec = LayerSpec("rail", Path("rail.gpkg"), LayerMode.DISTANCE)
    point = LayerPoint(km, depth, "", edge)
    measured = MeasuredLayer(spec, "rail", 1, "EPSG:4326", "", "LAYER-rail", {"A": point})
    return one, point, measured


def test_ends_of_a_distance_are_closed_by_the_edge_of_the_layer() -> None:
    assert distance_ends(*located_point(10.0, None, 100.0, 2.0)) == (8.0, 10.0, 12.0)
    assert distance_ends(*located_point(10.0, None, 5.0, 2.0)) == (3.0, None, 12.0)
    assert distance_ends(*located_point(0.0, 3.0, 100.0, 2.0)) == (0.0, None, 0.0)
    assert is_inside(*located_point(0.0, 3.0, 100.0, 2.0)) is True
    one: Located = located_point(10.0, None, -1.0, 2.0)[0]
    assert one.error.km == 2.0


def test_an_own_column_comes_back_from_the_tables_and_goes_with_a_hidden_point(
    tmp_path: Path, reference: Reference
) -> None:
    path = layer(tmp_path / "dikes.gpkg", LINES)
    one = site(60.2, 15.1, 2.0)
    found = run(one, reference, f"dikes={path}:distance:SE")
    for name, content in register_tables(found.register).items():
        (tmp_path / name).write_bytes(content)
    register = read_sites(tmp_path / "sites.csv", reference).register
    held = register.sites[0].own["dikes"]
    assert (held.column.kind, held.column.unit) == (OwnKind.NUMBER, "km")
    assert isinstance(held.value, Range)
    assert held.value.best == pytest.approx(9.9, abs=0.1)

    texts = {**register.sites[0].texts, "restricted_fields": "longitude"}
    hidden = replace(register, sites=(replace(register.sites[0], texts=texts),))
    public = part_for(hidden, Audience.PUBLIC).register

    assert public.sites[0].own == {}
    assert "dikes=" not in str(public.sites[0])
    assert "9.9" not in str(public.sites[0])
    assert math.isclose(held.value.low or 0, 7.9, abs_tol=0.1)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("rails.gpkg", "Expected NAME=FILE"),
        ("=rails.gpkg", "Expected NAME=FILE"),
        ("rail=a.gpkg:inside", "Expected a distance"),
        ("protected=a.gpkg:distance", "Expected ':inside'"),
        ("gate-boring=a.gpkg", "gate-protected"),
        ("latitude=a.gpkg", "a name that is not taken"),
        ("rail=a.gpkg:distance:QQ", "found the country 'QQ'"),
        ("my_low=a.gpkg", "a name without _low"),
    ],
)
def test_a_name_that_cannot_be_is_refused_in_words(text: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        parse_layer(text)


def test_a_path_may_hold_colons_and_equal_signs() -> None:
    spec = parse_layer("rail=C:/maps/a=b.gpkg:distance:SE+no")

    assert (str(spec.path), spec.mode, spec.countries) == (
        "C:/maps/a=b.gpkg",
        LayerMode.DISTANCE,
        ("SE", "NO"),
    )
    assert layer_path("plain.csv") == Path("plain.csv")


NO_LAYER = {
    "a.gpkg": b"SQLite format 3\0 but no database",
    "b.vrt": b"<OGRVRTDataSource><OGRVRTLayer name='x'/></OGRVRTDataSource>",
    "c.zip": b"PK\x03\x04 broken",
    "d.geojson": b'{"type": "FeatureCollection", "features": []}',
    "e.shp": b"\0\0\x27\x0a",
    "f.kml": b'<!DOCTYPE kml [<!ENTITY x SYSTEM "file:///etc/passwd">]><kml>&x;</kml>',
}
# What would harm whoever reads it; the others are refused alike in this process.
HARMFUL = ("b.vrt", "e.shp", "f.kml")


@pytest.mark.parametrize(
    "name",
    [pytest.param(n, marks=[pytest.mark.walled] if n in HARMFUL else []) for n in NO_LAYER],
)
def test_a_file_that_is_no_layer_is_refused_in_words(name: str, tmp_path: Path) -> None:
    here = located([site(60.2, 15.1, 2.0)])
    (tmp_path / name).write_bytes(NO_LAYER[name])

    with pytest.raises(DataError) as caught:
        read_layer(LayerSpec("rail", tmp_path / name, LayerMode.DISTANCE), here)

    text = str(caught.value)
    assert name in text
    assert "Expected" in text
    assert "root:" not in text


def test_a_layer_without_a_system_and_one_that_is_not_there_are_refused(tmp_path: Path) -> None:
    here = located([site(60.2, 15.1, 2.0)])
    with pytest.warns(UserWarning, match="crs"):
        layer(tmp_path / "none.shp", LINES, crs=None)
    with pytest.raises(DataError, match="without a coordinate system"):
        read_layer(LayerSpec("rail", tmp_path / "none.shp", LayerMode.DISTANCE), here)
    with pytest.raises(DataError, match="no such file"):
        read_layer(LayerSpec("rail", tmp_path / "not.gpkg", LayerMode.DISTANCE), here)


def test_the_command_takes_layers_and_never_writes_onto_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    layer(tmp_path / "rail.gpkg", LINES)
    (tmp_path / "sites.csv").write_text(
        "site_id,name,waste_type,country,latitude,longitude,coordinate_error_km\n"
        "A,Pond,tailings,SE,60.2,15.1,2\n"
    )

    found = CliRunner().invoke(main, ["enrich", "sites.csv", "--layer", "rail=rail.gpkg"])
    onto = CliRunner().invoke(
        main, ["enrich", "sites.csv", "--layer", "rail=rail.gpkg", "--output", "rail.gpkg"]
    )

    assert found.exit_code == 0, found.output
    assert "distance_rail_high_km" in found.stdout
    assert onto.exit_code == 2
    assert "found the place of an input" in onto.stderr

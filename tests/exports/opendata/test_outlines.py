"""Outlines are a layer of areas in a GeoPackage, which reads back as it was."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pyogrio
import pytest
import shapely

from prioritizer.domain.reference import Reference
from prioritizer.domain.site import Site, SiteRegister
from prioritizer.exports.formats import OPEN_FORMATS
from prioritizer.exports.opendata import geopackage
from prioritizer.exports.opendata.outlines import outline_shape
from prioritizer.readers.sites import read_sites
from tests.exports.opendata.builders import opened, two_ponds
from tests.stories.restricted import unpacked

SQUARE = "POLYGON((15 60, 15.1 60, 15.1 60.1, 15 60.1, 15 60))"


def outlined() -> SiteRegister:
    register = two_ponds()
    first, *others = register.sites
    return replace(
        register, sites=(replace(first, texts={**first.texts, "outline": SQUARE}), *others)
    )


def test_gdal_reads_the_layer_of_outlines(tmp_path: Path, reference: Reference) -> None:
    path = tmp_path / "sites.gpkg"
    path.write_bytes(geopackage.write(opened(outlined(), reference)))

    layers = dict(pyogrio.list_layers(path).tolist())
    _, _, shapes, fields = pyogrio.raw.read(path, layer="outlines")

    assert (layers["waste_bodies"], layers["outlines"]) == ("Point", "MultiPolygon")
    assert list(fields[0]) == ["P1"]
    (part,) = shapely.from_wkb(shapes[0]).geoms
    assert part.equals(shapely.from_wkt(SQUARE))


def test_the_export_is_read_again_with_its_outline(
    tmp_path: Path, reference: Reference
) -> None:
    path = tmp_path / "sites.gpkg"
    path.write_bytes(geopackage.write(opened(outlined(), reference)))

    read = read_sites(path, reference).register

    assert len(read) == 2
    assert outline_shape(read.by_id()["P1"]).equals(shapely.from_wkt(SQUARE))


def test_without_outlines_there_is_no_such_layer(tmp_path: Path, reference: Reference) -> None:
    path = tmp_path / "sites.gpkg"
    path.write_bytes(geopackage.write(opened(two_ponds(), reference)))

    assert "outlines" not in {name for name, _ in pyogrio.list_layers(path)}


@pytest.mark.parametrize("restricted", ["area_ha", "area_source", "outline", "latitude"])
@pytest.mark.parametrize("name", OPEN_FORMATS)
def test_a_restricted_area_takes_the_outline_with_it(
    name: str, restricted: str, reference: Reference
) -> None:
    def written(outline: str) -> bytes:
        first, *others = outlined().sites
        texts = {**first.texts, "outline": outline, "restricted_fields": restricted}
        twin = replace(first, texts=texts)
        inventory = opened(replace(outlined(), sites=(twin, *others)), reference)
        return OPEN_FORMATS[name].write(inventory)

    twins = [written(text) for text in (SQUARE, SQUARE.replace("15.1", "15.7"), "")]

    assert len({tuple(unpacked(content).items()) for content in twins}) == 1


def test_without_a_restriction_outlines_leave(reference: Reference) -> None:
    content = OPEN_FORMATS["geojson"].write(opened(outlined(), reference))

    assert json.loads(content)["features"][0]["geometry"]["type"].endswith("Polygon")


@pytest.mark.parametrize("text", ["", "no outline", "POINT(15 60)", "POLYGON EMPTY",
                                  "POLYGON((15 99, 16 99, 16 98, 15 99))"])  # fmt: skip
def test_what_is_no_area_on_the_globe_is_no_outline(text: str) -> None:
    assert outline_shape(Site("A", "A", texts={"outline": text})) is None

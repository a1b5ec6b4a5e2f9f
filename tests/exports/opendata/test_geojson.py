"""Outlines in GeoJSON: turned as the standard asks, read back, never a fault."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
import shapely

from prioritizer.domain.reference import Reference
from prioritizer.exports.opendata import geojson
from prioritizer.workflow.sites.importing import import_file
from tests.exports.opendata.builders import opened, two_ponds

CLOCKWISE = "POLYGON ((15 60, 15 60.01, 15.01 60.01, 15.01 60, 15 60))"


def written(reference: Reference, outline: str) -> bytes:
    register = two_ponds()
    full = register.sites[0]
    texts = {**full.texts, "outline": outline}
    changed = replace(register, sites=(replace(full, texts=texts), *register.sites[1:]))
    return geojson.write(opened(changed, reference))


def test_a_body_is_drawn_by_its_outline_and_comes_back_with_it(
    reference: Reference, tmp_path: Path
) -> None:
    content = written(reference, CLOCKWISE)
    first = json.loads(content)["features"][0]
    path = tmp_path / "sites.geojson"
    path.write_bytes(content)

    shape = shapely.from_geojson(json.dumps(first["geometry"]))
    assert shape.equals(shapely.from_wkt(CLOCKWISE))
    assert shape.exterior.is_ccw
    site = import_file(path, reference).register.sites[0]
    assert site.texts["outline"] == CLOCKWISE
    assert (site.latitude, site.longitude) == (60.12345678, -15.5)


@pytest.mark.parametrize(
    "outline",
    [
        "no outline",
        "POINT (15 60)",
        "POLYGON EMPTY",
        "POLYGON ((500 60, 501 60, 501 61, 500 60))",
    ],
)
def test_what_is_no_outline_leaves_the_point(reference: Reference, outline: str) -> None:
    first = json.loads(written(reference, outline))["features"][0]

    assert first["geometry"] == {"type": "Point", "coordinates": [-15.5, 60.123457]}

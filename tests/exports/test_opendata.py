"""GeoJSON, GeoPackage and EarthResourceML-Lite as others read them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import shapely

from prioritizer.domain.reference import Reference
from prioritizer.domain.site import Range, SiteRegister
from prioritizer.exports.formats import OPEN_FORMATS
from prioritizer.exports.opendata.erml import ERL, GML
from prioritizer.exports.opendata.geopackage_frame import point
from tests.exports.opendata.builders import opened, two_ponds


@pytest.fixture(scope="module")
def ponds() -> SiteRegister:
    """Return a full site and one of which only the kind is known."""
    return two_ponds()


class TestGeoJson:
    def collection(self, register: SiteRegister, reference: Reference) -> dict[str, Any]:
        def refuse(word: str) -> None:
            raise AssertionError(word)

        content = OPEN_FORMATS["geojson"].write(opened(register, reference))
        found: dict[str, Any] = json.loads(content, parse_constant=refuse)
        return found

    def test_points_are_longitude_first_with_six_decimals(
        self, reference: Reference, ponds: SiteRegister
    ) -> None:
        full, bare = self.collection(ponds, reference)["features"]

        assert full["geometry"] == {"type": "Point", "coordinates": [-15.5, 60.123457]}
        assert bare["geometry"] is None
        assert shapely.from_geojson(json.dumps(full)).coords[0] == (-15.5, 60.123457)

    def test_unknown_is_null_and_nothing_is_left_out(
        self, reference: Reference, ponds: SiteRegister
    ) -> None:
        full, bare = self.collection(ponds, reference)["features"]

        assert full["properties"].keys() == bare["properties"].keys()
        assert bare["properties"]["tonnage_t"] is None
        assert (full["properties"]["tonnage_low_t"], full["properties"]["area_ha"]) == (
            1e6,
            3.5,
        )
        assert full["properties"]["impact_observed"] == "yes"
        assert [a["analyte"] for a in full["properties"]["assays"]] == ["WO3", "Cu", "REE"]

    def test_every_sample_site_is_a_feature(
        self, reference: Reference, sample: SiteRegister
    ) -> None:
        collection = self.collection(sample, reference)

        assert [f["id"] for f in collection["features"]] == list(sample.by_id())
        assert {s["source_id"] for s in collection["sources"]} <= set(sample.sources)


@pytest.fixture
def package(
    tmp_path: Path, reference: Reference, sample: SiteRegister
) -> Iterator[sqlite3.Connection]:
    """Return the sample inventory as an open GeoPackage."""
    path = tmp_path / "sites.gpkg"
    path.write_bytes(OPEN_FORMATS["gpkg"].write(opened(sample, reference, licence="CC-BY-4.0")))
    connection = sqlite3.connect(path)
    yield connection
    connection.close()


class TestGeoPackage:
    def test_the_file_is_what_the_standard_asks_for(self, package: sqlite3.Connection) -> None:
        def value(query: str) -> Any:
            return package.execute(query).fetchone()[0]

        assert value("PRAGMA application_id") == int.from_bytes(b"GPKG", "big")
        assert value("PRAGMA user_version") == 10300
        assert value("PRAGMA integrity_check") == "ok"
        assert package.execute("PRAGMA foreign_key_check").fetchall() == []
        systems = {row[0] for row in package.execute("SELECT srs_id FROM gpkg_spatial_ref_sys")}
        assert systems == {-1, 0, 4326}
        contents = package.execute("SELECT table_name, data_type, srs_id FROM gpkg_contents")
        assert contents.fetchall() == [
            ("waste_bodies", "features", 4326),
            ("assays", "attributes", 0),
            ("sources", "attributes", 0),
        ]
        assert package.execute("SELECT * FROM gpkg_geometry_columns").fetchall() == [
            ("waste_bodies", "geom", "POINT", 4326, 0, 0)
        ]
        assert "CC-BY-4.0" in value("SELECT description FROM gpkg_contents")

    def test_every_point_reads_back(
        self, package: sqlite3.Connection, sample: SiteRegister
    ) -> None:
        sites = sample.by_id()
        for site_id, geometry in package.execute("SELECT site_id, geom FROM waste_bodies"):
            site = sites[site_id]
            if site.latitude is None:
                assert geometry is None
                continue
            # A header of 8 bytes without envelope; what follows is plain WKB.
            assert geometry[:8] == b"GP\x00\x01\xe6\x10\x00\x00"
            found = shapely.from_wkb(geometry[8:])
            assert (found.x, found.y) == (site.longitude, site.latitude)

    def test_values_and_gaps_read_back(
        self, package: sqlite3.Connection, sample: SiteRegister
    ) -> None:
        query = "SELECT site_id, tonnage_low_t, tonnage_t, tonnage_high_t FROM waste_bodies"
        found = {row[0]: Range(*row[1:]) for row in package.execute(query)}
        n_assays = package.execute("SELECT COUNT(*) FROM assays").fetchone()[0]

        assert found == {site.site_id: site.tonnage_t for site in sample.sites}
        assert n_assays == sum(len(site.assays) for site in sample.sites)

    def test_columns_carry_their_unit_and_codes(self, package: sqlite3.Connection) -> None:
        query = "SELECT description FROM gpkg_data_columns WHERE column_name = 'area_ha'"
        codes = package.execute(
            "SELECT value FROM gpkg_data_column_constraints "
            "WHERE constraint_name = 'ard_class_codes'"
        )

        assert package.execute(query).fetchone()[0].startswith("ha: ")
        assert {row[0] for row in codes} == {"acid", "uncertain", "not_acid"}

    def test_a_site_without_a_place_has_no_point(self, ponds: SiteRegister) -> None:
        assert point(ponds.sites[1]) is None


class TestErml:
    # The sequence of MiningWasteViewType in erml-lite.xsd, version 2.0.1.
    SEQUENCE = (
        "identifier",
        "wasteType",
        "storageType",
        "mineName",
        "processingPlantName",
        "processingType",
        "environmentalImpacts",
        "materials",
        "density",
        "grade",
        "volume",
        "observationMethod",
        "positionalAccuracy",
        "source",
        "mine_uri",
        "processingPlant_uri",
        "wasteType_uri",
        "storageType_uri",
        "specification_uri",
        "shape",
    )
    REQUIRED = frozenset({"identifier", "wasteType", "wasteType_uri", "shape"})

    def views(self, register: SiteRegister, reference: Reference) -> list[ET.Element]:
        content = OPEN_FORMATS["erml"].write(opened(register, reference))
        root = ET.fromstring(content)  # noqa: S314 - our own file
        return list(root.iter(f"{{{ERL}}}MiningWasteView"))

    def names(self, view: ET.Element) -> list[str]:
        return [child.tag.removeprefix(f"{{{ERL}}}") for child in view if ERL in child.tag]

    def test_elements_stand_in_the_order_of_the_schema(
        self, reference: Reference, sample: SiteRegister
    ) -> None:
        views = self.views(sample, reference)

        assert len(views) == len(sample)
        for view in views:
            names = self.names(view)
            assert names == sorted(names, key=self.SEQUENCE.index)
            assert set(names) >= self.REQUIRED

    def test_measures_are_texts_with_units(
        self, reference: Reference, ponds: SiteRegister
    ) -> None:
        view = self.views(ponds, reference)[0]

        def text(name: str) -> str | None:
            return view.findtext(f"{{{ERL}}}{name}")

        assert text("wasteType") == "waste rock"
        assert text("grade") == "0.2 (0.1 to 0.4) % WO3; (? to 50) ppm Cu"
        assert (text("volume"), text("density")) == ("500000 m3", "1.6 t/m3 dry")
        assert text("source") == "Survey; Map"
        assert text("materials") == "scheelite\ufffd"
        assert view.findtext(f".//{{{GML}}}pos") == "60.123457 -15.500000"

    def test_the_unknown_is_marked_or_left_out(
        self, reference: Reference, ponds: SiteRegister
    ) -> None:
        view = self.views(ponds, reference)[1]

        shape = view.find(f"{{{ERL}}}shape")
        assert self.names(view) == ["identifier", "wasteType", "wasteType_uri", "shape"]
        assert shape is not None
        assert shape.get("nilReason") == "missing"

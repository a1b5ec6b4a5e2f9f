"""The kinds of file that registers come in: each gives the same sites, none does harm."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely
import shapely.affinity
from pyogrio.raw import write
from pyproj import Transformer

from prioritizer.domain.imports import ImportOptions
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import WasteType
from prioritizer.errors import DataError
from prioritizer.workflow.sites.importing import import_file
from tests.readers.imports.builders import geopackage

CSV = (
    "id,name,waste_type,latitude,longitude,tonnage (kt)\n"
    "A,Pond,tailings,60.1,15.1,120\nB,Heap,slag,60.2,15.2,3.5\n"
)
OUTLINES = [
    shapely.box(500000, 6600000, 500200, 6600100),
    shapely.box(501000, 6600000, 501300, 6600100),
]
DRIVERS = {"shp": "ESRI Shapefile", "fgb": "FlatGeobuf", "gdb": "OpenFileGDB"}
ODS = """<?xml version="1.0" encoding="UTF-8"?><office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
 <table:table table:name="Sites">{rows}</table:table></office:spreadsheet></office:body>
 </office:document-content>"""


def ods(table: list[list[str | float]]) -> bytes:
    rows = ""
    for row in table:
        cells = "".join(
            f'<table:table-cell office:value-type="float" office:value="{cell}"/>'
            if isinstance(cell, float)
            else '<table:table-cell office:value-type="string">'
            f"<text:p>{cell}</text:p></table:table-cell>"
            for cell in row
        )
        rows += f"<table:table-row>{cells}</table:table-row>"
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", ODS.format(rows=rows))
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:'
            'manifest:1.0"><manifest:file-entry manifest:full-path="/" '
            'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
            "</manifest:manifest>",
        )
    return content.getvalue()


def as_ods(path: Path) -> None:
    table: list[list[str | float]] = [list(CSV.splitlines()[0].split(","))]
    for line in CSV.splitlines()[1:]:
        *texts, lat, lon, mass = line.split(",")
        table.append([*texts, float(lat), float(lon), float(mass)])
    path.write_bytes(ods(table))


def as_xls(path: Path) -> None:
    path.write_bytes(Path(__file__).with_name("register.xls").read_bytes())


def as_gz(path: Path) -> None:
    path.write_bytes(gzip.compress(CSV.encode()))


def as_zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("folder/sites.csv", CSV)
        archive.writestr("read me.txt", "about the table")


def as_parquet(path: Path) -> None:
    header, *rows = (line.split(",") for line in CSV.splitlines())
    columns = dict(zip(header, zip(*rows, strict=True), strict=True))
    table = {name: list(values) for name, values in columns.items()}
    table["latitude"] = [float(text) for text in table["latitude"]]  # type: ignore[misc]
    pq.write_table(pa.table(table), path)


TABLES: dict[str, Callable[[Path], None]] = {
    "t.ods": as_ods,
    "t.xls": as_xls,
    "t.csv.gz": as_gz,
    "t.zip": as_zip,
    "t.parquet": as_parquet,
}


def outlines(path: Path, crs: str = "EPSG:3006", shapes: Sequence[Any] = OUTLINES) -> Path:
    fields = [
        np.array(["A", "B"], dtype=object),
        np.array(["Pond", "Heap"], dtype=object),
        np.array(["tailings", "slag"], dtype=object),
        np.array([1.5, np.nan]),
    ]
    names = ["id", "name", "waste_type", "mass_kt"]
    wkb = shapely.to_wkb(np.array(shapes))
    driver = DRIVERS[path.suffix[1:]]
    write(path, wkb, fields, names, geometry_type="Polygon", crs=crs, driver=driver)
    return path


def zipped(path: Path, target: Path) -> Path:
    parts = path.rglob("*") if path.is_dir() else path.parent.glob(f"{path.stem}.*")
    with zipfile.ZipFile(target, "w") as archive:
        for part in parts:
            archive.write(part, part.relative_to(path.parent))
    return target


@pytest.mark.walled
@pytest.mark.parametrize("name", TABLES)
def test_each_kind_of_table_gives_the_same_sites(
    name: str, tmp_path: Path, reference: Reference
) -> None:
    TABLES[name](tmp_path / name)

    result = import_file(tmp_path / name, reference)

    one, other = result.register.sites
    assert (one.site_id, one.name, one.latitude, one.longitude) == ("A", "Pond", 60.1, 15.1)
    assert (one.tonnage_t.best, other.tonnage_t.best) == (120_000.0, 3_500.0)
    assert other.waste_type is WasteType.SLAG
    assert not result.errors


@pytest.mark.parametrize("ending", DRIVERS)
@pytest.mark.parametrize(
    "is_zipped",
    [
        pytest.param(False, marks=pytest.mark.walled, id="plain"),
        pytest.param(True, id="zipped"),
    ],
)
def test_each_kind_of_layer_gives_points_and_areas_of_its_outlines(
    ending: str, is_zipped: bool, tmp_path: Path, reference: Reference
) -> None:
    path = outlines(tmp_path / f"w.{ending}")
    if is_zipped:
        path = zipped(path, tmp_path / "packed.zip")

    sites = import_file(path, reference).register.by_id()

    assert sites.keys() == {"A", "B"}
    assert sites["A"].area_ha == pytest.approx(2.0, rel=0.01)
    assert sites["B"].area_ha == pytest.approx(3.0, rel=0.01)
    assert sites["A"].latitude == pytest.approx(59.5388, abs=1e-3)
    outline = shapely.from_wkt(sites["A"].texts["outline"])
    assert outline.covers(shapely.Point(sites["A"].longitude, sites["A"].latitude))
    assert sites["A"].tonnage_t.best == 1500.0
    assert not sites["B"].tonnage_t.is_known


def test_a_system_without_a_number_is_converted_as_the_file_describes_it(
    tmp_path: Path, reference: Reference
) -> None:
    albers = "+proj=aea +lat_0=40 +lon_0=-96 +lat_1=20 +lat_2=60 +datum=NAD83 +units=m"
    moved = [shapely.affinity.translate(box, yoff=-6_500_000) for box in OUTLINES]
    path = outlines(tmp_path / "w.fgb", crs=albers, shapes=moved)

    result = import_file(path, reference)

    site = result.register.by_id()["A"]  # FlatGeobuf has an order of its own
    there = Transformer.from_crs(albers, "EPSG:4326", always_xy=True)
    lon, lat = there.transform(500_100, 100_050)
    assert (site.longitude, site.latitude) == (pytest.approx(lon, abs=1e-4), pytest.approx(lat))
    assert site.area_ha == pytest.approx(2.0, rel=0.01)
    assert any("converted to WGS 84" in entry.what for entry in result.interpretations)


def test_a_layer_of_several_is_chosen_or_said(tmp_path: Path, reference: Reference) -> None:
    path = outlines(tmp_path / "w.gdb")
    wkb = shapely.to_wkb(np.array([shapely.Point(15, 60)]))
    name = [np.array(["Z"], dtype=object)]
    write(
        path, wkb, name, ["id"], layer="few", geometry_type="Point", crs="EPSG:4326",
        driver="OpenFileGDB", append=True,
    )  # fmt: skip

    most = import_file(path, reference)
    few = import_file(path, reference, ImportOptions(layer="few"))

    assert len(most.register.sites) == 2
    assert any("2 layers" in issue.found for issue in most.issues)
    assert [site.site_id for site in few.register.sites] == ["Z"]


def test_shares_that_a_sheet_may_show_as_per_cent_are_warned_of(
    tmp_path: Path, reference: Reference
) -> None:
    path = tmp_path / "t.ods"
    path.write_bytes(ods([["id", "name", "Cu (%)"], ["A", "Pond", 0.004]]))

    result = import_file(path, reference)

    assert any("header in per cent" in issue.found for issue in result.issues)


def test_an_outline_of_many_corners_is_thinned_out_until_it_fits_and_that_is_said(
    tmp_path: Path, reference: Reference
) -> None:
    round_one = shapely.Point(500000, 6600000).buffer(800, quad_segs=4000)
    path = outlines(tmp_path / "w.fgb", shapes=[round_one, OUTLINES[1]])

    result = import_file(path, reference)

    site = result.register.by_id()["A"]
    kept = shapely.from_wkt(site.texts["outline"])
    assert 100 < len(site.texts["outline"]) <= 15_000
    assert kept.is_valid
    assert site.area_ha == pytest.approx(201.0, rel=0.01)
    assert any("thinned out" in entry.what for entry in result.interpretations)


def bomb(path: Path) -> None:
    path.write_bytes(gzip.compress(b"a,b\n" + b"1,2\n" * 8_000_000))


def zip_bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("t.csv", b"a,b\n" + b"1,2\n" * 8_000_000)


def with_bytes(content: bytes) -> Callable[[Path], None]:
    return lambda path: path.write_bytes(content) and None


def empty_folder(path: Path) -> None:
    path.mkdir()


def entities(path: Path) -> None:
    path.write_text('<?xml version="1.0"?><!DOCTYPE kml [<!ENTITY x "y">]><kml>&x;</kml>')


def packed_entities(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("doc.kml", '<!DOCTYPE kml [<!ENTITY x "y">]><kml>&x;</kml>')


def odd_paths(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../../w.shp", b"\0\0\x27\x0a")


def workbook_with_entities(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')


def odd_schema(path: Path) -> None:
    whole = geopackage(path, [(1, None, "Alder")])
    path.write_bytes(whole.replace(b"tablegpkg_contents", b"tablegpkg_con\xffents"))


HOSTILE: dict[str, tuple[Callable[[Path], None], str]] = {
    "b.csv.gz": (bomb, "when unpacked"),
    "b.zip": (zip_bomb, "when unpacked"),
    "d.gz": (with_bytes(b"\x1f\x8b\x08\0 broken"), "a damaged or protected archive"),
    "d.parquet": (with_bytes(b"PAR1" + b"\0" * 50 + b"PAR1"), "a damaged Parquet file"),
    "d.xls": (with_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600), "Excel file"),
    "d.shp": (with_bytes(b"\0\0\x27\x0a" + b"\0" * 200), "no readable layer"),
    "d.fgb": (with_bytes(b"fgb\x03fgb\0" + b"\xff" * 200), "Expected a layer"),
    "d.gdb": (empty_folder, "no readable layer"),
    "e.kml": (entities, "a document type"),
    "e.kmz": (packed_entities, "a document type"),
    "e.ods": (workbook_with_entities, "a document type"),
    "p.zip": (odd_paths, "odd paths"),
    "s.gpkg": (odd_schema, "a damaged database"),
    "v.kml": (with_bytes(b"<OGRVRTDataSource><!-- <kml --></OGRVRTDataSource>"), "Expected"),
}


# Refused before any library sees them: the same in a process of its own and in this one.
AT_HAND = ("d.gz", "e.kml", "e.kmz", "e.ods", "p.zip")


@pytest.mark.parametrize(
    "name",
    [pytest.param(n, marks=[] if n in AT_HAND else [pytest.mark.walled]) for n in HOSTILE],
)
def test_a_hostile_or_damaged_file_is_refused_in_words(
    name: str, tmp_path: Path, reference: Reference
) -> None:
    make, words = HOSTILE[name]
    make(tmp_path / name)

    with pytest.raises(DataError) as caught:
        import_file(tmp_path / name, reference)

    assert words in str(caught.value)
    assert "Traceback" not in str(caught.value)


def test_limits_hold_for_layers_and_parquet(tmp_path: Path, reference: Reference) -> None:
    limits = replace(ImportOptions().limits, rows=1)
    outlines(tmp_path / "w.fgb")
    as_parquet(tmp_path / "t.parquet")

    for name in ("w.fgb", "t.parquet"):
        with pytest.raises(DataError, match="more than 1 rows"):
            import_file(tmp_path / name, reference, ImportOptions(limits=limits))

"""Numbers that a Shapefile or KML writes in another way than GDAL reads come in whole."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyogrio.raw import write

from prioritizer.readers.imports.files.typed_texts import is_number, number_texts
from tests.readers.imports.builders import read_text

HEAD = ["id", "name", "tonnage_kt"]
KML = """<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2">
<Document><Schema name="s" id="s"><SimpleField name="id" type="string"/>
<SimpleField type='double' name="tonnage_kt"/><SimpleField name="samples_n" type="int"/>
</Schema><Folder><name>heaps</name>{marks}</Folder></Document></kml>"""
MARK = """<Placemark><name>{id}</name><ExtendedData><SchemaData schemaUrl="#s">
<SimpleData name="id">{id}</SimpleData><SimpleData name="tonnage_kt">{mass}</SimpleData>
<SimpleData name="samples_n">7</SimpleData></SchemaData></ExtendedData>
<Point><coordinates>15.{id},60</coordinates></Point></Placemark>"""


def shapefile(folder: Path, **changes: str) -> Path:
    """Write two sites, with the bytes of some numbers changed as other programs write them."""
    path = folder / "s.shp"
    columns = [
        np.array(["1", "2"], dtype=object),
        np.array(["Pond", "Heap"], dtype=object),
        np.array([12.5, 1500.25]),
    ]
    wkb = shapely.to_wkb(shapely.points([15, 16], [60, 61]))
    write(
        path, wkb, columns, HEAD, geometry_type="Point", crs="EPSG:4326",
        driver="ESRI Shapefile",
    )  # fmt: skip
    table = path.with_suffix(".dbf")
    content = table.read_bytes()
    for text, other in changes.items():
        words = content.rstrip(b"\x1a").split()
        old = next(word for word in words if word.startswith(text[1:].encode()))
        content = content.replace(old, other.encode().rjust(len(old)))
    table.write_bytes(content)
    return path


def kml(*masses: str) -> str:
    marks = (MARK.format(id=number, mass=mass) for number, mass in enumerate(masses, 1))
    return KML.format(marks="".join(marks))


def masses(folder: Path, content: bytes | str, file: str) -> list[str]:
    return [site.get("tonnage_t", "") for site in read_text(folder, content, file).sites]


def test_a_decimal_comma_in_a_shapefile_is_no_end_of_a_number(tmp_path: Path) -> None:
    path = shapefile(tmp_path, _12="12,5", _1500="1500,25")

    assert masses(tmp_path, path.read_bytes(), "s.shp") == ["12500", "1500250"]


def test_a_zipped_shapefile_is_read_alike(tmp_path: Path) -> None:
    shapefile(tmp_path, _12="12,5")
    with zipfile.ZipFile(tmp_path / "z.zip", "w") as archive:
        for part in tmp_path.glob("s.*"):
            archive.write(part, f"folder/{part.name}")

    content = (tmp_path / "z.zip").read_bytes()
    assert masses(tmp_path, content, "z.zip") == ["12500", "1500250"]


def test_words_in_a_column_of_numbers_are_an_error_and_no_number(tmp_path: Path) -> None:
    read = read_text(tmp_path, shapefile(tmp_path, _12="7 or 8").read_bytes(), "s.shp")

    assert [site.get("tonnage_t") for site in read.sites] == [None, "1500250"]
    assert "7 or 8" in read.said("error")


def test_deleted_records_shift_no_number_to_another_site(tmp_path: Path) -> None:
    path = shapefile(tmp_path, _1500="1500,25")
    table = path.with_suffix(".dbf")
    content = bytearray(table.read_bytes())
    content[int.from_bytes(content[8:10], "little")] = ord("*")
    table.write_bytes(content)

    read = read_text(tmp_path, path.read_bytes(), "s.shp")

    [site] = [site for site in read.sites if site.get("name") == "Heap"]
    assert site["tonnage_t"] == "1500250"


@pytest.mark.parametrize(
    ("written", "tonnes"),
    [
        ("12,5", "12500"),
        ("1 500", "1500000"),
        ("12.5", "12500"),
        ("3.125", "3125"),  # as numbers are typed in XML: no thousands
        ("1.5e2", "150000"),
        ("", ""),
    ],
)
@pytest.mark.parametrize("ending", ["kml", "kmz"])
def test_a_typed_number_of_kml_is_read_whole(
    ending: str, written: str, tonnes: str, tmp_path: Path
) -> None:
    content: bytes | str = kml(written, "7.5")
    if ending == "kmz":
        with zipfile.ZipFile(tmp_path / "z", "w") as archive:
            archive.writestr("doc.kml", content)
        content = (tmp_path / "z").read_bytes()

    assert masses(tmp_path, content, f"f.{ending}") == [tonnes, "7500"]


def test_a_typed_number_of_kml_in_utf_16_is_read_whole(tmp_path: Path) -> None:
    content = kml("12,5", "7.5").replace("UTF-8", "UTF-16").encode("utf-16")
    path = tmp_path / "f.kml"
    path.write_bytes(content)

    assert masses(tmp_path, content, "f.kml") == ["12500", "7500"]


def test_how_a_map_draws_a_feature_is_no_column_of_a_site(tmp_path: Path) -> None:
    read = read_text(tmp_path, kml("1"), "f.kml")

    assert not {"tessellate", "extrude", "visibility", "drawOrder"} & read.fields.keys()


def test_ids_beside_a_gap_stay_whole_numbers(tmp_path: Path) -> None:
    ids = np.array([9_007_199_254_740_993, 9_007_199_254_740_995, 0])
    wkb = shapely.to_wkb(shapely.points([15, 16, 17], [60, 61, 62]))
    names = np.array(["Pond", "Heap", "Dump"], dtype=object)
    write(
        tmp_path / "f.fgb", wkb, [ids, names], ["id", "name"], geometry_type="Point",
        field_mask=[np.array([False, False, True]), None], crs="EPSG:4326",
        driver="FlatGeobuf",
    )  # fmt: skip

    read = read_text(tmp_path, (tmp_path / "f.fgb").read_bytes(), "f.fgb")

    assert {site["site_id"] for site in read.sites} >= set(map(str, ids[:2].tolist()))


@pytest.mark.parametrize("text", ["1", "-1.5", "+2.", ".5", "1e-3", "", "****"])
def test_what_gdal_reads_whole_is_left_to_it(text: str) -> None:
    assert is_number(text)


@pytest.mark.parametrize("text", ["1,5", "1 500", "1.5 kt", "<5", "1.2.3", "0x1F", "1'500"])
def test_what_gdal_would_cut_is_told(text: str) -> None:
    assert not is_number(text)


@pytest.mark.parametrize("content", [b"", b"\x03" * 40, b"\x03" + b"\0" * 40, b"\xff" * 90])
def test_a_damaged_table_has_no_texts(content: bytes) -> None:
    assert number_texts(content, 10) == {}


def cut_off(folder: Path) -> None:
    """Write a shapefile of two sites whose table has one record."""
    table = shapefile(folder).with_suffix(".dbf")
    content = table.read_bytes()
    table.write_bytes(content[:4] + (1).to_bytes(4, "little") + content[8:])


@pytest.mark.parametrize("file", ["s.shp", "z.zip"])
def test_shapes_without_a_record_are_said(file: str, tmp_path: Path) -> None:
    cut_off(tmp_path)
    with zipfile.ZipFile(tmp_path / "z.zip", "w") as archive:
        for part in tmp_path.glob("s.*"):
            archive.write(part, part.name)

    read = read_text(tmp_path, (tmp_path / file).read_bytes(), file)

    assert len(read.sites) == 1
    assert "2 shapes, 1 of them without a record" in read.said("warning")


def test_a_whole_shapefile_is_not_warned_of(tmp_path: Path) -> None:
    read = read_text(tmp_path, shapefile(tmp_path).read_bytes(), "s.shp")

    assert "without a record" not in read.said()


@given(st.binary(max_size=400), st.integers(0, 20))
def test_any_bytes_are_texts_of_a_table_or_none(content: bytes, most: int) -> None:
    assert all(len(texts) <= most for texts in number_texts(content, most).values())

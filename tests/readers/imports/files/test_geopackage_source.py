"""Cells of a GeoPackage may be of another type than their column: none is cut or changed."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from prioritizer.domain.reference import Reference
from prioritizer.exports.opendata import geopackage as exported
from tests.exports.opendata.builders import opened, two_ponds
from tests.readers.imports.builders import geopackage, read_text

COLUMNS = "fid INTEGER PRIMARY KEY, geom BLOB, name TEXT, tonnage_kt REAL, ours BOOLEAN"
ROWS = [
    (1, None, "Pond", "12,5", 1),
    (2, None, "Heap", "1 500 kt", 0),
    (3, None, "Dump", 3.0, None),
]


def packed(folder: Path, content: bytes) -> bytes:
    with zipfile.ZipFile(folder / "z", "w") as archive:
        archive.writestr("layers/sites.gpkg", content)
    return (folder / "z").read_bytes()


@pytest.mark.parametrize("file", ["f.gpkg", "f.zip"])
def test_a_text_in_a_column_of_numbers_is_read_whole(file: str, tmp_path: Path) -> None:
    content = geopackage(tmp_path / "x", ROWS, COLUMNS)
    if file == "f.zip":
        content = packed(tmp_path, content)

    read = read_text(tmp_path, content, file)

    assert [site["tonnage_t"] for site in read.sites] == ["12500", "1500000", "3000"]


def test_a_column_of_yes_and_no_holds_no_numbers(tmp_path: Path) -> None:
    read = read_text(tmp_path, geopackage(tmp_path / "x", ROWS, COLUMNS), "f.gpkg")

    assert [site.get("ours", "") for site in read.sites] == ["yes", "no", ""]


def test_a_zipped_geopackage_of_this_tool_comes_back_whole(
    tmp_path: Path, reference: Reference
) -> None:
    content = exported.write(opened(two_ponds(), reference))

    plain = read_text(tmp_path, content, "f.gpkg").outcome
    zipped = read_text(tmp_path, packed(tmp_path, content), "f.zip").outcome

    assert plain.is_own
    assert (zipped.is_own, zipped.rows, zipped.grade_rows, zipped.sources) == (
        True, plain.rows, plain.grade_rows, plain.sources,
    )  # fmt: skip

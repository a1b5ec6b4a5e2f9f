"""Texts of a Shapefile that does not say its encoding are read as their letters make sense."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import shapely
from pyogrio.raw import write

from prioritizer.domain.imports import ImportOptions
from prioritizer.readers.imports.reading import read_file
from tests.readers.imports.builders import read_text

SWEDISH = ["Långfors sandmagasin", "Öppet dagbrott vid ån", "Äldre slagghög"]
RUSSIAN = ["Хвостохранилище", "Старый отвал", "Шламонакопитель"]
HEIGHT = "Höjd"


def shapefile(folder: Path, names: list[str], encoding: str, *, is_said: bool) -> bytes:
    """Write three sites, their letters as other programs write them."""
    path = folder / "s.shp"
    columns = [np.array(names, dtype=object), np.array(["12", "3", "7"], dtype=object)]
    wkb = shapely.to_wkb(shapely.points([15, 16, 17], [60, 61, 62]))
    write(
        path, wkb, columns, ["name", "HEIGHT"], geometry_type="Point", crs="EPSG:4326",
        driver="ESRI Shapefile", encoding="UTF-8",
    )  # fmt: skip
    table = path.with_suffix(".dbf")
    content = table.read_bytes()
    for text in names:
        content = content.replace(
            text.encode(), text.encode(encoding).ljust(len(text.encode()))
        )
    if names is SWEDISH:
        content = content.replace(b"HEIGHT", HEIGHT.encode(encoding).ljust(6, b"\0"))
    table.write_bytes(content)
    if not is_said:
        path.with_suffix(".cpg").unlink()
    return path.read_bytes()


@pytest.mark.parametrize(
    ("names", "encoding"),
    [(SWEDISH, "utf-8"), (SWEDISH, "cp1252"), (RUSSIAN, "utf-8"), (RUSSIAN, "cp1251")],
)
def test_letters_make_sense_where_no_encoding_is_said(
    names: list[str], encoding: str, tmp_path: Path
) -> None:
    content = shapefile(tmp_path, names, encoding, is_said=False)

    read = read_text(tmp_path, content, "s.shp")

    assert [site["name"] for site in read.sites] == names
    assert (HEIGHT in read.fields) == (names is SWEDISH)
    assert f"read as {encoding}".casefold() in read.said().casefold()


@pytest.mark.parametrize("is_said", [True, False])
def test_an_encoding_that_is_said_or_stated_is_taken(is_said: bool, tmp_path: Path) -> None:
    content = shapefile(tmp_path, SWEDISH, "utf-8", is_said=is_said)
    stated = {} if is_said else {"encoding": "utf-8"}

    read = read_text(tmp_path, content, "s.shp", **stated)

    assert [site["name"] for site in read.sites] == SWEDISH
    assert HEIGHT in read.fields


@pytest.mark.parametrize("ending", ["shp", "gdb"])
def test_fields_may_be_called_as_the_library_calls_ids(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"s.{ending}"
    wkb = shapely.to_wkb(shapely.points([15, 16], [60, 61]))
    columns = [np.array(["A", "B"], dtype=object), np.array(["Pond", "Heap"], dtype=object)]
    driver = {"shp": "ESRI Shapefile", "gdb": "OpenFileGDB"}[ending]
    write(
        path, wkb, columns, ["OGC_FID", "name"], geometry_type="Point", crs="EPSG:4326",
        driver=driver,
    )  # fmt: skip
    options = ImportOptions(columns={"OGC_FID": "site_id"})

    read = read_file(path, options, (), lambda *_: None)

    rows = [dict(zip(read.header, row, strict=True)) for row in read.rows]
    assert [(row["site_id"], row["name"]) for row in rows] == [("A", "Pond"), ("B", "Heap")]
    assert rows[1]["latitude"] == "61"

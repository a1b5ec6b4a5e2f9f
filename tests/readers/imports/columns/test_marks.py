"""A mark before three digits is decided by the file, or the cell is not read and it is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.readers.imports.builders import Read, read_text, saved, workbook

HEAD, ROWS = "site_id;name;waste_type", ("A1;Alder;tailings", "B2;Birch;slag")


def read(folder: Path, columns: str, *cells: str, delimiter: str = ";", **options: str) -> Read:
    lines = [
        f"{HEAD};{columns}",
        *(f"{row};{more}" for row, more in zip(ROWS, cells, strict=True)),
    ]
    text = "\n".join(lines).replace(";", delimiter) + "\n"
    return read_text(folder, text, **options)


@pytest.mark.parametrize(
    ("columns", "cells", "value"),
    [
        ("Volumen (m3);Cu %", ("800.000;0,5", "750.000;1,25"), "800000"),
        ("Volumen (m3);Höhe (m)", ("800.000;0,5", "750.000;1,25"), "800000"),
        ("Volumen (m3);Höhe (m)", ("800.000;12", "1.750.000;13"), "800000"),
        ("Volumen (m3);Menge (t)", ("800.000;1.200.000", "750.000;300.000"), "800000"),
        ("Volume (m³);Latitude;Longitude", ("800.000;48,51;2,25", "7.500;48,2;2,5"), "800000"),
        ("Объем (м3);Высота (м)", ("800.000;0,5", "750.000;1,25"), "800000"),
        ("Objem (m3);Poznámka", ("800.000,5;a", "750.000;b"), "800000.5"),
        ("Volumen (m3);Cu %", ("800.5;0,5", "750.25;1,25"), "800.5"),
    ],
)
def test_the_file_decides(
    tmp_path: Path, columns: str, cells: tuple[str, str], value: str
) -> None:
    found = read(tmp_path, columns, *cells)

    assert found.sites[0]["volume_m3"] == value
    assert not found.said("error")


@pytest.mark.parametrize(
    ("columns", "cells", "delimiter"),
    [
        ("Volumen (m3);Höhe (m)", ("800.000;12", "750.000;13"), ";"),
        ("Volumen (m3);Lat;Lon", ("800.000;60.1234;15.12", "750.000;61.2;15.2"), ";"),
        ("Volumen (m3);Lat;Lon", ("800.000;60.1234;15.12", "750.000;61.2;15.2"), ","),
        ("Volumen (m3);Lat;Lon", ("800.000;60.1234;15.12", "750.000;61.2;15.2"), "\t"),
        ("Volumen (m3);Lat;Lon", ("800,000;60.1234;15.12", "750,000;61.2;15.2"), ";"),
        ("Volumen (m3);Cu ppm", ("800.000;12.5", "750.000;30.25"), ";"),
        ("Volumen (m3);Höhe (m);Cu %", ("800.000;1.5;0,5", "750.000;2.5;1,25"), ";"),
        ("Volumen (m3);Höhe (m)", ("800.000-900.000;12", "750.000;13"), ";"),
        ("Volumen (m3);Höhe (m)", ("etwa 800.000;12", "über 750.000;13"), ";"),
    ],
)
def test_what_the_file_leaves_open_is_not_read(
    tmp_path: Path, columns: str, cells: tuple[str, str], delimiter: str
) -> None:
    found = read(tmp_path, columns, *cells, delimiter=delimiter)

    assert not any("volume_m3" in site for site in found.sites)
    assert "row 2, column Volumen (m3): found" in found.said("error")
    assert "It can mean a decimal or thousands" in found.said("error")


@pytest.mark.parametrize(("decimal", "value"), [(".", "800"), (",", "800000")])
def test_who_states_the_mark_decides(tmp_path: Path, decimal: str, value: str) -> None:
    cells = ("800.000;12.5", "750.000;30.25") if decimal == "." else ("800.000;1", "750.000;2")
    found = read(tmp_path, "Volumen (m3);Cu ppm", *cells, decimal=decimal)

    assert found.sites[0]["volume_m3"] == value


@pytest.mark.parametrize(
    ("columns", "cells", "grade"),
    [
        # A thousand times more is beyond the unit, or beyond any mineral of the element.
        ("Cu (%)", ("1.234", "2.345"), "1.234"),
        ("Au (g/t)", ("1.234", "2.345"), "1.234"),
        ("Cu (ppm);Zn (ppm)", ("1.234;12,5", "2.345;7,25"), "1234"),
    ],
)
def test_a_grade_is_decided_by_what_it_can_be(
    tmp_path: Path, columns: str, cells: tuple[str, str], grade: str
) -> None:
    found = read(tmp_path, columns, *cells)

    assert next(iter(found.grades().values()))[1] == grade


def test_an_own_column_follows_the_sizes_of_its_file(tmp_path: Path) -> None:
    found = read(tmp_path, "Staub;Volumen (m3)", "1.500;800000,5", "2.500;750000,25")

    assert [site["Staub"] for site in found.sites] == ["1500", "2500"]


def test_codes_of_an_own_column_show_no_mark(tmp_path: Path) -> None:
    cells = ("800.000;01.03", "750.000;01.04")
    found = read(tmp_path, "Volumen (m3);Schlüssel", *cells, delimiter="\t")

    assert not any("volume_m3" in site for site in found.sites)


@pytest.mark.parametrize(
    ("grades", "volumes"),
    [
        ((0.5, 0.7), [None, None]),
        (("0.5", "0.7"), [None, None]),
        (("0,5", "0,7"), [800e3, 75e4]),
    ],
)
def test_text_of_a_workbook_is_decided_by_its_text(
    tmp_path: Path, grades: tuple[object, object], volumes: list[float | None]
) -> None:
    head = ["site_id", "name", "waste_type", "Volumen (m3)", "Cu (%)"]
    rows = [
        [*row.split(";"), volume, grade]
        for row, volume, grade in zip(ROWS, ("800.000", "750.000"), grades, strict=True)
    ]
    found = read_text(tmp_path, saved(workbook([head, *rows])), "sites.xlsx")

    read_as = [site.get("volume_m3") for site in found.sites]
    assert [text and float(text) for text in read_as] == volumes

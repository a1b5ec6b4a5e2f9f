"""X and Y of national systems: south and west, north before east, or not told at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.readers.imports.builders import Read, read_text

# Of the middle of Prague.
PRAGUE = (50.083, 14.418)


def point(read: Read) -> tuple[float, float] | None:
    (site,) = read.sites
    if "latitude" not in site:
        return None
    return round(float(site["latitude"]), 3), round(float(site["longitude"]), 3)


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("Země;Souřadnice X;Souřadnice Y", "CZ;1043500;743100"),
        ("Země;Souřadnice X;Souřadnice Y", "CZ;743100;1043500"),
        ("Země;X;Y", "CZ;-743100;-1043500"),
        ("Země;Souřadnice Y;Souřadnice X", "CZ;-1043500;-743100"),
        ("Obec;X (S-JTSK);Y (S-JTSK)", "Praha;1043500;743100"),
        ("Obec;JTSK_X;JTSK_Y", "Praha;743100;1043500"),
        ("Obec;X [EPSG:5513];Y [EPSG:5513]", "Praha;1043500;743100"),
    ],
)
def test_s_jtsk_is_read_in_every_order_and_sign(
    tmp_path: Path, header: str, cells: str
) -> None:
    assert point(read_text(tmp_path, f"Název;{header}\nHalda;{cells}\n")) == PRAGUE


def test_slovakia_has_it_too(tmp_path: Path) -> None:
    text = "Názov;Krajina;Súradnica X;Súradnica Y\nHalda;SK;1280000;520000\n"
    assert point(read_text(tmp_path, text)) == (48.198, 17.826)


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("Souřadnice X;Souřadnice Y", "1043500;743100"),
        ("Země;Souřadnice X;Souřadnice Y", "PL;1043500;743100"),
        ("Země;Souřadnice X;Souřadnice Y", "CZ;1280000;520000"),
        ("Země;Souřadnice X;Souřadnice Y", "CZ;-1043500;743100"),
        ("Země;Souřadnice X;Souřadnice Y", "CZ;1043500;43100"),
    ],
    ids=["no country", "another country", "not in it", "mixed signs", "no such number"],
)
def test_without_its_country_it_is_asked_for(tmp_path: Path, header: str, cells: str) -> None:
    read = read_text(tmp_path, f"Název;{header}\nHalda;{cells}\n")

    assert point(read) is None
    assert "state --crs" in read.said("warning")


def test_what_cannot_be_s_jtsk_is_refused_under_its_name(tmp_path: Path) -> None:
    text = "Název;X (S-JTSK);Y (S-JTSK)\nHalda;650000;240000\n"
    read = read_text(tmp_path, text)

    assert point(read) is None
    assert "points such as 650000, 240000" in read.said("warning")


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("Kraj;X (PUWG 1992);Y (PUWG 1992)", "PL;250000;650000"),
        ("Kraj;X 1992 [EPSG:2180];Y 1992 [EPSG:2180]", "PL;650000;250000"),
        ("Țara;Stereo70 X;Stereo70 Y", "RO;500000;400000"),
    ],
)
def test_where_both_ways_lie_in_the_country_no_point_is_made(
    tmp_path: Path, header: str, cells: str
) -> None:
    read = read_text(tmp_path, f"Nazwa;{header}\nA;{cells}\n")

    assert point(read) is None
    assert 'state the two columns, as in --map "X=northing"' in read.said("warning")


def test_the_two_columns_stated_are_read_as_stated(tmp_path: Path) -> None:
    text = "Nazwa;X (PUWG 1992);Y (PUWG 1992)\nA;250000;650000\n"
    stated = {"X (PUWG 1992)": "northing", "Y (PUWG 1992)": "easting"}

    assert point(read_text(tmp_path, text, columns=stated)) == (50.098, 21.098)


# Points as the metres from the origin of each system tell, by hand to a hundredth of a degree.
NORTH_FIRST = [
    ("X (PUWG 2000 strefa 6);Y (PUWG 2000 strefa 6)", "5550000;6600000", (50.078, 19.397)),
    ("X (RT90);Y (RT90)", "6700000;1500000", (60.418, 15.805)),
    ("X (KKJ);Y (KKJ)", "6700000;3400000", (60.399, 25.183)),
    ("EOV X;EOV Y", "240000;650000", (47.504, 19.047)),
    ("X (TUREF TM30);Y (TUREF TM30)", "4400000;500000", (39.734, 30.0)),
    ("X (NGO1948 akse III);Y (NGO1948 akse III)", "300000;20000", (60.693, 11.084)),
    ("X (Nord) Stereo 70;Y (Est) Stereo 70", "500000;400000", (45.992, 23.707)),
    ("Sağa değer (TUREF TM30);Yukarı değer (TUREF TM30)", "500000;4400000", (39.734, 30.0)),
    ("X (PT-TM06);Y (PT-TM06)", "20000;100000", (40.569, -7.897)),
]


@pytest.mark.parametrize(("header", "cells", "expected"), NORTH_FIRST)
def test_a_named_system_says_which_is_east_where_only_one_way_fits(
    tmp_path: Path, header: str, cells: str, expected: tuple[float, float]
) -> None:
    assert point(read_text(tmp_path, f"Name;{header}\nA;{cells}\n")) == expected


def test_what_is_asked_names_the_systems_that_fit_the_country(tmp_path: Path) -> None:
    read = read_text(tmp_path, "Nazwa;Kraj;X;Y\nA;PL;250000;650000\n")

    assert point(read) is None
    assert "EPSG:2180" in read.said("warning")

"""Letters of hemispheres in other languages: told by the table, or asked for; never guessed."""

from __future__ import annotations

from pathlib import Path

import pytest

from prioritizer.errors import DataError
from tests.readers.imports.builders import Read, read_text


def point(read: Read) -> tuple[float, float] | None:
    (site,) = read.sites
    if "longitude" not in site:
        return None
    return round(float(site["latitude"]), 3), round(float(site["longitude"]), 3)


@pytest.mark.parametrize(
    ("header", "cells", "expected"),
    [
        # O is west in the languages of the other headers.
        ("Nombre;Latitud S;Longitud O", "33.5;70.2", (-33.5, -70.2)),
        ("Nombre;Latitud;Longitud (O)", "-33.5;70.2", (-33.5, -70.2)),
        ("Nombre;Latitud;Longitud", "33°30' S;70°12' O", (-33.5, -70.2)),
        ("Nome;Município;Latitude;Longitude O", "x;-8.5;37.25", (-8.5, -37.25)),
        ("Nom;Commune;Latitude N;Longitude O", "x;48.5;3.25", (48.5, -3.25)),
        ("Denominazione;Comune;Latitudine;Longitudine O", "x;38.5;3.25", (38.5, -3.25)),
        ("Sitio;Coordenadas", "40°15′N 3°30′O", (40.25, -3.5)),
        ("Nombre;Latitud (°S);Longitud (°O)", "33.5;70.2", (-33.5, -70.2)),
        ("Nombre;LATITUD_S;LONGITUD_O", "33.5;70.2", (-33.5, -70.2)),
        ("Nombre;Latitud;Longitud", "S 33°30';O 70°12'", (-33.5, -70.2)),
        # And east in these.
        ("Bezeichnung;N (Grad);O (Grad)", "48.51;13.25", (48.51, 13.25)),
        ("Bezeichnung;Breite N;Länge O", "48.5;13.25", (48.5, 13.25)),
        ("Bezeichnung;Geogr. Breite;Geogr. Länge", "48°30' N;13°15' O", (48.5, 13.25)),
        ("Naam;Breedtegraad N;Lengtegraad O", "52.5;5.25", (52.5, 5.25)),
        # The letter beside it tells.
        ("Site;Lat;N/S;Long;E/O", "33.5;S;70.2;O", (-33.5, -70.2)),
        ("Site;Lat;N/S;Long;W/O", "48.5;N;13.2;O", (48.5, 13.2)),
        # The country does, by where it lies or by its language.
        ("Site;Country;Latitude;Longitude O", "CL;-33.5;70.2", (-33.5, -70.2)),
        ("Site;Country;Latitude;Longitude O", "AT;47.5;13.25", (47.5, 13.25)),
        ("Site;Country;Latitude;Longitude O", "ES;40.5;3.25", (40.5, -3.25)),
        # Letters of other languages.
        ("Název;Zem. šířka;Zem. délka", "50°15' S;14°30' V", (50.25, 14.5)),
        ("Naziv;Geografska širina;Geografska dužina", "44°15' S;20°30' I", (44.25, 20.5)),
        ("Nimi;Leveysaste;Pituusaste", "60°15' P;24°30' I", (60.25, 24.5)),
        ("Maden adı;Enlem;Boylam", "39°15' K;32°30' D", (39.25, 32.5)),
        ("Namn;Latitud;Longitud", "60°15' N;14°30' Ö", (60.25, 14.5)),
        ("Navn;Breddegrad;Lengdegrad", "60°15' N;10°30' Ø", (60.25, 10.5)),
        # The English ones stay what they are.
        ("Nombre;Latitud S;Longitud W", "33.5;70.2", (-33.5, -70.2)),
        ("Site;Lat S;Lon E", "33.5;20.2", (-33.5, 20.2)),
        ("Site;Lat;Long (°W)", "40.5;105.25", (40.5, -105.25)),
    ],
)
def test_a_letter_is_read_in_the_language_of_its_table(
    tmp_path: Path, header: str, cells: str, expected: tuple[float, float]
) -> None:
    assert point(read_text(tmp_path, f"{header}\nA;{cells}\n")) == expected


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("Site;Latitude;Longitude O", "48.5;13.25"),
        ("Site;Latitude;Longitude", "48°30' N;13°15' O"),
        # Italian words, and no west in Italy.
        ("Denominazione;Paese;Latitudine;Longitudine O", "IT;44.5;9.25"),
        # German words, and no east in Chile.
        ("Bezeichnung;Land;Breite;Länge O", "CL;-33.5;70.25"),
        ("Site;Country;Latitude;Longitude O", "DZ;34.5;3.25"),
    ],
)
def test_where_words_and_countries_differ_or_say_nothing_it_is_asked(
    tmp_path: Path, header: str, cells: str
) -> None:
    text = f"{header}\nA;{cells}\n"
    asked, told = (
        read_text(tmp_path, text),
        read_text(tmp_path, text, constants={"longitude_hemisphere": "W"}),
    )

    assert point(asked) is None
    assert "--set longitude_hemisphere=W (or E)" in asked.said("warning")
    found = point(told)
    assert found is not None
    assert found[1] < 0


def test_a_column_stated_as_longitude_is_not_read_with_an_open_letter(tmp_path: Path) -> None:
    text = "Site;Latitude;Longitude O\nA;48.5;13.25\n"

    assert point(read_text(tmp_path, text, columns={"Longitude O": "longitude"})) is None


def test_degrees_without_sign_or_letter_take_the_stated_side(tmp_path: Path) -> None:
    text = "Site;Lat;Lon\nA;40.5;105.25\nB;40.25;-105.5\n"
    read = read_text(tmp_path, text, constants={"longitude_hemisphere": "W"})

    assert [site["longitude"] for site in read.sites] == ["-105.25", "-105.5"]


def test_a_side_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="E or W"):
        read_text(tmp_path, "Site;Lat;Lon\nA;1;2\n", constants={"longitude_hemisphere": "X"})

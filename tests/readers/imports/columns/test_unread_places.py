"""Columns of coordinates of which no point is made are said, with what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.readers.imports.builders import read_text

HEAD, ROW = "site_id,name,waste_type", "P1,Alder,tailings"
NO_POINT = "columns of coordinates of which no point is made"


@pytest.mark.parametrize(
    ("columns", "cells", "hint"),
    [
        ("Leveys,Pituus", "60,80", "Leveys=latitude"),
        ("Laius,Pikkus", "58.5,25.5", "Laius=latitude"),
        ("Koordinate 1,Koordinate 2", "50.1,15.1", "Koordinate 1=latitude"),
        ("GPS pozycja A,GPS pozycja B", "50.1,15.1", "GPS pozycja A=latitude"),
        ("Lat min,Lon min", "30,15", "COLUMN=latitude"),
        ("Latitude,Height", "50.5,15", "COLUMN=longitude"),
        ("Latitude,Longitude O", "33.5,70.2", "Longitude O=longitude"),
        ("Easting,Height", "500123,15", "COLUMN=northing"),
    ],
)
def test_places_without_a_point_are_said(
    tmp_path: Path, columns: str, cells: str, hint: str
) -> None:
    read = read_text(tmp_path, f"{HEAD},{columns}\n{ROW},{cells}\n")

    assert "latitude" not in read.sites[0]
    said = [i for i in read.outcome.issues if i.found.startswith(NO_POINT)]
    assert len(said) == 1
    assert f'say --map "{hint}"' in said[0].hint


@pytest.mark.parametrize(
    ("columns", "cells", "said"),
    [
        ("Lat,Lon,Lat sec,Lon sec", "50,15,30,15", "seconds of the latitude that are not read"),
        ("Lat,Lon,Lat deg,Lat min", "50,15,50,30", "minutes of the latitude that are not read"),
        ("Lat,Lon,Lat min,Lon min", "50,15,30,15", ""),
        ("Lat,Lon,Lat deg,Lat min", "50.5,15.25,50,30", ""),
    ],
)
def test_parts_left_over_beside_whole_degrees_are_said(
    tmp_path: Path, columns: str, cells: str, said: str
) -> None:
    warned = read_text(tmp_path, f"{HEAD},{columns}\n{ROW},{cells}\n").said("warning")

    assert said in warned
    assert bool(said) == ("not read, beside whole degrees" in warned)


@pytest.mark.parametrize(
    ("columns", "cells", "options"),
    [
        ("Latitude,Longitude,Width,Length", "50.5,15.25,100,200", {}),
        ("Koordinator,Telefon", "Anna,Bo", {}),
        ("Leveys (m),Pituus (m)", "60,80", {}),
        ("Koordinate 1", "50.1", {"columns": {"Koordinate 1": "own"}}),
    ],
)
def test_what_is_no_place_is_not_said(
    tmp_path: Path, columns: str, cells: str, options: dict[str, dict[str, str]]
) -> None:
    read = read_text(tmp_path, f"{HEAD},{columns}\n{ROW},{cells}\n", **options)

    assert NO_POINT not in read.said("warning")

"""Coordinates that stand in several columns become one point, or none with a reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.readers.imports.builders import read_text

HEAD, ROW = "site_id,name,waste_type", "P1,Alder,tailings"


@pytest.mark.parametrize(
    "columns",
    [
        "LAT_DEG,LAT_MIN,LAT_SEC,LAT_HEMI,LON_DEG,LON_MIN,LON_SEC,LON_HEMI",
        "LatD,LatM,LatS,N/S,LongD,LongM,LongS,E/W",
        "LATDEG,LATMIN,LATSEC,LATDIR,LONGDEG,LONGMIN,LONGSEC,LONGDIR",
        "Breite Grad,Breite Min,Breite Sek,Breite Richtung,"
        "Länge Grad,Länge Min,Länge Sek,Länge Richtung",
        "Latitud grados,Latitud minutos,Latitud segundos,Latitud hemisferio,"
        "Longitud grados,Longitud minutos,Longitud segundos,Longitud hemisferio",
        "Latitude degrés,Latitude minutes,Latitude secondes,Latitude hémisphère,"
        "Longitude degrés,Longitude minutes,Longitude secondes,Longitude hémisphère",
        "Широта градусы,Широта минуты,Широта секунды,Широта полушарие,"
        "Долгота градусы,Долгота минуты,Долгота секунды,Долгота полушарие",
        "Latitud grader,Latitud minuter,Latitud sekunder,Latitud väderstreck,"
        "Longitud grader,Longitud minuter,Longitud sekunder,Longitud väderstreck",
        "Latitude,Min,Sec,N/S,Longitude,Min,Sec,E/W",
    ],
)
def test_degrees_minutes_seconds_and_hemisphere(tmp_path: Path, columns: str) -> None:
    read = read_text(tmp_path, f"{HEAD},{columns}\n{ROW},49,33,31,N,118,21,18,W\n")

    assert read.sites[0]["latitude"] == "49.5586111"
    assert read.sites[0]["longitude"] == "-118.355"


@pytest.mark.parametrize(
    ("columns", "cells", "point"),
    [
        ("Lat deg,Lat min,Lon deg,Lon min", "33,30,-70,12", ("33.5", "-70.2")),
        ("Lat deg,Lat min,Lon deg,Lon min", "-33,30,-0,12", ("-33.5", "-0.2")),
        ("Latitude,N/S,Longitude,E/W", "33.5,S,70.2,W", ("-33.5", "-70.2")),
        ("Latitude,N/S,Longitude,E/W", "-33.5,S,70.2,W", ("-33.5", "-70.2")),
        ("Latitude,N/S,Longitude,E/W", "33.5,South,70.2,West", ("-33.5", "-70.2")),
        ("Latitud,Lat hemisferio,Longitud,Lon hemisferio", "33.5,Sur,70.2,Oeste",
         ("-33.5", "-70.2")),
        ("Широта,N/S,Долгота,E/W", "33.5,ю.ш.,70.2,в.д.", ("-33.5", "70.2")),
        ("Lat (°N),Long (°W)", "49.5,118.3", ("49.5", "-118.3")),
        ("Lat (°S),Long (°E)", "26.2,28.1", ("-26.2", "28.1")),
        ("Latitude S,Longitude W", "33.5,70.2", ("-33.5", "-70.2")),
        ("Latitude (ºS),Longitude (ºW)", "33.5,70.2", ("-33.5", "-70.2")),
        ("Breite (Nord),Länge (West)", "33.5,70.2", ("33.5", "-70.2")),
        ("Lat (°N),Long (°W)", "49.5,-118.3", ("49.5", "-118.3")),
        ("Latitude,Longitude,Lat_Deg,Lat_Min", "49.5,-118.3,49,30", ("49.5", "-118.3")),
    ],
)  # fmt: skip
def test_signs_and_letters(
    tmp_path: Path, columns: str, cells: str, point: tuple[str, str]
) -> None:
    (row,) = read_text(tmp_path, f"{HEAD},{columns}\n{ROW},{cells}\n").sites

    assert (row.get("latitude"), row.get("longitude")) == point


@pytest.mark.parametrize(
    ("columns", "cells", "said"),
    [
        ("Latitude,N/S,Longitude,E/W", "33.5,,70.2,W", "a hemisphere beside degrees"),
        ("Latitude,N/S,Longitude,E/W", "-33.5,N,70.2,W", "no minus beside"),
        ("Latitude,N/S,Longitude,E/W", "33.5,S,70.2,O", "Write the letter in English"),
        ("Lat deg,Lat min,Lon deg,Lon min", "33,,70,12", "minutes beside whole degrees"),
        ("Lat deg,Lat min,Lon deg,Lon min", "33,72,70,12", "a number from 0 to 60"),
        ("Lat deg,Lat min,Lon deg,Lon min", "33.5,12,70,12", "whole degrees beside minutes"),
    ],
)
def test_parts_that_do_not_fit_leave_no_point(
    tmp_path: Path, columns: str, cells: str, said: str
) -> None:
    whole = "33,S,70,W" if "N/S" in columns else "33,1,70,1"
    text = f"{HEAD},{columns}\n{ROW},{cells}\n{ROW.replace('P1', 'P2')},{whole}\n"
    read = read_text(tmp_path, text)

    assert not any("latitude" in row for row in read.sites if row["site_id"] == "P1")
    assert said in read.said("error")


def test_a_grade_called_min_is_no_minute(tmp_path: Path) -> None:
    read = read_text(tmp_path, f"{HEAD},Latitude,Longitude,Min\n{ROW},60.07,15.01,12\n")

    assert read.sites[0]["longitude"] == "15.01"


@pytest.mark.parametrize(
    ("columns", "cells"),
    [
        ("Leveysaste (aste);Leveysaste (min);Pituusaste (aste);Pituusaste (min)",
         "50;30;15;15"),
        ("Leveysaste;Leveysminuutit;Pituusaste;Pituusminuutit", "50;30;15;15"),
        ("Szer. geogr. [°];Szer. geogr. [min];Dł. geogr. [°];Dł. geogr. [min]", "50;30;15;15"),
        ("Szerokość geogr.;Szerokość min;Długość geogr.;Długość min", "50;30;15;15"),
        ("Szerokość geogr.;Długość geogr.", "50,5;15,25"),
        ("Zem. šířka;Zem. délka", "50,5;15,25"),
        ("Zem. šířka (°);Zem. šířka (′);Zem. délka (°);Zem. délka (′)", "50;30;15;15"),
        ("Breddgrad;Breddminut;Längdgrad;Längdminut", "50;30;15;15"),
        ("Breddegrad;Breddeminutter;Lengdegrad;Lengdeminutter", "50;30;15;15"),
        ("Nordlig bredde;Østlig længde", "50,5;15,25"),
        ("Breitengrad;Breitenminuten;Längengrad;Längenminuten", "50;30;15;15"),
        ("Nördl. Breite;Östl. Länge", "50,5;15,25"),
        ("N (Grad);N (Min);E (Grad);E (Min)", "50;30;15;15"),
        ("N°;N';E°;E'", "50;30;15;15"),
        ("Laiuskraad (kraadi);Laiuskraad (minutit);Pikkuskraad (kraadi);Pikkuskraad (minutit)",
         "50;30;15;15"),
        ("Широта, град;Широта, мин;Широта, сек;Долгота, град;Долгота, мин;Долгота, сек",
         "50;30;0;15;15;0"),
        ("Северная широта;Восточная долгота", "50,5;15,25"),
        ("с.ш.;в.д.", "50,5;15,25"),
        ("Latitud (g);Latitud (m);Latitud (s);Longitud (g);Longitud (m);Longitud (s)",
         "50;30;0;15;15;0"),
        ("Coordenada Norte (grados);Coordenada Este (grados)", "50,5;15,25"),
        ("Latitude (graus);Latitude (minutos);Longitude (graus);Longitude (minutos)",
         "50;30;15;15"),
        ("Latitudine (gradi);Latitudine (primi);Longitudine (gradi);Longitudine (primi)",
         "50;30;15;15"),
        ("Latitude (degrés);Latitude (minutes);Longitude (degrés);Longitude (minutes)",
         "50;30;15;15"),
        ("Földrajzi szélesség;Földrajzi hosszúság", "50,5;15,25"),
        ("Geografska širina;Geografska dužina", "50,5;15,25"),
        ("Nord;Est", "50,5;15,25"),
    ],
)  # fmt: skip
def test_degrees_in_the_words_of_many_languages(
    tmp_path: Path, columns: str, cells: str
) -> None:
    head, row = HEAD.replace(",", ";"), ROW.replace(",", ";")
    read = read_text(tmp_path, f"{head};{columns}\n{row};{cells}\n")

    point = (read.sites[0].get("latitude"), read.sites[0].get("longitude"))
    assert point == ("50.5", "15.25"), read.fields


def test_south_and_west_in_a_header_of_letters_are_negative(tmp_path: Path) -> None:
    read = read_text(tmp_path, f"{HEAD},ю.ш.,з.д.\n{ROW},50.5,15.25\n")

    assert (read.sites[0]["latitude"], read.sites[0]["longitude"]) == ("-50.5", "-15.25")


@pytest.mark.parametrize(
    ("columns", "cells", "has_point"),
    [
        ("Bredd,Längd", "60.1234,15.1234", True),
        ("Šířka,Délka", "60.1234,15.1234", True),
        ("Leveys (m),Pituus (m)", "60.12345,15.12345", False),
        ("Bredd,Höjd", "60.1234,15.1234", False),
        ("Bredde,Lengde", "120,300", False),
    ],
)
def test_a_width_is_a_latitude_only_beside_a_longitude_and_with_its_decimals(
    tmp_path: Path, columns: str, cells: str, has_point: bool
) -> None:
    read = read_text(tmp_path, f"{HEAD},{columns}\n{ROW},{cells}\n")

    assert ("latitude" in read.sites[0]) is has_point
    assert not read.said("warning")


@pytest.mark.parametrize("columns", ["S min,W min", "Bredd min,Längd min", "N min,E min"])
def test_least_sulphur_and_least_width_are_no_minutes(tmp_path: Path, columns: str) -> None:
    text = f"{HEAD},Latitude,Longitude,{columns}\n{ROW},60.07,15.01,12,14\n"
    read = read_text(tmp_path, text)

    assert read.sites[0]["latitude"] == "60.07"
    assert not any("minutes" in read.fields[name] for name in columns.split(","))
    assert not read.said("error")

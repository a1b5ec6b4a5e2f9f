"""Headers in other languages: what a name with several meanings is, is told by its cells."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.readers.imports.builders import read_text

STATUS = {
    "Estado": ("Cerrado", "Activo"),
    "Estado de la faena": ("Abandonada", "En operación"),
    "Stato": ("dismesso", "attivo"),
    "Kaivoksen tila": ("suljettu", "toiminnassa"),
    "Stan": ("zlikwidowany", "czynny"),
    "Stan obiektu": ("nieczynny", "czynny"),
    "Zustand": ("stillgelegt", "in Betrieb"),
    "Zustand der Halde": ("saniert", "in Betrieb"),
    "État": ("fermé", "en activité"),
    "Status för anläggningen": ("nedlagd", "i drift"),
    "Anleggets tilstand": ("nedlagt", "i drift"),
    "Состояние": ("закрыт", "действующий"),
    "Состояние объекта": ("отработан", "действующий"),
    "Stav": ("uzavřeno", "v provozu"),
    "Stanje": ("zatvoren", "u radu"),
    "Stare": ("închis", "în funcțiune"),
    "Durum": ("kapalı", "faal"),
}


@pytest.mark.parametrize("header", STATUS)
def test_a_column_of_states_is_the_status_and_each_word_is_told(
    tmp_path: Path, header: str
) -> None:
    closed, operating = STATUS[header]

    read = read_text(tmp_path, f"name,{header}\nA,{closed}\nB,{operating}\nC,n/d\n")

    assert [row.get("site_status") for row in read.sites] == [closed, operating, None]
    told = [entry.what for entry in read.outcome.interpretations]
    assert f"'{closed}' understood as closed; the words are kept" in told
    assert f"'{operating}' understood as operating; the words are kept" in told


@pytest.mark.parametrize(
    ("header", "cells", "field", "values"),
    [
        ("Estado", ("MG", "PA"), "region", ("MG", "PA")),
        ("Stato", ("Italia", "Francia"), "country", ("IT", "FR")),
        ("Kraj", ("Sweden", "Norge"), "country", ("SE", "NO")),
    ],
)
def test_another_meaning_of_the_same_name_is_found_by_its_cells(
    tmp_path: Path, header: str, cells: tuple[str, str], field: str, values: tuple[str, str]
) -> None:
    rows = "".join(f"P{n},{cell}\n" for n, cell in enumerate(cells))

    read = read_text(tmp_path, f"name,{header}\n{rows}")

    assert tuple(row.get(field) for row in read.sites) == values
    assert all("site_status" not in row for row in read.sites)


def test_a_name_with_two_meanings_and_mixed_cells_is_left_to_the_person(tmp_path: Path) -> None:
    rows = "P1,Cerrado\nP2,Antofagasta\nP3,Tarapacá\n"

    read = read_text(tmp_path, f"name,Estado\n{rows}")

    assert not {"site_status", "region"} & read.sites[0].keys()
    assert "perhaps" in read.said("warning")


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Masa min (kt)", "tonnage_low_t"),
        ("Masa maks. (kt)", "tonnage_high_t"),
        ("Minsta mängd (kt)", "tonnage_low_t"),
        ("Mängd, högsta (kt)", "tonnage_high_t"),
        ("Määrä enintään (kt)", "tonnage_high_t"),
        ("Tonelaje mínimo (kt)", "tonnage_low_t"),
        ("Maximale Menge (kt)", "tonnage_high_t"),
        ("Quantité maximum (kt)", "tonnage_high_t"),
        ("Масса мин. (тыс. т)", "tonnage_low_t"),
        ("Miktar en az (kt)", "tonnage_low_t"),
        ("Množství min. (kt)", "tonnage_low_t"),
    ],
)
def test_the_ends_of_a_range_are_named_in_many_languages(
    tmp_path: Path, header: str, field: str
) -> None:
    read = read_text(tmp_path, f'name,"{header}"\nA,5\nB,6\n')

    assert [row.get(field) for row in read.sites] == ["5000", "6000"]


@pytest.mark.parametrize("word", ["mín.", "minimo", "minst", "мин", "najmanji", "pienin"])
def test_the_low_end_of_a_grade_is_named_in_many_languages(tmp_path: Path, word: str) -> None:
    read = read_text(tmp_path, f"site_id,name,Cu {word} (%)\nA,Pond,0.2\n")

    assert read.grades() == {"A Cu": ("0.2", "", "", "%")}


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        ("Saha No,Saha Adı", "7,Pond", ("7", "Pond")),
        ("Nr,Denominazione", "7,Pond", ("7", "Pond")),
        ("Nr,Nazwa obiektu", "7,Pond", ("7", "Pond")),
        ("Redni broj,Naziv jalovišta", "7,Pond", ("7", "Pond")),
        ("Nr. crt.,Denumire", "7,Pond", ("7", "Pond")),
        ("Lfd. Nr.,Bezeichnung der Halde", "7,Pond", ("7", "Pond")),
        ("Nro,Kohteen nimi", "7,Pond", ("7", "Pond")),
        ("Číslo,Název lokality", "7,Pond", ("7", "Pond")),
        ("№ п/п,Название объекта", "7,Pond", ("7", "Pond")),
        ("Løpenummer,Gruvens navn", "7,Pond", ("7", "Pond")),
    ],
)
def test_ids_and_names_are_found_in_many_languages(
    tmp_path: Path, header: str, row: str, expected: tuple[str, str]
) -> None:
    (site,) = read_text(tmp_path, f"{header},Cu (%)\n{row},1\n").sites

    assert (site["site_id"], site["name"]) == expected


@pytest.mark.parametrize("header", ["Mine area (ha)", "Mine production", "Max height (m)"])
def test_what_is_of_the_mine_is_no_size_of_the_waste(tmp_path: Path, header: str) -> None:
    (site,) = read_text(tmp_path, f"name,{header},Cu (%)\nPond,7,1\n").sites

    assert not {"area_ha", "tonnage_t", "tonnage_high_t", "volume_high_m3"} & site.keys()


@pytest.mark.parametrize("header", ["Latitud;Longitud", "Latitud N;Longitud E", "Breite;Länge"])
def test_three_decimals_behind_a_comma_are_degrees(tmp_path: Path, header: str) -> None:
    sites = read_text(tmp_path, f"Namn;{header}\nA;60,123;15,100\nB;60,101;15,201\n").sites

    assert [site["latitude"] for site in sites] == ["60.123", "60.101"]
    assert [site["longitude"] for site in sites] == ["15.1", "15.201"]


def test_metres_under_a_name_of_degrees_are_metres(tmp_path: Path) -> None:
    read = read_text(tmp_path, "Namn;Latitud;Longitud\nA;6710000;590000\n", crs="EPSG:3006")

    assert read.fields["Latitud"] == "northing"
    assert read.sites[0]["latitude"].startswith("60.5")

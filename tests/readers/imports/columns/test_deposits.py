"""What a deposit holds is no content of waste; a table of waste may speak of deposits."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.readers.imports.builders import read_text

ROW = "D1,Alder,porphyry,60.1,15.1,2.5,0.4"


@pytest.mark.parametrize(
    "header",
    [
        "id,name,Deposit type,lat,lon,Tonnage (Mt),Cu (%)",
        "id,Deposit name,Host,lat,lon,Tonnage (Mt),Cu (%)",
        "id,Namn,Fyndighetstyp,Latitud,Longitud,Mängd (Mt),Koppar (%)",
        "id,Name,Lagerstättentyp,Breite,Länge,Menge (Mt),Kupfer (%)",
        "id,Nom,Type de gisement,lat,lon,Tonnage (Mt),Cuivre (%)",
        "id,Nombre,Tipo de yacimiento,Latitud,Longitud,Tonelaje (Mt),Cobre (%)",
        "id,Название,Тип месторождения,Широта,Долгота,Масса (млн т),Медь (%)",
        "id,Nazwa,Typ złoża,lat,lon,Masa (mln t),Cu (%)",
    ],
)
def test_a_table_of_deposits_gives_no_grades(tmp_path: Path, header: str) -> None:
    read = read_text(tmp_path, f"{header}\n{ROW}\n")

    assert read.grades() == {}
    assert "tonnage_t" not in read.sites[0]
    assert read.sites[0]["latitude"] == "60.1"
    assert "in a table of deposits" in read.said("warning")


@pytest.mark.parametrize(
    ("header", "file", "row"),
    [
        ("id,name,Deposit type,lat,lon,Tailings (Mt),Cu (%)", "f.csv", ROW),
        ("id,name,Deposit type,lat,lon,Tonnage (Mt),Cu (%)", "tailings_dams.csv", ROW),
        ("id,name,Deposit type,lat,lon,Tonnage (Mt),Cu (%)", "f.csv",
         ROW.replace("Alder", "Alder slag heap")),
        ("id,name,waste type,lat,lon,Reserves,Cu (%)", "f.csv",
         ROW.replace("porphyry", "tailings")),
        ("id,name,Klass,lat,lon,Tonnage (Mt),Cu (%)", "f.csv", ROW),
    ],
)  # fmt: skip
def test_a_table_of_waste_gives_them(tmp_path: Path, header: str, file: str, row: str) -> None:
    assert "D1 Cu" in read_text(tmp_path, f"{header}\n{row}\n", file).grades()


def test_a_column_that_is_stated_is_read(tmp_path: Path) -> None:
    header = "id,name,Deposit type,lat,lon,Tonnage (Mt),Cu (%)"
    read = read_text(tmp_path, f"{header}\n{ROW}\n", columns={"Cu (%)": "grade:Cu"})

    assert "D1 Cu" in read.grades()

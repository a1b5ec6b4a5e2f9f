"""Columns of numbers and ids: taken for the id of a site only where they tell sites apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.readers.imports.builders import Read, read_text, saved, workbook

# Words for a running number, by language, beside the name of a site.
NUMBERS = [
    ("Nr", "Namn"),
    ("Nr.", "Bezeichnung"),
    ("Lfd. Nr.", "Bezeichnung"),
    ("No", "Name"),
    ("S.No", "Name"),
    ("Lp.", "Nazwa"),
    ("Číslo", "Název"),
    ("Poř. č.", "Název"),
    ("N° ordre", "Nom"),
    ("Nº", "Nombre"),
    ("№ п/п", "Название"),
    ("Nro", "Nimi"),
    ("Sıra no", "Maden adı"),
    ("Nr. crt.", "Denumire"),
    ("R. br.", "Naziv"),
]


def ids(read: Read) -> list[str]:
    return [site["site_id"] for site in read.sites]


@pytest.mark.parametrize(("number", "name"), NUMBERS)
def test_numbers_that_come_again_are_no_ids(tmp_path: Path, number: str, name: str) -> None:
    read = read_text(tmp_path, f"{number};{name};Cu %\n1;A;1\n2;B;2\n1;C;3\n")

    assert ids(read) == ["file-2", "file-3", "file-4"]
    assert read.said("error") == ""
    assert read.said("warning").count("'1' in 2 rows") == 1


@pytest.mark.parametrize(("number", "name"), NUMBERS)
def test_another_column_that_tells_rows_apart_is_taken(
    tmp_path: Path, number: str, name: str
) -> None:
    again = read_text(tmp_path, f"{number};{name};Site ID;Cu %\n1;A;x1;1\n1;B;x2;2\n")
    counted = read_text(tmp_path, f"{number};{name};Site ID;Cu %\n1;A;x1;1\n2;B;x2;2\n")

    assert ids(again) == ids(counted) == ["x1", "x2"]
    assert "'Site ID' is taken" in again.said("warning")
    assert "it counts the rows; 'Site ID' is taken" in counted.said()


def test_numbers_alone_that_tell_rows_apart_stay_the_ids(tmp_path: Path) -> None:
    assert ids(read_text(tmp_path, "Nr;Namn;Cu %\n7;A;1\n9;B;2\n")) == ["7", "9"]


@pytest.mark.parametrize(
    ("header", "substance"),
    [
        ("Nr;Objekt;Ämne;Halt;Enhet", "Koppar;Zink"),
        ("Lp.;Nazwa;Pierwiastek;Zawartość;Jednostka", "Miedź;Cynk"),
        ("№ п/п;Название;Элемент;Содержание;Единица", "Медь;Цинк"),
    ],
)
def test_what_counts_the_rows_of_samples_is_no_site(
    tmp_path: Path, header: str, substance: str
) -> None:
    first, second = substance.split(";")
    read = read_text(
        tmp_path, f"{header}\n1;A;{first};1;%\n2;A;{second};2;%\n3;B;{first};3;%\n"
    )

    assert ids(read) == ["file-2", "file-4"]
    assert read.grades().keys() == {"file-2 Cu", "file-2 Zn", "file-4 Cu"}


def test_a_site_that_stands_twice_under_its_id_stays_an_error(tmp_path: Path) -> None:
    rows = "".join(f"S{k};Site {k};1\n" for k in range(10)) + "S3;Site 3;1\n"
    read = read_text(tmp_path, f"Site ID;Name;Cu %\n{rows}")

    assert len(read.sites) == 10
    assert "'S3'" in read.said("error")


def test_a_stated_id_is_taken_as_stated(tmp_path: Path) -> None:
    text = "Nr;Namn;Cu %\n1;A;1\n1;B;2\n"
    read = read_text(tmp_path, text, columns={"Nr": "site_id"})

    assert ids(read) == ["1"]
    assert "an id not used before" in read.said("error")


def test_a_letter_that_numbers_rows_is_no_coordinate(tmp_path: Path) -> None:
    read = read_text(tmp_path, "N°;Nom;Cu %\n1;A;1\n2;B;2\n1;C;3\n")

    assert read.fields["N°"] == "own"
    assert read.said("error") == ""


def test_numbers_of_a_workbook_are_told_like_text(tmp_path: Path) -> None:
    rows = [("Nr", "Namn", "Kod", "Cu %"), (1.0, "A", "a", 1), (2.0, "B", "b", 2)]
    read = read_text(tmp_path, saved(workbook(rows)), "file.xlsx")

    assert ids(read) == ["a", "b"]

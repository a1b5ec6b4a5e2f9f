"""Grades in a table of their own, in the columns and the language of whoever keeps it."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from prioritizer.domain.imports import ImportOptions
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import Range
from prioritizer.domain.site_file import SiteFile
from prioritizer.errors import DataError, Severity
from prioritizer.readers.sites import read_sites
from prioritizer.workflow.sites.importing import import_file

SITES = (
    "site_id,name,waste_type,tonnage_t\nH-01,Norra,tailings,1000000\nH-02,Södra,slag,500000\n"
)
FOREIGN = "Beteckning;Gruva;Avfallsslag;Mängd (t)\nH-01;Norra;anrikningssand;1000000\n"
# By language: headers of a table with a row per analyte, and the words for copper and zinc.
LONG = {
    "sv": ("Objekt-ID;Ämne;Halt;Enhet", "Koppar", "Zink"),
    "fi": ("Kohdetunnus;Alkuaine;Pitoisuus;Yksikkö", "Kupari", "Sinkki"),
    "no": ("Lokalitetsnr;Grunnstoff;Gehalt;Enhet", "Kobber", "Sink"),
    "ru": ("Код объекта;Элемент;Содержание;Ед. изм.", "Медь", "Цинк"),
    "es": ("Código;Elemento;Ley;Unidad", "Cobre", "Zinc"),
    "pt": ("Código;Elemento;Teor;Unidade", "Cobre", "Zinco"),
    "de": ("Haldennummer;Element;Gehalt;Einheit", "Kupfer", "Zink"),
    "fr": ("Identifiant;Élément;Teneur;Unité", "Cuivre", "Zinc"),
    "pl": ("Nr obiektu;Pierwiastek;Zawartość;Jednostka", "Miedź", "Cynk"),
    "it": ("Codice sito;Elemento;Tenore;Unità", "Rame", "Zinco"),
    "cs": ("Číslo objektu;Prvek;Obsah;Jednotka", "Měď", "Zinek"),
    "tr": ("Kayıt no;Element;Tenör;Birim", "Bakır", "Çinko"),
}
# By language: headers of a table with a column per analyte and a row per sample.
WIDE = {
    "sv": "Provnr;Objekt;Kopparhalt (%);Zink (ppm)",
    "fi": "Näyte;Kohde;Kupari (%);Sinkki (ppm)",
    "no": "Prøve;Lokalitet;Kobber (%);Sink (ppm)",
    "ru": "№ пробы;Объект;Медь, %;Цинк, г/т",
    "es": "Muestra;Depósito;Cobre (%);Zinc (ppm)",
    "pt": "Amostra;Estrutura;Cobre (%);Zinco (ppm)",
    "de": "Probe;Halde;Kupfer (%);Zink (ppm)",
    "fr": "Échantillon;Site;Cuivre (%);Zinc (ppm)",
    "pl": "Próbka;Hałda;Miedź (%);Cynk (ppm)",
    "it": "Campione;Discarica;Rame (%);Zinco (ppm)",
    "cs": "Vzorek;Halda;Měď (%);Zinek (ppm)",
    "tr": "Numune;Saha;Bakır (%);Çinko (ppm)",
}


@pytest.fixture
def read(tmp_path: Path, reference: Reference):  # type: ignore[no-untyped-def]
    def run(grades: str, sites: str = SITES) -> SiteFile:
        (tmp_path / "sites.csv").write_text(sites, encoding="utf-8")
        (tmp_path / "grades.csv").write_text(grades, encoding="utf-8")
        return read_sites(tmp_path / "sites.csv", reference)

    return run


def found(read: SiteFile) -> dict[str, list[tuple[str, float | None]]]:
    return {
        site.site_id: [(a.analyte, a.grade.best) for a in site.assays if a.is_used]
        for site in read.register.sites
    }


@pytest.mark.parametrize("language", LONG)
def test_a_row_per_analyte_is_read_from_its_header(read, language: str) -> None:  # type: ignore[no-untyped-def]
    header, copper, zinc = LONG[language]

    file = read(f"{header}\nH-02;{zinc};1,25;%\nH-01;{copper};0,5;%\n")

    assert found(file) == {"H-01": [("Cu", 0.5)], "H-02": [("Zn", 1.25)]}
    assert not file.errors
    source = file.register.sites[0].assays[0].source
    assert file.register.sources[source].citation == "Imported from grades.csv"


@pytest.mark.parametrize("language", WIDE)
def test_a_row_per_sample_names_its_site_by_what_stands_in_it(read, language: str) -> None:  # type: ignore[no-untyped-def]
    file = read(f"{WIDE[language]}\nP1;H-01;0,5;100\nP2;H-01;0,75;300\nP3;Södra;1,5;50\n")

    assert found(file) == {
        "H-01": [("Cu", 0.625), ("Zn", 200.0)],
        "H-02": [("Cu", 1.5), ("Zn", 50.0)],
    }
    assert not file.errors


def test_what_the_columns_were_taken_for_is_noted(read) -> None:  # type: ignore[no-untyped-def]
    (note,) = read("Objekt-ID;Koppar (%)\nH-01;0,5\n").issues

    assert note.severity is Severity.NOTE
    assert "'Objekt-ID' as site_id, 'Koppar (%)' as grade:Cu" in note.found


def test_grades_of_no_listed_site_are_told(read) -> None:  # type: ignore[no-untyped-def]
    file = read("Objekt-ID;Koppar (%)\nH-01;0,5\nX-9;0,7\n")

    assert found(file) == {"H-01": [("Cu", 0.5)], "H-02": []}
    assert any("1 site not in the site table ('X-9')" in i.found for i in file.issues)


def test_a_name_that_two_sites_have_names_neither(read) -> None:  # type: ignore[no-untyped-def]
    twice = SITES.replace("Södra", "Norra")

    assert found(read("Gruva;Koppar (%)\nNorra;0,5\n", twice)) == {"H-01": [], "H-02": []}


@pytest.mark.parametrize(
    ("grades", "expected"),
    [
        ("Koppar (%);Zink (%)\n0,5;1\n", "a column with the ids of the sites"),
        ("Objekt-ID;Djup (m)\nH-01;2\n", "columns of analytes, grades and units"),
        ("Objekt-ID;Ämne;Halt\nH-01;Koppar;2\n", "--unit"),
    ],
)
def test_a_table_without_sites_or_grades_is_refused(read, grades: str, expected: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(DataError, match=expected):
        read(grades)


def test_our_ids_beside_other_columns_do_not_lose_the_grades(read) -> None:  # type: ignore[no-untyped-def]
    file = read("site_id,analyte,unit,grade\nH-01,Cu,%,0.5\n")

    assert found(file)["H-01"] == [("Cu", 0.5)]


@pytest.mark.parametrize("analyte", ["element", "metal", "commodity", "parameter", "Stoff"])
@pytest.mark.parametrize(
    "numbers", ["low,best,high,unit", "Min,Mean,Max,Unit", "low (%),best (%),high (%),note"]
)
def test_our_numbers_beside_another_word_for_the_analyte_are_a_grade_and_its_ends(  # type: ignore[no-untyped-def]
    read, analyte: str, numbers: str
) -> None:
    unit = "%" if numbers.casefold().endswith("unit") else "-"

    file = read(
        f"site,{analyte},{numbers}\nH-01,Cu,0.1,0.2,0.3,{unit}\nH-02,zinc,1,2,3,{unit}\n"
    )

    assert not file.errors
    grades = [(a.analyte, a.unit, a.grade) for s in file.register.sites for a in s.assays]
    assert grades == [("Cu", "%", Range(0.1, 0.2, 0.3)), ("Zn", "%", Range(1.0, 2.0, 3.0))]


def test_without_a_unit_it_is_the_unit_that_is_asked_for(read) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(DataError, match=r"column best: found no unit .* --unit"):
        read("site,element,low,best,high\nH-01,Cu,0.1,0.2,0.3\n")


def test_ends_beside_no_analytes_are_no_grades(read) -> None:  # type: ignore[no-untyped-def]
    file = read("site,Copper (%),min,max\nH-01,0.5,2,7\nH-02,0.6,1,9\n")

    assert found(file) == {"H-01": [("Cu", 0.5)], "H-02": [("Cu", 0.6)]}
    assert all(a.grade.low is None for site in file.register.sites for a in site.assays)


@pytest.mark.parametrize(
    ("other", "cells"),
    [
        ("min", ("30", "45")),  # minutes
        ("low", ("7", "9")),
        ("high", ("yes", "no")),
        ("high", ("low", "medium")),
        ("max", ("0.1", "0.2")),
    ],
)
def test_a_column_that_does_not_lie_about_the_grade_is_no_end_of_it(  # type: ignore[no-untyped-def]
    read, other: str, cells: tuple[str, str]
) -> None:
    one, two = cells
    file = read(f"site,element,grade,unit,{other}\nH-01,Cu,0.5,%,{one}\nH-02,Cu,0.6,%,{two}\n")

    assert not file.errors
    grades = [assay.grade for site in file.register.sites for assay in site.assays]
    assert grades == [Range(None, 0.5, None), Range(None, 0.6, None)]


def test_where_one_end_is_something_else_so_is_the_other(read) -> None:  # type: ignore[no-untyped-def]
    file = read("site,element,mean,min,max,unit\nH-01,Cu,0.5,30,90,%\nH-02,Cu,0.4,45,120,%\n")

    assert not file.errors
    assert found(file) == {"H-01": [("Cu", 0.5)], "H-02": [("Cu", 0.4)]}
    assert all(a.grade.high is None for site in file.register.sites for a in site.assays)


def test_one_row_with_its_ends_exchanged_is_still_an_error(read) -> None:  # type: ignore[no-untyped-def]
    rows = "H-01,Cu,0.9,0.5,0.1,%\nH-02,Cu,0.1,0.5,0.9,%\nH-02,Zn,<0.1,0.5,0.9,%\n"
    file = read(f"site,element,low,best,high,unit\n{rows}")

    assert any("low 0.9, best 0.5, high 0.1" in issue.found for issue in file.errors)


def test_two_columns_that_could_be_the_same_end_are_neither(read) -> None:  # type: ignore[no-untyped-def]
    file = read("site,element,grade,best,min,low,max,unit\nH-01,Cu,0.2,9,0.1,7,0.3,%\n")

    (assay,) = file.register.sites[0].assays
    assert assay.grade == Range(None, 0.2, 0.3)


def test_impossible_grades_are_quarantined_as_in_one_file(read) -> None:  # type: ignore[no-untyped-def]
    (assay,) = read("Objekt-ID;Guld (g/t)\nH-01;5000\n").register.sites[0].assays

    assert not assay.is_used
    assert assay.note.startswith("quarantined")


def test_two_foreign_files_make_the_tables_of_one(tmp_path: Path, reference: Reference) -> None:
    (tmp_path / "register.csv").write_text(FOREIGN, encoding="utf-8")
    book = Workbook()
    for row in (("Gruva", "Ämne", "Halt"), ("Norra", "Koppar", 0.5)):
        book.active.append(row)
    book.save(tmp_path / "halter.xlsx")
    stated = ImportOptions(
        columns={"Beteckning": "site_id", "Mängd (t)": "tonnage_t"}, units={"Halt": "%"}
    )

    result = import_file(
        tmp_path / "register.csv", reference, stated, grades=tmp_path / "halter.xlsx"
    )
    result.write_tables(tmp_path / "out")

    again = read_sites(tmp_path / "out" / "sites.csv", reference)
    assert found(again) == {"H-01": [("Cu", 0.5)]}
    wheres = {one.where for one in result.interpretations if one.what.endswith("analyte")}
    assert wheres == {"halter.xlsx, column B 'Ämne'"}
    assert again.register.sites[0].tonnage_t.best == 1_000_000
    assert len(again.register.sources) == 2


def test_a_header_that_neither_file_has_is_refused(
    tmp_path: Path, reference: Reference
) -> None:
    (tmp_path / "register.csv").write_text(FOREIGN, encoding="utf-8")
    (tmp_path / "halter.csv").write_text("Gruva;Koppar (%)\nNorra;0,5\n", encoding="utf-8")
    stated = ImportOptions(units={"Silver": "g/t"})

    with pytest.raises(DataError, match=r"no column 'Silver', here or in halter\.csv"):
        import_file(
            tmp_path / "register.csv", reference, stated, grades=tmp_path / "halter.csv"
        )


def test_sites_are_found_by_ids_that_only_the_register_has(
    tmp_path: Path, reference: Reference
) -> None:
    (tmp_path / "register.csv").write_text(
        "Märkning;Gruva;MRDS_ID;Mängd (t)\nM-1;Norra;77;1000\nM-2;Södra;78;2000\n",
        encoding="utf-8",
    )
    for key, other in (("Märkning", "M-2"), ("dep_id", "78"), ("Plats", "Södra")):
        grades = tmp_path / "halter.csv"
        grades.write_text(f"Nr;{key};Koppar (%)\n1;{other};0,5\n", encoding="utf-8")
        result = import_file(tmp_path / "register.csv", reference, grades=grades)

        assert [len(site.assays) for site in result.register.sites] == [0, 1], key


def test_a_number_that_two_columns_share_names_no_site(
    tmp_path: Path, reference: Reference
) -> None:
    (tmp_path / "register.csv").write_text(
        "Gruva;Byggår;Mängd (t)\nNorra;1950;1000\nSödra;1960;2000\n", encoding="utf-8"
    )
    grades = tmp_path / "halter.csv"
    grades.write_text("Provår;Koppar (%)\n1960;0,5\n", encoding="utf-8")

    with pytest.raises(DataError, match="a column with the ids of the sites"):
        import_file(tmp_path / "register.csv", reference, grades=grades)

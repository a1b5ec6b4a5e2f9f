"""Grades of compounds, of long tables, with qualifiers and below limits, are what was found."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.readers.imports.builders import read_text, site


def long_table(*rows: str, header: str = "site_id,name,analyte,grade,unit") -> str:
    return "\n".join((header, *rows)) + "\n"


@pytest.mark.parametrize(
    ("named", "analyte"),
    [
        ("lithium oxide (Li2O)", "Li2O"),
        ("tungsten trioxide (WO3)", "WO3"),
        ("lithium carbonate (Li2CO3)", "Li2CO3"),
        ("boron trioxide (B2O3)", "B2O3"),
        ("Phosphorpentoxid (P2O5)", "P2O5"),
        ("óxido de manganeso (MnO)", "MnO"),
        ("оксид вольфрама (WO3)", "WO3"),
        ("oxyde d'uranium (U3O8)", "U3O8"),
        ("tlenek litu Li2O", "Li2O"),
        ("K2O", "K2O"),
        ("zinc (Zn)", "Zn"),
        ("Koppar (Cu)", "Cu"),
        ("COPPER (CU)", "Cu"),
        ("cuivre total", "Cu"),
    ],
)
def test_a_formula_says_more_than_a_name(tmp_path: Path, named: str, analyte: str) -> None:
    read = read_text(tmp_path, long_table(f"P1,Alder,{named},0.2,%"))

    assert read.grades() == {f"P1 {analyte}": ("", "0.2", "", "%")}


@pytest.mark.parametrize(
    "named",
    [
        "lithium oxide",
        "Lithiumoxid",
        "carbonate de lithium",
        "оксид лития",
        "Cu (acid soluble)",
        "acid-soluble copper",
        "cobre soluble",
        "säurelösliches Kupfer",
        "Cu equivalent",
        "AuEq",
        "Na2B4O7",
        "tungsten trioxide (WO3) recoverable",
    ],
)
def test_what_is_no_element_is_kept_and_not_used(tmp_path: Path, named: str) -> None:
    read = read_text(tmp_path, long_table(f"P1,Alder,{named},0.2,%", "P1,Alder,Cu,0.4,%"))

    assert read.grades() == {"P1 Cu": ("", "0.4", "", "%")}
    assert any(row[11] == "no" for row in read.outcome.grade_rows)


@pytest.mark.parametrize(
    "column",
    [
        "Cu acid-soluble %",
        "CuAS %",
        "Cu % (AS)",
        "Cu AS (%)",
        "Soluble Cu (%)",
        "Cu soluble (%)",
        "Cu eq (%)",
    ],
)
def test_a_part_of_the_copper_is_no_column_of_copper(tmp_path: Path, column: str) -> None:
    assert read_text(tmp_path, site(column, "0.2")).grades() == {}


def test_a_total_and_its_soluble_part_are_not_averaged(tmp_path: Path) -> None:
    header = "site_id,name,analyte,grade,unit,digestion"
    rows = ("P1,Alder,Cu,0.5,%,total", "P1,Alder,Cu,0.1,%,acid soluble")
    read = read_text(tmp_path, long_table(*rows, header=header))

    assert read.grades() == {"P1 Cu": ("", "0.5", "", "%")}


def test_an_element_and_its_oxide_are_two_analytes(tmp_path: Path) -> None:
    rows = ("P1,Alder,tungsten,0.2,%", "P1,Alder,tungsten trioxide (WO3),0.4,%")
    read = read_text(tmp_path, long_table(*rows))

    assert set(read.grades()) == {"P1 W", "P1 WO3"}


@pytest.mark.parametrize("header", ["Material", "Substance name", "Wertelement", "Kohde-aine"])
def test_the_analyte_is_found_by_its_cells(tmp_path: Path, header: str) -> None:
    table = long_table(
        "P1,Alder,zinc (Zn),2.1,%",
        "P1,Alder,copper (Cu),0.4,%",
        header=f"site_id,name,{header},Grade,Grade_Unit",
    )
    read = read_text(tmp_path, table)

    assert read.grades() == {"P1 Zn": ("", "2.1", "", "%"), "P1 Cu": ("", "0.4", "", "%")}
    assert len(read.sites) == 1
    assert read.said("error") == ""


def test_grades_of_nothing_are_said(tmp_path: Path) -> None:
    read = read_text(
        tmp_path, long_table("P1,Alder,x9,2.1,%", header="site_id,name,Batch,Grade,Unit")
    )

    assert "no column that names the analyte" in read.said("warning")
    assert read.grades() == {}


@pytest.mark.parametrize(
    ("code", "grade"),
    [
        ("<", ("0", "", "50", "ppm")),
        ("U", ("0", "", "50", "ppm")),
        ("UJ", ("0", "", "50", "ppm")),
        ("ND", ("0", "", "50", "ppm")),
        ("N", ("0", "", "50", "ppm")),
        ("L", ("0", "", "50", "ppm")),
        ("not detected", ("0", "", "50", "ppm")),
        ("n.n.", ("0", "", "50", "ppm")),
        ("менее", ("0", "", "50", "ppm")),
        ("menor que", ("0", "", "50", "ppm")),
        ("G", ("50", "", "", "ppm")),
        (">", ("50", "", "", "ppm")),
        ("J", ("", "50", "", "ppm")),
        ("=", ("", "50", "", "ppm")),
        ("", ("", "50", "", "ppm")),
        ("R", None),
        ("H7", None),
    ],
)
@pytest.mark.parametrize("shape", ["long", "wide", "before"])
def test_a_qualifier_makes_a_limit(
    tmp_path: Path, code: str, grade: tuple[str, ...] | None, shape: str
) -> None:
    text = {
        "long": long_table(
            "P1,Alder,Cu,1200,ppm,=",
            f"P1,Alder,Cd,50,ppm,{code}",
            header="site_id,name,analyte,result,unit,qualifier",
        ),
        "wide": f"site_id,name,Cu_ppm,Cd_ppm,Cd_ppm_Q\nP0,Birch,1,1,<\nP1,Alder,1,50,{code}\n",
        "before": f"site_id,name,Cu_ppm,Cd sign,Cd_ppm\nP0,Birch,1,<,1\nP1,Alder,1,{code},50\n",
    }[shape]

    assert read_text(tmp_path, text).grades().get("P1 Cd") == grade


@pytest.mark.parametrize(
    ("header", "flag"),
    [
        ("Cu_ppm,Cu_ppm_flag,Sb_ppm,Sb_ppm_flag", True),
        ("Cu_ppm,Cu_Qualifier,Sb_ppm,Sb_Qualifier", True),
        ("Kupfer ppm,Kupfer Kennzeichen,Antimon ppm,Antimon Kennzeichen", True),
        ("Медь (ppm),Медь знак,Сурьма (ppm),Сурьма знак", True),
        ("Cobre ppm,Cobre signo,Antimonio ppm,Antimonio signo", True),
        ("Cu_ppm,Q,Sb_ppm,Q", True),
        ("Cu_ppm,Cu_detected,Sb_ppm,Sb_detected", True),
        ("Cu_ppm,Grade class,Sb_ppm,Sb class", False),
    ],
)
def test_qualifiers_are_found_by_name_or_place(tmp_path: Path, header: str, flag: bool) -> None:
    read = read_text(tmp_path, f"site_id,name,{header}\nP1,Alder,5,,100,N\nP2,Birch,6,U,7,\n")
    low = "0" if flag else ""

    assert read.grades()["P1 Sb"][0] == low
    assert read.grades()["P2 Cu"][0] == low


@pytest.mark.parametrize(
    "header", ["Cd (ppm),Cd_BG", "Cd (ppm),?", "<,Cd (ppm)", "Cd (ppm),qzx", "Cd BG,Cd (ppm)"]
)
def test_a_column_of_signs_alone_needs_no_name(tmp_path: Path, header: str) -> None:
    cells = "{0},<" if header.startswith("Cd (ppm)") else "<,{0}"
    blank = "12," if header.startswith("Cd (ppm)") else ",12"
    text = f"site_id,name,{header}\nP1,Alder,{cells.format('0.5')}\nP2,Birch,{blank}\n"
    read = read_text(tmp_path, text)

    assert read.grades()["P1 Cd"] == ("0", "", "0.5", "ppm")
    assert read.grades()["P2 Cd"] == ("", "12", "", "ppm")


@pytest.mark.parametrize(
    ("header", "below", "plain"),
    [
        ("Cd detected", "N", "Y"),
        ("Cd_detect_flag", "FALSE", "TRUE"),
        ("Cd nachgewiesen", "nein", "ja"),
        ("Cd wykryto", "nie", "tak"),
        ("Cd nondetect", "TRUE", "FALSE"),
        ("Cd_censored", "1", "0"),
        ("Cd below detection limit", "yes", "no"),
        ("Cd ej påvisad", "ja", "nej"),
    ],
)
def test_yes_and_no_are_what_their_header_asks(
    tmp_path: Path, header: str, below: str, plain: str
) -> None:
    text = f"site_id,name,Cd (ppm),{header}\nP1,Alder,0.5,{below}\nP2,Birch,12,{plain}\n"
    read = read_text(tmp_path, text)

    assert read.grades()["P1 Cd"] == ("0", "", "0.5", "ppm")
    assert read.grades()["P2 Cd"] == ("", "12", "", "ppm")


def test_n_of_a_nondetect_is_not_guessed(tmp_path: Path) -> None:
    read = read_text(tmp_path, "site_id,name,Cd (ppm),Cd censored\nP1,Alder,0.5,N\n")

    assert not read.grades()
    assert "The grade is not used" in read.said("warning")


@pytest.mark.parametrize(
    "header", ["Cu (ppm),Cu (%)", "Cu ICP (ppm),Cu XRF (ppm)", "Koppar (ppm),Cu (ppm)"]
)
def test_a_second_column_of_an_analyte_is_said(tmp_path: Path, header: str) -> None:
    said = read_text(tmp_path, f"site_id,name,{header}\nP1,Alder,1200,1.2\n").said("warning")

    assert "a second column for grade:Cu" in said
    assert "not used" in said


@pytest.mark.parametrize("name", ["Head grade Cu (%)", "Cu head (%)", "Feed grade Cu (%)"])
def test_the_grade_of_the_feed_of_a_mill_is_not_that_of_its_tailings(
    tmp_path: Path, name: str
) -> None:
    text = f"site_id,name,{name},Tailings Cu (%)\nP1,Alder,1.1,0.2\n"

    assert read_text(tmp_path, text).grades() == {"P1 Cu": ("", "0.2", "", "%")}


@pytest.mark.parametrize(
    ("values", "mean", "between"),
    [
        (("<1", "<1", "3"), ("0", "1.33333333333", "3", "ppm"), "between 1 and 1.667"),
        (("<2", "4"), ("0", "2.5", "4", "ppm"), "between 2 and 3"),
        (("<10", "4"), ("0", "4.5", "10", "ppm"), "between 2 and 7"),
        (("2", "4"), ("2", "3", "4", "ppm"), "calculated at import"),
        ((">9", "4"), ("4", "", "", "ppm"), "at least 6.5"),
    ],
)
def test_a_mean_keeps_the_smallest_and_largest_that_can_be(
    tmp_path: Path, values: tuple[str, ...], mean: tuple[str, ...], between: str
) -> None:
    read = read_text(tmp_path, long_table(*(f"P1,Alder,Cd,{v},ppm" for v in values)))

    assert read.grades() == {"P1 Cd": mean}
    assert between in read.outcome.grade_rows[0][12]

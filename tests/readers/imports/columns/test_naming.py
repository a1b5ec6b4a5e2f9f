"""Sizes in headers and cells of many kinds come out right, or are not read and said so."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.readers.imports.builders import read_text, site


def _quoted(header: str) -> str:
    return f'"{header}"'


@pytest.mark.parametrize(
    ("header", "cell", "field", "value"),
    [
        ("Tonnage ('000 t)", "850", "tonnage_t", "850000"),
        ("Масса (млн. т)", "2.4", "tonnage_t", "2400000"),
        ("Menge (Tsd. t)", "54", "tonnage_t", "54000"),
        ("Quantité (milliers de t)", "54", "tonnage_t", "54000"),
        ("Tonelaje (millones de t)", "1.5", "tonnage_t", "1500000"),
        ("Mängd (milj. ton)", "1.5", "tonnage_t", "1500000"),
        ("Volym (milj. m3)", "0.5", "volume_m3", "500000"),
        ("Objętość (tys. m3)", "12", "volume_m3", "12000"),
        ("Hacim (bin m3)", "12", "volume_m3", "12000"),
        ("Όγκος (εκατ. m3)", "1.2", "volume_m3", "1200000"),
        ("Plocha (1000 m2)", "25", "area_ha", "2.5"),
        ("Tonnage (x10^6 t)", "1.2", "tonnage_t", "1200000"),
        ("Volume (10⁶ m³)", "1.2", "volume_m3", "1200000"),
        ("Tonnage (t)", "1.2 млн т", "tonnage_t", "1200000"),
        ("Tonnage (t)", "3 Mio. t", "tonnage_t", "3000000"),
        ("Tonnage (t)", "500 tys. t", "tonnage_t", "500000"),
        ("Tonnage (t)", "1.5 x 10^6 t", "tonnage_t", "1500000"),
        ("Tonnage (t)", "2.5 million", "tonnage_t", "2500000"),
    ],
)
def test_a_multiplier_reaches_the_value(
    tmp_path: Path, header: str, cell: str, field: str, value: str
) -> None:
    read = read_text(tmp_path, site(_quoted(header), cell))

    assert read.sites[0].get(field) == value


@pytest.mark.parametrize(
    ("header", "word"),
    [
        ("Volume (mil. m3)", "thousand (Spanish"),
        ("Volumen (mil m3)", "thousand (Spanish"),
        ("Tonnage (t per annum)", "a flow"),
        ("Volume (m3 per day)", "a flow"),
        ("Mängd (ton/år)", "a flow"),
        ("Menge (t/Jahr)", "a flow"),
        ("Масса (т/год)", "a flow"),
        ("Annual tonnage (t)", "a flow"),
        ("Volume (zil. m3)", "'zil.' is not understood"),
        ("Tonnage (106 t)", "'106' is not understood"),
        ("Volume (m3, wet)", "wet material"),
    ],
)
def test_what_is_no_plain_unit_is_not_read_and_said(
    tmp_path: Path, header: str, word: str
) -> None:
    read = read_text(tmp_path, site(_quoted(header), "12"))

    assert not {"tonnage_t", "volume_m3"} & read.sites[0].keys()
    assert word in read.said("warning")


@pytest.mark.parametrize("header", ["Tonnage 10 6 t", "Tonnage million (2019)"])
def test_a_lost_multiplier_is_not_passed_over(tmp_path: Path, header: str) -> None:
    assert "tonnage_t" not in read_text(tmp_path, site(_quoted(header), "12")).sites[0]


@pytest.mark.parametrize("cell", ["2.5 mil", "1.2 mil t", "120000 t/a", "3 foo t"])
def test_a_cell_that_can_mean_two_things_is_an_error(tmp_path: Path, cell: str) -> None:
    read = read_text(tmp_path, site("Tonnage (t)", cell))

    assert not any("tonnage_t" in row for row in read.sites)
    assert cell in read.said("error")


def test_a_multiplier_in_the_cell_of_a_multiple_is_an_error(tmp_path: Path) -> None:
    read = read_text(tmp_path, site("Tonnage (kt)", "2.5 million"))

    assert "a multiple of kt or of its base" in read.said("error")


@pytest.mark.parametrize(
    "header",
    [
        "Tonnage (t, wet)",
        "Menge (t feucht)",
        "Mängd (ton, våt)",
        "Quantité (t humides)",
        "Масса (т влажн.)",
        "Tonnage (wmt)",
        "Wet tonnage (t)",
    ],
)
def test_a_wet_mass_is_the_high_end(tmp_path: Path, header: str) -> None:
    (row,) = read_text(tmp_path, site(_quoted(header), "120000")).sites

    assert (row.get("tonnage_t"), row.get("tonnage_high_t")) == (None, "120000")


def test_a_wet_mass_with_moisture_in_another_language_becomes_dry(tmp_path: Path) -> None:
    (row,) = read_text(tmp_path, site("Menge (t feucht),Wassergehalt (%)", "1000,20")).sites

    assert row["tonnage_t"] == "800"


@pytest.mark.parametrize(
    ("columns", "cells", "value"),
    [
        ("Volume,Tailings volume (Mm3)", "12500000,12.5", "12500000"),
        ("Volumen,Volumen actual (Mm3)", "3,3.4", "3400000"),
        ("Volume (foo m3),Total volume (1000 m3)", "7,8", "8000"),
    ],
)
def test_a_column_with_a_unit_goes_before_one_without(
    tmp_path: Path, columns: str, cells: str, value: str
) -> None:
    assert read_text(tmp_path, site(columns, cells)).sites[0]["volume_m3"] == value


@pytest.mark.parametrize(
    ("header", "units"),
    [
        ("Volume", "m3, 1000 m3 or Mm3"),
        ("Tonnage (zz t)", "t, kt or Mt"),
        ("Volumen (mil m3)", "1000 m3 or million m3"),
        ("Tonnage (MT)", "t or Mt"),
    ],
)
def test_the_units_to_state_are_several_so_that_none_is_copied(
    tmp_path: Path, header: str, units: str
) -> None:
    said = read_text(tmp_path, site(header, "12")).said("warning")

    assert f'--unit "{header}=UNIT" ({units})' in said
    for unit in units.replace(" or ", ", ").split(", "):
        found = read_text(tmp_path, site(header, "12"), units={header: unit}).sites[0]
        assert found.keys() & {"volume_m3", "tonnage_t"}


@pytest.mark.parametrize(
    ("unit", "cell", "tonnes"),
    [("g", "1250000", "1.25"), ("koz", "40", "1.244139072"), ("1000 oz", "2", "0.0622069536")],
)
def test_a_content_in_small_units_becomes_tonnes(
    tmp_path: Path, unit: str, cell: str, tonnes: str
) -> None:
    read = read_text(
        tmp_path, site("Gold", cell), columns={"Gold": "contained:Au"}, units={"Gold": unit}
    )

    assert read.outcome.grade_rows[0][9] == tonnes


@pytest.mark.parametrize(
    ("header", "grade"),
    [
        ("Cu_ICP55 ppm", ("", "1200", "", "ppm")),
        ("Cu (wt.%)", ("", "1200", "", "%")),
        ("Cu (parts per million)", ("", "1200", "", "ppm")),
        ("Cu ME-ICP61 (ppm)", ("", "1200", "", "ppm")),
        ("Kupfer (Teile pro Million)", ("", "1200", "", "ppm")),
        ("Cuivre (parties par million)", ("", "1200", "", "ppm")),
        ("Медь (г/т)", ("", "1200", "", "g/t")),
    ],
)
def test_grades_are_read_with_laboratory_codes_and_units_in_words(
    tmp_path: Path, header: str, grade: tuple[str, ...]
) -> None:
    cell = "1.2" if grade[3] == "%" else "1200"
    read = read_text(tmp_path, site(_quoted(header), cell))

    assert read.grades() == {"A1 Cu": (grade[0], cell, *grade[2:])}

"""Headers of grades in many languages, and those that only may be grades."""

from __future__ import annotations

from pathlib import Path

import pytest

from prioritizer.readers.imports.columns.grade_columns import (
    possible_grade,
    read_grade_header,
)
from tests.readers.imports.builders import read_text, site

ANALYTES = {"Cu", "Zn", "Sn", "Pb", "Ni", "Au", "As", "Co", "W"}


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Zawartość Cu (%)", "grade:Cu"),
        ("zawartosc Cu [%]", "grade:Cu"),
        ("Tenore Zn (%)", "grade:Zn"),
        ("Obsah Sn (%)", "grade:Sn"),
        ("Cu tenörü (%)", "grade:Cu"),
        ("Teneur moyenne en Zn (%)", "grade:Zn"),
        ("Koppar (vikts-%)", "grade:Cu"),
        ("Zn (M.-%)", "grade:Zn"),
        ("Ni (mas.%)", "grade:Ni"),
        ("Ni (hm. %)", "grade:Ni"),
        ("Ni (% m/m)", "grade:Ni"),
        ("Ni tartalom (tömeg%)", "grade:Ni"),
        ("Вміст Pb (%)", "grade:Pb"),
        ("Περιεκτικότητα Zn (%)", "grade:Zn"),
        ("Conținut Cu (ppm)", "grade:Cu"),
        ("Sadržaj Pb (%)", "grade:Pb"),
        ("Kopparhalt (%)", "grade:Cu"),
        ("Kupfergehalte (%)", "grade:Cu"),
        ("Sinkkipitoisuus (ppm)", "grade:Zn"),
        ("Kobberinnhold (%)", "grade:Cu"),
        ("Réztartalom (%)", "grade:Cu"),
        ("Miedź (%)", "grade:Cu"),
        ("Stříbro (ppm)", "grade:Ag"),
        ("Kurşun (%)", "grade:Pb"),
        ("Stagno (ppm)", "grade:Sn"),
    ],
)
def test_words_for_content_do_not_hide_a_grade(header: str, field: str) -> None:
    read = read_grade_header(header, ANALYTES)
    assert read is not None
    assert read.field == field


def test_an_unknown_word_is_named_with_the_field() -> None:
    assert read_grade_header("Blurb Cu (%)", ANALYTES) is None
    assert possible_grade("Blurb Cu (%)", ANALYTES) == ("grade:Cu", "Blurb")


@pytest.mark.parametrize(
    "header", ["Cu recovery (%)", "Soluble Cu (%)", "Share as %", "Cu (%)", "Slope (%)"]
)
def test_what_is_no_grade_is_not_offered_as_one(header: str) -> None:
    assert possible_grade(header, ANALYTES) is None


def test_the_advice_for_an_unknown_word_gives_the_figure(tmp_path: Path) -> None:
    text = site("Blurb Cu (%)", "0.5")
    before = read_text(tmp_path, text)
    assert before.grades() == {}
    assert '--map "Blurb Cu (%)=grade:Cu"' in before.said("warning")
    after = read_text(tmp_path, text, columns={"Blurb Cu (%)": "grade:Cu"})
    assert after.grades() == {"A1 Cu": ("", "0.5", "", "%")}


@pytest.mark.parametrize(
    ("unit", "best", "into"),
    [
        ("gr/ton", 2, "g/t"),
        ("gr/t", 2, "g/t"),
        ("g/tonne", 2, "g/t"),
        ("g por t", 2, "g/t"),
        ("mg/kg", 2, "mg/kg"),
        ("kg/t", 0.2, "%"),
        ("kg/ton", 0.2, "%"),
        ("lb/t", 2 * 0.045359237, "%"),
        ("oz/st", 2 * 34.285714, "g/t"),
        ("oz/ton", 2 * 34.285714, "g/t"),
    ],
)
def test_a_mass_over_a_mass_is_a_grade(
    tmp_path: Path, unit: str, best: float, into: str
) -> None:
    found = read_text(tmp_path, site(f"Ag ({unit})", "2")).grades()["A1 Ag"]
    assert float(found[1]) == pytest.approx(best)
    assert found[3] == into


def test_no_unit_is_proposed_for_a_ratio_that_is_not_known(tmp_path: Path) -> None:
    said = read_text(tmp_path, site("Au (gx/ton)", "2"))
    assert said.fields["Au (gx/ton)"] != "contained:Au"
    assert "=kt" not in said.said("warning")

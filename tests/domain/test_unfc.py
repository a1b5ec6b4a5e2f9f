"""UNFC codes: reading, naming, comparing; every named class, and code only for the rest."""

from __future__ import annotations

import itertools

import pytest

from prioritizer.domain.unfc import CATEGORIES, CODE_ONLY, UnfcClass, main_category
from prioritizer.errors import InputError

E_CODES = [code for code in CATEGORIES if code[0] == "E"]
F_CODES = [code for code in CATEGORIES if code[0] == "F"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("E3.2;F3.1;G3", "E3.2;F3.1;G3"),
        ("E1F1.1G1+2", "E1;F1.1;G1+G2"),
        ("e2; f2.1; g1+g2+g3", "E2;F2.1;G1+G2+G3"),
        (" E3.2, F2.2, G4 ", "E3.2;F2.2;G4"),
    ],
)
def test_usual_spellings_are_read(text: str, code: str) -> None:
    assert str(UnfcClass.parse(text)) == code


@pytest.mark.parametrize(
    "text", ["", "E3.2", "F3;E2;G1", "E4;F1;G1", "E1;F5;G1", "E1;F1;G5", "E1.4F1G1"]
)
def test_what_is_no_class_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(InputError, match=r"E3\.2;F3\.1;G3"):
        UnfcClass.parse(text)


def test_every_code_survives_writing_and_reading() -> None:
    for e, f, g in itertools.product(E_CODES, F_CODES, ("G1", "G1+G2", "G3", "G4")):
        unfc = UnfcClass(e, f, g)
        assert UnfcClass.parse(str(unfc)) == unfc


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("E1.1;F1.1;G1", "viable project, on production"),
        ("E1.2;F1.2;G2", "viable project, approved for development"),
        ("E1;F1.3;G1+G2", "viable project, justified for development"),
        ("E2;F2.1;G3", "potentially viable project, development pending"),
        ("E2;F2.2;G2", "potentially viable project, development on hold"),
        ("E3.2;F2.2;G3", "non-viable project, development unclarified"),
        ("E3.3;F2.3;G1", "non-viable project, development not viable"),
        ("E3.1;F4;G3", "remaining products not developed from identified projects"),
        ("E3.2;F3.1;G4", "prospective project"),
        ("E3.3;F4.2;G4", "remaining products not developed from prospective projects"),
    ],
)
def test_named_classes_have_their_names(code: str, name: str) -> None:
    unfc = UnfcClass.parse(code)

    assert unfc.name == name
    assert unfc.has_name


@pytest.mark.parametrize(
    "code",
    ["E3.2;F3.1;G3", "E1;F2;G1", "E2;F1.1;G1", "E2;F3;G4", "E3.3;F3.1;G4", "E1.1;F1.1;G4"],
)
def test_other_triples_are_legal_codes_without_a_name(code: str) -> None:
    unfc = UnfcClass.parse(code)

    assert unfc.name == CODE_ONLY
    assert not unfc.has_name


def test_lower_numbers_are_better_axis_by_axis() -> None:
    better, worse = UnfcClass("E2", "F2.1", "G2"), UnfcClass("E3.2", "F3.1", "G3")

    assert better.compare(worse) == -1
    assert worse.compare(better) == 1
    assert better.compare(better) == 0
    assert better.at_least_as_good(worse)


def test_classes_whose_axes_disagree_cannot_be_compared() -> None:
    assert UnfcClass("E3.2", "F2.1", "G2").compare(UnfcClass("E2", "F3.1", "G2")) is None


def test_a_class_is_told_in_words() -> None:
    e, f, g = UnfcClass.parse("E3.2;F3.1;G1+G2").describe()

    assert "information is lacking" in e
    assert "justify testing" in f
    assert g == "sum of G1, G2"
    assert UnfcClass.parse("E1;F1;G4").describe()[2] == CATEGORIES["G4"]


def test_a_subcategory_belongs_to_its_category() -> None:
    assert main_category("F3.1") == "F3"
    assert main_category("G4") == "G4"

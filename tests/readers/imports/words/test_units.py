"""Every word of a unit is understood, or the unit is unknown: never a plain one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prioritizer.readers.imports.words.unit_headers import split_header
from prioritizer.readers.imports.words.units import (
    find_multiplier,
    find_unit,
    is_rate,
    read_unit,
)

MULTIPLES = [
    ("'000 t", "mass", 1e3),
    ("’000 t", "mass", 1e3),
    ("t (000)", "mass", 1e3),
    ("000's tonnes", "mass", 1e3),
    ("x10^6 t", "mass", 1e6),
    ("10⁶ t", "mass", 1e6),
    ("10**3 m3", "volume", 1e3),
    ("m³ × 10³", "volume", 1e3),
    ("1E6 m3", "volume", 1e6),
    ("1 000 000 t", "mass", 1e6),
    ("1.000 t", "mass", 1e3),
    ("1,000 m3", "volume", 1e3),
    ("t x 1000", "mass", 1e3),
    ("1000 m2", "area", 0.1),
    ("Tsd. t", "mass", 1e3),
    ("Mio. m³", "volume", 1e6),
    ("Millionen Kubikmeter", "volume", 1e6),
    ("tusen ton", "mass", 1e3),
    ("milj. t", "mass", 1e6),
    ("mill. m3", "volume", 1e6),
    ("tuhatta tonnia", "mass", 1e3),
    ("milliers de tonnes", "mass", 1e3),
    ("millions de m3", "volume", 1e6),
    ("miles de toneladas", "mass", 1e3),
    ("millones de m3", "volume", 1e6),
    ("milhões de t", "mass", 1e6),
    ("mil toneladas", "mass", 1e3),
    ("migliaia di tonnellate", "mass", 1e3),
    ("tys. m3", "volume", 1e3),
    ("mln ton", "mass", 1e6),
    ("tis. m3", "volume", 1e3),
    ("млн. т", "mass", 1e6),
    ("тыс.м3", "volume", 1e3),
    ("тис. т", "mass", 1e3),
    ("εκατ. m3", "volume", 1e6),
    ("χιλ. τόνοι", "mass", 1e3),
    ("bin m3", "volume", 1e3),
    ("hilj. m3", "volume", 1e3),
    ("duizend ton", "mass", 1e3),
    ("miljoen m3", "volume", 1e6),
    ("mii tone", "mass", 1e3),
    ("tūkst. t", "mass", 1e3),
    ("milyon ton", "mass", 1e6),
    ("万吨", "mass", 1e4),
    ("lakh tonnes", "mass", 1e5),
    ("koz", "mass", 0.0311034768),
    ("1000 oz", "mass", 0.0311034768),
    ("Moz", "mass", 31.1034768),
    ("g", "mass", 1e-6),
]


@pytest.mark.parametrize(("text", "dimension", "factor"), MULTIPLES)
def test_a_multiplier_counts_in_any_language(text: str, dimension: str, factor: float) -> None:
    unit = find_unit(text, dimension)

    assert unit is not None
    assert unit.factor == pytest.approx(factor)


@pytest.mark.parametrize(
    ("text", "dimension"),
    [
        ("zil. m3", "volume"),
        ("dúz. t", "mass"),
        ("106 t", "mass"),
        ("103 m3", "volume"),
        ("Schock t", "mass"),
        ("пуд т", "mass"),
        ("ppm foo", "grade"),
        ("t/ha", "mass"),
        ("km from m", "length"),
    ],
)
def test_a_word_that_is_not_understood_leaves_no_unit(text: str, dimension: str) -> None:
    assert find_unit(text, dimension) is None
    assert read_unit(text, dimension).strangers


@pytest.mark.parametrize("text", ["mil. m3", "mil m3", "2 mil m3"])
def test_mil_is_a_thousand_or_a_million_and_asked_for(text: str) -> None:
    phrase = read_unit(text.removeprefix("2 "), "volume")

    assert phrase.unit is not None
    assert phrase.unit.doubt.startswith("ask: thousand")


@pytest.mark.parametrize(
    "text",
    [
        "t per annum",
        "t/a",
        "t p.a.",
        "tonnes per year",
        "kt/yr",
        "ktpa",
        "t/Jahr",
        "t pro Jahr",
        "ton per år",
        "t par an",
        "t/an",
        "toneladas por año",
        "t/ano",
        "т/год",
        "тонн в год",
        "t/rok",
        "t rocznie",
        "ton/yıl",
        "τόνοι/έτος",
        "tonnia vuodessa",
        "m3 per day",
        "m³/d",
        "m3/h",
        "м3/сут",
    ],
)
def test_a_flow_is_no_amount(text: str) -> None:
    dimension = "volume" if text[0] in "mм" else "mass"
    phrase = read_unit(text, dimension)

    assert find_unit(text, dimension) is None
    assert phrase.is_rate or text.endswith("tpa")


@pytest.mark.parametrize(
    "text",
    [
        "t, wet",
        "wet tonnes",
        "wet metric tonnes",
        "wmt",
        "t feucht",
        "t (våt)",
        "t humides",
        "t húmedas",
        "t úmidas",
        "т влажн.",
        "t mokrá",
        "t wilgotne",
        "ton yaş",
        "τόνοι υγρών",
        "kt wet",
    ],
)
def test_wet_is_not_dry(text: str) -> None:
    assert read_unit(text, "mass").state == "wet"
    assert find_unit(text, "mass") is None


@pytest.mark.parametrize("text", ["t, dry", "dmt", "t TS", "t trocken", "t sèches", "т сух."])
def test_dry_is_plain(text: str) -> None:
    unit = find_unit(text, "mass")

    assert unit is not None
    assert unit.factor == 1


@pytest.mark.parametrize(
    ("header", "dimension", "name", "factor"),
    [
        ("Volume (Mm3)", "volume", "Volume", 1e6),
        ("Tonnage '000 t", "mass", "Tonnage", 1e3),
        ("Million tonnes", "mass", "tonnes", 1e6),
        ("Tonnes (millions)", "mass", "Tonnes", 1e6),
        ("Tonnes x 1000", "mass", "Tonnes", 1e3),
        ("Volume m3 (x10^6)", "volume", "Volume", 1e6),
        ("Масса, млн. т", "mass", "Масса", 1e6),
        ("Menge in Tsd. t", "mass", "Menge", 1e3),
        ("Tonnage thousand (t)", "mass", "Tonnage", 1e3),
        ("Mill tailings volume (m3)", "volume", "Mill tailings volume", 1),
        ("Bin volume (m3)", "volume", "Bin volume", 1),
    ],
)
def test_a_header_is_parted_into_name_and_unit(
    header: str, dimension: str, name: str, factor: float
) -> None:
    parted = split_header(header, dimension)

    assert (parted.rest, parted.phrase.is_stock) == (name, True)
    assert parted.phrase.unit is not None
    assert parted.phrase.unit.factor == pytest.approx(factor)


@pytest.mark.parametrize(
    "header", ["Annual tonnage (t)", "Tonnage per year (t)", "Tonnage (t) per year"]
)
def test_a_name_may_say_that_it_is_a_flow(header: str) -> None:
    assert split_header(header, "mass").phrase.is_rate


def test_a_date_in_a_name_is_no_flow() -> None:
    assert not is_rate("Volumen al año 2019")
    assert is_rate("toneladas al año")


def test_a_multiplier_alone_is_told_from_a_unit() -> None:
    million = find_multiplier("million")

    assert million is not None
    assert million.factor == 1e6
    assert find_multiplier("m3") is None


@given(st.text(max_size=30), st.sampled_from(["mass", "volume", "area", "grade"]))
def test_any_text_is_read_or_left(text: str, dimension: str) -> None:
    phrase = read_unit(text, dimension)

    assert phrase.unit is None or phrase.unit.dimension == dimension


@given(
    st.from_regex(r"[a-zа-я]{3,9}", fullmatch=True), st.sampled_from(["t", "m3", "kt", "Mm3"])
)
def test_an_unknown_word_before_a_unit_is_never_passed_over(word: str, unit: str) -> None:
    dimension = "mass" if unit.endswith("t") else "volume"
    plain, found = find_unit(unit, dimension), find_unit(f"{word} {unit}", dimension)
    known = read_unit(word, dimension)

    assert found is None or found == plain is not known.strangers or not known.strangers

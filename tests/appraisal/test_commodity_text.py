"""Commodities in free text, as inventories write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prioritizer.appraisal.commodity_text import commodities_in
from tests.appraisal.builders import REFERENCE


@pytest.mark.parametrize(
    ("text", "symbols"),
    [
        ("Cu-Zn", ("Cu", "Zn")),
        ("Cu–Zn", ("Cu", "Zn")),
        ("Cu/Zn; Cu", ("Cu", "Zn")),
        ("Fe (apatite iron ore)", ("Fe", "P")),
        ("W, Cu, fluorite", ("W", "Cu", "F")),
        ("Pb (REE by-product)", ("Pb", "TREO")),
        ("pyrite (S), Mn, Fe", ("S", "Mn", "Fe")),
        ("Pb, Zn (smelter)", ("Pb", "Zn")),
        ("copper and lead-zinc", ("Cu", "Pb", "Zn")),
        ("Platinum-group metals, rare earths", ("PGM", "TREO")),
        ("Pb, Zn, Ag, In", ("Pb", "Zn", "Ag", "In")),
        # No symbols: words of a sentence, and words that name nothing.
        ("In tailings, As reported", ()),
        ("polymetallic", ()),
        ("shale oil; pegmatite", ()),
        ("co, cu", ()),
        ("", ()),
    ],
)
def test_what_a_text_names(text: str, symbols: tuple[str, ...]) -> None:
    assert commodities_in(text, REFERENCE) == symbols


@given(st.text())
def test_any_text_gives_known_commodities_each_once(text: str) -> None:
    found = commodities_in(text, REFERENCE)

    assert set(found) <= REFERENCE.commodities.keys()
    assert len(set(found)) == len(found)


@given(st.lists(st.sampled_from(sorted(REFERENCE.commodities)), unique=True))
def test_listed_symbols_come_back_whatever_stands_between_them(symbols: list[str]) -> None:
    for between in (", ", ";", "-", " / ", " and "):
        assert list(commodities_in(between.join(symbols), REFERENCE)) == symbols

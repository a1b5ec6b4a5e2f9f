"""Registers become values and come back without loss."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import given

from prioritizer.domain.inventory_value import ValueKind
from prioritizer.domain.site import Assay, Range, Site, SiteRegister, Source
from prioritizer.errors import InputError
from prioritizer.storage.inventory.sites import FIELD_KINDS, register_of, state_of, values_of
from tests.storage.strategies import registers


@given(registers())
def test_any_register_comes_back_from_its_values(register: SiteRegister) -> None:
    assert register_of(state_of(register).items()) == register


def test_every_field_of_a_site_has_a_kind() -> None:
    elsewhere = {"site_id", "row", "assays", "texts", "sources", "own"}

    assert {field.name for field in fields(Site)} == FIELD_KINDS.keys() | elsewhere


def test_the_unknown_has_no_value(two_ponds: SiteRegister) -> None:
    values = values_of(two_ponds.sites[1], 1)

    assert set(values) == {"site_id", "name", "waste_type", "area_ha"}


def test_a_number_says_its_unit(two_ponds: SiteRegister) -> None:
    values = state_of(two_ponds)["P1"]

    assert values["tonnage_t"].unit == "t dry"
    assert values["latitude"].unit == "degrees"
    assert str(values["tonnage_t"]) == "2000000 (1000000 to 3000000) t dry"


def test_a_second_assay_of_an_analyte_has_a_field_of_its_own(two_ponds: SiteRegister) -> None:
    values = state_of(two_ponds)["P1"]

    assert values["assays/Cu"].best == 0.2
    assert values["assays/Cu/2"].best == 0.3
    assert values["assays/Cu"].kind is ValueKind.ASSAY


SITE = Site("A", "a")


@pytest.mark.parametrize(
    ("register", "words"),
    [
        (SiteRegister("", (SITE, SITE)), "found the id twice"),
        (SiteRegister("", (replace(SITE, site_id="*"),)), "reserved word"),
        (SiteRegister("", (replace(SITE, name="a\0b"),)), "cannot be stored"),
        (SiteRegister("", (replace(SITE, name="\ud800"),)), "cannot be stored"),
        (SiteRegister("", (replace(SITE, latitude=float("nan")),)), "Expected a finite number"),
        (SiteRegister("", (replace(SITE, tonnage_t=Range(5.0, 1.0)),)), "low ≤ best ≤ high"),
        (SiteRegister("", (replace(SITE, texts={"country": "SE"}),)), "means something else"),
        (SiteRegister("", (replace(SITE, texts={"a_source": "S1"}),)), "means something else"),
        (SiteRegister("", (replace(SITE, unverified=("a;b",)),)), "holds a semicolon"),
        (SiteRegister("", (), {"S1": Source("S2", "")}), "Expected the same as its key"),
        (
            SiteRegister(
                "", (replace(SITE, assays=(Assay("Cu", Range(best=float("inf")), "%"),)),)
            ),
            "Expected a finite number",
        ),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words(register: SiteRegister, words: str) -> None:
    with pytest.raises(InputError, match=words):
        state_of(register)

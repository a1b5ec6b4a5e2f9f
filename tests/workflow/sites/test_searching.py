"""A site is found by what people call its metals and its country, in any case."""

from __future__ import annotations

import pytest

from prioritizer.domain.site import Assay, Range, Site, SiteRegister, WasteType
from prioritizer.workflow.sites.searching import is_found, metals_of

POND = Site(
    "SE-7",
    "Långfors sandmagasin",
    country="SE",
    waste_type=WasteType.WASTE_ROCK,
    assays=(Assay("Co", Range(best=95.0), "ppm"), Assay("WO3", Range(best=0.1), "%")),
    texts={"commodity_mined": "copper"},
)


@pytest.mark.parametrize(
    "words",
    [
        "cobalt", "Cobalt", "kobolt", "Kobalt", "кобальт", "co", "tungsten", "Wolfram", "WO3",
        "Sweden", "sverige", "Schweden", "Suède", "Швеция", "SE", "swe",
        "langfors", "LÅNGFORS", "se-7", "waste rock", "copper", "cobalt sweden",
    ],
)  # fmt: skip
def test_it_is_found(words: str) -> None:
    assert is_found(POND, words)


@pytest.mark.parametrize(
    "words",
    ["mcarthur", "McArthur", "mc arthur", "lokken", "løkken", "LØKKEN", "oeuvre", "sølv"],
)
def test_a_name_is_found_as_people_type_it(words: str) -> None:
    silver = (Assay("Ag", Range(best=9.0), "g/t"),)
    assert is_found(Site("X-1", "McArthur Løkken, œuvre", assays=silver), words)


@pytest.mark.parametrize("words", ["nickel", "Norway", "cobalt norway", "tailings", "zzz"])
def test_it_is_not_found_by_what_it_is_not(words: str) -> None:
    assert not is_found(POND, words)


def test_the_sample_has_sites_with_cobalt_in_sweden(sample: SiteRegister) -> None:
    found = [site for site in sample.sites if is_found(site, "cobalt Sweden")]

    assert found
    assert {site.country for site in found} == {"SE"}


def test_a_symbol_means_its_metal_and_not_the_letters_of_another_word() -> None:
    copper = Site("X-1", "Copper Company", texts={"commodity_mined": "copper, Co-op Co"})
    lead = Site("X-2", "Hill", assays=(Assay("PbO", Range(best=1.0), "%"),))

    assert metals_of(POND) == ("Cu", "Co", "W")
    assert is_found(POND, "Co")
    assert not is_found(Site("X-3", "Copper Company"), "Co")
    assert is_found(copper, "Cu")
    assert is_found(lead, "Pb")
    assert not is_found(lead, "tin")
    assert not is_found(Site("X-4", "Platinum mine"), "tin")

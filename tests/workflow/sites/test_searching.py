"""A site is found by what people call its metals and its country, in any case."""

from __future__ import annotations

import pytest

from prioritizer.domain.site import Assay, Range, Site, SiteRegister, WasteType
from prioritizer.workflow.sites.searching import is_found

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


@pytest.mark.parametrize("words", ["nickel", "Norway", "cobalt norway", "tailings", "zzz"])
def test_it_is_not_found_by_what_it_is_not(words: str) -> None:
    assert not is_found(POND, words)


def test_the_sample_has_sites_with_cobalt_in_sweden(sample: SiteRegister) -> None:
    found = [site for site in sample.sites if is_found(site, "cobalt Sweden")]

    assert found
    assert {site.country for site in found} == {"SE"}

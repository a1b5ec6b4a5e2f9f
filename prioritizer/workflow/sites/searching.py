"""Finding sites by words: names, metals by symbol or name, countries by code or name."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from prioritizer.domain.site import Site
from prioritizer.readers.imports.words.vocabulary import (
    analyte_names,
    country_names,
    fold,
)

TEXTS = ("other_names", "region", "commodity_mined", "owner", "crm_named", "site_status")
ELEMENTS = re.compile(r"[A-Z][a-z]?")


def is_found(site: Site, words: str) -> bool:
    """Return whether a site has all words of a search, in whatever case and accents.

    A metal is found by its symbol or its name, a country by its code or its name, in every
    language that the import knows.
    """
    text = searched_text(site)
    return all(word in text for word in fold(words).split())


@lru_cache(maxsize=20_000)
def _named(site_id: str, name: str, country: str, texts: str, analytes: str) -> str:
    metals = [names for analyte in analytes.split() for names in _metal_words(analyte)]
    return fold(" ".join((site_id, name, country, _country_words(country), texts, *metals)))


def searched_text(site: Site) -> str:
    """Return all words by which a site can be found, folded."""
    texts = " ".join(site.texts.get(name, "") for name in TEXTS)
    analytes = " ".join(sorted({assay.analyte for assay in site.assays}))
    waste = site.waste_type.value.replace("_", " ")
    return _named(site.site_id, f"{site.name} {waste}", site.country, texts, analytes)


def _metal_words(analyte: str) -> tuple[str, ...]:
    """Return an analyte with the names of its elements: WO3 is tungsten, too."""
    return (analyte, *(_metals().get(symbol, "") for symbol in ELEMENTS.findall(analyte)))


@cache
def _metals() -> dict[str, str]:
    found: dict[str, str] = {}
    for name, analyte in analyte_names().items():
        found[analyte] = f"{found.get(analyte, '')} {name}".strip()
    return found


@cache
def _country_words(code: str) -> str:
    return " ".join(name for name, own in country_names().items() if own == code)

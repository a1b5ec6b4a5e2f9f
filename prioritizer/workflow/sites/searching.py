"""Finding sites by words: names, metals by symbol or name, countries by code or name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from prioritizer.domain.site import Site
from prioritizer.readers.imports.words.vocabulary import (
    CAMEL,
    analyte_names,
    country_names,
    fold,
    table_rows,
)

TEXTS = ("other_names", "region", "commodity_mined", "owner", "crm_named", "site_status")
ELEMENTS = re.compile(r"[A-Z][a-z]?")
COUNTRIES = "country_names.csv"
SHORT = 4
# What an oxide or a phosphate is written with besides its metal.
NO_METALS = frozenset({"O", "H", "C", "N"})
# Letters that are no accented ones, as whoever has none of them on the keyboard types them.
JOINED = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"})


def is_found(site: Site, words: str) -> bool:
    """Return whether a site has all words of a search, in whatever case and accents.

    A metal is found by its symbol or its name, a country by its code or its name, in every
    language that the import knows. A word that is written as a symbol or a code means just
    that: ``Co`` is cobalt, not copper. Other short words begin a word, longer ones stand
    anywhere; the list of the ranking page searches in the same way.
    """
    return all(_has(site, token) for token in words.split())


def _has(site: Site, token: str) -> bool:
    if token in _metals() or token in _codes():
        named = f" {fold(f'{site.site_id} {site.name}')} "
        coded = token in metals_of(site) or token == site.country
        return coded or f" {fold(token)} " in named
    word = _typed(token)
    return (f" {word}" if len(word) < SHORT else word) in f" {searched_text(site)}"


def _typed(text: str) -> str:
    return fold(text).translate(JOINED)


def _in_one_word(text: str) -> str:
    """Return the words with a capital inside, in one: McArthur is found as mcarthur, too."""
    return " ".join(word.lower() for word in text.split() if CAMEL.search(word))


@cache
def _codes() -> frozenset[str]:
    return frozenset(row["code"] for row in table_rows(COUNTRIES))


@lru_cache(maxsize=20_000)
def _named(site_id: str, name: str, country: str, texts: str, analytes: str) -> str:
    metals = [names for analyte in analytes.split() for names in _metal_words(analyte)]
    text = " ".join((site_id, name, country, _country_words(country), texts, *metals))
    return f"{_typed(text)} {_typed(_in_one_word(text))}"


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


def free_words(site: Site) -> str:
    """Return what a site is found by besides its id, name, country, waste and metals."""
    return " ".join(text for name in TEXTS if (text := site.texts.get(name, "")))


def metals_of(site: Site) -> tuple[str, ...]:
    """Return the symbols of a site's metals: those mined first, in their order, then assayed.

    What was mined is named by symbol or in words; an assay of an oxide counts as its metal.
    """
    mined = _mined(site.texts.get("commodity_mined", ""))
    assayed = [symbol for assay in site.assays for symbol in _symbols(assay.analyte)]
    return tuple(dict.fromkeys((*mined, *assayed)))


@lru_cache(maxsize=20_000)
def _mined(text: str) -> tuple[str, ...]:
    names = analyte_names()
    words = [word for word in re.split(r"[^\w]+", text) if word]
    found = [_symbols(word) or _symbols(names.get(fold(word), "")) for word in words]
    return tuple(symbol for symbols in found for symbol in symbols)


@lru_cache(maxsize=2_000)
def _symbols(analyte: str) -> tuple[str, ...]:
    """Return the metals that an analyte is written with; none of a word or of gangue."""
    parts = re.findall(r"([A-Z][a-z]?)\d*", analyte)
    if "".join(re.findall(r"[A-Z][a-z]?\d*", analyte)) != analyte:
        return ()
    known = _metals()
    if analyte in known and len(parts) != 1 and not any(part in known for part in parts):
        return (analyte,)
    return tuple(part for part in parts if part in known and part not in NO_METALS)


def words_for(symbols: Iterable[str], countries: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return, by symbol and by country code, all words that they are found by, folded."""
    return {
        "metal": {symbol: _typed(" ".join(_metal_words(symbol))) for symbol in symbols},
        "country": {code: _typed(f"{code} {_country_words(code)}") for code in countries},
    }


@cache
def country_titles(language: str) -> dict[str, str]:
    """Return the name of each country by its code, in a language of the import."""
    return {row["code"]: row.get(language) or row["en"] for row in table_rows(COUNTRIES)}

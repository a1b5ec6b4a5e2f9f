"""Words in many languages: fields, codes, units, analytes, countries; tables in data/."""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from prioritizer.domain.columns import site_columns

DATA = Path(__file__).with_name("data")
CAMEL = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])")
PUNCTUATION = re.compile(r"[\s_\-/.,;:()\[\]{}'\"#*°?!|\\+=&’`´]+")
LANGUAGES = ("en", "sv", "fi", "nb", "da", "de", "fr", "es", "pt", "ru")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: ``factor`` times the value is in ``into``; ``doubt`` says what else it may be."""

    dimension: str
    name: str
    factor: float
    into: str
    doubt: str = ""


@lru_cache(maxsize=50_000)
def fold(text: str) -> str:
    """Return a text for comparison: one case, no accents, words parted by one blank."""
    text = unicodedata.normalize("NFKD", CAMEL.sub(" ", text))
    text = "".join(c for c in text if not unicodedata.combining(c))
    return PUNCTUATION.sub(" ", text).strip().casefold()


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def synonyms() -> dict[str, dict[str, str]]:
    """Return, by folded phrase, the fields it may mean and the language of each."""
    found: dict[str, dict[str, str]] = {}
    for row in _rows("synonyms.csv"):
        for phrase in row["phrases"].split("|"):
            found.setdefault(fold(phrase) or phrase, {})[row["field"]] = row["language"]
    return found


@cache
def codes(field: str) -> dict[str, str]:
    """Return, by folded phrase, the code of a field; its own codes are always among them."""
    column = site_columns().get(field)
    found = {fold(code): code for code in column.allowed} if column else {}
    for row in _rows("codes.csv"):
        if row["field"] == field:
            found[fold(row["code"])] = row["code"]
            found |= {fold(phrase): row["code"] for phrase in row["phrases"].split("|")}
    return found


@cache
def analyte_names() -> dict[str, str]:
    """Return the analyte by folded name."""
    return {
        fold(name): row["analyte"]
        for row in _rows("analyte_names.csv")
        for name in row["names"].split("|")
    }


@cache
def country_names() -> dict[str, str]:
    """Return the ISO 3166-1 alpha-2 code by folded name, alpha-2 and alpha-3 code."""
    found: dict[str, str] = {}
    rows = _rows("country_names.csv")
    for row in rows:
        for language in LANGUAGES:
            found.setdefault(fold(row[language]), row["code"])
    for row in rows:
        found[row["code"].casefold()] = row["code"]
        found[row["alpha3"].casefold()] = row["code"]
    extra = {
        "uk": "GB",
        "england": "GB",
        "scotland": "GB",
        "wales": "GB",
        "great britain": "GB",
        "usa": "US",
        "u s a": "US",
        "u s": "US",
        "united states of america": "US",
        "russian federation": "RU",
        "drc": "CD",
        "dr congo": "CD",
        "ivory coast": "CI",
        "czech republic": "CZ",
        "macedonia": "MK",
        "rf": "RU",
        "рф": "RU",
        "xkx": "XK",
    }
    found.pop("", None)
    return found | extra


@cache
def alpha3() -> dict[str, str]:
    """Return the alpha-3 code by alpha-2 code."""
    return {row["code"]: row["alpha3"] for row in _rows("country_names.csv")}


@cache
def country_label(code: str) -> str:
    """Return the English name of a country."""
    return next((row["en"] for row in _rows("country_names.csv") if row["code"] == code), code)


@cache
def _units() -> tuple[dict[tuple[str, str], Unit], dict[tuple[str, str], set[str]]]:
    exact: dict[tuple[str, str], Unit] = {}
    loose: dict[tuple[str, str], set[str]] = {}
    for row in _rows("units.csv"):
        unit = Unit(
            row["dimension"],
            row["unit"],
            float(row["factor"] or "nan"),
            row["into"],
            row["doubt"],
        )
        for spelling in (row["unit"], *row["spellings"].split("|")):
            key = _spelling(spelling)
            exact[unit.dimension, key] = unit
            loose.setdefault((unit.dimension, key.casefold()), set()).add(key)
    return exact, loose


def _spelling(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).replace("μ", "u").replace("µ", "u")
    return re.sub(r"\s+", " ", text.replace("^", "")).strip(" .()[]")


@cache
def find_unit(text: str, dimension: str) -> Unit | None:
    """Return the unit that a text names in a dimension; case decides where it matters."""
    exact, loose = _units()
    key = _spelling(text)
    unit = exact.get((dimension, key))
    if unit is not None or not key:
        return unit
    spellings = loose.get((dimension, key.casefold()), set())
    units = {exact[dimension, spelling] for spelling in spellings}
    return units.pop() if len(units) == 1 else None


@cache
def unit_dimensions() -> tuple[str, ...]:
    """Return all dimensions of the unit table."""
    return tuple(dict.fromkeys(dimension for dimension, _ in _units()[0]))


def is_unit(text: str) -> bool:
    """Return whether a text is a unit of any dimension."""
    return any(find_unit(text, dimension) is not None for dimension in unit_dimensions())

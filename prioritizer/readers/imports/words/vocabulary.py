"""Words in many languages: fields, codes, analytes, countries; tables in data/."""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

from prioritizer.domain.columns import site_columns

DATA = Path(__file__).with_name("data")
CAMEL = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])")
PUNCTUATION = re.compile(r"[\s_\-/.,;:()\[\]{}'\"#*°?!|\\+=&’`´]+")
# Letters that Unicode does not take apart into a plain one and an accent.
STROKES = str.maketrans({"ł": "l", "ı": "i", "đ": "d"})


@lru_cache(maxsize=50_000)
def fold(text: str) -> str:
    """Return a text for comparison: one case, no accents, words parted by one blank."""
    text = CAMEL.sub(" ", text)
    if text.isascii():
        return PUNCTUATION.sub(" ", text).strip().casefold()
    text = unicodedata.normalize("NFKD", text)
    text = "".join(c for c in text if not unicodedata.combining(c))
    return PUNCTUATION.sub(" ", text).strip().casefold().translate(STROKES)


def table_rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a table in data/ as dictionaries."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def synonyms() -> dict[str, dict[str, str]]:
    """Return, by folded phrase, the fields it may mean and the language of each."""
    found: dict[str, dict[str, str]] = {}
    for row in table_rows("synonyms.csv"):
        for phrase in row["phrases"].split("|"):
            found.setdefault(fold(phrase) or phrase, {})[row["field"]] = row["language"]
    return found


@cache
def codes(field: str) -> dict[str, str]:
    """Return, by folded phrase, the code of a field; its own codes are always among them."""
    column = site_columns().get(field)
    found = {fold(code): code for code in column.allowed} if column else {}
    for row in table_rows("codes.csv"):
        if row["field"] == field:
            found[fold(row["code"])] = row["code"]
            found |= {fold(phrase): row["code"] for phrase in row["phrases"].split("|")}
    return found


@cache
def analyte_names() -> dict[str, str]:
    """Return the analyte by folded name."""
    return {
        fold(name): row["analyte"]
        for row in table_rows("analyte_names.csv")
        for name in row["names"].split("|")
    }


@cache
def country_names() -> dict[str, str]:
    """Return the ISO 3166-1 alpha-2 code by folded name, alpha-2 and alpha-3 code.

    A name that languages give to different countries, such as Kongo, is of none.
    """
    found: dict[str, set[str]] = {}
    rows = table_rows("country_names.csv")
    for row in rows:
        for language, name in row.items():
            if language not in ("code", "alpha3"):
                found.setdefault(fold(name), set()).add(row["code"])
    for row in table_rows("country_others.csv"):
        for name in row["names"].split("|"):
            found.setdefault(fold(name), set()).add(row["code"])
    sure = {name: codes.pop() for name, codes in found.items() if name and len(codes) == 1}
    for row in rows:
        sure |= dict.fromkeys((row["code"].casefold(), row["alpha3"].casefold()), row["code"])
    return sure


@cache
def alpha3() -> dict[str, str]:
    """Return the alpha-3 code by alpha-2 code."""
    return {row["code"]: row["alpha3"] for row in table_rows("country_names.csv")}


@cache
def country_label(code: str) -> str:
    """Return the English name of a country."""
    return next(
        (row["en"] for row in table_rows("country_names.csv") if row["code"] == code), code
    )

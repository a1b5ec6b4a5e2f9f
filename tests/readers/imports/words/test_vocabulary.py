"""Names of countries in many languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from prioritizer.domain.columns import countries
from prioritizer.readers.imports.words.vocabulary import country_names, fold, table_rows
from tests.readers.imports.builders import read_text


@pytest.mark.parametrize("language", ["pl", "it", "cs", "tr", "sv", "fi", "nb", "ru"])
def test_every_country_has_its_name_in_a_language(language: str) -> None:
    rows = {row["code"]: row[language] for row in table_rows("country_names.csv")}

    assert rows.keys() == countries()
    read = {code: country_names().get(fold(name)) for code, name in rows.items()}
    # Languages give this name to two countries.
    read = {code: found for code, found in read.items() if fold(rows[code]) != "kongo"}
    assert all(code == found for code, found in read.items())


@pytest.mark.parametrize(
    ("header", "name", "code"),
    [
        ("Nazwa;Kraj", "Szwecja", "SE"),
        ("Nazwa;Państwo", "Republika Czeska", "CZ"),
        ("Denominazione;Paese", "Svezia", "SE"),
        ("Denominazione;Paese", "Regno Unito", "GB"),
        ("Název;Země", "Německo", "DE"),
        ("Název;Stát", "Česká republika", "CZ"),
        ("Maden adı;Ülke", "Almanya", "DE"),
        ("Maden adı;Ülke", "Türkiye", "TR"),
        ("Názov;Krajina", "Slovensko", "SK"),
    ],
)
def test_a_country_is_read_from_its_name(
    tmp_path: Path, header: str, name: str, code: str
) -> None:
    (site,) = read_text(tmp_path, f"{header}\nA;{name}\n").sites

    assert site["country"] == code


def test_a_name_of_two_countries_is_of_none(tmp_path: Path) -> None:
    others = "".join(f"{name};Sverige;5\n" for name in "BCDE")
    read = read_text(tmp_path, f"name;country;tonnage (t)\nA;Kongo;5\n{others}")

    assert "country" not in read.sites[0]
    assert "'Kongo'" in read.said("warning")

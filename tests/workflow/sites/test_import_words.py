"""Words that stand for codes are listed with their meaning, and get another one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from prioritizer.domain.imports import ImportOptions
from prioritizer.readers.reference import read_reference
from prioritizer.workflow.sites.import_words import CodeWord, code_words, with_meanings
from prioritizer.workflow.sites.importing import ImportResult, import_file

TABLE = (
    "Objekt-ID;Namn;waste_type;impact_observed;has_qaqc\n"
    "1;Norra;anrikningssand;ja;jajamensan\n"
    "2;Södra;gruvsnus;nej;\n"
    "3;Östra;gruvsnus;nej;jajamensan\n"
)
OPTIONS = ImportOptions(keep_source=True)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "register.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def read(table: Path, options: ImportOptions) -> ImportResult:
    return import_file(table, read_reference(), options)


def by_text(result: ImportResult, options: ImportOptions) -> dict[str, CodeWord]:
    return {word.text: word for word in code_words(result, options)}


def test_words_are_listed_with_what_they_mean_the_unknown_first(table: Path) -> None:
    words = code_words(read(table, OPTIONS), OPTIONS)

    told = [(w.text, w.n_cells, w.code, w.is_known) for w in words]
    assert told == [
        ("gruvsnus", 2, "other", False),
        ("jajamensan", 2, "", False),
        ("anrikningssand", 1, "tailings", True),
        ("nej", 2, "no", True),
        ("ja", 1, "yes", True),
    ]


def test_a_meaning_that_a_person_gives_is_read(table: Path) -> None:
    words = code_words(read(table, OPTIONS), OPTIONS)
    chosen = {("waste_type", "gruvsnus"): "slag", ("has_qaqc", "jajamensan"): "yes"}

    options = with_meanings(OPTIONS, words, chosen)
    result = read(table, options)

    assert [site.waste_type for site in result.register.sites] == ["tailings", "slag", "slag"]
    assert [site.has_qaqc for site in result.register.sites] == [True, None, True]
    assert by_text(result, options)["gruvsnus"].is_known


def test_a_known_word_can_be_left_blank(table: Path) -> None:
    words = code_words(read(table, OPTIONS), OPTIONS)

    options = with_meanings(OPTIONS, words, {("impact_observed", "nej"): ""})
    result = read(table, options)

    assert [site.impact_observed for site in result.register.sites] == [True, None, None]
    assert by_text(result, options)["nej"].code == ""


def test_meanings_left_alone_stay_automatic(table: Path) -> None:
    earlier = replace(OPTIONS, values={"waste_type": {"gruvsnus": "slag"}})

    assert with_meanings(earlier, code_words(read(table, earlier), earlier), {}) == earlier

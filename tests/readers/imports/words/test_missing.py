"""Words that say that nothing is known are missing, in many languages, and no values."""

from __future__ import annotations

from pathlib import Path

import pytest

from prioritizer.domain.imports import Topic
from prioritizer.readers.imports.words.missing import is_missing, is_no_class, is_no_text
from tests.readers.imports.builders import read_text, site

PHRASES = [
    "b.d.", "brak danych", "k.A.", "k. A.", "keine Angabe", "n/d", "s/d", "S/I", "sin datos",
    "Sin Dato",
    "ei tietoa", "uppgift saknas", "ikke oppgitt", "ikke oplyst", "нет данных", "НЕТ ДАННЫХ.",
    "neuvedeno", "nav datu", "non disponibile", "sem informação", "non renseigné",
    "nema podataka", "fără date", "bilinmiyor", "немає даних",
]  # fmt: skip


@pytest.mark.parametrize("word", PHRASES)
def test_a_missing_word_is_no_number_no_code_and_no_class(word: str) -> None:
    assert is_missing(word)
    assert is_no_class(word)


@pytest.mark.parametrize(
    "words",
    [
        "Não se aplica a esse tipo de barragem",
        "not applicable to dry heaps",
        "Ej tillämpligt",
        "nie dotyczy",
        "Не применимо к этому типу",
        "no aplica",
    ],
)
def test_what_does_not_apply_is_no_number_and_stays_a_class(words: str) -> None:
    assert is_missing(words)
    assert not is_no_class(words)
    assert not is_no_text(words)


@pytest.mark.parametrize("words", ["no aplicado", "nothing applicable", "Applicable", "no"])
def test_other_words_that_begin_alike_are_not_passed_over(words: str) -> None:
    assert not is_missing(words)


@pytest.mark.parametrize("word", ["none", "Nil", "0", "no", "nein", "keine", "Brak"])
def test_a_word_that_may_be_a_class_is_left_one(word: str) -> None:
    assert not is_no_class(word)


@pytest.mark.parametrize("text", ["ND", "S.D.", "N.D.", "Unknown Creek", "Ukjent by", "NA"])
def test_a_text_that_may_mean_something_stays(text: str) -> None:
    assert not is_no_text(text)


@pytest.mark.parametrize("word", PHRASES)
def test_missing_words_are_blank_in_every_kind_of_column_and_told(
    tmp_path: Path, word: str
) -> None:
    columns = "Tonnage (t),Cu (%),estimate_year,hazard_class,sulfide_class,owner,Skog"
    row = ",".join([word] * 7)
    text = site(columns, row) + "".join(
        f"A{n},Pond {n},SE,60.0{n},15.0{n},tailings,{n}000,0.{n},2001,1,low,Owner {n},tall\n"
        for n in range(2, 6)
    )

    read = read_text(tmp_path, text)

    first = read.sites[0]
    assert not {"tonnage_t", "estimate_year", "sulfide_class", "owner", "Skog"} & first.keys()
    assert "A1 Cu" not in read.grades()
    assert not read.said("error")
    assert any(entry.kind is Topic.MISSING for entry in read.outcome.interpretations)
    (own,) = read.outcome.own_columns
    assert word not in own

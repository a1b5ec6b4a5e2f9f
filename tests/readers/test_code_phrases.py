"""The book of phrases: every code is one that its column can hold, every text is one read."""

from __future__ import annotations

from prioritizer.appraisal.unfc.code_texts import SOURCE, TEXT_COLUMNS
from prioritizer.domain.code_proposal import Use
from prioritizer.domain.columns import site_columns
from prioritizer.readers.code_phrases import read_code_phrases

BOOK = read_code_phrases()
LANGUAGES = {"en", "de", "sv", "fi", "no", "fr", "es", "pt", "ru"}


def test_every_code_is_one_that_its_column_can_hold() -> None:
    for one in BOOK:
        if one.use is Use.PROPOSAL:
            assert one.code in site_columns()[one.column].allowed, one
        else:
            assert (one.column, one.code, one.where) == ("", "", ()), one


def test_every_place_is_a_text_that_is_read() -> None:
    for one in BOOK:
        assert set(one.where) <= {*TEXT_COLUMNS, SOURCE}, one
    assert all(site_columns()[name].kind == "text" for name in TEXT_COLUMNS)


def test_no_phrase_stands_twice() -> None:
    keys = [(one.column, one.language, one.phrase) for one in BOOK if one.use is Use.PROPOSAL]

    assert len(keys) == len(set(keys))


def test_each_language_has_its_negations_and_its_words_for_what_is_only_planned() -> None:
    for use in (Use.NEGATION, Use.NOT_YET, Use.VOID):
        assert {one.language for one in BOOK if one.use is use} == LANGUAGES
    assert {one.language for one in BOOK if one.use is Use.PROPOSAL} == LANGUAGES

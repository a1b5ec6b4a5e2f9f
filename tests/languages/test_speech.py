"""Texts, numbers and times in the language of the reader."""

from __future__ import annotations

import re
import threading
from datetime import UTC, datetime

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from prioritizer.domain.words import format_number, listed, percent, weight
from prioritizer.languages.speech import (
    LANGUAGES,
    SOURCE,
    asked_for,
    catalogue_files,
    forms,
    gettext,
    ngettext,
    places,
    plural,
    speaking,
    spoken,
    time_of_day,
)
from tests.languages.messages import messages
from tests.languages.messages import places as places_in

OTHERS = [code for code in LANGUAGES if code != SOURCE]
PLURALS = {"sv": (1, 2), "fi": (1, 2), "nb": (1, 2), "da": (1, 2), "ru": (1, 2, 5)}


def catalogue(code: str) -> list[Message]:
    """Return the texts of a language as they stand in the files."""
    found: list[Message] = []
    for path in catalogue_files(code):
        with path.open("rb") as file:
            found += [message for message in read_po(file, locale=code) if message.id]
    return found


@pytest.mark.parametrize("code", OTHERS)
def test_each_text_has_a_translation_and_no_translation_is_stale(code: str) -> None:
    wanted = messages()
    texts = catalogue(code)
    found = {(m.id if isinstance(m.id, str) else m.id[0]): m for m in texts}

    assert len(found) == len(texts), "a text stands in both files"
    assert set(wanted) - set(found) == set()
    assert set(found) - set(wanted) == set()
    assert [m.id for m in found.values() if m.fuzzy] == []
    for text, many in wanted.items():
        said = found[text].string
        told = said if isinstance(said, tuple) else (said,)
        assert len(told) == (len(PLURALS[code]) if many else 1), text
        assert all(form and form == form.strip() for form in told), text


@pytest.mark.parametrize("code", OTHERS)
def test_a_translation_has_the_places_of_its_text(code: str) -> None:
    for message in catalogue(code):
        texts = message.id if isinstance(message.id, tuple) else (message.id,)
        said = message.string if isinstance(message.string, tuple) else (message.string,)
        assert {tuple(places_in(form)) for form in said} == {tuple(places_in(texts[0]))}, texts
        assert places_in(texts[0]) == places_in(texts[-1])


@pytest.mark.parametrize("code", OTHERS)
def test_each_plural_form_is_another_text_where_the_number_asks_for_it(code: str) -> None:
    one = "Too many wrong codes. Wait {n} second, or scan the QR code instead."
    many = "Too many wrong codes. Wait {n} seconds, or scan the QR code instead."

    with speaking(code):
        said = [ngettext(one, many, n, n=0) for n in PLURALS[code]]

    assert len(set(said)) == len(said)


def test_a_language_is_spoken_in_its_block_and_thread_only() -> None:
    heard: list[str] = []

    with speaking("sv"):
        other = threading.Thread(target=lambda: heard.append(gettext("Next")))
        other.start()
        other.join()
        inside = gettext("Next")
        with speaking("ru"):
            deeper = gettext("Next")
        after = gettext("Next")

    assert (heard, inside, deeper, after) == (["Next"], "Nästa", "Далее", "Nästa")
    assert spoken() == SOURCE
    with pytest.raises(KeyError), speaking("../de"):
        pass


def test_texts_of_ones_own_stay_as_they_are() -> None:
    with speaking("fi"):
        assert gettext("Our own {criterion}") == "Our own {criterion}"
        assert gettext("") == ""


@pytest.mark.parametrize("code", OTHERS)
def test_numbers_have_a_decimal_comma_and_gaps(code: str) -> None:
    with speaking(code):
        said = (weight(0.125), percent(0.999), format_number(12345.6), format_number(2.5e8))
    assert said == ("12,5 %", "> 99 %", "12\u202f346", "2,5·10^8")
    assert weight(0.125) == "12.5 %"


def test_times_and_lists_follow_the_language() -> None:
    moment = datetime(2026, 3, 2, 14, 5, tzinfo=UTC)
    said = {}
    for code in LANGUAGES:
        with speaking(code):
            said[code] = (time_of_day(moment), listed(["A", "B", "C"]))

    assert said == {
        "en": ("14:05", "A, B and C"),
        "sv": ("14:05", "A, B och C"),
        "fi": ("14.05", "A, B ja C"),
        "nb": ("14:05", "A, B og C"),
        "da": ("14.05", "A, B og C"),
        "ru": ("14:05", "A, B и C"),
    }


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("", ""),
        ("de, fr;q=0.9", ""),
        ("de, fi;q=0.4, sv-FI;q=0.8", "sv"),
        ("nn-NO", "nb"),
        ("no", "nb"),
        ("en-US,en;q=0.9,ru;q=0.8", "en"),
        ("ru;q=0, da;q=0.1", "da"),
        ("sv;q=, ru;q=x, *", ""),
    ],
)
def test_a_browser_gets_the_language_it_likes_best(header: str, code: str) -> None:
    assert asked_for(header) == code


MIXED = re.compile("[a-zåäöæø][а-яё]|[а-яё][a-zåäöæø]", re.IGNORECASE)


def test_no_word_of_a_translation_mixes_two_alphabets() -> None:
    mixed = [
        (message.id, form)
        for message in catalogue("ru")
        for form in (message.string if isinstance(message.string, tuple) else (message.string,))
        if MIXED.search(str(form))
    ]
    assert mixed == []


@pytest.mark.parametrize("code", list(LANGUAGES))
def test_the_table_of_forms_says_for_each_number_what_the_catalogue_says(code: str) -> None:
    texts = plural("{n} site, {meaning}", "{n} sites, {meaning}")
    with speaking(code):
        said, table = forms(texts), places()
        numbers = [*range(250), 999, 1000, 1001, 1011, 1021, 1102, 1_000_001]
        wanted = [ngettext(*texts, n) for n in numbers]
        drawn = [said[table[n if n < 200 else 100 + n % 100]] for n in numbers]

    assert drawn == wanted

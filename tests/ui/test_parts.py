"""Parts that several pages share: the words of a page, each of them explained."""

from __future__ import annotations

import re

import pytest

from prioritizer.languages.speech import LANGUAGES, gettext, speaking
from prioritizer.ui.navigation import PAGES
from prioritizer.ui.parts import glossary
from prioritizer.ui.parts.terms import ON_PAGES, TERMS
from prioritizer.ui.shell.glossed import Said, Word, mark
from tests.ui.conftest import Open, bodies_of, text_of


def test_every_term_is_explained_in_two_sentences_and_stands_on_a_page_or_under_help() -> None:
    assert set(ON_PAGES) <= {page.address for page in PAGES}
    assert {name for names in ON_PAGES.values() for name in names} == set(TERMS)
    for name, term in TERMS.items():
        assert len(re.findall(r"[.!?](?= [A-Z]|$)", term.words)) <= 4, name
        assert len(term.words) <= 200, name
        assert term.words.endswith("."), name


@pytest.mark.parametrize("page", ["ranking", "methods"])
def test_a_page_ends_with_its_words_each_reached_by_key_and_told_to_a_screen_reader(
    open_page: Open, page: str
) -> None:
    text = text_of(open_page(page))

    for name in ON_PAGES[page]:
        assert re.search(f'tabindex="0" aria-describedby="pp-term-{name}"', text)
        assert text.count(f'role="tooltip" id="pp-term-{name}"') == 1


def test_the_help_page_holds_every_word_in_order_with_its_source(open_page: Open) -> None:
    text = text_of(open_page("about"))

    assert glossary.table() in text
    places = [text.index(f'role="rowheader">{term.word}<') for term in TERMS.values()]
    assert len(set(places)) == len(TERMS)
    assert "Raiffa and Schlaifer 1961" in glossary.table()


@pytest.mark.parametrize("page", ["ranking", "pilots", "viability"])
def test_the_first_use_of_a_word_in_the_text_of_a_page_leads_to_its_meaning(
    open_page: Open, page: str
) -> None:
    text = "\n".join(bodies_of(open_page(page)))
    marks = re.findall('<dfn class="pp-word".*?aria-describedby="pp-term-(.*?)"', text)

    assert len(marks) >= 2
    assert len(marks) == len(set(marks))
    assert set(marks) <= set(ON_PAGES[page])
    for name in marks:
        assert f'role="tooltip" id="pp-term-{name}"' in text


def test_the_forms_of_a_word_are_found_in_every_language() -> None:
    spoken = [TERMS[name] for name in ON_PAGES["ranking"] if TERMS[name].forms]
    assert len(spoken) > 10
    for code in LANGUAGES:
        with speaking(code):
            for term in spoken:
                forms = gettext(term.forms)
                for form in forms.split("|"):
                    body = f"<p>3 {form.removeprefix('~').removesuffix('*')}, x</p>"
                    said = Said((Word("one", forms, "It."),))
                    assert '<dfn class="pp-word"' in mark(body, said), (code, form)

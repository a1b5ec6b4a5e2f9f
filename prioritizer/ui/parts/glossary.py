"""The words of a page, each explained on hover, focus and tap; all of them under Help.

They stand at the foot of the page, and the first use of each in its running text is marked.
"""

from __future__ import annotations

from prioritizer.languages.speech import gettext
from prioritizer.ui.parts.terms import ON_PAGES, TERMS, Term
from prioritizer.ui.shell import glossed, language, markup
from prioritizer.ui.shell.text import escape_html

SPOKEN = "ranking"
"""The address of the page that speaks the language of its reader."""


def begin(address: str) -> None:
    """Mark the words of a page in the texts that it draws from here on; none without any."""
    if address == SPOKEN:
        with language.spoken_here():
            glossed.begin(_in_text(address))
    else:
        glossed.begin(_in_text(address))


def _in_text(address: str) -> list[glossed.Word]:
    named = ((name, TERMS[name]) for name in ON_PAGES.get(address, ()))
    return [
        glossed.Word(name, gettext(term.forms), gettext(term.words))
        for name, term in named
        if term.forms
    ]


def show(address: str) -> None:
    """Draw the words of a page at its foot; nothing where it has none."""
    names = ON_PAGES.get(address, ())
    if not names:
        return
    if address == SPOKEN:
        with language.spoken_here():
            markup.draw(line(names))
    else:
        markup.draw(line(names))


def line(names: tuple[str, ...]) -> str:
    """Return words in a line; each shows what it means on hover, focus and tap."""
    told = " · ".join(_word(name, TERMS[name]) for name in names)
    head = escape_html(gettext("Words on this page"))
    return f'<p class="pp-note pp-terms"><b>{head}</b> {told}</p>'


def _word(name: str, term: Term) -> str:
    meaning = escape_html(gettext(term.words), limit=400)
    return (
        f'<dfn class="pp-term" tabindex="0" aria-describedby="{glossed.target(name)}">'
        f"{escape_html(gettext(term.word))}"
        f'<span role="tooltip" id="{glossed.target(name)}">{meaning}</span></dfn>'
    )


def table() -> str:
    """Return all words with what they mean, in the order of the alphabet."""
    rows = [
        (escape_html(one.word), escape_html(one.words, limit=400), escape_html(one.source))
        for one in sorted(TERMS.values(), key=lambda one: one.word.casefold())
    ]
    return markup.table(("Word", "What it means", "Source"), rows)

"""Words of the glossary in running text: what is marked, what is left alone, and how often."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prioritizer.ui.navigation import PAGES
from prioritizer.ui.parts.terms import ON_PAGES, TERMS
from prioritizer.ui.shell.glossed import Said, Word, _pattern, mark
from prioritizer.ui.shell.text import escape_html
from tests.ui.conftest import Open

MEANING = 'One "possible" world <b>of many</b> & more.'
WORDS = (
    Word("draw", "draw|draws", MEANING),
    Word("trl", "TRL", "Readiness."),
    Word("range", "90 % range", "Nine of ten."),
    Word("band", "secure|~likely|~open|~out", "Four bands."),
    Word("material", "critical raw material*", "Short in supply."),
)
MARKED = re.compile(r'<dfn class="pp-word".*?>(.*?)</dfn>')


def marked(body: str, said: Said | None = None) -> list[str]:
    """Return the words that are marked in HTML."""
    return MARKED.findall(mark(body, said or Said(WORDS)))


def test_the_first_use_of_a_word_bears_its_meaning_and_the_way_to_it() -> None:
    told = mark("<p>Over all draws, and each draw.</p>", Said(WORDS))

    assert told == (
        '<p>Over all <dfn class="pp-word" tabindex="0" aria-describedby="pp-term-draw" '
        'data-says="One &quot;possible&quot; world &lt;b&gt;of many&lt;/b&gt; &amp; more.">'
        "draws</dfn>, and each draw.</p>"
    )


def test_a_word_is_marked_once_on_a_page() -> None:
    said = Said(WORDS)

    assert marked("<p>Draws and TRL 4.</p>", said) == ["Draws", "TRL"]
    assert marked("<p>Draws and TRL 4.</p>", said) == []


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("<li>a draw</li>", ["draw"]),
        ("<p><b>a draw</b></p>", ["draw"]),
        ('<div class="pp-tile"><b>6</b><span>TRL</span></div>', ["TRL"]),
        ("<p>the 90\u202f% range</p>", ["90\u202f% range"]),
        ("<p>critical raw materials</p>", ["critical raw materials"]),
        # Common words, where they are meant: counted, said by themselves, or as a tag.
        ("<p>On a list of 10: 4 likely and 8 open for the other 10 places</p>", ["likely"]),
        ("<p><b>8\u202fopen</b>; 65 out.</p>", ["open"]),
        ("<p>65 out.</p>", ["out"]),
        ("<p>In 62 % of them: likely; place 4.</p>", ["likely"]),
        ('<p>Site <span class="pp-band open">open</span></p>', ["open"]),
        # And where they are not.
        ("<p>most likely near place 5; an open heap of 2 open pits, left out</p>", []),
        ("<p>3 open questions. 10 out of 12. as likely as not. It is open.</p>", []),
        ("<p><b>An open</b> question; <b>left</b> out</p>", []),
        # In the middle of another word, or in other letters.
        ("<p>to withdraw, redraws, a draw-bridge, drawn, trl</p>", []),
        # Headings, tables, links, what answers to a hand, and what is no running text.
        ("<h2>A draw</h2><p>no</p>", []),
        ("<p><a href='x'>draw</a> <button>draw</button> <code>draw</code></p>", []),
        ("<p>no</p><table><tr><td><p>a draw</p></td></tr></table><p>no</p>", []),
        ("<div>draw</div>", []),
        ('<p title="draw">no</p>', []),
        ("<p>1<br>2</p><div>draw</div>", []),
        ("<style>p { content: draw }</style>", []),
        ("<details><summary>draw</summary></details>", []),
        # Where a text begins again after what is left alone.
        ("<p><code>draw</code> a draw</p>", ["draw"]),
    ],
)
def test_running_text_alone_is_looked_through(body: str, found: list[str]) -> None:
    assert marked(body) == found


def test_of_two_words_that_overlap_the_first_is_marked_and_the_other_waits() -> None:
    said = Said((Word("place", "median place", "Half."), Word("median", "place", "Where.")))

    assert marked("<p>a median place</p>", said) == ["median place"]
    assert marked("<p>its place</p>", said) == ["place"]


def test_a_part_that_is_drawn_again_keeps_its_marks_and_takes_no_others() -> None:
    said = Said(WORDS)
    marked("<p>12 draws</p>", said)
    marked("<p>TRL</p>", said)

    again = mark("<p>15 draws</p>", said, is_part=True)
    other = mark("<p>15 draws of TRL</p>", said, is_part=True)

    assert MARKED.findall(again) == ["draws"]
    assert MARKED.findall(other) == []


@given(st.lists(st.sampled_from(["draws", "TRL", "<", '"', "&", "'", ">", "dra", " "])))
def test_marks_never_change_what_a_text_says(parts: list[str]) -> None:
    body = f"<p>{escape_html(''.join(parts))}</p>"

    told = mark(body, Said(WORDS))

    assert MARKED.sub(r"\1", told) == body
    assert told.count("<") == told.count(">")


@pytest.mark.slow
@pytest.mark.parametrize("page", [*ON_PAGES, "criteria?own"])
def test_no_text_of_a_page_with_words_is_drawn_past_them(open_page: Open, page: str) -> None:
    """Markdown is drawn by Streamlit itself: its words would never be marked."""
    address, _, view = page.partition("?")
    found = next(one for one in PAGES if one.address == address)
    app = open_page(found.path.stem)
    if view:
        app.session_state["choice.scales_view"] = view
        app.run()
    forms = [TERMS[name].forms for name in ON_PAGES[address]]

    texts = [one.value for one in app.markdown if not one.value.startswith("**")]
    assert [t for t in texts for one in filter(None, forms) if _pattern(one).search(t)] == []

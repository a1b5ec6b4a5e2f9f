"""HTML of our own making; every text in it has passed ``text.escape_html`` before."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Sequence

import streamlit as st

from prioritizer.domain import words
from prioritizer.figures.svg import FONT, Figure
from prioritizer.ui.shell import glossed, palette
from prioritizer.ui.shell.text import escape_html

CODE, BOLD = re.compile(r"`([^`]+)`"), re.compile(r"\*\*([^*]+)\*\*")
STRESSED = re.compile(r"(?<!\w)\*([^*]+)\*(?!\w)")
TAG = re.compile(r"<[^>]*>")
# A line does not break between a number and its sign; but what the browser writes again while a
# weight moves stays as the browser writes it.
PER_CENT = re.compile(r"(?<=\d) %")
WRITTEN_AGAIN = ("data-share", "pp-answer")
# Arial stands in where the picture lies outside of the page, and its font with it.
SANS = "'Source Sans', 'Source Sans Pro', Arial, Helvetica, sans-serif"


def draw(*parts: str, is_narrow: bool = False) -> None:
    """Draw the parts as one block, no wider than they are if ``is_narrow``; empty ones not.

    The first use of a word of the page's glossary in running text is marked.
    """
    body = "".join(parts)
    if body:
        said = glossed.marked(body)
        if not any(name in said for name in WRITTEN_AGAIN):
            said = PER_CENT.sub("\u00a0%", said)
        st.html(said, width="content" if is_narrow else "stretch")


def table(
    columns: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    numbers: Sequence[str] = (),
    kind: str = "",
) -> str:
    """Return a table; the first cell of a row is its header, ``numbers`` are set to the right.

    Without columns the table has no head and its rows are pairs or triples of facts. In a
    narrow window each row is a card. ``kind`` are further names for the style sheet.
    """
    classes = ["n" if name in numbers else "" for name in columns]
    body = "".join(_row(row, columns, classes) for row in rows)
    return framed(
        "".join(map(head, columns, classes)), body, kind=kind if columns else f"pp-facts {kind}"
    )


def framed(heads: str, body: str, *, kind: str = "") -> str:
    """Return a table out of the cells of its head and its rows.

    A style sheet that lays out rows as cards takes from a browser what a row is; roles keep it.
    """
    first = f'<thead role="rowgroup"><tr role="row">{heads}</tr></thead>' if heads else ""
    names = " ".join(filter(None, ("pp-table", "pp-cards" if heads else "", kind.strip())))
    return (
        f'<table class="{names}" role="table">{first}<tbody role="rowgroup">{body}</tbody>'
        "</table>"
    )


def head(name: str, css: str = "", more: str = "") -> str:
    """Return the head of a column."""
    return f'<th scope="col" role="columnheader"{_css(css)}{more}>{name}</th>'


def row(cells: Iterable[str], css: str = "") -> str:
    """Return a row out of cells made here."""
    return f'<tr role="row"{_css(css)}>{"".join(cells)}</tr>'


def title(text: str, css: str = "", label: str = "") -> str:
    """Return the first cell of a row: the title of its card, after the label if it has one."""
    return f'<th scope="row" role="rowheader"{_css(css)}{_label(label)}>{text}</th>'


def cell(text: str, css: str = "", label: str = "") -> str:
    """Return a cell; where the row is a card, the label stands before its text."""
    return f'<td role="cell"{_css(css)}{_label(label)}>{text}</td>'


def _row(cells: Sequence[str], columns: Sequence[str], classes: Sequence[str]) -> str:
    kinds, labels = classes or [""] * len(cells), columns or [""] * len(cells)
    # A name is title enough; a number is not.
    first = title(cells[0], kinds[0], labels[0] if kinds[0] else "")
    return row((first, *map(cell, cells[1:], kinds[1:], labels[1:])))


def _css(names: str) -> str:
    return f' class="{names}"' if names else ""


def _label(name: str) -> str:
    """Return the head of a column as an attribute: without its mark-up."""
    words = " ".join(TAG.sub(" ", name).split()).replace('"', "&quot;")
    return f' data-label="{words}"' if words else ""


def scrolled(table_html: str, css: str = "") -> str:
    """Return a table that is scrolled sideways where it is wider than the page."""
    return f'<div class="{f"pp-scroll {css}".strip()}" tabindex="0">{table_html}</div>'


def prose(text: str) -> str:
    """Return a text of our own, in which code, bold and stressed words are marked as Markdown.

    Other than what `st.markdown` draws, its words are those of the page's glossary.
    """
    told = escape_html(text)
    for pattern, name in ((CODE, "code"), (BOLD, "b"), (STRESSED, "em")):
        told = pattern.sub(rf"<{name}>\1</{name}>", told)
    return told


def note(text: str) -> str:
    """Return a remark in smaller type."""
    return f'<p class="pp-note">{text}</p>'


def line(text: str) -> str:
    """Return a paragraph."""
    return f'<p class="pp-why">{text}</p>'


def small(text: str) -> str:
    """Return a second line inside a cell; nothing for an empty text."""
    return f"<small>{text}</small>" if text else ""


def share(value: float) -> str:
    """Return a share, 0 to 1, in whole per cent, safe inside HTML."""
    return escape_html(words.percent(value))


def weight(value: float) -> str:
    """Return a weight, 0 to 1, in per cent, safe inside HTML."""
    return escape_html(words.weight(value))


def figure(drawn: Figure, *, longest: int = 4000) -> str:
    """Return a chart as an image with its description.

    Streamlit takes SVG out of HTML; as the source of an image it stays, and cannot run.
    """
    svg = palette.for_screen(drawn.svg.replace(FONT, SANS)).encode()
    source = base64.b64encode(svg).decode("ascii")
    words = escape_html(drawn.alt, limit=longest)
    return f'<img class="pp-svg" alt="{words}" src="data:image/svg+xml;base64,{source}">'

"""HTML of our own making; every text in it has passed ``text.escape_html`` before."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence

import streamlit as st

from prioritizer.domain import words
from prioritizer.figures.svg import FONT, Figure
from prioritizer.ui.shell import palette
from prioritizer.ui.shell.text import escape_html

# Arial stands in where the picture lies outside of the page, and its font with it.
SANS = "'Source Sans', 'Source Sans Pro', Arial, Helvetica, sans-serif"


def draw(*parts: str) -> None:
    """Draw the parts as one block; nothing where they are all empty."""
    body = "".join(parts)
    if body:
        st.html(body)


def table(
    columns: Sequence[str], rows: Iterable[Sequence[str]], *, numbers: Sequence[str] = ()
) -> str:
    """Return a table; the first cell of a row is its header, ``numbers`` are set to the right.

    Without columns the table has no head and its rows are pairs or triples of facts.
    """
    classes = [' class="n"' if name in numbers else "" for name in columns]
    heads = "".join(
        f'<th scope="col"{kind}>{name}</th>'
        for name, kind in zip(columns, classes, strict=True)
    )
    head = f"<thead><tr>{heads}</tr></thead>" if columns else ""
    body = "".join(_row(row, classes) for row in rows)
    kind = "pp-table" if columns else "pp-table pp-facts"
    return f'<table class="{kind}">{head}<tbody>{body}</tbody></table>'


def _row(cells: Sequence[str], classes: Sequence[str]) -> str:
    kinds = classes or [""] * len(cells)
    first = f'<th scope="row"{kinds[0]}>{cells[0]}</th>'
    rest = zip(cells[1:], kinds[1:], strict=True)
    return f"<tr>{first}{''.join(f'<td{kind}>{cell}</td>' for cell, kind in rest)}</tr>"


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

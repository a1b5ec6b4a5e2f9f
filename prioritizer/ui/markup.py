"""HTML of our own making; every text in it has passed ``text.escape_html`` before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import streamlit as st


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


def percent(share: float) -> str:
    """Return a share, 0 to 1, in whole per cent."""
    return f"{100 * share:.0f} %"

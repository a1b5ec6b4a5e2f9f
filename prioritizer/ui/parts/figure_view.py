"""A chart of our own on a page: it answers to pointer and keys, and goes along as a file."""

from __future__ import annotations

import re
from functools import cache
from html import unescape

import streamlit as st

from prioritizer.figures.svg import FONT, Figure
from prioritizer.ui.shell import component, markup, palette
from prioritizer.ui.shell.text import escape_html

COMPONENT = "prioritizer_figure"


@cache
def _style() -> str:
    return component.asset("figure.css") + palette.figure_rules()


def show(figure: Figure, *, key: str, has_caption: bool = True, least: str = "500px") -> None:
    """Draw a chart with its caption and its equivalent in words.

    ``key`` names it on its page and as a file; ``least`` is a width, as CSS, below which it is
    scrolled: its letters stay large enough to read.
    """
    # By this name the style sheet knows that a chart is in a column.
    with st.container(key=f"figure-{key}", gap=None):
        _mount(
            key,
            {
                "svg": figure.svg.replace(FONT, markup.SANS),
                "alt": figure.alt,
                "title": title(figure),
                "name": key,
                "least": least,
            },
        )
    if has_caption:
        markup.draw(markup.note(escape_html(figure.caption)))


def offer(plot: str, heading: str) -> None:
    """Offer the plotly chart of the key ``plot`` as a picture."""
    _mount(
        f"{plot}-files",
        {"plot": plot, "title": heading, "name": plot.removeprefix("plot-chart-")},
    )


def title(figure: Figure) -> str:
    """Return the title of a figure, as it stands in its SVG."""
    found = re.search("<title>(.*?)</title>", figure.svg)
    return unescape(found.group(1)) if found else "Chart"


def _mount(key: str, data: dict[str, str]) -> None:
    # One definition for all charts: what differs goes along as data.
    component.mount(
        COMPONENT,
        '<div class="pp-chart"></div>',
        css=_style(),
        js=component.asset("figure.js"),
        key=key,
        data=data,
    )

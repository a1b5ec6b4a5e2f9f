"""What every chart shares: a calm layout, no tool bar, a description, and its numbers below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from prioritizer.domain.words import number
from prioritizer.ui.shell.text import plain

CONFIG = {"displayModeBar": False, "scrollZoom": False, "displaylogo": False}
INK, MUTED, LINE, ACCENT = "#14212b", "#4a5a67", "#d5dde3", "#0b5a78"
ORANGE, GREY = "#d55e00", "#8a99a5"


def layout(figure: Any, *, height: int, x: str, y: str, left: int = 10) -> None:
    """Give a figure the common look; axes do not move under a thumb that scrolls the page."""
    figure.update_layout(
        height=height,
        margin={"l": left, "r": 12, "t": 8, "b": 8},
        dragmode=False,
        showlegend=False,
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"color": INK, "size": 13},
        hoverlabel={"bgcolor": "white", "font_size": 13},
    )
    figure.update_xaxes(
        title={"text": x, "standoff": 8, "font": {"color": MUTED}},
        tickfont={"color": INK}, fixedrange=True, gridcolor=LINE, zeroline=False,
        automargin=True,
    )  # fmt: skip
    figure.update_yaxes(
        title={"text": y, "standoff": 8, "font": {"color": MUTED}},
        tickfont={"color": INK}, fixedrange=True, gridcolor=LINE, zeroline=False,
        automargin=True,
    )  # fmt: skip


def show(figure: Any, *, key: str, alt: str) -> None:
    """Draw a figure with its description."""
    st.plotly_chart(figure, key=key, alt=alt, config=CONFIG)


def numbers(columns: Mapping[str, Sequence[object]], *, label: str) -> None:
    """Draw the numbers of a chart as a table, folded away."""
    with st.expander(label):
        frame(columns)


def frame(columns: Mapping[str, Sequence[object]]) -> None:
    """Draw columns of equal length as a table that can be sorted."""
    st.dataframe(pd.DataFrame(columns), hide_index=True)


def short(name: str, limit: int = 30) -> str:
    """Return a site's name as an axis can hold it, safe for the chart's own mark-up."""
    return plain(name, limit=limit).replace("<", "‹").replace(">", "›")


def count(n: int) -> str:
    """Return a whole number with thin gaps between thousands."""
    return number(n, 1)


def words(table: str) -> str:
    """Return a table whose cells hold words: they break between words, or it scrolls."""
    return f'<div class="pp-words">{table}</div>'


def label_ends(
    figure: Any, ends: Sequence[tuple[str, float, str]], *, low: float, high: float
) -> None:
    """Write names at the right ends of lines, moved apart where they would overlap.

    Parameters
    ----------
    ends
        Name, height and colour of each line's end.
    low, high
        Lowest and highest number of the axis from bottom to top; ``low > high`` if reversed.
    """
    gap = (high - low) / max(24, len(ends))
    ordered = sorted(ends, key=lambda end: (end[1] - low) * (1 if gap > 0 else -1))
    at = low
    for index, (name, height, color) in enumerate(ordered):
        room = (height - at) * (1 if gap > 0 else -1)
        at = height if index == 0 or room > abs(gap) else at + gap
        figure.add_annotation(
            x=1, xref="paper", y=at, xanchor="left", xshift=4, showarrow=False,
            text=name, font={"size": 11, "color": color},
        )  # fmt: skip

"""What charts to zoom into share: a calm layout, tools, a description, files, numbers below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from prioritizer.domain.words import number
from prioritizer.ui.parts import figure_view
from prioritizer.ui.shell import palette
from prioritizer.ui.shell.text import plain

# Zoom in and out, a box to zoom into, a hand to move, and back: nothing moves before one asks.
TOOLS = [["zoom2d", "pan2d", "zoomIn2d", "zoomOut2d", "resetScale2d"]]
CONFIG = {
    "displayModeBar": True, "scrollZoom": False, "displaylogo": False, "modeBarButtons": TOOLS
}  # fmt: skip
STILL = {"displayModeBar": False, "scrollZoom": False, "displaylogo": False}
FONT = "Source Sans, Source Sans Pro, Arial, Helvetica, sans-serif"
INK, MUTED, LINE, ACCENT, PAPER, ORANGE, QUIET, LAST, ZONE, GAP, EDGE = (
    palette.tokens()[f"pp-{name}"][0]
    for name in (
        "ink", "muted", "line", "accent", "paper", "orange", "quiet", "dim", "zone",
        "amber-pale", "warn-edge",
    )
)  # fmt: skip
# A colour between light and dark, from nothing to all of it: it holds on both pages.
SHARES = tuple(
    (at, f"rgba(38,128,168,{much})")
    for at, much in ((0, 0.03), (0.15, 0.4), (0.5, 0.75), (1, 1))
)


def layout(figure: Any, *, height: int, x: str, y: str, zooms: bool = True) -> None:
    """Give a figure the common look; nothing moves under a thumb that scrolls the page.

    Its colours are those of the light look; `palette.plot_rules` turns them on a dark page.
    """
    figure.update_layout(
        height=height,
        margin={"l": 10, "r": 12, "t": 34 if zooms else 8, "b": 8},
        dragmode=False,
        showlegend=False,
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"color": INK, "size": 13, "family": FONT},
        hoverlabel={"bgcolor": PAPER, "bordercolor": MUTED, "font": {"size": 13, "color": INK}},
        modebar={"bgcolor": "rgba(0,0,0,0)", "color": MUTED, "activecolor": ACCENT},
    )
    figure.update_xaxes(
        title={"text": x, "standoff": 8, "font": {"color": MUTED, "size": 12}},
        tickfont={"color": INK}, fixedrange=not zooms, gridcolor=LINE, zeroline=False,
        automargin=True,
    )  # fmt: skip
    figure.update_yaxes(
        title={"text": y, "standoff": 8, "font": {"color": MUTED, "size": 12}},
        tickfont={"color": INK}, fixedrange=not zooms, gridcolor=LINE, zeroline=False,
        automargin=True,
    )  # fmt: skip


def show(figure: Any, *, key: str, alt: str, title: str) -> None:
    """Draw a figure with its description, and offer it as a picture."""
    zooms = not figure.layout.xaxis.fixedrange
    with st.container(key=f"plot-{key}", gap=None):
        st.plotly_chart(figure, key=key, alt=alt, config=CONFIG if zooms else STILL, theme=None)
    figure_view.offer(f"plot-{key}", title)


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

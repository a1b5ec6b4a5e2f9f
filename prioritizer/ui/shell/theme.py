"""Colours and style of the app; the colour-blind can tell the criteria apart as well."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.ui.shell import palette

ASSETS = Path(__file__).with_name("assets")
ICON = ASSETS / "icon.svg"
LOGO = ASSETS / "logo.svg"
SHEETS = ("tokens.css", "app.css", "narrow.css")

# Okabe and Ito 2008, in an order that keeps neighbours in a stacked bar far apart in lightness.
PALETTE = (
    "#E69F00",
    "#0072B2",
    "#D55E00",
    "#009E73",
    "#CC79A7",
    "#56B4E9",
    "#8C6D1F",
    "#4D4D4D",
)
# How far the last criterion of a long branch goes towards white.
LIGHTEST = 0.7
# Too dark for a dark page, so that it has a partner there.
DARKEST, ITS_TOKEN = "#4D4D4D", "var(--pp-last)"


def colors(criteria: CriteriaSet) -> dict[str, str]:
    """Return the CSS colour of each criterion: in a tree one hue per main branch, in steps."""
    main = [node for node in criteria.tree() if node.depth == 1]
    found = {
        leaf: _lighter(PALETTE[i % len(PALETTE)], LIGHTEST * step / len(node.leaves))
        for i, node in enumerate(main)
        for step, leaf in enumerate(node.leaves)
    }
    return {leaf: ITS_TOKEN if color == DARKEST else color for leaf, color in found.items()}


def _lighter(color: str, share: float) -> str:
    parts = (int(color[k : k + 2], 16) for k in (1, 3, 5))
    return "#" + "".join(f"{round(part + share * (255 - part)):02X}" for part in parts)


def apply() -> None:
    """Add the style sheet to the page."""
    st.html(f"<style>{style_sheet()}</style>")


def apply_evidence() -> None:
    """Add the style of the import, inventory and evidence pages."""
    st.html(ASSETS / "evidence.css")


def apply_pilots() -> None:
    """Add the style of the pages from shortlist to viability."""
    st.html(ASSETS / "pilots.css")


@st.cache_resource(show_spinner=False)
def style_sheet() -> str:
    """Return the style sheet."""
    sheets = "".join((ASSETS / name).read_text(encoding="utf-8") for name in SHEETS)
    return sheets + palette.plot_rules()

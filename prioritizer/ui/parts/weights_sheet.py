"""The weights in a narrow window: a button that opens the side bar over the lower half."""

from __future__ import annotations

from functools import cache

import streamlit as st

from prioritizer.languages.speech import gettext, spoken
from prioritizer.ui.shell import theme

COMPONENT = "prioritizer_weights_sheet"


@cache
def _asset(kind: str) -> str:
    return (theme.ASSETS / f"weights_sheet.{kind}").read_text(encoding="utf-8")


def offer() -> None:
    """Offer the way to the weights; in a wide window they stand beside, and nothing is seen."""
    mount = st.components.v2.component(
        COMPONENT,
        html='<button type="button" aria-haspopup="dialog" aria-expanded="false"></button>',
        css=_asset("css"),
        js=_asset("js"),
    )
    mount(
        key="weights-sheet",
        data={"weights": gettext("Weights"), "menu": gettext("Menu"), "language": spoken()},
    )

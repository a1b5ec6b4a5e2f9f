"""The weights in a narrow window: a button that opens the side bar over the lower half."""

from __future__ import annotations

from prioritizer.languages.speech import gettext, spoken
from prioritizer.ui.shell import component

COMPONENT = "prioritizer_weights_sheet"


def offer() -> None:
    """Offer the way to the weights; in a wide window they stand beside, and nothing is seen."""
    component.mount(
        COMPONENT,
        '<button type="button" aria-haspopup="dialog" aria-expanded="false"></button>',
        css=component.asset("weights_sheet.css"),
        js=component.asset("weights_sheet.js"),
        key="weights-sheet",
        data={"weights": gettext("Weights"), "menu": gettext("Menu"), "language": spoken()},
    )

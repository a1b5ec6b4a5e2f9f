"""A chart of our own as SVG on a page, with what it shows in words for screen readers."""

from __future__ import annotations

from prioritizer.figures.svg import Figure
from prioritizer.ui import markup
from prioritizer.ui.text import escape_html


def show(figure: Figure) -> None:
    """Draw a chart with its caption and its equivalent in words."""
    markup.draw(
        f'<figure class="pp-figure" role="group" aria-label="{escape_html(figure.alt)}">'
        f"{figure.svg}<figcaption>{markup.note(escape_html(figure.caption))}</figcaption>"
        "</figure>"
    )

"""A chart of our own as SVG on a page, with what it shows in words for screen readers."""

from __future__ import annotations

import base64

from prioritizer.figures.svg import FONT, Figure
from prioritizer.ui.shell import markup
from prioritizer.ui.shell.text import escape_html

SCREEN_FONT = "Source Sans Pro, Segoe UI, Helvetica, Arial, sans-serif"
LONGEST_ALT = 4000


def show(figure: Figure) -> None:
    """Draw a chart with its caption and its equivalent in words.

    As a picture, since drawings inside the text of a page are cleaned away.
    """
    svg = figure.svg.replace(FONT, SCREEN_FONT)
    data = base64.b64encode(svg.encode()).decode("ascii")
    alt = escape_html(figure.alt, limit=LONGEST_ALT)
    markup.draw(
        f'<figure class="pp-figure"><img alt="{alt}" src="data:image/svg+xml;base64,{data}">'
        f"<figcaption>{markup.note(escape_html(figure.caption))}</figcaption></figure>"
    )

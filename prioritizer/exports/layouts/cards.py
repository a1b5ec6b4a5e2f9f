"""One-time places as PDF: cards to cut out, each with a QR code and its code in letters."""

from __future__ import annotations

from typing import Any

from prioritizer.exports.blocks import name_of
from prioritizer.exports.layouts import pdf as pdf_report
from prioritizer.languages.speech import LANGUAGES, gettext, speaking, spoken
from prioritizer.workflow.workshop.places import Places

LAYOUT = pdf_report.LAYOUT.with_name("cards.typ")


def cards_pdf(places: Places, base: str, language: str = "") -> bytes:
    """Return the cards of places as PDF, eight a page.

    Parameters
    ----------
    base
        The address of the phone pages, such as ``http://192.168.1.20:8501/w``.
    language
        The language of the cards; that of the workshop's ballots when left out.
    """
    wanted = language if language in LANGUAGES else places.workshop.language
    with speaking(wanted):
        return pdf_report.render(_data(places, base), LAYOUT)


def _data(places: Places, base: str) -> dict[str, Any]:
    workshop = places.workshop
    group = gettext(workshop.group(places.group).name) if places.group else ""
    return {
        "title": gettext("Your place"),
        "description": gettext("Places of a workshop"),
        "lang": spoken(),
        "workshop": name_of(workshop.title),
        "scan": gettext("Scan this code with your phone, then follow the page."),
        "type": gettext("Or open {address} and type these letters.", address=f"{base}/join"),
        "once": gettext("Good for one person and one time. Do not pass it on."),
        "cards": [
            {
                "code": code,
                "qr": qr_svg(f"{base}/p/{code}"),
                "alt": gettext("QR code of the place {code}", code=code),
                "group": name_of(group),
            }
            for code in places.codes
        ],
    }


def qr_svg(link: str) -> str:
    """Return a QR code as an SVG document, black on white, four modules of margin."""
    import io

    import segno

    drawn = io.BytesIO()
    segno.make(link, error="m").save(drawn, kind="svg", border=4, light="white")
    return drawn.getvalue().decode()

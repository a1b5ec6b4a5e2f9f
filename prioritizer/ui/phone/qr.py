"""A QR code of a join link as SVG, drawn here without asking anybody."""

from __future__ import annotations

from prioritizer.ui.phone.html import PREFIX


def join_link(base: str, token: str) -> str:
    """Return the address that a QR code leads to; ``base`` is that of the server."""
    return f"{base.rstrip('/')}{PREFIX}/j/{token}"


def qr_source(link: str) -> str:
    """Return a QR code as the source of an image, for pages that take SVG out of HTML."""
    import segno

    return str(segno.make(link, error="m").svg_data_uri(scale=8, border=4, light="white"))


def qr_svg(link: str) -> str:
    """Return a QR code as an SVG element, black on white, four modules of margin."""
    import segno

    return str(segno.make(link, error="m").svg_inline(scale=8, border=4, light="white"))

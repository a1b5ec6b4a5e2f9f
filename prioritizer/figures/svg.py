"""The small vocabulary that every chart is written in: shapes, text, hatching, a frame."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

# Okabe and Ito 2008, ordered so that neighbours in a stacked bar differ in lightness too.
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
INK, MUTED, GRID, PALE = "#1B2A33", "#5B6B75", "#D9DFE3", "#EEF2F4"
FONT = "Libertinus Serif, Georgia, serif"
WIDTH = 640.0
LABEL_WIDTH = 214.0
LONGEST_LABEL = 35


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart with its caption and its equivalent in words."""

    svg: str
    alt: str
    caption: str


def clean(text: str) -> str:
    """Return text without characters that XML cannot hold or that turn the direction."""
    return text if text.isprintable() else "".join(c if c.isprintable() else " " for c in text)


def label(text: str, longest: int = LONGEST_LABEL) -> str:
    """Return a name cut to what fits beside a chart."""
    flat = " ".join(clean(text).split())
    return flat if len(flat) <= longest else f"{flat[: longest - 1].rstrip()}…"


def words(
    x: float,
    y: float,
    text: str,
    *,
    size: float = 12,
    anchor: str = "start",
    fill: str = INK,
    weight: str = "normal",
) -> str:
    """Return a text; ``y`` is its base line."""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" text-anchor="{anchor}" '
        f'fill="{fill}" font-weight="{weight}">{escape(clean(text))}</text>'
    )


def wide(text: str, size: float) -> float:
    """Return about how wide a text is in a broad font, rather too much than too little.

    Of Cyrillic and of capitals a letter is broader than of small Latin ones.
    """
    return size * sum(0.68 if c.isupper() or ord(c) > 0x24F else 0.6 for c in text)


def fitted(x: float, y: float, text: str, *, room: float, height: float, size: float) -> str:
    """Return a text that ends at ``x`` about the middle ``y`` and is no wider than ``room``.

    One that is too wide stands on two lines, if ``height`` has room for them, and is smaller if
    that is not enough: a name is whole in every language.
    """
    lines = [text] if wide(text, size) <= room or height < 2.3 * size else _halves(text)
    size = min(size, size * room / max(wide(one, size) for one in lines))
    first = y + 0.35 * size - 0.58 * size * (len(lines) - 1)
    return "".join(
        words(x, first + 1.16 * size * k, one, size=int(10 * size) / 10, anchor="end")
        for k, one in enumerate(lines)
    )


def _halves(text: str) -> list[str]:
    """Return a text on two lines as even as its words allow; one word alone on one."""
    parts = text.split()
    cuts = [(" ".join(parts[:k]), " ".join(parts[k:])) for k in range(1, len(parts))]
    return list(min(cuts, key=lambda two: max(map(len, two)))) if cuts else [text]


def box(x: float, y: float, width: float, height: float, fill: str, *, extra: str = "") -> str:
    """Return a rectangle; one too thin to see is left out."""
    if width < 0.05:
        return ""
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.2f}" height="{height:.1f}" '
        f'fill="{fill}"{extra}/>'
    )


def line(
    x1: float,
    y1: float,
    x2: float,
    y2: float,
    *,
    stroke: str = GRID,
    width: float = 1,
    dash: str = "",
) -> str:
    """Return a straight line."""
    pattern = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" '
        f'stroke="{stroke}" stroke-width="{width:g}"{pattern}/>'
    )


def dot(x: float, y: float, radius: float, fill: str, *, stroke: str = "#FFFFFF") -> str:
    """Return a filled circle with a rim."""
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" fill="{fill}" stroke="{stroke}"/>'


def told(text: str, *marks: str) -> str:
    """Return marks that tell a text to whoever points at them."""
    return f'<g class="told"><title>{escape(clean(text))}</title>{"".join(marks)}</g>'


def hatch(name: str, color: str) -> str:
    """Return the pattern for what rests on a gap: the colour as diagonal lines on white."""
    return (
        f'<pattern id="{name}" width="5" height="5" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect width="5" height="5" fill="#FFFFFF"/>'
        f'<rect width="2.2" height="5" fill="{color}"/></pattern>'
    )


def frame(
    height: float,
    body: Iterable[str],
    *,
    title: str,
    definitions: Iterable[str] = (),
    width: float = WIDTH,
) -> str:
    """Return a whole SVG document, of the common width where none is given."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" '
        f'width="{width:g}" height="{height:g}" font-family={quoteattr(FONT)} role="img">'
        f"<title>{escape(clean(title))}</title><defs>{''.join(definitions)}</defs>"
        f"{''.join(body)}</svg>"
    )


def legend(entries: Iterable[tuple[str, str]], y: float) -> tuple[list[str], float]:
    """Return keys of colour and words in rows, and the height below the last row."""
    found, x = [], 0.0
    for fill, text in entries:
        needed = 26 + 6.1 * len(text)
        if x and x + needed > WIDTH:
            x, y = 0.0, y + 18
        found += [
            box(x, y - 9, 12, 10, fill, extra=f' stroke="{MUTED}" stroke-width="0.4"'),
            words(x + 17, y, text, size=11.5, fill=MUTED),
        ]
        x += needed
    return found, y + 14

"""Names that a reader takes for one another: the same skeleton, whatever letters they are of.

The way is that of Unicode Technical Standard 39, section 4 (skeletons), for what passes as a
letter of the Latin alphabet in Cyrillic, Greek and Armenian, and for digits that pass as one.
"""

from __future__ import annotations

import unicodedata

# Letters by what they are taken for, in small letters; capitals are folded before.
_TAKEN_FOR = {
    "a": "аα",
    "b": "ьƅ",
    "c": "сϲ",
    "d": "ԁ",
    "e": "еє℮",
    "g": "ɡց",
    "h": "һհ",
    "i": "іιıӏ1l|ɩ",
    "j": "јϳ",
    "k": "кκ",
    "m": "м",
    "n": "пո",
    "o": "оοσօ0",
    "p": "рρ",
    "q": "ԛզ",
    "r": "гɼ",
    "s": "ѕ",
    "t": "тτ",
    "u": "υս",
    "v": "ѵν",
    "w": "ԝω",
    "x": "хχ×",
    "y": "уγү",
    "z": "ʐ",
    "-": "‐‑‒–—−",
    "'": "’‘ʼ`´",
}
_FOLDED = {ord(other): letter for letter, others in _TAKEN_FOR.items() for other in others}
_INVISIBLE = ("Cf", "Mn", "Cc")


def skeleton(name: str) -> str:
    """Return what two names share if a reader takes one for the other.

    Case, width, kinds of blanks and characters that are not seen do not count; accents that are
    part of a letter do.
    """
    folded = unicodedata.normalize("NFKC", name).casefold()
    # Folding may take letters apart again, as the dotted capital I.
    folded = unicodedata.normalize("NFKC", folded)
    seen = (c for c in folded if unicodedata.category(c) not in _INVISIBLE)
    return " ".join("".join(seen).translate(_FOLDED).split())

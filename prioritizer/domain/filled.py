"""Whether a text says anything: the one rule for every text that must not be blank."""

from __future__ import annotations

import unicodedata

# Letters and symbols by their category that draw nothing: fillers of Hangul, empty Braille.
_BLANKS = frozenset("\u115f\u1160\u3164\uffa0\u2800")


def is_filled(text: str) -> bool:
    """Return whether a text has a sign that can be seen: a letter, digit, mark or symbol.

    Spaces, control characters, characters without width and accents on nothing are none.
    """
    first = text[:1]
    if first.isascii() and first.isalnum():
        return True
    return any(unicodedata.category(c)[0] in "LNPS" and c not in _BLANKS for c in text)

"""Reads the number that somebody typed on a phone, in the digits of any script."""

from __future__ import annotations

import unicodedata

from prioritizer.readers.numbers import parse_number

# A phone may offer only a comma, or only the Arabic sign, before the decimals.
_POINTS = str.maketrans({",": ".", "٫": ".", "−": "-"})


def parse_answer(text: str) -> float | None:
    """Return one plain number, or None if the text is anything else.

    Decimal digits of every script count, such as ٦٠ and ６０ (Unicode Standard, section 4.6);
    a comma and the Arabic decimal sign count as a decimal point.
    """
    return parse_number(plain_digits(text))


def plain_digits(text: str) -> str:
    """Return a typed number with the digits 0 to 9 and a decimal point."""
    plain = unicodedata.normalize("NFKC", text.strip()).translate(_POINTS)
    return "".join(map(_digit, plain))


def _digit(character: str) -> str:
    value = unicodedata.decimal(character, -1)
    return character if value < 0 else str(value)

"""One strict number parser, and the words for what is wrong with a number."""

from __future__ import annotations

import math
import re

NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
LARGEST = 1e15

_KEY = re.compile(r"[+-]?\d{16,}", re.ASCII)
BLANK = "Leave the cell blank where the value is unknown."
HINTS: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(r"^[<>≤≥~]"),
        "Put a detection limit or bound into the low or high column and leave this blank.",
    ),
    (
        re.compile(r"^[\d.,]+\s*(?:-|–|…|to)\s*[\d.,]+$"),
        "Put the two ends into the low and high columns.",
    ),
    (
        re.compile(r"^[+-]?\d{1,3}(?:[,.' \u00a0\u202f]\d{3}){2,}(?:[.,]\d+)?$"),
        "Write it without thousands separators.",
    ),
    (
        re.compile(r"^[+-]?\d{1,3}[,'  \u00a0\u202f]\d{3}$"),
        "Write it without a thousands separator, or with a decimal point.",
    ),
    (re.compile(r"^[+-]?\d*,\d+$"), "Write a decimal point instead of a comma."),
    (
        re.compile(r"^[+-]?[\d.,]+\s*%$"),
        "Leave the per cent sign out; the unit is in the column name.",
    ),
    (
        re.compile(r"^[+-]?[\d.,]+\s*[^\W\d_]"),
        "Leave the unit out of the cell; it is in the column name.",
    ),
    (
        re.compile(r"^(?:n/?a|n\.a\.|none|null|nan|-+|\?|unknown|tbd)$", re.IGNORECASE),
        BLANK,
    ),
    (
        re.compile(r"^[+-]?inf", re.IGNORECASE),
        BLANK,
    ),
    (re.compile(r"^="), "Put the result of the formula into the cell."),
)


def parse_number(text: str) -> float | None:
    """Return the number, or None if the text is anything but one plain finite number."""
    if NUMBER.fullmatch(text) is None:
        return None
    value = float(text)
    return value if math.isfinite(value) and abs(value) <= LARGEST else None


def number_hint(text: str, unknown: str = BLANK) -> str:
    """Return what to do about a text that is not a plain number.

    Parameters
    ----------
    unknown
        What to do where the value is unknown, for a table that takes no blank cell.
    """
    if _KEY.fullmatch(text):
        return "It has more digits than an amount: keep identifiers in a column of text."
    if NUMBER.fullmatch(text):
        return "Check the exponent: the number is too large to be real."
    for pattern, hint in HINTS:
        if pattern.search(text.strip()):
            return unknown if hint == BLANK else hint
    if unknown != BLANK:
        return f"Write a plain number such as 1234.5. {unknown}"
    return "Write a plain number such as 1234.5, or leave the cell blank."

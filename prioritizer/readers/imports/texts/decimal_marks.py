"""Which decimal mark a column uses: votes of the cells that can be read in one way only."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from prioritizer.readers.imports.words.records import Cell

LEAD = r"(?:[<>~≤≥≈]|ca\.?)?\s*[+-]?"
POINT_ONLY = re.compile(
    rf"{LEAD}(?:\d+\.(?:\d{{1,2}}|\d{{4,}})|0\.\d+|\d{{4,}}\.\d+|\.\d+|\d{{1,3}}(?:,\d{{3}})+\.\d*|\d{{1,3}}(?:,\d{{3}}){{2,}})(?![\d.,]).*"
)
COMMA_ONLY = re.compile(
    rf"{LEAD}(?:\d+,(?:\d{{1,2}}|\d{{4,}})|0,\d+|\d{{4,}},\d+|,\d+|\d{{1,3}}(?:\.\d{{3}})+,\d*|\d{{1,3}}(?:\.\d{{3}}){{2,}})(?![\d.,]).*"
)
# Thousands marks beyond doubt: two groups, one before a decimal mark, a blank, an apostrophe.
GROUPED = re.compile(
    rf"{LEAD}\d{{1,3}}(?:[ '’\u00a0\u2009\u202f]\d{{3}}(?!\d)"
    r"|(?P<m>[.,])\d{3}(?:(?P=m)\d{3}|(?!(?P=m))[.,]\d))"
)
EITHER = re.compile(rf"{LEAD}(?P<lead>[1-9]\d{{0,2}})(?P<mark>[.,])\d{{3}}(?![\d.,]).*")


@dataclass(frozen=True, slots=True)
class Votes:
    """How many cells need a point, need a comma, or could be read in both ways."""

    point: int = 0
    comma: int = 0
    either_point: int = 0
    either_comma: int = 0
    example: str = ""
    grouped: int = 0
    group_example: str = ""

    def __add__(self, other: Votes) -> Votes:
        return Votes(
            self.point + other.point,
            self.comma + other.comma,
            self.either_point + other.either_point,
            self.either_comma + other.either_comma,
            self.example or other.example,
            self.grouped + other.grouped,
            self.group_example or other.group_example,
        )

    @property
    def mark(self) -> str:
        """Return the mark of the majority, blank where nothing speaks for either."""
        if self.point == self.comma:
            return ""
        return "." if self.point > self.comma else ","

    @property
    def is_doubtful(self) -> bool:
        """Return whether cells could be read in both ways."""
        return self.either_point + self.either_comma > 0


def count_votes(cells: Iterable[Cell], largest: float) -> Votes:
    """Return the votes of the text cells of a column.

    Parameters
    ----------
    largest
        The largest value the field may have: 60.123 as a latitude can be no sixty thousand.
    """
    counts = Counter[str]()
    examples: dict[str, str] = {}
    for cell in cells:
        if not isinstance(cell, str):
            continue
        text = cell.strip()
        if GROUPED.match(text):
            counts["grouped"] += 1
            examples.setdefault("grouped", text)
        vote = _vote(text, largest) if "." in text or "," in text else ""
        if vote:
            counts[vote] += 1
            if vote.startswith("either"):
                examples.setdefault("either", text)
    return Votes(
        counts["point"],
        counts["comma"],
        counts["either_point"],
        counts["either_comma"],
        examples.get("either", ""),
        counts["grouped"],
        examples.get("grouped", ""),
    )


def _vote(text: str, largest: float) -> str:
    if POINT_ONLY.fullmatch(text):
        return "point"
    if COMMA_ONLY.fullmatch(text):
        return "comma"
    match = EITHER.fullmatch(text)
    if match is None:
        return ""
    is_decimal = int(match["lead"]) * 1000 > largest
    name = "point" if match["mark"] == "." else "comma"
    return name if is_decimal else f"either_{name}"

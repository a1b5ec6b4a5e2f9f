"""Which decimal mark a column uses: votes of the cells that can be read in one way only."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from prioritizer.readers.imports.words.records import Cell

# Where the first number of a cell begins: a sign, a bound or a word may stand before it.
FIRST = re.compile(r"(?<![A-Za-z.])[.,](?=\d)|\d")
POINT_ONLY = re.compile(
    r"(?:\d+\.(?:\d{1,2}|\d{4,})|0\.\d+|\d{4,}\.\d+|\.\d+|\d{1,3}(?:,\d{3})+\.\d*|\d{1,3}(?:,\d{3}){2,})(?![\d.,]).*"
)
COMMA_ONLY = re.compile(
    r"(?:\d+,(?:\d{1,2}|\d{4,})|0,\d+|\d{4,},\d+|,\d+|\d{1,3}(?:\.\d{3})+,\d*|\d{1,3}(?:\.\d{3}){2,})(?![\d.,]).*"
)
# Thousands marks beyond doubt: two groups, one before a decimal mark, a blank, an apostrophe.
GROUPED = re.compile(
    r"\d{1,3}(?:[ '’\u00a0\u2009\u202f]\d{3}(?!\d)"
    r"|(?P<m>[.,])\d{3}(?:(?P=m)\d{3}|(?!(?P=m))[.,]\d))"
)
EITHER = re.compile(r"(?P<lead>[1-9]\d{0,2})(?P<mark>[.,])\d{3}(?![\d.,]).*")
TWO_WAYS = re.compile(r"(?<![\d.,])[1-9]\d{0,2}[.,]\d{3}(?![\d.,])")


def has_two_ways(text: str) -> bool:
    """Return whether a number of a text has a mark that parts thousands or decimals."""
    return TWO_WAYS.search(text) is not None


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


@dataclass(frozen=True, slots=True)
class Shown:
    """What the columns of a file show: a mark, whether only places show it, and all votes.

    The mark is blank where columns differ: each is then read by its own.
    """

    mark: str = ""
    is_weak: bool = False
    votes: Votes = Votes()


def shown_by(witnesses: Iterable[Votes], places: Iterable[Votes]) -> Shown:
    """Return what columns of numbers show.

    A decimal point of ``places`` shows nothing of other columns: coordinates are copied from
    maps, whatever mark a table uses.
    """
    witnesses, places = list(witnesses), [one for one in places if one.mark]
    marks = {one.mark for one in witnesses if one.mark}
    marks |= {one.mark for one in places if one.mark == ","}
    votes = sum((*witnesses, *places), Votes())
    if len(marks) == 1:
        return Shown(marks.pop(), votes=votes)
    if marks:
        return Shown(votes=votes)
    return Shown("." if places else "", is_weak=bool(places), votes=votes)


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
        # Digits alone have neither mark.
        if not isinstance(cell, str) or (cell.isascii() and cell.isdigit()):
            continue
        text = _from_first(cell)
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


def _from_first(cell: str) -> str:
    found = FIRST.search(cell)
    return cell[found.start() :].strip() if found else ""


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

"""Rows that were computed from the others: told by their figures, in any language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import fmean

from prioritizer.readers.imports.words.records import Cell
from prioritizer.readers.imports.words.vocabulary import codes, fold

FEWEST = 2
# Of two sites alone, figures fit by chance: 1, 2 and 3.
ENOUGH_SITES = 3
# At either end of a table stand so many computed rows at the most.
ENDS = 6
# Sums are written below tables that people read; a larger one is not searched.
LARGEST = 20_000
ENOUGH = 2
LONGEST = 3
Column = list[float]
# A median is the figure of a site, which may be a site at the end of the table.
MADE_OF: tuple[Callable[[Column], float], ...] = (sum, fmean)


def computed_rows(rows: Sequence[Sequence[Cell]], open_rows: Sequence[int]) -> dict[int, bool]:
    """Return rows whose figures are all sums or all means of the rows between.

    Parameters
    ----------
    open_rows
        Numbers of the rows that may be sites.

    Returns
    -------
    By the number of a row: true where that is sure, for one figure fits and the row lacks a
    text that all others have, or two fit and no row has more than its name; else false.
    """
    if not FEWEST < len(open_rows) <= LARGEST:
        return {}
    found: dict[int, bool] = {}
    for ordered in (list(open_rows[-ENDS:]), list(open_rows[:ENDS][::-1])):
        # From the row beside the sites to the outermost: each is made of the sites alone.
        for index in ordered:
            sites = [i for i in open_rows if i not in found and i != index]
            is_outside = index > max(sites, default=index) or index < min(sites, default=index)
            weight = _weight(rows, index, sites) if is_outside else 0
            if weight:
                found[index] = weight >= ENOUGH
    return found


def part_of_a_label(text: str) -> str:
    """Return what stands before or behind a word of statistics: north of "North total"."""
    words = fold(text).split()
    known = codes("row_label")
    for n in range(min(LONGEST, len(words) - 1), 0, -1):
        if known.get(" ".join(words[-n:])) == "statistic":
            return " ".join(words[:-n])
        if known.get(" ".join(words[:n])) == "statistic":
            rest = words[n:]
            while len(rest) > 1 and known.get(rest[0]) == "filler":
                rest = rest[1:]
            return " ".join(rest)
    return ""


def _weight(rows: Sequence[Sequence[Cell]], index: int, sites: Sequence[int]) -> int:
    """Return how many figures of a row are made of those of the sites, 0 if not all are."""
    lacks_text = len(sites) >= FEWEST and _lacks_text(rows, index, sites)
    if not lacks_text and len(sites) < ENOUGH_SITES:
        return 0
    for is_comma in (False, True):
        figures = {
            column: value
            for column, cell in enumerate(rows[index])
            if (value := _number(cell, is_comma=is_comma)) is not None
        }
        for made in MADE_OF:
            if figures and all(
                _is_made(value, rows, sites, column, made, is_comma=is_comma)
                for column, value in figures.items()
            ):
                if lacks_text:
                    return ENOUGH
                return min(len(figures), 1 if _has_texts(rows, index) else ENOUGH)
    return 0


def _is_made(
    value: float,
    rows: Sequence[Sequence[Cell]],
    sites: Sequence[int],
    column: int,
    made: Callable[[Column], float],
    *,
    is_comma: bool,
) -> bool:
    read = (_number(rows[i][column], is_comma=is_comma) for i in sites)
    numbers = [number for number in read if number is not None]
    if len(numbers) < FEWEST or len(set(numbers)) == 1 or not value:
        return False
    # A mean is written with some three digits.
    tolerance = 1e-9 if made is sum else 1e-3
    return abs(made(numbers) - value) <= tolerance * abs(value)


def _has_texts(rows: Sequence[Sequence[Cell]], index: int) -> bool:
    """Return whether a row has more texts than a name, as a site has."""
    texts = [cell for cell in rows[index] if str(cell).strip() and _number(cell) is None]
    return len(texts) > 1


def _lacks_text(rows: Sequence[Sequence[Cell]], index: int, sites: Sequence[int]) -> bool:
    """Return whether a cell is blank that is a text in every site."""
    return any(
        not str(cell).strip()
        and all(
            str(rows[i][column]).strip() and _number(rows[i][column]) is None for i in sites
        )
        for column, cell in enumerate(rows[index])
    )


def _number(cell: Cell, *, is_comma: bool = False) -> float | None:
    if isinstance(cell, int | float):
        return float(cell)
    text = str(cell).strip().replace("'", "").replace("\u00a0", "").replace("\u202f", "")
    text = text.replace(" ", "")
    if not text[:1].isdigit():
        return None
    text = text.replace(".", "").replace(",", ".") if is_comma else text.replace(",", "")
    try:
        return float(text)
    except ValueError:
        return None

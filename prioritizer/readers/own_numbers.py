"""Numbers of own columns as a file writes them: decimal commas, ranges and bounds."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import chain

from prioritizer.domain.own_columns import OwnColumn
from prioritizer.domain.ranges import Range
from prioritizer.readers.imports.texts.decimal_marks import count_votes
from prioritizer.readers.imports.texts.quantities import Quantity, read_quantity
from prioritizer.readers.numbers import LARGEST, parse_number
from prioritizer.readers.own_kinds import is_amount

UNREAD = frozenset({"refused", "missing", "undetected"})


def mark_of(texts: Collection[str]) -> str:
    """Return the decimal mark that most cells of a column need; blank where none needs one."""
    return count_votes(texts, LARGEST).mark


def quantity_of(text: str, mark: str, unit: str = "") -> Quantity | None:
    """Return the low, best and high that a cell says; None where it is no number.

    Parameters
    ----------
    mark
        The decimal mark of the column. Where it is blank, a comma could part thousands or
        decimals, and a cell with one is not read.
    unit
        What the cell may name beside the number.
    """
    if mark != "," and (number := parse_number(text)) is not None:
        return Quantity(best=number)
    if not mark and "," in text:
        return None
    found = read_quantity(text, mark or ".", coded_missing=False)
    is_read = found.flag not in UNREAD and found.unit in {"", unit}
    return found if is_read else None


def range_of(column: OwnColumn, cells: Mapping[str, str], mark: str) -> Range | None:
    """Return what a cell says as a range; None where it is no number, or one of three."""
    if cells.keys() != {"best"}:
        return None
    found = quantity_of(cells["best"], mark, column.unit)
    return None if found is None else Range(found.low, found.best, found.high)


def are_only_written_otherwise(texts: Collection[str]) -> bool:
    """Return whether all cells are numbers, and some of them with a comma or as a range."""
    mark, distinct = mark_of(texts), set(texts)
    others = {text for text in distinct if not is_amount(text)}
    digits = any(text.strip("+-").isdigit() for text in others)
    return bool(others) and not digits and all(quantity_of(t, mark) for t in distinct)


def by_mark(
    cells: Mapping[str, Collection[str]], shown: Mapping[str, Collection[str]]
) -> dict[str, str]:
    """Return the decimal mark of own columns of numbers; that of the others where one has none.

    How a cell that everybody may see is read tells nothing of cells that are withheld: these
    decide only where a column has no others.

    Parameters
    ----------
    cells, shown
        The filled cells of each column of numbers by its name: all, and those not withheld.
    """
    whole = mark_of(list(chain.from_iterable(shown.values())))
    return {name: mark_of(shown[name] or all_of) or whole for name, all_of in cells.items()}

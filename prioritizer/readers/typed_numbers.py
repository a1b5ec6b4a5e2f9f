"""Numbers typed by hand, as people write them."""

from __future__ import annotations

import re

from prioritizer.domain.ranges import Range
from prioritizer.errors import InputError
from prioritizer.readers.cells import clean
from prioritizer.readers.imports.texts.decimal_marks import count_votes
from prioritizer.readers.imports.texts.quantities import Quantity, read_quantity

LARGEST = 1e12
_GAPS = re.compile(r"(?<=\d)[\u00a0\u2009\u202f](?=\d)")


def typed_range(text: str) -> Range:
    """Return a typed number, or a range such as ``1–3``, ``<4`` or ``12 ± 2``.

    ``0,5`` and ``0.5`` are a half, ``1 500 000`` and ``1,500,000`` one and a half million;
    what can be read in two ways, such as ``1,234``, is refused.

    Raises
    ------
    InputError
        If it is no number, or not one alone.
    """
    quantity = _quantity(text)
    if quantity.unit:
        raise _no_number(text, "Leave the unit out.")
    if quantity.low is quantity.best is quantity.high is None:
        raise _no_number(text, quantity.hint or "Write a number.")
    return Range(quantity.low, quantity.best, quantity.high)


def typed_number(text: str) -> float:
    """Return one typed number, read as in `typed_range`.

    Raises
    ------
    InputError
        If it is no number, or a range.
    """
    found = typed_range(text)
    if found.best is None or found.low is not None or found.high is not None:
        raise _no_number(text, "Write one number.")
    return found.best


def _quantity(text: str) -> Quantity:
    plain = _GAPS.sub(" ", clean(text))
    votes = count_votes([plain], LARGEST)
    if votes.is_doubtful and not votes.mark:
        raise _no_number(
            plain,
            "It can be read in two ways: write gaps between thousands, or one more decimal.",
        )
    marks = [votes.mark] if votes.mark else [".", ","]
    tried = [read_quantity(plain, mark, coded_missing=False) for mark in marks]
    return next((one for one in tried if one.flag != "refused"), tried[0])


def _no_number(text: str, hint: str) -> InputError:
    shown = text.strip()[:40]
    found = f"“{shown}”" if shown else "nothing"
    return InputError(f"found {found}. Expected a number such as 0.5 or 1 500 000. {hint}")

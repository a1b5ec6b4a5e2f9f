"""What an own column holds, proposed from its values where nobody declared it."""

from __future__ import annotations

import re
from collections.abc import Collection

from prioritizer.domain.own_columns import OwnColumn, OwnKind
from prioritizer.readers.numbers import parse_number

FLAGS = {"yes": True, "true": True, "no": False, "false": False}
# So many columns of its own can a table have.
MOST_COLUMNS = 200
# A text with more different values than these is prose or a name, not a class.
MOST_CLASSES = 12
LONGEST_CLASS = 60
# Keys such as 007 are no amounts, and whole numbers of more digits than a double holds are
# none. With a decimal point they are: a program wrote all digits of what a double holds.
_KEY = re.compile(r"[+-]?0\d.*|[+-]?\d{16,}")


def is_amount(text: str) -> bool:
    """Return whether a text is a number of which nothing is lost when it is kept as one."""
    return parse_number(text) is not None and _KEY.fullmatch(text) is None


def proposed(name: str, texts: Collection[str]) -> OwnColumn:
    """Return the declaration that the cells of a column allow; ``texts`` are those filled.

    Classes are few words that come again; they stand in the order of the alphabet, which says
    nothing of better or worse.
    """
    distinct = set(texts)
    if all(map(is_amount, distinct)):
        return OwnColumn(name, OwnKind.NUMBER, is_proposed=True)
    if all(text.casefold() in FLAGS for text in distinct):
        return OwnColumn(name, OwnKind.YESNO, is_proposed=True)
    if _are_classes(distinct, len(texts)):
        return OwnColumn(
            name, OwnKind.CLASSES, classes=tuple(sorted(distinct)), is_proposed=True
        )
    return OwnColumn(name, OwnKind.TEXT, is_proposed=True)


def _are_classes(distinct: set[str], n_filled: int) -> bool:
    return (
        len(distinct) <= MOST_CLASSES
        and 2 * len(distinct) <= n_filled
        and len({text.casefold() for text in distinct}) == len(distinct)
        and all(len(text) <= LONGEST_CLASS and ";" not in text for text in distinct)
    )

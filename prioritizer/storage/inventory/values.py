"""When two values of an inventory are the same, and which no store keeps."""

from __future__ import annotations

import math
from dataclasses import replace

from prioritizer.domain.inventory_value import Value, ValueKind
from prioritizer.errors import InputError


def facts(value: Value) -> tuple[object, ...]:
    """Return what a register says through a value; two values with the same facts are the same.

    Confidence, method, samples and date are evidence about the fact and left out, as are the
    ends of a number that a register holds as one figure.
    """
    kind = value.kind
    if kind is ValueKind.SITE:
        return (kind,)
    if kind is ValueKind.NUMBER:
        return (kind, value.best)
    if kind is ValueKind.RANGE:
        return (kind, value.low, value.best, value.high)
    if kind in (ValueKind.ASSAY, ValueKind.GATE):
        bare = replace(value, confidence=None, method=None, n_samples=None, date="", position=0)
        return (kind, *(getattr(bare, name) for name in Value.__slots__))
    return (kind, value.text)


def is_same(one: Value | None, other: Value | None) -> bool:
    """Return whether two values are equal in everything but their position."""
    if one is None or other is None:
        return one is other
    if one.kind is ValueKind.SITE and other.kind is ValueKind.SITE:
        return True
    return replace(one, position=0) == replace(other, position=0)


def check_value(value: Value, where: str) -> None:
    """Refuse what no database keeps or no reader would accept.

    Raises
    ------
    InputError
        For a number that is not finite, ends out of order, or text that cannot be stored.
    """
    ends = [n for n in (value.low, value.best, value.high) if n is not None]
    contained = [] if value.contained_t is None else [value.contained_t]
    for number in (*ends, *contained):
        if not math.isfinite(number):
            raise InputError(
                f"{where}: found '{number}'. Expected a finite number. "
                "Leave an unknown value blank."
            )
    if ends != sorted(ends):
        raise InputError(
            f"{where}: found low {value.low}, best {value.best}, high {value.high}. "
            "Expected low ≤ best ≤ high. Exchange or correct the three."
        )
    for text in (
        value.text,
        value.unit,
        value.source,
        value.note,
        value.statistic,
        value.basis,
        value.date,
    ):
        if text:
            check_text(text, where)


def check_text(text: str, where: str) -> None:
    """Refuse text with a null character or half a surrogate pair: no database keeps it.

    Raises
    ------
    InputError
        Naming the place.
    """
    if "\0" in text or not (text.isascii() or _is_encodable(text)):
        raise InputError(
            f"{where}: found a character that cannot be stored (null or half a surrogate "
            "pair). Expected readable text. Delete the character."
        )


def _is_encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True

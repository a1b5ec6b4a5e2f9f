"""A stored value: one fact about a waste body with its evidence, and when two are the same."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, replace
from enum import StrEnum

from prioritizer.errors import InputError

WHOLE = "*"  # stands for the inventory as a whole, where a site id would stand
TITLE = "title"
EXISTS = "site_id"  # the field whose presence says that a site exists


class Kind(StrEnum):
    """What a stored value holds, and so which of its parts count."""

    SITE = "site"
    NUMBER = "number"
    RANGE = "range"
    TEXT = "text"
    CODE = "code"
    FLAG = "flag"
    NAMES = "names"
    SOURCES = "sources"
    GATE = "gate"
    ASSAY = "assay"
    SOURCE = "source"


class Confidence(StrEnum):
    """How far the source of a value is trusted; a judgement, not derived from the interval."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    VERY_LOW = "very_low"


class Method(StrEnum):
    """How a value came about."""

    MEASURED = "measured"
    ESTIMATED = "estimated"
    ANALOGUE = "analogue"
    MODELLED = "modelled"
    ASSUMED = "assumed"


@dataclass(frozen=True, slots=True)
class Value:
    """One fact: a number with its ends, a text, an assay, a veto, with the evidence for it.

    Parameters
    ----------
    low, best, high
        In ``unit``; an unknown one is None. A site holds its row in the file as ``best``.
    text
        Of texts and codes; of an assay the analyte, of a veto its code, of a source its JSON.
    position
        Order among its like; a change of it alone is no change of a fact.
    """

    kind: Kind
    low: float | None = None
    best: float | None = None
    high: float | None = None
    text: str | None = None
    unit: str = ""
    confidence: Confidence | None = None
    method: Method | None = None
    n_samples: int | None = None
    source: str = ""
    date: str = ""
    note: str = ""
    statistic: str = ""
    basis: str = ""
    contained_t: float | None = None
    is_used: bool = True
    position: int = 0

    def __str__(self) -> str:
        if self.kind in (Kind.NUMBER, Kind.RANGE, Kind.ASSAY):
            return _numbers(self)
        if self.kind is Kind.SOURCE:
            return str(json.loads(self.text or "{}").get("citation", ""))
        if self.kind is Kind.GATE:
            return f"{self.text}: {self.note}" if self.note else str(self.text)
        return "" if self.text is None else self.text


def _numbers(value: Value) -> str:
    ends = {
        end: number
        for end in ("low", "best", "high")
        if (number := getattr(value, end)) is not None
    }
    words = f"{ends['best']:.12g}" if "best" in ends else ""
    spread = " to ".join(f"{ends[end]:.12g}" if end in ends else "?" for end in ("low", "high"))
    if ends.keys() & {"low", "high"}:
        words = f"{words} ({spread})".strip()
    parts = [
        value.text or "" if value.kind is Kind.ASSAY else "",
        words,
        value.unit if words else "",
    ]
    if value.contained_t is not None:
        parts.append(f"{value.contained_t:.12g} t contained")
    return " ".join(part for part in parts if part) or "unknown"


def facts(value: Value) -> tuple[object, ...]:
    """Return what a register says through a value; two values with the same facts are the same.

    Confidence, method, samples and date are evidence about the fact and left out, as are the
    ends of a number that a register holds as one figure.
    """
    kind = value.kind
    if kind is Kind.SITE:
        return (kind,)
    if kind is Kind.NUMBER:
        return (kind, value.best)
    if kind is Kind.RANGE:
        return (kind, value.low, value.best, value.high)
    if kind in (Kind.ASSAY, Kind.GATE):
        bare = replace(value, confidence=None, method=None, n_samples=None, date="", position=0)
        return (kind, *(getattr(bare, name) for name in Value.__slots__))
    return (kind, value.text)


def is_same(one: Value | None, other: Value | None) -> bool:
    """Return whether two values are equal in everything but their position."""
    if one is None or other is None:
        return one is other
    if one.kind is Kind.SITE and other.kind is Kind.SITE:
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

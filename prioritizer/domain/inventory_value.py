"""A value of a kept inventory: one fact about a waste body, with the evidence for it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

WHOLE = "*"  # stands for the inventory as a whole, where a site id would stand
TITLE = "title"
EXISTS = "site_id"  # the field whose presence says that a site exists
# How the fields of assays and of sources begin; the analyte or the source id follows.
ASSAY = "assays/"
SOURCE = "source/"


class ValueKind(StrEnum):
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
    COLUMN = "column"


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
        Of texts and codes; of an assay the analyte, of a veto its code, of a source and of the
        declaration of an own column their JSON.
    position
        Order among its like; a change of it alone is no change of a fact.
    """

    kind: ValueKind
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
        if self.kind in (ValueKind.NUMBER, ValueKind.RANGE, ValueKind.ASSAY):
            return _numbers(self)
        if self.kind is ValueKind.SOURCE:
            return str(json.loads(self.text or "{}").get("citation", ""))
        if self.kind is ValueKind.COLUMN:
            return _declaration(json.loads(self.text or "{}"))
        if self.kind is ValueKind.GATE:
            return f"{self.text}: {self.note}" if self.note else str(self.text)
        return "" if self.text is None else self.text


def _declaration(parts: dict[str, Any]) -> str:
    unit = f" in {parts['unit']}" if parts.get("unit") else ""
    classes = f": {', '.join(parts['classes'])}" if parts.get("classes") else ""
    return f"{parts.get('kind', '')}{unit}{classes}"


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
        value.text or "" if value.kind is ValueKind.ASSAY else "",
        words,
        value.unit if words else "",
    ]
    if value.contained_t is not None:
        parts.append(f"{value.contained_t:.12g} t contained")
    return " ".join(part for part in parts if part) or "unknown"

"""A number opened down to where it comes from: formula, defaults with status, sources."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from prioritizer.domain.words import format_number


class Basis(StrEnum):
    """What a number rests on."""

    PUBLISHED = "published"
    REFERENCE = "reference table"
    DEFAULT = "default"
    COMPUTED = "computed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Derivation:
    """One number and, below it, the numbers that it was made of.

    ``status`` tags a default or reference figure: verified, recalled or derived. ``sources``
    are ids of the inventory's or the reference's source list.
    """

    label: str
    basis: Basis
    unit: str = ""
    low: float | None = None
    best: float | None = None
    high: float | None = None
    text: str = ""
    formula: str = ""
    status: str = ""
    sources: tuple[str, ...] = ()
    inputs: tuple[Derivation, ...] = ()

    @property
    def value_text(self) -> str:
        """Return the value in words: a number, a range around it, a code, or unknown."""
        known = [end for end in (self.low, self.best, self.high) if end is not None]
        if not known:
            return self.text or "unknown"
        ends = (self.low, self.high)
        text = format_number(self.best) if self.best is not None else ""
        if len({format_number(end) for end in known}) > 1 or self.best is None:
            low, high = ("?" if end is None else format_number(end) for end in ends)
            text = f"{text} ({low} to {high})" if text else f"{low} to {high}"
        text = f"{text} {self.unit}".strip()
        return f"{text}, {self.text}" if self.text else text

    def lines(self, indent: int = 0) -> Iterator[str]:
        """Yield one line of text per number, indented below what it is part of."""
        notes = [self.basis.value]
        if self.status:
            notes.append(self.status)
        if self.formula:
            notes.append(self.formula)
        if self.sources:
            notes.append(f"sources {', '.join(self.sources)}")
        yield f"{'  ' * indent}{self.label}: {self.value_text} [{'; '.join(notes)}]"
        for part in self.inputs:
            yield from part.lines(indent + 1)

    def as_dict(self) -> dict[str, Any]:
        """Return the tree as plain data, without what is empty."""
        found: dict[str, Any] = {"label": self.label, "basis": self.basis.value}
        for name in ("unit", "low", "best", "high", "text", "formula", "status"):
            value = getattr(self, name)
            if value is not None and value != "":
                found[name] = value
        if self.sources:
            found["sources"] = list(self.sources)
        if self.inputs:
            found["inputs"] = [part.as_dict() for part in self.inputs]
        return found

    def below(self, *inputs: Derivation) -> Derivation:
        """Return the same with these inputs below it."""
        return replace(self, inputs=inputs)


def unknown(label: str, unit: str = "", *, low: float = 0.0, high: float = 1.0) -> Derivation:
    """Return a part of which nothing is known, with the range that it may take."""
    return Derivation(label, Basis.UNKNOWN, unit, low, None, high)


def split_sources(text: str) -> tuple[str, ...]:
    """Return the source ids in a cell."""
    return tuple(part.strip() for part in text.split(";") if part.strip())

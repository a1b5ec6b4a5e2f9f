"""How well a published figure is known, by what its texts say: rules and classes of error."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class EndsKind(StrEnum):
    """What the low and high of a published figure are.

    ``quantiles`` are 5 and 95 % points; ``limits`` are hard ends, beyond which nothing lies;
    ``samples`` are single samples, between which the mean lies, and no points of its error.
    """

    QUANTILES = "quantiles"
    LIMITS = "limits"
    SAMPLES = "samples"


@dataclass(frozen=True, slots=True)
class EvidenceError:
    """The standard deviation of the logarithm of a figure of one class; None where unknown."""

    grade: float | None
    tonnage: float | None


@dataclass(frozen=True, slots=True)
class EvidenceRule:
    """One rule: where a field of ``quantity`` reads so, it is ``result``; the first counts.

    ``how`` is ``is`` (the whole text), ``has`` (a part of it), ``at_most`` (a number) or
    ``any``; capitals do not count.
    """

    quantity: str
    field: str
    how: str
    text: str
    result: str

    def applies(self, facts: Mapping[str, str]) -> bool:
        """Return whether what is said fits the rule."""
        if self.how == "any":
            return True
        said = facts.get(self.field, "").casefold()
        if self.how == "has":
            return self.text.casefold() in said
        if self.how == "at_most":
            return bool(said) and float(said) <= float(self.text)
        return said == self.text.casefold()

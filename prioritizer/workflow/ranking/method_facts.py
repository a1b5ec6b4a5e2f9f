"""Ranking methods and data-driven scales as people read of them, without the arithmetic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from prioritizer.engine.methods.normalization import NORMALIZATIONS
from prioritizer.engine.methods.table import METHODS


@dataclass(frozen=True, slots=True)
class MethodFacts:
    """What is said of a ranking method.

    Attributes
    ----------
    needs, limits, formula, character
        Sentences or parts of them, in plain text.
    is_pairwise
        Whether a score depends on the other sites, on fixed scales too.
    is_sum_of_values
        Whether on fixed scales the score is the weighted sum of the values.
    """

    name: str
    title: str
    reference: str
    needs: str
    limits: str
    formula: str
    character: str
    is_pairwise: bool
    is_sum_of_values: bool

    @property
    def note(self) -> str:
        """Return what is peculiar about the method."""
        if not self.is_pairwise:
            return self.character
        limits = (
            "what gaps leave open is not worked out, so every place counts as open"
            if self.name == "electre"
            else "the places that gaps leave open are a safe outer limit"
        )
        return f"{self.character} The score depends on the other sites loaded; {limits}."


METHOD_FACTS: Mapping[str, MethodFacts] = {
    name: MethodFacts(
        name=name,
        title=method.title,
        reference=method.reference,
        needs=method.needs,
        limits=method.limits,
        formula=method.formula,
        character=method.character,
        is_pairwise=method.is_pairwise,
        is_sum_of_values=method.is_sum_of_values,
    )
    for name, method in METHODS.items()
}

NORMALIZATION_TITLES: dict[str, str] = {
    name: entry.title for name, entry in NORMALIZATIONS.items() if name != "none"
}
"""The scales that the loaded data can make, by name; "none" leaves the choice to the method."""

"""How well ranges for unknown values held where the value is known."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Held:
    """How often ranges held, for the cells of one criterion, all or of one kind of waste.

    Attributes
    ----------
    criterion, kind
        Id of the criterion; kind of waste, blank for all.
    n
        Cells that were left out one after the other.
    half, ninety
        Share of them inside the range that should hold 50 and 90 %.
    score, score_inventory, score_uniform
        Mean continuous ranked probability score (Gneiting and Raftery 2007), in values of 0 to
        1, smaller better: of like sites, of the whole inventory, of nothing assumed.
    """

    criterion: str
    kind: str
    n: int
    half: float
    ninety: float
    score: float
    score_inventory: float
    score_uniform: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """The test of a whole inventory, criterion by criterion; ``by_kind`` by kind of waste."""

    title: str
    overall: tuple[Held, ...]
    by_kind: tuple[Held, ...]

    @property
    def whole(self) -> Held | None:
        """Return all cells together; None where there are none."""
        return together(self.overall)


def together(parts: tuple[Held, ...]) -> Held | None:
    """Return several results as one, each cell counting alike; None for no cell."""
    n = sum(part.n for part in parts)
    if not n:
        return None
    names = ("half", "ninety", "score", "score_inventory", "score_uniform")
    means = {name: sum(part.n * getattr(part, name) for part in parts) / n for name in names}
    return Held("", "", n, **means)

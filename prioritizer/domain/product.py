"""A metal that a site holds and could yield, and the same metal beside the ore of today."""

from __future__ import annotations

from dataclasses import dataclass

from prioritizer.domain.site import Range

# Their mass is told in kilograms.
PRECIOUS = frozenset(["Au", "Ag", "Pt", "Pd", "Rh", "Ir", "Ru", "Os", "PGM"])


@dataclass(frozen=True, slots=True)
class Product:
    """One element of one site; a range that cannot be worked out is unknown, never 0.

    Grades in g/t, masses in tonnes of element, ``recovery`` 0 to 1, ``value_usd_t`` recoverable
    USD per tonne of waste. ``share`` is the part of the recoverable value of those products
    that have a price and a criticality; ``equivalent`` is grade / primary grade x recovery.
    Where only a range of a grade was published, what follows from it has no best and no share.
    """

    symbol: str
    name: str
    grade_ppm: Range
    contained_t: Range
    recovery: Range
    recoverable_t: Range
    value_usd_t: Range
    price_usd_per_kg: float | None
    price_basis: str
    primary_grade_ppm: Range
    equivalent: Range
    share: float | None
    criticality: float | None
    policy: tuple[str, ...]
    is_upper_bound: bool

    @property
    def is_precious(self) -> bool:
        """Return whether its mass is better told in kilograms."""
        return self.symbol in PRECIOUS


@dataclass(frozen=True, slots=True)
class Comparison:
    """One product of a waste beside primary ore; a ratio without its reference is None.

    ``primary_ratio`` is grade over the typical ore grade, ``cutoff_ratio`` grade over the
    published cut-off, ``enrichment`` grade over the upper continental crust. Enrichment
    is not recoverability: an element bound in silicates may be enriched and worth nothing.
    """

    symbol: str
    primary_ratio: float | None
    cutoff_ratio: float | None
    enrichment: float | None
    position: str
    contained_t: float | None

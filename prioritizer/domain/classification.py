"""The UNFC class of a site: what the rules say of each axis, and of each of its products."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from prioritizer.domain.unfc import UnfcClass


@dataclass(frozen=True, slots=True)
class Verdict:
    """The category of one axis.

    ``rule`` is the id in docs/unfc.md, ``evidence`` what it rests on as column and value,
    ``caps`` what holds it down although its rule would give more.
    """

    code: str
    rule: str
    reason: str
    evidence: tuple[str, ...] = ()
    lift: tuple[str, ...] = ()
    caps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProductClass:
    """The confidence in one product, with its share of the recoverable value if known."""

    symbol: str
    share: float | None
    g: Verdict


@dataclass(frozen=True, slots=True)
class Classification:
    """The class of one site, each axis with its rule, and the confidence product by product.

    The product with the least confidence governs the site if its share of the value is above
    10 %, or if no shares are known.
    """

    site_id: str
    name: str
    e: Verdict
    f: Verdict
    g: Verdict
    products: tuple[ProductClass, ...]

    @property
    def unfc(self) -> UnfcClass:
        """Return the triple."""
        return UnfcClass(self.e.code, self.f.code, self.g.code)

    @property
    def lift(self) -> Mapping[str, tuple[str, ...]]:
        """Return, by axis, what would lift it."""
        return {"E": self.e.lift, "F": self.f.lift, "G": self.g.lift}

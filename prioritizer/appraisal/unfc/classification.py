"""From evidence to a UNFC class: gates, then axis by axis, with the rule that fired."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from prioritizer.appraisal.measurement import Context
from prioritizer.appraisal.products import Product, ProductReader, tonnages
from prioritizer.appraisal.unfc.e_axis import viability
from prioritizer.appraisal.unfc.f_axis import feasibility
from prioritizer.appraisal.unfc.g_axis import confidence
from prioritizer.appraisal.unfc.verdict import Verdict
from prioritizer.domain.site import Site
from prioritizer.domain.unfc import UnfcClass

GOVERNING_SHARE = 0.10


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


def classify_sites(sites: Sequence[Site], context: Context) -> tuple[Classification, ...]:
    """Return the UNFC class of each site under the rules of docs/unfc.md.

    The rules are defaults of this project, consistent with UNFC 2019; they rate the project at
    the site, so that a proven technology alone never lifts F.
    """
    reader = ProductReader(context)
    masses = tonnages(sites, context)
    return tuple(
        _classify(site, reader.products(site, mass))
        for site, mass in zip(sites, masses, strict=True)
    )


def _classify(site: Site, found: Sequence[Product]) -> Classification:
    by_product = tuple(
        ProductClass(product.symbol, product.share, confidence(site, product))
        for product in found
    )
    f = feasibility(site)
    return Classification(
        site_id=site.site_id,
        name=site.name,
        e=viability(site, f.code),
        f=f,
        g=_governing(site, by_product),
        products=by_product,
    )


def _governing(site: Site, by_product: Sequence[ProductClass]) -> Verdict:
    if not by_product:
        return confidence(site, None)
    has_shares = any(one.share is not None for one in by_product)
    governing = [
        one
        for one in by_product
        if not has_shares or (one.share is not None and one.share > GOVERNING_SHARE)
    ]
    return max(governing, key=lambda one: one.g.code).g

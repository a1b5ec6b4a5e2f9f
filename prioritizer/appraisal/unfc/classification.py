"""From evidence to a UNFC class: gates, then axis by axis, with the rule that fired."""

from __future__ import annotations

from collections.abc import Sequence

from prioritizer.appraisal.measurement import Context
from prioritizer.appraisal.products import ProductReader, tonnages
from prioritizer.appraisal.unfc.e_axis import viability
from prioritizer.appraisal.unfc.f_axis import feasibility
from prioritizer.appraisal.unfc.g_axis import confidence
from prioritizer.domain.classification import Classification, ProductClass, Verdict
from prioritizer.domain.product import Product
from prioritizer.domain.site import Site

GOVERNING_SHARE = 0.10


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

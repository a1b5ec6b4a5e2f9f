"""All that is worked out for each site: criteria with gaps, products, value, ore beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from prioritizer.appraisal.measurement import Context
from prioritizer.appraisal.products import ProductReader, tonnages
from prioritizer.appraisal.secondary import compare
from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.matrix import DecisionMatrix
from prioritizer.domain.product import Comparison, Product
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import UNKNOWN, Range, Site
from prioritizer.workflow.ranking.draws import Quantiles, appraise_matrix, whole_context


@dataclass(frozen=True, slots=True)
class SiteAppraisal:
    """One site; ``row`` is its row in the matrix of the appraisal it belongs to."""

    site: Site
    row: int
    tonnage_t: Range
    products: tuple[Product, ...]
    comparisons: tuple[Comparison, ...]
    value_usd_t: Range


@dataclass(frozen=True, slots=True, eq=False)
class Appraisal:
    """The sites of a list, gated ones included, with their performances and their draws."""

    matrix: DecisionMatrix
    sites: tuple[SiteAppraisal, ...]
    policy_lists: tuple[str, ...]
    quantiles: Quantiles | None = None


def appraise_sites(
    sites: Sequence[Site],
    criteria: CriteriaSet,
    reference: Reference,
    *,
    policy_lists: Sequence[str] | None = None,
    quantiles: Quantiles | None = None,
) -> Appraisal:
    """Return performances and products of the sites, under the EU lists if none is named."""
    context = whole_context(criteria, reference, policy_lists=policy_lists)
    reader = ProductReader(context)
    rows = [
        _appraise(row, site, mass, reader, context)
        for row, (site, mass) in enumerate(zip(sites, tonnages(sites, context), strict=True))
    ]
    matrix = appraise_matrix(sites, criteria, reference, policy_lists=policy_lists)
    return Appraisal(matrix, tuple(rows), context.policy_lists, quantiles)


def _appraise(
    row: int, site: Site, mass: Range, reader: ProductReader, context: Context
) -> SiteAppraisal:
    found = reader.products(site, mass)
    comparisons = tuple(compare(product, context.reference) for product in found)
    return SiteAppraisal(site, row, mass, found, comparisons, total_value(found))


def total_value(found: Sequence[Product]) -> Range:
    """Return the recoverable USD per tonne of the products that have a price."""
    valued = [product.value_usd_t for product in found if product.value_usd_t.best is not None]
    if not valued:
        return UNKNOWN
    return Range(
        sum(value.low or 0.0 for value in valued),
        sum(value.best or 0.0 for value in valued),
        sum(value.high or 0.0 for value in valued),
    )


def site_data(one: SiteAppraisal, appraisal: Appraisal) -> dict[str, Any]:
    """Return one site as plain data; unknown is None, never 0."""
    return {
        "id": one.site.site_id,
        "name": one.site.name,
        "evidence": one.site.evidence_class,
        "gate": one.site.gate.code.value if one.site.gate is not None else None,
        "criteria": _criteria_data(one.row, appraisal),
        "tonnage_t": range_data(one.tonnage_t),
        "value_usd_per_t": range_data(one.value_usd_t),
        "products": [
            product_data(product, comparison)
            for product, comparison in zip(one.products, one.comparisons, strict=True)
        ],
    }


def _criteria_data(row: int, appraisal: Appraisal) -> dict[str, Any]:
    matrix, quantiles = appraisal.matrix, appraisal.quantiles
    found: dict[str, Any] = {}
    for k, criterion in enumerate(matrix.criteria):
        ends = {end: _number(getattr(matrix, end)[row, k]) for end in ("low", "best", "high")}
        found[criterion.id] = {"unit": criterion.unit, **ends, "gap": bool(matrix.gap[row, k])}
        if quantiles is not None:
            found[criterion.id] |= {
                name: _number(getattr(quantiles, name)[row, k]) for name in ("p5", "p50", "p95")
            }
    return found


def product_data(product: Product, comparison: Comparison) -> dict[str, Any]:
    """Return one product as plain data; masses in t, of precious metals in kg."""
    factor, unit = (1000.0, "kg") if product.is_precious else (1.0, "t")
    return {
        "symbol": product.symbol,
        "name": product.name,
        "grade_ppm": range_data(product.grade_ppm),
        "mass_unit": unit,
        "contained": range_data(product.contained_t, factor),
        "recoverable": range_data(product.recoverable_t, factor),
        "recovery": range_data(product.recovery),
        "grade_equivalent": range_data(product.equivalent),
        "value_usd_per_t": range_data(product.value_usd_t),
        "price_usd_per_kg": product.price_usd_per_kg,
        "price_basis": product.price_basis,
        "share_of_value": product.share,
        "criticality": product.criticality,
        "policy": list(product.policy),
        "ratio_to_primary": comparison.primary_ratio,
        "ratio_to_cutoff": comparison.cutoff_ratio,
        "enrichment": comparison.enrichment,
        "position": comparison.position,
    }


def range_data(known: Range, factor: float = 1.0) -> dict[str, float | None] | None:
    """Return low, best and high, or None where nothing is known."""
    if not known.is_known:
        return None
    return {
        end: None if (value := getattr(known, end)) is None else value * factor
        for end in ("low", "best", "high")
    }


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)

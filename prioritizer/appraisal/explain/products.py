"""Grade and CRM relevance opened down to assays, reference facts and shares of value."""

from __future__ import annotations

from dataclasses import replace

from prioritizer.appraisal.crm import criticality, named_commodities
from prioritizer.appraisal.grade import unread_assays
from prioritizer.appraisal.measurement import Context
from prioritizer.appraisal.primary import BY_PRODUCT
from prioritizer.appraisal.products import products
from prioritizer.domain.derivation import Basis, Derivation, split_sources
from prioritizer.domain.product import Product
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import Assay, Site
from prioritizer.domain.words import format_number, percent


def explain_grade(site: Site, context: Context) -> Derivation:
    """Return each product's part of the grade equivalent."""
    parts = []
    for product in products(site, context):
        inputs = (
            _grade(product, site, context.reference),
            _primary_grade(product, context.reference),
            _recovery(product, context.reference),
        )
        known = product.equivalent
        why = _why_not_counted(product, context.reference)
        basis = Basis.COMPUTED if known.is_known else Basis.UNKNOWN
        parts.append(
            Derivation(
                product.name,
                basis,
                "× primary ore",
                known.low,
                known.best,
                known.high,
                "" if known.is_known else f"not counted: {why}",
                inputs=inputs,
            )
        )
    formula = "sum over products of grade ÷ typical primary grade × recovery"
    return Derivation("grade equivalent", Basis.COMPUTED, formula=formula).below(
        *parts, *_unread(site, context.reference)
    )


def explain_crm(site: Site, context: Context) -> Derivation:
    """Return each product's share of the value and its criticality."""
    parts = crm_parts(site, context)
    if not any(product.value_usd_t.is_known for product in products(site, context)):
        bounds = _named(site, context)
        formula = "between the least and the most critical commodity mined or named"
        if bounds:
            return Derivation("CRM relevance", Basis.COMPUTED, formula=formula).below(
                *bounds, *_unread(site, context.reference)
            )
    formula = "sum over products of share of recoverable value × criticality"
    return Derivation("CRM relevance", Basis.COMPUTED, formula=formula).below(
        *parts, *_unread(site, context.reference)
    )


def crm_parts(site: Site, context: Context) -> list[Derivation]:
    """Return the products with their value, share and criticality."""
    return [_crm_part(product, site, context) for product in products(site, context)]


def _named(site: Site, context: Context) -> list[Derivation]:
    """Return the commodities mined or named that have a criticality."""
    known = criticality(context)
    return [
        Derivation(
            f"criticality of {symbol}",
            Basis.REFERENCE,
            best=min(known[symbol], 1.0),
            text="mined or named there, without a grade",
            formula="policy multiplier × root of (SR/5.1 × EI/8.7) ÷ 0.827",
            status=context.parameters["policy_multiplier"].status.value,
            sources=("EC2023_ANNEX4",),
        )
        for symbol in named_commodities(site, context.reference)
        if symbol in known
    ]


def _unread(site: Site, reference: Reference) -> tuple[Derivation, ...]:
    return tuple(
        Derivation(name, Basis.UNKNOWN, text=f"not counted: {why}")
        for name, why in unread_assays(site, reference).items()
    )


def _crm_part(product: Product, site: Site, context: Context) -> Derivation:
    value = product.value_usd_t
    price = product.price_usd_per_kg
    inputs = (
        Derivation(
            "recoverable value",
            Basis.COMPUTED if value.is_known else Basis.UNKNOWN,
            "USD per t of waste",
            value.low,
            value.best,
            value.high,
            formula="grade × recovery × price",
            inputs=(
                _grade(product, site, context.reference),
                _recovery(product, context.reference),
                Derivation(
                    "price",
                    Basis.REFERENCE if price else Basis.UNKNOWN,
                    "USD/kg",
                    best=price,
                    text=product.price_basis,
                    sources=_reference_sources(product, context.reference) if price else (),
                ),
            ),
        ),
        _criticality(product, context),
    )
    is_counted = product.share is not None and product.criticality is not None
    return Derivation(
        product.name,
        Basis.COMPUTED if is_counted else Basis.UNKNOWN,
        "",
        best=(product.share or 0.0) * (product.criticality or 0.0) if is_counted else None,
        text=_share_text(product),
        inputs=inputs,
    )


def _share_text(product: Product) -> str:
    if lacks := _lacks(product):
        return f"not in the share: no {' and no '.join(lacks)} known"
    if product.share is None:
        return "share between limits: a grade here is a range without a mean"
    return f"{percent(product.share)} of the value"


def _lacks(product: Product) -> tuple[str, ...]:
    known = (("price", product.price_usd_per_kg), ("criticality", product.criticality))
    return tuple(name for name, value in known if value is None)


def _criticality(product: Product, context: Context) -> Derivation:
    commodity = context.reference.commodities.get(product.symbol)
    scored = (
        commodity is not None
        and commodity.supply_risk is not None
        and commodity.economic_importance is not None
    )
    text = "; ".join(product.policy) or f"on none of {', '.join(context.policy_lists)}"
    if commodity is not None and scored:
        text = f"SR {commodity.supply_risk}, EI {commodity.economic_importance}; {text}"
    multiplier = context.parameters["policy_multiplier"]
    return Derivation(
        "criticality",
        Basis.REFERENCE if product.criticality is not None else Basis.UNKNOWN,
        "",
        best=product.criticality,
        text=text,
        formula="policy multiplier × root of (SR/5.1 × EI/8.7) ÷ 0.827",
        status=multiplier.status.value,
        sources=("EC2023_ANNEX4",) if scored else (),
    )


def _grade(product: Product, site: Site, reference: Reference) -> Derivation:
    used = [
        assay
        for assay in site.assays
        if assay.is_used
        and (analyte := reference.analytes.get(assay.analyte)) is not None
        and analyte.symbol == product.symbol
    ]
    grade = product.grade_ppm
    return Derivation(
        f"grade of {product.symbol}",
        Basis.PUBLISHED,
        "g/t",
        grade.low,
        grade.best,
        grade.high,
        "; ".join(_as_printed(assay, reference) for assay in used),
        sources=tuple(dict.fromkeys(s for assay in used for s in split_sources(assay.source))),
    )


def _as_printed(assay: Assay, reference: Reference) -> str:
    ends = (assay.grade.low, assay.grade.best, assay.grade.high)
    numbers = " / ".join("-" if end is None else format_number(end) for end in ends)
    text = f"printed {numbers} {assay.unit} {assay.analyte}"
    if not assay.grade.is_known and assay.contained_t is not None:
        text = f"printed {format_number(assay.contained_t)} t contained {assay.analyte}"
    factor = reference.analytes[assay.analyte].factor
    text += f" × {factor:g}" if factor != 1.0 else ""
    return f"{text}, {assay.statistic}" if assay.statistic else text


def _primary_grade(product: Product, reference: Reference) -> Derivation:
    commodity = reference.commodities.get(product.symbol)
    primary = product.primary_grade_ppm
    if commodity is None or primary.best is None:
        why = _why_not_counted(product, reference)
        return Derivation("typical primary grade", Basis.UNKNOWN, "g/t", text=why)
    found = Derivation(
        "typical primary grade",
        Basis.REFERENCE,
        "g/t",
        commodity.primary_low_ppm,
        primary.best,
        commodity.primary_high_ppm,
        commodity.primary_grade_basis,
        sources=_reference_sources(product, reference),
    )
    if commodity.primary_grade_ppm is None and primary.low != primary.high:
        text = f"geometric mean of the ends; {commodity.primary_grade_basis}"
        return replace(found, text=text, status="derived")
    if primary.best != commodity.primary_grade_ppm:
        text = "of the family of products that one ore holds"
        return replace(found, low=None, high=None, text=text)
    return found


def _why_not_counted(product: Product, reference: Reference) -> str:
    role = reference.grade_roles.get(product.symbol, "")
    if role == BY_PRODUCT:
        return "known of by-products only"
    return f"no typical primary grade{' but of ' if role else ''}{role.replace('_', ' ')}"


def _recovery(product: Product, reference: Reference) -> Derivation:
    recovery = product.recovery
    note = reference.recovery_notes.get(product.symbol)
    return Derivation(
        "recovery",
        Basis.DEFAULT if note else Basis.UNKNOWN,
        "",
        recovery.low,
        recovery.best,
        recovery.high,
        note or "no default for this product",
        status="recalled" if note else "",
        sources=("SCREENING_DEFAULTS",) if note else (),
    )


def _reference_sources(product: Product, reference: Reference) -> tuple[str, ...]:
    commodity = reference.commodities.get(product.symbol)
    return commodity.source_ids if commodity is not None else ()

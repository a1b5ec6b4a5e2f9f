"""What a site holds and could yield, product by product: contained, recoverable, worth."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from prioritizer.appraisal.crm import criticality
from prioritizer.appraisal.grade import known_grades
from prioritizer.appraisal.measurement import Context
from prioritizer.appraisal.primary import primary_grades
from prioritizer.appraisal.size import tonnage
from prioritizer.domain.product import Product
from prioritizer.domain.reference import Commodity, Reference
from prioritizer.domain.site import UNKNOWN, Assay, Range, Site

GRAMS_PER_TONNE = 1e6
UNKNOWN_RECOVERY = Range(0.0, None, 1.0)


class ProductReader:
    """Reads the products of many sites; what is the same for all of them is looked up once."""

    def __init__(self, context: Context) -> None:
        self._reference = context.reference
        has_parameters = "eu_2023_maxima" in context.parameters
        self._criticality = criticality(context) if has_parameters else {}
        self._primary = primary_grades(context.reference)
        self._policy: dict[str, list[str]] = {}
        for entry in context.reference.policy:
            if entry.list_id in context.policy_lists:
                classes = self._policy.setdefault(entry.symbol, [])
                classes.append(f"{entry.list_id}: {entry.policy_class}")

    def products(self, site: Site, mass: Range) -> tuple[Product, ...]:
        """Return the products of a site of so many dry tonnes, by share of value."""
        found = [
            self._product(site, symbol, Range(*ends), mass)
            for symbol, ends in known_grades(site, self._reference).items()
        ]
        shares = _shares(found)
        with_shares = [replace(product, share=shares.get(product.symbol)) for product in found]
        return tuple(sorted(with_shares, key=lambda p: (-(p.share or 0.0), p.symbol)))

    def _product(self, site: Site, symbol: str, grade: Range, mass: Range) -> Product:
        commodity = self._reference.commodities.get(symbol) or _nameless(symbol)
        used = _assays_of(site, symbol, self._reference)
        recovery = recovery_of(symbol, self._reference)
        contained = _published_content(used)
        if not contained.is_known:
            contained = scaled(times(mass, grade), 1 / GRAMS_PER_TONNE)
        primary, price = self._primary.get(symbol, UNKNOWN), commodity.price_usd_per_kg
        obtained = times(grade, recovery)
        return Product(
            symbol=symbol,
            name=commodity.name,
            grade_ppm=grade,
            contained_t=contained,
            recovery=recovery,
            recoverable_t=times(contained, recovery),
            value_usd_t=scaled(obtained, price / 1000.0) if price else UNKNOWN,
            price_usd_per_kg=price,
            price_basis=commodity.price_basis if price else "",
            primary_grade_ppm=primary,
            equivalent=over(obtained, primary),
            share=None,
            criticality=self._criticality.get(symbol),
            policy=tuple(self._policy.get(symbol, ())),
            is_upper_bound=bool(used) and all(_is_upper_bound(assay) for assay in used),
        )


def products(site: Site, context: Context) -> tuple[Product, ...]:
    """Return the assayed products of a site, the largest share of value first.

    Ends are those of independent factors, all low or all high. Contained amounts that were
    published go before tonnage times grade.
    """
    return ProductReader(context).products(site, site_tonnage(site, context))


def site_tonnage(site: Site, context: Context) -> Range:
    """Return the dry tonnes of one site, as the volume criterion counts them."""
    return tonnages([site], context)[0]


def tonnages(sites: Sequence[Site], context: Context) -> list[Range]:
    """Return the dry tonnes of many sites."""
    measured = tonnage(sites, context)
    columns = (measured.low.tolist(), measured.best.tolist(), measured.high.tolist())
    return [
        Range(*(None if math.isnan(end) else end for end in ends))
        for ends in zip(*columns, strict=True)
    ]


def recovery_of(symbol: str, reference: Reference) -> Range:
    """Return the default recovery with its middle, 0 to 1; the whole range if none."""
    known = reference.recoveries.get(symbol, UNKNOWN_RECOVERY)
    low, high = known.low or 0.0, known.high or 0.0
    return Range(low, known.best if known.best is not None else (low + high) / 2, high)


def times(one: Range, other: Range) -> Range:
    """Return the product of ranges of 0 or more, end by end; unknown stays unknown."""
    return Range(
        None if one.low is None or other.low is None else one.low * other.low,
        None if one.best is None or other.best is None else one.best * other.best,
        None if one.high is None or other.high is None else one.high * other.high,
    )


def over(one: Range, other: Range) -> Range:
    """Return the quotient of ranges above 0: the low end comes from the high divisor."""
    inverse = (1.0 / end if end else None for end in (other.high, other.best, other.low))
    return times(one, Range(*inverse))


def scaled(known: Range, factor: float) -> Range:
    """Return a range times a number."""
    return times(known, Range(factor, factor, factor))


def _assays_of(site: Site, symbol: str, reference: Reference) -> list[Assay]:
    return [
        assay
        for assay in site.assays
        if assay.is_used
        and (analyte := reference.analytes.get(assay.analyte)) is not None
        and analyte.symbol == symbol
    ]


def _published_content(used: list[Assay]) -> Range:
    """Return the contained mass that was printed for the element, if that is all there is."""
    amounts = [
        a.contained_t for a in used if not a.grade.is_known and a.contained_t is not None
    ]
    if not amounts or len(amounts) < len(used):
        return UNKNOWN
    return Range(min(amounts), sum(amounts) / len(amounts), max(amounts))


def _is_upper_bound(assay: Assay) -> bool:
    grade = assay.grade
    return grade.high is not None and grade.best is None and grade.low is None


def _shares(found: list[Product]) -> dict[str, float]:
    """Return each product's share of the value; none where one of them is known as a range."""
    counted = [p for p in found if p.criticality is not None and p.value_usd_t.is_known]
    if any(p.value_usd_t.best is None for p in counted):
        return {}
    values = {
        p.symbol: p.value_usd_t.best
        for p in found
        if p.criticality is not None and p.value_usd_t.best is not None
    }
    total = sum(values.values())
    return {symbol: value / total for symbol, value in values.items()} if total > 0 else {}


def _nameless(symbol: str) -> Commodity:
    return Commodity(symbol, symbol, None, None, None, None)

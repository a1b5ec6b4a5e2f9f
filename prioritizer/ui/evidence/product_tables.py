"""The metals of a site: contained, recoverable, worth; and each beside the ore of today."""

from __future__ import annotations

from collections.abc import Sequence

from prioritizer.domain.product import Comparison, Product
from prioritizer.ui.evidence import range_text
from prioritizer.ui.shell import markup
from prioritizer.ui.shell.text import escape_html
from prioritizer.workflow.sites.appraisal import SiteAppraisal

METALS = (
    "Metal",
    "Grade, g/t",
    "Contained",
    "Recovery, %",
    "Recoverable",
    "USD per t",
    "Share",
)
BESIDE = ("Metal", "To primary grade", "To cut-off", "To the crust", "Among primary deposits")
VALUE_NOTE = (
    "USD of recoverable metal per dry tonne of waste at the prices of the reference tables, "
    "before any cost. It says nothing about profit. Share of the value of the metals that "
    "have a "
    "price and a criticality. Precious metals in kg."
)
BESIDE_NOTE = (
    "Grade divided by the typical grade of ore mined today, by the median of published "
    "cut-off grades, and by the upper continental crust. Enriched is not recoverable: an "
    "element bound in silicates may be enriched and worth nothing."
)
NOTHING = "No usable grade is known, so no metal can be worked out. Not assayed is not absent."


def show(one: SiteAppraisal) -> None:
    """Draw both tables."""
    if not one.products:
        markup.draw(markup.note(NOTHING))
        return
    total = range_text.cell(one.value_usd_t, unit="USD/t")
    markup.draw(
        '<h3 class="pp-h3">Contained and recoverable metal</h3>',
        '<div class="pp-scroll" tabindex="0">',
        markup.table(METALS, map(_metal, one.products), numbers=METALS[1:]),
        "</div>",
        f'<div class="pp-block">All metals with a price together: <b>{total}</b></div>',
        markup.note(VALUE_NOTE),
        '<h3 class="pp-h3">Secondary against primary</h3><div class="pp-scroll" tabindex="0">',
        markup.table(BESIDE, _beside(one.products, one.comparisons), numbers=BESIDE[1:4]),
        "</div>",
        markup.note(BESIDE_NOTE),
    )


def mass(product: Product, field: str) -> str:
    """Return a mass of a product for a cell, in tonnes, or kilograms of precious metals."""
    factor, unit = (1000.0, "kg") if product.is_precious else (1.0, "t")
    return range_text.cell(getattr(product, field), factor=factor, unit=unit)


def _metal(product: Product) -> tuple[str, ...]:
    marks = list(product.policy)
    if product.is_upper_bound:
        marks.append("only an upper bound of the grade")
    share = "–" if product.share is None else markup.share(product.share)
    return (
        f"{escape_html(product.symbol)} {markup.small(escape_html(product.name))}"
        f"{markup.small(escape_html(', '.join(marks)))}",
        range_text.cell(product.grade_ppm),
        mass(product, "contained_t"),
        range_text.cell(product.recovery, factor=100),
        mass(product, "recoverable_t"),
        range_text.cell(product.value_usd_t)
        + markup.small(escape_html(product.price_basis, limit=80)),
        share,
    )


def _beside(
    products: Sequence[Product], comparisons: Sequence[Comparison]
) -> list[tuple[str, ...]]:
    return [
        (
            escape_html(product.symbol) + markup.small(escape_html(product.name)),
            range_text.ratio(one.primary_ratio),
            range_text.ratio(one.cutoff_ratio),
            range_text.ratio(one.enrichment),
            escape_html(one.position),
        )
        for product, one in zip(products, comparisons, strict=True)
    ]

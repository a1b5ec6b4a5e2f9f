"""One metal over all sites: its grade beside the ore of today, and how much there is of it."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from prioritizer.domain.product import Comparison, Product
from prioritizer.domain.words import counted
from prioritizer.ui.evidence import product_tables, range_text
from prioritizer.ui.shell import cache as cached
from prioritizer.ui.shell import markup, state
from prioritizer.ui.shell.text import escape_html
from prioritizer.workflow.sites.appraisal import SiteAppraisal

Row = tuple[SiteAppraisal, Product, Comparison]
SHOWN = 200
COLUMNS = (
    "Site",
    "Grade, g/t",
    "To primary grade",
    "To cut-off",
    "Contained",
    "Among deposits",
)


def show(appraisals: Mapping[str, SiteAppraisal]) -> None:
    """Draw the choice of a metal and the sites that hold it, the richest first."""
    found: dict[str, list[Row]] = {}
    for one in appraisals.values():
        for product, comparison in zip(one.products, one.comparisons, strict=True):
            found.setdefault(product.symbol, []).append((one, product, comparison))
    if not found:
        markup.draw(markup.note(product_tables.NOTHING))
        return
    metals = sorted(found, key=lambda symbol: (-len(found[symbol]), symbol))
    if state.get("metal") not in metals:
        state.put("metal", metals[0])
    st.selectbox(
        "Metal",
        metals,
        format_func=lambda s: f"{s} · {found[s][0][1].name} · {counted(len(found[s]), 'site')}",
        **state.started("metal", "index", metals),
    )
    _table(found[state.get("metal")])


def _table(rows: list[Row]) -> None:
    symbol = rows[0][1].symbol
    commodity = cached.reference().commodities.get(symbol)
    known = (
        []
        if commodity is None
        else [
            ("typical primary grade", rows[0][1].primary_grade_ppm.best),
            ("published cut-off", commodity.cutoff_ppm),
            ("upper crust", commodity.upper_crust_ppm),
        ]
    )
    words = ", ".join(
        f"{name} {range_text.number(v)} g/t" for name, v in known if v is not None
    )
    ordered = sorted(rows, key=lambda row: -(row[1].grade_ppm.best or 0.0))
    rest = len(ordered) - SHOWN
    markup.draw(
        markup.line(f"<b>{escape_html(rows[0][1].name)}</b>: {escape_html(words)}")
        if words
        else markup.note("No primary grade of this metal is in the reference tables."),
        '<div class="pp-scroll" tabindex="0">',
        markup.table(COLUMNS, map(_row, ordered[:SHOWN]), numbers=COLUMNS[1:5]),
        "</div>",
        markup.note(f"and {rest} more") if rest > 0 else "",
        markup.note(product_tables.BESIDE_NOTE),
    )


def _row(row: Row) -> tuple[str, ...]:
    one, product, comparison = row
    return (
        escape_html(one.site.name, limit=100) + markup.small(escape_html(one.site.site_id)),
        range_text.cell(product.grade_ppm),
        range_text.ratio(comparison.primary_ratio),
        range_text.ratio(comparison.cutoff_ratio),
        product_tables.mass(product, "contained_t"),
        escape_html(comparison.position),
    )

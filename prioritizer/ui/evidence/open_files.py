"""The inventory as open data: what leaves, what stays behind, and one button per format."""

from __future__ import annotations

from functools import partial

import streamlit as st

from prioritizer.domain.access import BOOKKEEPING
from prioritizer.domain.own_register import columns_of
from prioritizer.exports.formats import OPEN_FORMATS
from prioritizer.ui.evidence import cache as evidence_cached
from prioritizer.ui.shell import markup
from prioritizer.ui.shell.cache import Inventory

HOLDS = {
    "crma": "The database that Article 27(4) asks Member States for: one row per waste body "
    "and raw material. Unknown cells say *unknown*, and a column lists what the Article asks "
    "for and is not known.",
    "geojson": "Points with all published values, for web maps and GIS; WGS 84, six decimals, "
    "unknown is null.",
    "gpkg": "For GIS: a point layer of waste bodies with tables of assays and sources, units "
    "and code lists inside.",
    "datapackage": "CSV tables with a machine-readable schema: sites, grades, sources and "
    "citations. Can be read again by this tool.",
    "erml": "EarthResourceML-Lite MiningWasteView for geological surveys (INSPIRE); field "
    "names where the standard has them.",
}
LICENCES = ("", "CC0-1.0", "CC-BY-4.0", "ODC-BY-1.0", "ODbL-1.0", "NLOD-2.0")
NAME = "open-inventory"


def show(inventory: Inventory) -> None:
    """Draw the choices and the buttons."""
    left, right = st.columns(2, gap="large")
    licence = left.selectbox(
        "Licence you publish under",
        LICENCES,
        format_func=lambda name: name or "none stated",
        key="open-licence",
        accept_new_options=True,
    )
    without = right.multiselect(
        "Withhold these columns on every site",
        [
            name
            for name in columns_of(inventory.register)
            if name not in (*BOOKKEEPING, "site_id")
        ],
        key="open-without",
        placeholder="none",
    )
    withheld = tuple(without)
    leaving, sites, values = evidence_cached.withheld(inventory, withheld)
    markup.draw(
        markup.line(
            f"<b>{leaving}</b> sites leave. Withheld as restricted: <b>{sites}</b> sites and "
            f"<b>{values}</b> values. What is unknown leaves as unknown, never as 0."
        )
    )
    for row in range(0, len(OPEN_FORMATS), 2):
        cells = st.columns(2, gap="large")
        for cell, name in zip(cells, list(OPEN_FORMATS)[row : row + 2], strict=False):
            with cell.container(border=True, gap="xsmall"):
                _button(inventory, name, (licence or "").strip()[:200], withheld)


def _button(inventory: Inventory, name: str, licence: str, without: tuple[str, ...]) -> None:
    entry = OPEN_FORMATS[name]
    st.download_button(
        entry.title,
        partial(evidence_cached.written, inventory, name, licence, without),
        f"{NAME}{entry.extension}",
        entry.media_type,
        key=f"open-{name}",
        on_click="ignore",
        icon=":material/public:",
        width="stretch",
    )
    markup.draw(markup.note(markup.prose(HOLDS.get(name, ""))))

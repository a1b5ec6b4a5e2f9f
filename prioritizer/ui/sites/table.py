"""The inventory as a table: what is known of each site, by criterion, and a filter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.results import NotRanked
from prioritizer.domain.site import Site, SiteRegister
from prioritizer.ui.shell import markup, session
from prioritizer.ui.shell.cache import Inventory
from prioritizer.ui.shell.text import escape_html, plain
from prioritizer.ui.sites.cache import completeness, left_out
from prioritizer.workflow.ranking.activity import activity
from prioritizer.workflow.sites.searching import is_found

MAX_ROWS = 2000
CARDS = 20
ACTIVITY = {
    "closed": "closed",
    "operating": "operating",
    "reprocessing": "being reprocessed",
    "": "not said",
}
EVIDENCE = {"A": "A · size and grade", "B": "B · size or grade", "C": "C · neither"}

SHARES = "Shares say how much of what each criterion reads is known, not how well a site does."


def choose(register: SiteRegister) -> tuple[Site, ...]:
    """Draw the filter; return the sites that pass it."""
    search, waste, country, evidence, status = st.columns([1.6, 1.2, 1.2, 1.2, 1.2])
    text = search.text_input(
        "Search name, id, metal, country or region",
        key="sites-search",
        icon=":material/search:",
    )
    wastes = waste.multiselect(
        "Kind of waste",
        sorted({s.waste_type.value for s in register.sites}),
        format_func=lambda name: name.replace("_", " "),
        key="sites-waste",
    )
    countries = country.multiselect(
        "Country", sorted({s.country for s in register.sites if s.country}), key="sites-country"
    )
    classes = evidence.multiselect(
        "Evidence", list(EVIDENCE), format_func=EVIDENCE.__getitem__, key="sites-evidence"
    )
    activities = status.multiselect(
        "Facility", list(ACTIVITY), format_func=ACTIVITY.__getitem__, key="sites-activity"
    )
    passed = tuple(
        site
        for site in register.sites
        if (not wastes or site.waste_type.value in wastes)
        and (not countries or site.country in countries)
        and (not classes or site.evidence_class in classes)
        and (not activities or activity(site) in activities)
        and is_found(site, text)
    )
    if len(passed) > MAX_ROWS:
        hint = (
            f"{len(passed)} sites pass the filter; the first {MAX_ROWS} are shown. Narrow it."
        )
        st.info(hint, icon=":material/filter_alt:")
    return passed[:MAX_ROWS]


def show(inventory: Inventory, sites: Sequence[Site], criteria: CriteriaSet) -> None:
    """Draw the table; a click on a row opens its card.

    Where counting what is known was cancelled, it stands without the shares.
    """
    place = {site.site_id: i for i, site in enumerate(inventory.register.sites)}
    known = completeness(inventory, criteria, tuple(place[s.site_id] for s in sites))
    rows: dict[str, list[Any]] = {
        "Id": [plain(s.site_id, limit=40) for s in sites],
        "Name": [plain(s.name, limit=120) for s in sites],
        "Country": [s.country for s in sites],
        "Waste": [s.waste_type.value.replace("_", " ") for s in sites],
        "Evidence": [s.evidence_mark for s in sites],
    }
    counted = () if known is None else criteria.criteria
    if known is not None:
        for k, criterion in enumerate(counted):
            rows[criterion.name] = (100 * known[:, k]).round().astype(int).tolist()
    left = left_out(inventory, criteria, session.facilities())
    rows["Standing"] = [_standing(site, left) for site in sites]
    shares = {
        c.name: st.column_config.ProgressColumn(
            c.name,
            min_value=0,
            max_value=100,
            format="%d %%",
            width="small",
            help="Share of the inputs of this criterion that are known",
        )
        for c in counted
    }
    if counted:
        markup.draw(markup.note(SHARES))
    with st.container(key="sites-cards", gap=None):
        _cards(rows, [criterion.name for criterion in counted])
    chosen = st.dataframe(
        rows,
        hide_index=True,
        key="sites-table",
        on_select="rerun",
        selection_mode="single-row",
        height=420,
        column_config={"Name": st.column_config.TextColumn(width="medium"), **shares},
    )
    picked = chosen.selection.rows
    if picked and picked[0] < len(sites):
        session.follow_table(sites[picked[0]].site_id)


def _cards(rows: Mapping[str, Sequence[Any]], names: Sequence[str]) -> None:
    """Draw the first sites as cards; only a phone shows them, in place of the table."""
    cells = [_card({name: column[k] for name, column in rows.items()}, names)
             for k in range(min(CARDS, len(rows["Id"])))]  # fmt: skip
    left = len(rows["Id"]) - CARDS
    markup.draw(
        markup.table(("Name", "Evidence", "Standing", "Known"), cells),
        markup.note(f"{left} more. Search or filter above to see them.") if left > 0 else "",
    )


def _card(row: Mapping[str, Any], criteria: Sequence[str]) -> tuple[str, ...]:
    about = " · ".join(filter(None, (row["Id"], row["Country"], row["Waste"])))
    known = ", ".join(f"{name} {row[name]}\u00a0%" for name in criteria)
    title = f"{escape_html(row['Name'])}{markup.small(escape_html(about))}"
    return (title, *map(escape_html, (row["Evidence"], row["Standing"], known)))


def _standing(site: Site, left: Mapping[str, NotRanked]) -> str:
    entry = left.get(site.site_id)
    if entry is None:
        return "considered"
    if entry.is_aside:
        return entry.gate
    return f"veto: {entry.gate.replace('_', ' ')}" if entry.gate else "not enough evidence"

"""What each pilot costs: defaults by stage, marked as such, or a person's own instead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from prioritizer.domain.pilot import Estimate
from prioritizer.errors import InputError
from prioritizer.exports.formats import CSV
from prioritizer.exports.marking import marked
from prioritizer.exports.tables.flat import csv_table
from prioritizer.files.uploads import read_as
from prioritizer.ui.shell import faults, markup, session, state
from prioritizer.ui.shell.cache import Problem
from prioritizer.ui.shell.text import plain
from prioritizer.workflow.pilots.tables import own_costs

K = 1000.0
MOST_ROWS = 400
ENDS = ("Low", "Best", "High")


def own(found: Problem) -> dict[str, Estimate]:
    """Return the costs that a person gave for sites of this ranking, EUR."""
    known = {site.site_id for site in found.sites}
    return {k: v for k, v in state.get("portfolio_costs").items() if k in known}


def show(found: Problem, order: Sequence[int], costs: Mapping[str, Estimate]) -> None:
    """Draw the table of costs in the order of the ranking, and the file to replace them."""
    mine = own(found)
    title = f"Costs of the pilots ({len(mine)} your own)" if mine else "Costs of the pilots"
    with st.expander(title, icon=":material/payments:", key="portfolio-costs"):
        markup.draw(
            markup.note(
                "Thousand EUR for the stages paid. <b>Default</b>: orders of magnitude, not "
                "quotations; they err together, your own site by site."
            )
        )
        _editor(found, order[:MOST_ROWS], costs, mine)
        _file(found, costs)


def _editor(
    found: Problem,
    order: Sequence[int],
    costs: Mapping[str, Estimate],
    mine: Mapping[str, Estimate],
) -> None:
    sites = [found.sites[row] for row in order]
    used = [mine.get(site.site_id, costs[site.site_id]) for site in sites]
    table = pd.DataFrame(
        {
            "Site": [plain(f"{site.site_id} {site.name}", limit=60) for site in sites],
            "Low": [round(cost.low / K) for cost in used],
            "Best": [round(cost.best / K) for cost in used],
            "High": [round(cost.high / K) for cost in used],
            "From": ["yours" if site.site_id in mine else "default" for site in sites],
        }
    )
    # The table it starts from never changes under the editor: a commit starts a new one.
    key = f"costs-{found.key}-{state.get('portfolio_stages')}-{_round()}"
    with st.form(f"form-{key}", border=False):
        st.data_editor(
            table,
            key=key,
            hide_index=True,
            height=280,
            num_rows="fixed",
            disabled=["Site", "From"],
            column_config={
                "Site": st.column_config.TextColumn(width=150),
                "From": st.column_config.TextColumn(width=60),
            }
            | {
                name: st.column_config.NumberColumn(name, min_value=0, format="%d", width=60)
                for name in ENDS
            },
        )
        is_pressed = st.form_submit_button("Use these costs", icon=":material/check:")
    if is_pressed:
        with faults.contained():
            edited = (state.component(key) or {}).get("edited_rows", {})
            _take(
                {sites[int(row)].site_id: (used[int(row)], new) for row, new in edited.items()}
            )
            st.rerun()


def _round() -> int:
    number: int = state.get("portfolio_costs_round")
    return number


def _take(edited: Mapping[str, tuple[Estimate, Mapping[str, Any]]]) -> None:
    given = {}
    for site_id, (before, new) in edited.items():
        ends = [
            float(new[name]) * K if new.get(name) is not None else value
            for name, value in zip(ENDS, (before.low, before.best, before.high), strict=True)
        ]
        if ends != sorted(ends) or ends[0] < 0:
            raise InputError(
                f"costs, {site_id}: found {', '.join(f'{end / K:g}' for end in ends)}. "
                "Expected low ≤ best ≤ high. Correct the row."
            )
        given[site_id] = Estimate(*ends)
    _use({**state.get("portfolio_costs"), **given})


def _use(costs: Mapping[str, Estimate]) -> None:
    state.put("portfolio_costs", dict(costs))
    state.put("portfolio_costs_round", _round() + 1)


def _file(found: Problem, costs: Mapping[str, Estimate]) -> None:
    rows: list[tuple[str, float, float, float]] = []
    for site in found.sites:
        cost = costs[site.site_id]
        rows.append((site.site_id, round(cost.low), round(cost.best), round(cost.high)))
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        st.download_button(
            "Table to fill in",
            marked(
                csv_table(("site_id", "low_eur", "best_eur", "high_eur"), rows),
                session.inventory().mark,
            ),
            "pilot-costs.csv",
            CSV.media_type,
            key="costs-template",
            on_click="ignore",
            icon=":material/download:",
        )
        st.button(
            "Back to the defaults",
            disabled=not state.get("portfolio_costs"),
            on_click=_use,
            args=({},),
            icon=":material/undo:",
        )
    file = st.file_uploader(
        "Own costs (CSV: site_id, low_eur, best_eur, high_eur)",
        type=["csv"],
        key=f"costs-file-{_round()}",
        max_upload_size=5,
    )
    if file is None:
        return
    with faults.contained():
        reader = partial(own_costs, register=found.register)
        read = read_as("costs.csv", file.getvalue(), reader)
        _use({**state.get("portfolio_costs"), **read})
        st.rerun()

"""All sites in the three axes of UNFC: how many stand where, and which."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from prioritizer.domain.unfc import main_category
from prioritizer.domain.words import counted
from prioritizer.ui.shell import markup, palette, state
from prioritizer.ui.shell.text import escape_html
from prioritizer.workflow.sites.classify import (
    E_CATEGORIES,
    F_CATEGORIES,
    G_CATEGORIES,
    ClassifiedRegister,
)

Cell = tuple[str, str, str]
SHOWN = 300
LEGEND = (
    "Number of sites in each combination. <b>E</b> viability, <b>F</b> feasibility of the "
    "project, <b>G</b> confidence in the quantity; 1 is the most advanced. The triple is the "
    "answer; a class name follows only where UNFC names that triple."
)
COLUMNS = ("Site", "Code", "Class", "What would lift the quantity (G)")


def show(classes: ClassifiedRegister) -> None:
    """Draw the matrix, the choice of a cell and the sites in it."""
    counts = classes.matrix()
    filled = {cell: n for cell, n in counts.items() if n}
    chosen = state.get("unfc_cell")
    if chosen not in filled:
        chosen = max(filled, key=filled.__getitem__) if filled else None
        state.put("unfc_cell", chosen)
    grid, listing = st.columns([1, 1.9], gap="large")
    with grid:
        place = st.empty()
        markup.draw(markup.note(LEGEND))
    with listing:
        _choice(filled, state.get("unfc_cell"))
        chosen = state.get("unfc_cell")
        if chosen is not None:
            _sites(classes, chosen)
    place.html(_matrix(counts, chosen))


def _choice(filled: Mapping[Cell, int], chosen: Cell | None) -> None:
    st.pills(
        "Show the sites of",
        list(filled),
        format_func=lambda cell: f"{' '.join(cell)} · {filled[cell]}",
        # The start, not the state; in a list, since a cell alone would pass for several.
        default=None if chosen is None else [chosen],
        key=state.widget("unfc_cell"),
        on_change=state.take,
        args=("unfc_cell",),
    )


def _matrix(counts: Mapping[Cell, int], chosen: Cell | None) -> str:
    heads = "".join(f'<th scope="col">{g}</th>' for g in G_CATEGORIES)
    rows = []
    for e in E_CATEGORIES:
        for f in F_CATEGORIES:
            cells = "".join(
                _cell(counts[e, f, g], is_chosen=(e, f, g) == chosen) for g in G_CATEGORIES
            )
            span = len(F_CATEGORIES)
            first = f'<th scope="rowgroup" rowspan="{span}">{e}</th>' if f == "F1" else ""
            rows.append(f'<tr>{first}<th scope="row">{f}</th>{cells}</tr>')
    return (
        '<div class="pp-scroll" tabindex="0"><table class="pp-efg"><thead><tr>'
        '<th scope="col">E</th><th scope="col">F</th>'
        f"{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )


def _cell(n: int, *, is_chosen: bool) -> str:
    kind = "on" if is_chosen else "" if n else "zero"
    # The square root keeps small counts visible beside large ones.
    shade = min(0.08 + 0.05 * n**0.5, 0.5) if n else 0.0
    style = f' style="background:{palette.shade(shade)}"' if n else ""
    return f'<td class="{kind}"{style}>{n}</td>'


def _sites(classes: ClassifiedRegister, chosen: Cell) -> None:
    inside = [
        one
        for one in classes.sites
        if tuple(main_category(v.code) for v in (one.e, one.f, one.g)) == chosen
    ]
    rows = [
        (
            escape_html(one.name, limit=120) + markup.small(escape_html(one.site_id, limit=40)),
            escape_html(one.unfc),
            escape_html(one.unfc.name),
            escape_html("; ".join(one.g.lift[:2]) or "nothing further", limit=200),
        )
        for one in inside[:SHOWN]
    ]
    rest, sites = len(inside) - SHOWN, counted(len(inside), "site")
    markup.draw(
        f'<h3 class="pp-h3">{sites} in {" ".join(chosen)}</h3>',
        '<div class="pp-scroll pp-tall" tabindex="0">',
        markup.table(COLUMNS, rows),
        "</div>",
        markup.note(f"and {rest} more") if rest > 0 else "",
    )

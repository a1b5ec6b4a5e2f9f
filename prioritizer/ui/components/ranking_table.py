"""The ranked list: rows for the list component, and what it reports back."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import streamlit as st

from prioritizer.domain.matrix import FloatArray
from prioritizer.domain.results import Assessment, IntArray
from prioritizer.domain.site import Site
from prioritizer.ui import state, theme
from prioritizer.ui.cached import Problem
from prioritizer.ui.text import plain
from prioritizer.workflow import explain

ROWS = 50
EVIDENCE = {"A": "A: mass or volume, and a grade", "B": "B: mass or volume, or a grade"}
COMPONENT = "prioritizer_ranking_list"


@cache
def _assets() -> tuple[str, str]:
    return tuple((theme.ASSETS / f"ranking_list.{end}").read_text(encoding="utf-8") for end in ("css", "js"))


def show(found: Problem, assessment: Assessment, order: IntArray, colors: dict[str, str]) -> None:
    """Draw one page of the list."""
    css, js = _assets()
    mount = st.components.v2.component(COMPONENT, html='<div class="pp-list"></div>', css=css, js=js)
    mount(
        key="ranking-list",
        data=payload(found, assessment, order, colors),
        on_selected_change=_selected,
        on_page_change=_turned,
    )


def _reported(name: str) -> Any:
    return (state.component("ranking-list") or {}).get(name)


def _selected() -> None:
    site_id = _reported("selected")
    if isinstance(site_id, str):
        state.put("selected", site_id)


def _turned() -> None:
    page = _reported("page")
    if isinstance(page, int) and page >= 0:
        state.put("page", page)


def payload(
    found: Problem, assessment: Assessment, order: IntArray, colors: dict[str, str]
) -> dict[str, Any]:
    """Return what the component draws: one page of rows with their bars, as plain numbers and texts."""
    pages = max(1, -(-len(order) // ROWS))
    page = min(state.get("page"), pages - 1)
    shown = order[page * ROWS:(page + 1) * ROWS]
    pieces = explain.parts(assessment)
    listed = state.get("shortlist")
    highest = float(np.max(assessment.ranking.score_high, initial=0.0))
    rows = [_row(assessment, found.sites[i], int(i), pieces) for i in shown]
    for row, following in zip(rows, [*rows[1:], None], strict=True):
        row["isCut"] = row["rank"] <= listed and (following is None or following["rank"] > listed)
    settings = assessment.settings
    return {
        "rows": rows,
        "criteria": [{"name": c.name, "color": colors[c.id]} for c in assessment.criteria.criteria],
        "additive": pieces.is_additive,
        "barTitle": "What the score is made of" if pieces.is_additive else "Closeness, then what is missing to the ideal",
        "hasGaps": bool((assessment.ranking.gap_share > 0).any()),
        "axis": 1.0 if settings.scales == "fixed" else highest,
        "shortlist": listed,
        "selected": state.get("selected"),
        "first": page * ROWS,
        "page": page,
        "total": len(order),
        "revision": f"{found.key}-{settings.weights.points}-{settings.method}-{settings.order}",
    }


def _row(assessment: Assessment, site: Site, i: int, pieces: explain.Parts) -> dict[str, Any]:
    ranking = assessment.ranking
    best, worst = int(ranking.rank_low[i]), int(ranking.rank_high[i])
    digits = 2 if ranking.scores.max() > 0.1 else 4
    return {
        "id": site.site_id,
        "rank": int(ranking.ranks[i]),
        "places": f"{best}–{worst}" if worst > best else "fixed",
        "placesTitle": f"Gaps and intervals allow every place from {best} to {worst}",
        "name": plain(site.name, limit=120),
        "about": about(site),
        "score": float(ranking.scores[i]),
        "low": float(ranking.score_low[i]),
        "high": float(ranking.score_high[i]),
        "scoreText": f"{ranking.scores[i]:.{digits}f}",
        "lowText": f"{ranking.score_low[i]:.{digits}f}",
        "highText": f"{ranking.score_high[i]:.{digits}f}",
        "gapShare": float(ranking.gap_share[i]),
        "gapText": f"{ranking.gap_share[i]:.0%} gaps".replace("%", " %"),
        "evidence": site.evidence_class,
        "evidenceTitle": EVIDENCE.get(site.evidence_class, site.evidence_class),
        "secured": _short(pieces.secured[i]),
        "gaps": _short(pieces.on_gaps[i]),
        "ideal": _short(pieces.to_ideal[i]),
    }


def about(site: Site) -> str:
    """Return country, kind of waste and what was mined, on one line."""
    bits = (site.country, site.waste_type.value.replace("_", " "), site.texts.get("commodity_mined", ""))
    return plain(" · ".join(bit for bit in bits if bit), limit=120)


def _short(values: FloatArray) -> list[float]:
    return [round(float(v), 5) for v in values]

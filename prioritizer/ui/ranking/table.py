"""The ranked list: rows for the list component, and what it reports back."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import streamlit as st

from prioritizer.domain.matrix import FloatArray
from prioritizer.domain.results import Assessment, IntArray
from prioritizer.domain.robustness import Robustness
from prioritizer.domain.site import Site
from prioritizer.domain.words import percent
from prioritizer.ui.shell import session, state, theme
from prioritizer.ui.shell.cache import Problem, cached
from prioritizer.ui.shell.text import plain
from prioritizer.workflow.ranking import explain

ROWS = 40
BAR_TITLES = {
    "topsis": "Closeness | gap to the ideal",
    "promethee": "Weight × share of the other sites beaten",
}
EVIDENCE = {"A": "A: mass or volume, and a grade", "B": "B: mass or volume, or a grade"}
COMPONENT = "prioritizer_ranking_list"


@cache
def _assets() -> tuple[str, ...]:
    css, words, js = (
        (theme.ASSETS / name).read_text(encoding="utf-8")
        for name in ("ranking_list.css", "words.js", "ranking_list.js")
    )
    return css, f"{words}\n{js}"


def show(
    found: Problem,
    assessment: Assessment,
    order: IntArray,
    colors: dict[str, str],
    result: Robustness | None = None,
) -> None:
    """Draw one page of the list; with shortlist probabilities where a run of them is given."""
    css, js = _assets()
    mount = st.components.v2.component(
        COMPONENT, html='<div class="pp-list"></div>', css=css, js=js
    )
    mount(
        key="ranking-list",
        data=payload(found, assessment, order, colors, result),
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


def page_of(order: IntArray) -> tuple[int, IntArray]:
    """Return the number of the page in view, from 0, and its rows."""
    page = min(state.get("page"), max(0, (len(order) - 1) // ROWS))
    return page, order[page * ROWS : (page + 1) * ROWS]


def payload(
    found: Problem,
    assessment: Assessment,
    order: IntArray,
    colors: dict[str, str],
    result: Robustness | None = None,
) -> dict[str, Any]:
    """Return what the component draws: a page of rows with bars, in plain numbers and texts."""
    page, shown = page_of(order)
    pieces = explain.parts(assessment)
    digits = 2 if assessment.ranking.scores.max(initial=0.0) > 0.1 else 4
    listed = state.get("shortlist")
    highest = float(np.max(assessment.ranking.score_high, initial=0.0))
    rows = [
        _row(found, assessment, int(i), pieces, digits) | _odds(result, int(i)) for i in shown
    ]
    settings = assessment.settings
    return {
        "rows": rows,
        "criteria": [
            {"name": c.name, "color": colors[c.id]} for c in assessment.criteria.criteria
        ],
        "additive": pieces.is_additive,
        "barTitle": bar_title(settings.method, is_additive=pieces.is_additive),
        "hasOdds": result is not None,
        "hasGaps": bool((assessment.ranking.gap_share > 0).any()),
        "axis": 1.0 if settings.scales == "fixed" else highest,
        "shortlist": listed,
        "selected": state.get("selected"),
        "points": [round(p) for p in session.sliders(found.criteria).values()],
        "first": page * ROWS,
        "page": page,
        "total": len(order),
        "set": found.key,
        "ranks": assessment.ranking.ranks.tolist(),
        "key": f"{found.key}-{settings.method}-{settings.order}",
    }


def bar_title(method: str, *, is_additive: bool) -> str:
    """Return what the bars of a method show."""
    usual = "What the score is made of" if is_additive else "Score | missing to the ideal"
    return BAR_TITLES.get(method, usual)


def _row(
    found: Problem, assessment: Assessment, i: int, pieces: explain.Parts, digits: int
) -> dict[str, Any]:
    ranking = assessment.ranking
    best, worst = int(ranking.rank_low[i]), int(ranking.rank_high[i])
    return {
        **fixed_parts(found)[i],
        "rank": int(ranking.ranks[i]),
        "places": f"{best}–{worst}" if worst > best else "fixed",
        "placesTitle": f"Gaps and intervals allow every place from {best} to {worst}",
        "score": round(float(ranking.scores[i]), 5),
        "low": round(float(ranking.score_low[i]), 5),
        "high": round(float(ranking.score_high[i]), 5),
        "scoreText": f"{ranking.scores[i]:.{digits}f}",
        "lowText": f"{ranking.score_low[i]:.{digits}f}",
        "highText": f"{ranking.score_high[i]:.{digits}f}",
        "gapShare": round(float(ranking.gap_share[i]), 5),
        "gapText": f"{percent(float(ranking.gap_share[i]))} gaps",
        "secured": _short(pieces.secured[i]) if pieces.is_additive else [],
        "gaps": _short(pieces.on_gaps[i]) if pieces.is_additive else [],
        "ideal": [] if pieces.is_additive else _short(pieces.to_ideal[i]),
    }


def _odds(result: Robustness | None, i: int) -> dict[str, str]:
    if result is None:
        return {}
    return {"oddsText": percent(float(result.shortlist[i])), "band": result.bands[i].value}


@cached(most=16)
def fixed_parts(found: Problem) -> list[dict[str, str]]:
    """Return what a row says about each site whatever the weights are."""
    return [
        {
            "id": site.site_id,
            "name": plain(site.name, limit=120),
            "about": about(site),
            "evidence": site.evidence_class,
            "evidenceTitle": EVIDENCE.get(site.evidence_class, site.evidence_class),
        }
        for site in found.sites
    ]


def about(site: Site) -> str:
    """Return country, kind of waste and what was mined, on one line."""
    bits = (
        site.country,
        site.waste_type.value.replace("_", " "),
        site.texts.get("commodity_mined", ""),
    )
    return plain(" · ".join(bit for bit in bits if bit), limit=120)


def _short(values: FloatArray) -> list[float]:
    return [round(float(v), 5) for v in values]

"""The list: rows for the list component, and what it reports back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import streamlit as st

from prioritizer.domain.answer import STATES, Answer, CellState, Section, known_percent
from prioritizer.domain.matrix import FloatArray
from prioritizer.domain.results import Assessment
from prioritizer.domain.site import Site
from prioritizer.domain.words import percent
from prioritizer.ui.ranking.entries import ROWS, Entry, Listed
from prioritizer.ui.ranking.later import Later
from prioritizer.ui.shell import session, state, theme
from prioritizer.ui.shell.cache import Problem, cached, missing_in_force
from prioritizer.ui.shell.text import plain
from prioritizer.workflow.ranking import explain
from prioritizer.workflow.ranking.answer_words import (
    likely_range,
    line_on_top,
    only_under_sentence,
    section_sentence,
    without_evidence,
)

BAR_TITLES = {
    "topsis": "Closeness | gap to the ideal",
    "promethee": "Weight × share of the other sites beaten",
}
EVIDENCE = {
    "A": "A: mass or volume, and a grade",
    "B": "B: mass or volume, or a grade",
    "C": "C: neither mass, volume nor grade",
}
COMPONENT = "prioritizer_ranking_list"
# How a part of a bar is drawn: measured, said by facts or like sites, or unknown.
TEXTURES: Mapping[CellState, int] = {
    CellState.MEASURED: 0,
    CellState.BOUNDED: 1,
    CellState.ANALOGUE: 1,
    CellState.ASSUMED: 1,
    CellState.UNKNOWN: 2,
}
_TEXTURE_OF = np.array([TEXTURES[one] for one in STATES])


@dataclass(frozen=True, slots=True, eq=False)
class _List:
    """All that a row needs."""

    found: Problem
    assessment: Assessment
    listed: Listed
    later: Later
    pieces: explain.Parts
    digits: int


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
    listed: Listed,
    colors: dict[str, str],
    later: Later,
) -> None:
    """Draw one page of the list, with next steps where they are worked out."""
    css, js = _assets()
    mount = st.components.v2.component(
        COMPONENT, html='<div class="pp-list"></div>', css=css, js=js
    )
    mount(
        key="ranking-list",
        data=payload(found, assessment, listed, colors, later),
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
    found: Problem,
    assessment: Assessment,
    listed: Listed,
    colors: dict[str, str],
    later: Later,
) -> dict[str, Any]:
    """Return what the component draws: a page of rows with bars, in plain numbers and texts."""
    settings, answer = assessment.settings, assessment.answer
    pieces = explain.parts(assessment)
    digits = 2 if assessment.ranking.scores.max(initial=0.0) > 0.1 else 4
    whole = _List(found, assessment, listed, later, pieces, digits)
    highest = float(np.max(assessment.ranking.score_high, initial=0.0))
    in_force = settings.weights.normalized > 0
    return {
        "rows": [_row(whole, entry) for entry in listed.shown],
        "sections": {} if answer is None else _sections(assessment, answer),
        "isInSections": listed.is_in_sections,
        "criteria": [
            {"name": c.name, "color": colors[c.id], "isIn": bool(in_force[k])}
            for k, c in enumerate(assessment.criteria.criteria)
        ],
        "additive": pieces.is_additive,
        "barTitle": bar_title(settings.method, is_additive=pieces.is_additive),
        "hasAnswer": answer is not None,
        "axis": 1.0 if settings.scales == "fixed" else highest,
        "places": len(assessment.matrix),
        "shortlist": settings.top,
        "selected": state.get("selected"),
        "points": [round(p) for p in session.sliders(found.criteria).values()],
        "first": listed.page * ROWS,
        "page": listed.page,
        "total": len(listed.entries),
        "ranked": listed.n_ranked,
        "set": found.key,
        "ranks": _ranks(found, assessment, listed),
        "chances": _chances(found, assessment),
        "key": list_key(found, assessment),
        "size": ROWS,
        "headline": None if answer is None else line_on_top(answer, assessment.not_ranked),
    }


def list_key(found: Problem, assessment: Assessment) -> str:
    """Return what the list and its preview have in common whatever the weights are."""
    settings = assessment.settings
    area = hash(state.get("map_area"))
    view = f"{settings.gaps}-{state.get('order')}-{settings.top}-{area}"
    return f"{found.key}-{settings.method}-{view}"


def bar_title(method: str, *, is_additive: bool) -> str:
    """Return what the bars of a method show."""
    usual = "Score made of" if is_additive else "Score | missing to the ideal"
    return BAR_TITLES.get(method, usual)


def _sections(assessment: Assessment, answer: Answer) -> dict[str, str]:
    blank = len(without_evidence(assessment.not_ranked))
    counts = {one: answer.count(one) for one in Section}
    counts[Section.TOO_LITTLE_KNOWN] += blank
    return {one.value: section_sentence(one, answer, counts[one]) for one in Section}


def _ranks(found: Problem, assessment: Assessment, listed: Listed) -> list[int | None]:
    """Return the place of every site of the problem, None where it is not ranked."""
    ranks: list[int | None] = [None] * len(found.sites)
    for row, rank in zip(assessment.rows.tolist(), listed.ranks.tolist(), strict=True):
        ranks[row] = rank
    return ranks


def _chances(found: Problem, assessment: Assessment) -> list[float | None]:
    """Return the chance of every site of the problem, None where none is drawn."""
    chances: list[float | None] = [None] * len(found.sites)
    if assessment.answer is not None:
        drawn = np.round(assessment.answer.chance, 5).tolist()
        for row, chance in zip(assessment.rows.tolist(), drawn, strict=True):
            chances[row] = chance
    return chances


def _row(whole: _List, entry: Entry) -> dict[str, Any]:
    step = None if whole.later.steps is None else whole.later.steps.get(entry.site_id)
    if step is None:
        words = "…" if whole.later.steps is None and whole.assessment.answer else ""
    else:
        words = step.words
    about_site = site_parts(whole.found)[entry.site_id]
    row = {
        **about_site,
        "section": entry.section,
        "stepText": plain(words, limit=300),
        "mark": _mark(whole, entry.site_id),
    }
    if entry.row is None:
        return row | _not_ranked(whole, entry)
    return row | _ranked(whole, entry.row)


def _mark(whole: _List, site_id: str) -> str:
    """Return that an entry of the list is on it under the present assumption only."""
    modes = (whole.later.modes or {}).get(site_id, ())
    is_alone = modes == (whole.assessment.settings.gaps,)
    return only_under_sentence(modes) if is_alone else ""


def _not_ranked(whole: _List, entry: Entry) -> dict[str, Any]:
    missing = missing_in_force(whole.found, whole.assessment, entry.site_id)
    row: dict[str, Any] = {
        "rank": None,
        "missing": plain(f"To find out: {'; '.join(missing)}.", limit=300) if missing else "",
        "knownText": known_percent(entry.apart.known_weight if entry.apart else 0.0),
        "chanceText": "not drawn",
    }
    if entry.apart is not None:
        chance = float(entry.apart.chance)
        row |= {"chance": round(chance, 5), "chanceText": percent(chance)}
    return row


def _ranked(whole: _List, i: int) -> dict[str, Any]:
    ranking, answer = whole.assessment.ranking, whole.assessment.answer
    pieces = whole.pieces
    row: dict[str, Any] = {
        "rank": int(whole.listed.ranks[i]),
        "score": round(float(ranking.scores[i]), 5),
        "scoreText": f"{ranking.scores[i]:.{whole.digits}f}",
        "gapShare": round(float(ranking.gap_share[i]), 5),
        "ideal": [] if pieces.is_additive else _short(pieces.to_ideal[i]),
    }
    if answer is None:
        parts = np.stack([pieces.secured[i], np.zeros_like(pieces.secured[i]),
                          pieces.on_gaps[i]], axis=1)  # fmt: skip
        low, high = int(ranking.rank_low[i]), int(ranking.rank_high[i])
        row |= {"low": low, "high": high, "median": int(ranking.ranks[i])}
        row["likelyText"] = f"{low}–{high}" if high > low else "fixed"
    else:
        parts = _textured(answer, i, pieces.secured[i] + pieces.on_gaps[i])
        row |= _answered(answer, i)
    row["parts"] = [_short(part) for part in parts] if pieces.is_additive else []
    return row


def _answered(answer: Answer, i: int) -> dict[str, Any]:
    chance = float(answer.chance[i])
    return {
        "chance": round(chance, 5),
        "chanceText": percent(chance),
        "median": int(answer.rank_median[i]),
        "low": int(answer.rank_5[i]),
        "high": int(answer.rank_95[i]),
        "likelyText": likely_range(answer, i) if answer.rank_95[i] > answer.rank_5[i] else "",
        "knownText": known_percent(float(answer.known_weight[i])),
    }


def _textured(answer: Answer, i: int, contributions: FloatArray) -> FloatArray:
    """Return parts of the score by criterion and texture, ``(criteria, 3)``."""
    parts = np.zeros((len(contributions), 3))
    parts[np.arange(len(contributions)), _TEXTURE_OF[answer.states[i]]] = contributions
    return parts


@cached(most=16)
def site_parts(found: Problem) -> dict[str, dict[str, str]]:
    """Return by id what a row says about each site whatever the weights are, veto or not."""
    return {site.site_id: _fixed(site) for site in found.register.sites if site.gate is None}


def _fixed(site: Site) -> dict[str, str]:
    held = "; a grade that cannot be is not used" if site.quarantined else ""
    return {
        "id": site.site_id,
        "name": plain(site.name, limit=120),
        "about": about(site),
        "evidence": site.evidence_class,
        "evidenceTitle": EVIDENCE.get(site.evidence_class, site.evidence_class) + held,
    }


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

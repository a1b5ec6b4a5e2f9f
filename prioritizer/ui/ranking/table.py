"""The list: what its component draws, and what it reports back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from prioritizer.domain.answer import LEAST_KNOWN, Answer, Section
from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.results import Assessment
from prioritizer.languages.speech import gettext, noop
from prioritizer.ui.ranking import facts, said, table_view
from prioritizer.ui.ranking.columns import SECTIONS, packed_columns
from prioritizer.ui.ranking.entries import Entry, Listed
from prioritizer.ui.ranking.later import Later
from prioritizer.ui.shell import component, scripts, session, state
from prioritizer.ui.shell.cache import Problem, cached, missing_in_force
from prioritizer.ui.shell.text import plain
from prioritizer.workflow.ranking import explain
from prioritizer.workflow.ranking.answer_words import (
    line_on_top,
    only_under_sentence,
    section_sentence,
    without_evidence,
)
from prioritizer.workflow.ranking.missing_words import to_find_out

BAR_TITLES = {
    "topsis": noop("Closeness | gap to the ideal"),
    "promethee": noop("Weight × share of the other sites beaten"),
}
MADE_OF, MISSING_TO = noop("Score made of"), noop("Score | missing to the ideal")
COMPONENT = "prioritizer_ranking_list"
SCRIPTS = (
    "ranking_math.js",
    "tab_memory.js",
    "list_view.js",
    "list_source.js",
    "list_rows.js",
    "list_tools.js",
    "ranking_list.js",
)


def style() -> str:
    """Return the style sheet of the list and its tools."""
    return component.asset("ranking_list.css", "list_tools.css")


def show(
    found: Problem,
    assessment: Assessment,
    listed: Listed,
    colors: dict[str, str],
    later: Later,
) -> None:
    """Draw the list, with next steps where they are worked out."""
    facts.show(found)
    component.mount(
        said.component(COMPONENT),
        '<div class="pp-list"></div>',
        css=style(),
        js=scripts.module(said.script(*SCRIPTS)),
        key="ranking-list",
        data=payload(found, assessment, listed, colors, later),
        on_selected_change=_selected,
        on_view_change=table_view.took,
        on_pins_change=table_view.pinned,
        on_wanted_change=table_view.wanted,
        on_narrow_change=table_view.narrowed,
        on_area_change=table_view.released,
    )


def _selected() -> None:
    site_id = table_view.reported("selected")
    if isinstance(site_id, str):
        state.put("selected", site_id)


def payload(
    found: Problem,
    assessment: Assessment,
    listed: Listed,
    colors: dict[str, str],
    later: Later,
) -> dict[str, Any]:
    """Return what the component draws: numbers in columns, and texts that go with them."""
    settings, answer = assessment.settings, assessment.answer
    pieces = explain.parts(assessment)
    places = _places(found)
    highest = float(np.max(assessment.ranking.score_high, initial=0.0))
    in_force = settings.weights.normalized > 0
    return {
        "columns": packed_columns(found, assessment, listed, pieces, places),
        "texts": _texts(found, assessment, listed, later, places),
        "sections": {} if answer is None else _sections(assessment, answer),
        "sectionNames": [one.value for one in SECTIONS],
        "isInSections": listed.is_in_sections,
        "criteria": [
            {"name": gettext(c.name), "color": colors[c.id], "isIn": bool(in_force[k])}
            for k, c in enumerate(assessment.criteria.criteria)
        ],
        "additive": pieces.is_additive,
        "barTitle": bar_title(settings.method, is_additive=pieces.is_additive),
        "hasAnswer": answer is not None,
        "axis": 1.0 if settings.scales == "fixed" else highest,
        "digits": 2 if assessment.ranking.scores.max(initial=0.0) > 0.1 else 4,
        "leastKnown": LEAST_KNOWN,
        "places": len(assessment.matrix),
        "shortlist": settings.top,
        "selected": state.get("selected"),
        "points": [round(p) for p in session.sliders(found.criteria).values()],
        "start": _start(found.criteria),
        "ranked": listed.n_ranked,
        "outside": listed.outside,
        "set": found.key,
        "nSites": len(found.sites),
        "facts": facts.key_of(found),
        "key": list_key(found, assessment),
        "headline": None if answer is None else line_on_top(answer, assessment.not_ranked),
        "view": table_view.told(),
        "pins": list(state.get("pins")),
    }


def _start(criteria: CriteriaSet) -> dict[str, list[float]]:
    """Return what the sliders started from, in the order of the tree and of the criteria."""
    start = session.slider_start(criteria)
    sliders = [start.sliders[node.id] for node in criteria.tree()]
    return {
        "sliders": sliders,
        "shown": [round(value) for value in sliders],
        "points": [start.points.get(name, 0.0) for name in criteria.ids],
    }


def list_key(found: Problem, assessment: Assessment) -> str:
    """Return what the list and its preview have in common whatever the weights are."""
    settings = assessment.settings
    area = hash(state.get("map_area"))
    view = f"{settings.gaps}-{state.get('order')}-{settings.top}-{area}"
    return f"{found.key}-{settings.method}-{view}"


def bar_title(method: str, *, is_additive: bool) -> str:
    """Return what the bars of a method show."""
    usual = MADE_OF if is_additive else MISSING_TO
    return gettext(BAR_TITLES.get(method, usual))


@cached(most=16)
def _places(found: Problem) -> dict[str, int]:
    """Return by id how the numbers of the list count its sites."""
    return {site.site_id: at for at, site in enumerate(facts.listed_sites(found))}


def _sections(assessment: Assessment, answer: Answer) -> dict[str, str]:
    blank = len(without_evidence(assessment.not_ranked))
    counts = {one: answer.count(one) for one in Section}
    counts[Section.TOO_LITTLE_KNOWN] += blank
    return {one.value: section_sentence(one, answer, counts[one]) for one in Section}


def _texts(
    found: Problem,
    assessment: Assessment,
    listed: Listed,
    later: Later,
    places: Mapping[str, int],
) -> dict[str, Any]:
    """Return the texts of rows by the number of the site: steps, marks, what to find out.

    ``steps`` is None as long as they are worked out. What there is to find out takes a moment
    for each site: it is told of those that were in sight.
    """
    steps = None
    if later.steps is not None or assessment.answer is None:
        steps = {
            places[name]: plain(step.words, limit=300)
            for name, step in (later.steps or {}).items()
            if name in places
        }
    return {
        "steps": steps,
        "marks": _marks(assessment, later, places),
        "missing": {
            places[entry.site_id]: plain(
                to_find_out(missing_in_force(found, assessment, entry.site_id)), limit=300
            )
            for entry in _wanted(listed)
        },
    }


def _wanted(listed: Listed) -> list[Entry]:
    asked = set(state.get("list_wanted"))
    if not asked:
        return []
    return [one for one in listed.entries if one.row is None and one.site_id in asked]


def _marks(assessment: Assessment, later: Later, places: Mapping[str, int]) -> dict[int, str]:
    """Return which entries of the list are on it under the present assumption only."""
    return {
        places[name]: only_under_sentence(modes)
        for name, modes in (later.modes or {}).items()
        if modes == (assessment.settings.gaps,) and name in places
    }

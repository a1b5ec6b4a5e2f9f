"""What takes longer than a ranking, worked out once the hands are still."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from time import monotonic
from uuid import uuid4

import streamlit as st

from prioritizer.domain.answer import GapMode
from prioritizer.domain.criterion import RiskMode
from prioritizer.domain.information import NextData
from prioritizer.domain.results import Assessment, Settings
from prioritizer.errors import InputError
from prioritizer.languages.speech import spoken
from prioritizer.ui.robustness import cache as cached_robustness
from prioritizer.ui.shell import cache as cached
from prioritizer.ui.shell import language, session, state
from prioritizer.ui.shell.cache import Problem
from prioritizer.ui.shell.finished import Finished
from prioritizer.ui.shell.turns import Turns
from prioritizer.workflow.ranking.modes import modes_of_entries
from prioritizer.workflow.robustness.next_step import NextStep, jobs, next_steps

PAUSE = 1.0
"""Seconds without a change after which a part is worked out."""
AT_ONCE = 0.3
"""Seconds of work after which the page is drawn with what has been found."""
MOST_SITES = 1000
"""Above so many sites the other assumptions and readings of risk are not worked out."""


@dataclass(frozen=True, slots=True, eq=False)
class Later:
    """What is known so far; a part that is not worked out yet is None.

    ``steps`` by site id and the ``jobs`` that settle most of the list; ``modes`` of the entries
    that are not on the list under every assumption; ``places`` of each site by its id, under
    each reading of risk.
    """

    steps: Mapping[str, NextStep] | None = None
    jobs: tuple[NextStep, ...] | None = None
    modes: Mapping[str, tuple[GapMode, ...]] | None = None
    places: Mapping[RiskMode, Mapping[str, int]] | None = None


Part = Callable[[Problem, Assessment, Settings], Later]
_KEPT: Finished[Later] = Finished(96)
TURNS = Turns()


def _find_steps(found: Problem, assessment: Assessment, settings: Settings) -> Later:
    worth = _worth(found, assessment, settings)
    steps = next_steps(assessment, worth)
    return Later(steps=steps, jobs=() if worth is None else jobs(worth, assessment.open_gates))


def _worth(found: Problem, assessment: Assessment, settings: Settings) -> NextData | None:
    if assessment.answer is None or not 0 < settings.top < len(assessment.matrix):
        return None
    try:
        return cached_robustness.next_data(
            found, assessment, top=settings.top, between=_give_way
        )
    except InputError:  # too many draws to hold them all as numbers
        return None


def _give_way() -> None:
    """End the work where the page is to be drawn anew: Streamlit does so at any look at state.

    Work for weights that hold no more would only keep the list of the new ones waiting.
    """
    state.get("later_asked")


def _find_modes(found: Problem, assessment: Assessment, settings: Settings) -> Later:
    if assessment.answer is None or len(found.sites) > MOST_SITES:
        return Later(modes={})
    lists = {}
    for mode in GapMode:
        _give_way()
        lists[mode] = cached.assess(found, replace(settings, gaps=mode))
    return Later(modes=modes_of_entries(lists))


def _find_places(found: Problem, assessment: Assessment, settings: Settings) -> Later:
    del assessment
    if len(found.sites) > MOST_SITES:
        return Later(places={})
    places = {}
    for mode in RiskMode:
        chosen = replace(settings, risk=mode)
        other = cached.assess(session.problem(session.criteria(), chosen), chosen)
        ranks = other.ranking.ranks.tolist()
        places[mode] = dict(zip(other.matrix.alternatives, ranks, strict=True))
    return Later(places=places)


PARTS: Mapping[str, Part] = {
    "steps": _find_steps,
    "modes": _find_modes,
    "places": _find_places,
}


def _key(found: Problem, settings: Settings, part: str) -> str:
    return f"{part} {found.key} {settings!r} {spoken()}"


def so_far(found: Problem, settings: Settings) -> Later:
    """Return what has been worked out for just these settings."""
    parts = {part: _KEPT.get(_key(found, settings, part)) for part in PARTS}
    steps, modes, places = (parts[part] or Later() for part in PARTS)
    return Later(steps.steps, steps.jobs, modes.modes, places.places)


def work_out(found: Problem, assessment: Assessment, settings: Settings) -> None:
    """Let what is left be worked out when nothing has changed for a moment; then draw anew."""
    if _left(found, settings):
        _work(found, assessment, settings)


def _left(found: Problem, settings: Settings) -> list[str]:
    return [part for part in PARTS if _KEPT.get(_key(found, settings, part)) is None]


@st.fragment(run_every=PAUSE)
def _work(found: Problem, assessment: Assessment, settings: Settings) -> None:
    # A fragment runs by itself, outside of the block in which the page speaks.
    with language.spoken_here():
        _work_out(found, assessment, settings)


def _work_out(found: Problem, assessment: Assessment, settings: Settings) -> None:
    left = _left(found, settings)
    key = " ".join((_key(found, settings, ""), *left))
    if state.get("later_asked") != key:
        # The first run is that of the whole page; only the next one, a pause later, works.
        state.put("later_asked", key)
        return
    if left:
        who = state.get("later_who") or uuid4().hex
        state.put("later_who", who)
        # Whoever finds that it is not their turn asks again after the pause.
        if not TURNS.begin(who):
            return
        begun = monotonic()
        try:
            for part in left:
                _give_way()
                made = PARTS[part](found, assessment, settings)
                _KEPT.keep(_key(found, settings, part), made)
                if monotonic() - begun > AT_ONCE:
                    break
        finally:
            TURNS.end()
    st.rerun()

"""The steps of the work above each page: what is done, to do, or asks for attention."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.navigation.page import Page as StreamlitPage

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.results import Settings
from prioritizer.domain.words import counted
from prioritizer.errors import InputError, Severity
from prioritizer.ui.parts.working import NOW
from prioritizer.ui.robustness import cache as cached_robustness
from prioritizer.ui.shell import cache as cached
from prioritizer.ui.shell import session, state
from prioritizer.ui.shell.cache import Problem
from prioritizer.ui.shell.text import escape_markdown
from prioritizer.ui.shortlist import edits as pilot_book
from prioritizer.workflow.criteria.scale_edits import is_edited
from prioritizer.workflow.ranking.ranks import settings_to_draw

# The pages of each step by address, the first being where its link leads.
PAGES: Mapping[str, tuple[str, ...]] = {
    "Sites": ("sites", "evidence", "import", "inventories"),
    "Criteria": ("criteria",),
    "Weights": ("weights",),
    "Ranking": ("ranking", "methods"),
    "Robustness": ("robustness",),
    "Pilots": ("shortlist", "portfolio", "pilots", "viability"),
    "Report": ("report", "export"),
}


class Light(Enum):
    """How far a step is: the mark, and the words that say the same."""

    DONE = ":material/check_circle:", "Done"
    TO_DO = ":material/radio_button_unchecked:", "To do"
    ATTENTION = ":material/error:", "Look here"


@dataclass(frozen=True, slots=True)
class Step:
    """A step with its light, a few words beside it, and a sentence on what is missing."""

    name: str
    light: Light
    words: str
    missing: str

    @property
    def label(self) -> str:
        """Return what the link shows."""
        return f"**{self.name}** :small[{escape_markdown(self.words)}]"

    @property
    def tip(self) -> str:
        """Return what the link says when pointed at."""
        return f"{self.light.value[1]}: {escape_markdown(self.missing)}"


def has_steps(address: str) -> bool:
    """Return whether a page belongs to a step."""
    return any(address in pages for pages in PAGES.values())


def show(
    place: DeltaGenerator, address: str, pages: Mapping[str, StreamlitPage]
) -> tuple[Step, ...]:
    """Draw the steps into a place, the one of this page marked; return them."""
    found = steps()
    here = next(k for k, inside in enumerate(PAGES.values()) if address in inside)
    # The style sheet reads place and lights from the name of the row.
    lights = "-".join(f"{k}{step.light.name[0].lower()}" for k, step in enumerate(found))
    with place.container(horizontal=True, gap=None, key=f"flow-at-{here}-{lights}"):
        for step in found:
            st.page_link(
                pages[PAGES[step.name][0]],
                label=step.label,
                icon=step.light.value[0],
                help=step.tip,
            )
    return found


def steps() -> tuple[Step, ...]:
    """Return where each step stands by the choices of this session; nothing is computed."""
    criteria = session.criteria()
    session.start(criteria)
    settings = session.settings(criteria)
    try:
        found = session.problem(criteria, settings)
    except InputError:
        found = None
    return (
        _sites(found),
        _criteria(criteria, found),
        _weights(criteria),
        _ranking(found),
        _robustness(found, settings),
        _pilots(),
        _report(found, settings),
    )


def _sites(found: Problem | None) -> Step:
    step = partial(Step, "Sites")
    inventory = session.own_inventory()
    if found is None:
        return step(
            Light.ATTENTION, "none can be ranked", "no site has a mass, volume or grade."
        )
    ranked = f"{len(found.sites)} of {len(found.register)} considered"
    if inventory.is_sample:
        return step(
            Light.TO_DO,
            f"sample, {ranked}",
            "this is the sample inventory. Load a table of your own.",
        )
    faults = sum(issue.severity is Severity.ERROR for issue in inventory.issues)
    if faults:
        return step(
            Light.ATTENTION,
            ranked,
            f"{counted(faults, 'fault')} in your table: see the page Import.",
        )
    return step(Light.DONE, ranked, "your own inventory is in use.")


def _criteria(criteria: CriteriaSet, found: Problem | None) -> Step:
    step = partial(Step, "Criteria")
    n_beyond = 0 if found is None else len({entry.site_id for entry in found.beyond})
    if n_beyond:
        sites = counted(n_beyond, "site")
        return step(
            Light.ATTENTION,
            f"{sites} beyond a scale",
            f"{sites} lie beyond the end of a scale. Widen it, or leave the value at its end.",
        )
    if is_edited(criteria):
        return step(Light.DONE, "scales edited", "you changed scales; every site lies within.")
    return step(Light.DONE, "scales as shipped", "every site lies within the scales.")


def _weights(criteria: CriteriaSet) -> Step:
    step = partial(Step, "Weights")
    profile = state.get("profile")
    if not session.has_weights():
        return step(
            Light.ATTENTION, "all are 0", "all weights are 0. Give one criterion some points."
        )
    if profile == session.MINE:
        source = session.told(state.get("weight_source"))
        return step(Light.DONE, source or "your own", "the weights are your own.")
    names = {entry.id: entry.name for entry in (*criteria.profiles, *state.get("weigh_saved"))}
    name = session.told(names.get(profile, profile))
    if profile in {entry.id for entry in state.get("weigh_saved")}:
        return step(Light.DONE, name, "these are weights that you saved.")
    return step(
        Light.TO_DO,
        f"start: {name}",
        f"“{name}” is a starting point, not a recommendation. Say what matters to you.",
    )


def _ranking(found: Problem | None) -> Step:
    step = partial(Step, "Ranking")
    if found is None:
        return step(Light.ATTENTION, "nothing to rank", "no site can be ranked.")
    if not session.has_weights():
        return step(Light.ATTENTION, "needs weights", "the list shows the last weights.")
    listed = min(int(state.get("shortlist")), len(found.sites))
    return step(
        Light.DONE,
        f"first {listed} listed",
        f"the first {listed} by the chance of a place make the shortlist.",
    )


def _robustness(found: Problem | None, settings: Settings) -> Step:
    step = partial(Step, "Robustness")
    if found is None or len(found.sites) < 2:
        return step(Light.TO_DO, "needs two sites", "there is nothing to compare yet.")
    top = min(int(state.get("shortlist")), len(found.sites))
    if cached_robustness.is_made(found, settings_to_draw(settings), top):
        cached_robustness.check(found, settings_to_draw(settings), top)
    is_checked = cached_robustness.checked(found, settings_to_draw(settings), top)
    if is_checked:
        return step(Light.DONE, "checked", "the shortlist was drawn at these settings.")
    if is_checked is not None:
        return step(Light.ATTENTION, "settings changed", "the last run was at other settings.")
    return step(Light.TO_DO, "not checked", "nobody knows yet how sure the shortlist is.")


def _pilots() -> Step:
    step = partial(Step, "Pilots")
    n_edits = len(pilot_book.seen())
    if not n_edits:
        return step(
            Light.TO_DO,
            "as drafted",
            "no site is locked and no pilot edited: all is as the tool drafts it.",
        )
    edits = "1 edit or lock" if n_edits == 1 else f"{n_edits} edits, locks"
    return step(Light.DONE, edits, "pilots or locks are yours; each is kept with its reason.")


def _report(found: Problem | None, settings: Settings) -> Step:
    step = partial(Step, "Report")
    asked = state.get("report_asked")
    if found is None or asked in (None, NOW):
        return step(Light.TO_DO, "not built", "no report has been built.")
    ranking, _ = asked
    if ranking == cached.ranking_key(found, settings):
        return step(Light.DONE, "built", "a report of these settings was built.")
    return step(Light.ATTENTION, "settings changed", "the report is of other settings.")

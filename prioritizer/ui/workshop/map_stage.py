"""The stage "Where the sites lie": the room's shortlist on the map, never under aliases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from prioritizer.domain.site import Site
from prioritizer.languages.speech import gettext, noop, speaking
from prioritizer.ui.ranking import point_map
from prioritizer.ui.ranking.site_map import is_located
from prioritizer.ui.shell.text import escape_html
from prioritizer.ui.workshop import positions
from prioritizer.workflow.workshop.results import MAIN_RULE
from prioritizer.workflow.workshop.results_view import WorkshopResult

ALIASES = noop("The screen shows aliases, so there is no map: a position would name its site.")
NOT_AT_HAND = noop(
    "The positions of these sites are not at hand. Load their inventory on the Facilitate "
    "page, then show this stage again."
)
NOWHERE = noop("None of the sites has a position that everybody may see.")
# The title of the stage above, and the tools, the sources and the steps below.
LARGE = 2.0
HEIGHT = "calc(100vh - 17rem)"


@dataclass(frozen=True, slots=True)
class Stage:
    """What the room sees: sites with a place each, or why there is no map, in words."""

    sites: tuple[Site, ...]
    places: Mapping[str, int]
    words: str = ""

    @property
    def body(self) -> str:
        """Return the words as HTML; nothing where there is a map."""
        said = escape_html(self.words)
        return f'<div class="middle"><p class="big">{said}</p></div>' if said else ""


def stage(found: WorkshopResult, *, has_aliases: bool) -> Stage:
    """Return the map of the newest shortlist that is revealed, in the language of the room.

    Under aliases no position is looked up: it would name its site.
    """
    with speaking(found.workshop.language):
        if has_aliases:
            return Stage((), {}, gettext(ALIASES))
        last, problem = found.rounds[-1], found.problem
        sites = positions.sites_of(found.workshop.id, problem, last.shortlist)
        if sites is None:
            return Stage((), {}, gettext(NOT_AT_HAND))
        located = tuple(site for site in sites if is_located(site))
        if not located:
            return Stage((), {}, gettext(NOWHERE))
    ranks = dict(zip(problem.matrix.alternatives, last.ranks[MAIN_RULE].tolist(), strict=True))
    return Stage(located, {site.site_id: int(ranks[site.site_id]) for site in located})


def show(drawn: Stage, language: str) -> None:
    """Draw the map; nothing where there are words instead."""
    if drawn.sites:
        with speaking(language):
            point_map.show(
                drawn.sites, key="room-map", places=drawn.places, height=HEIGHT, size=LARGE
            )

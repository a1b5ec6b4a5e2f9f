"""A tour of the ranking page in five steps, each beside the thing that it is about."""

from __future__ import annotations

from dataclasses import dataclass

from prioritizer.languages.speech import gettext, noop
from prioritizer.ui.ranking import said
from prioritizer.ui.shell import component, state

COMPONENT = "prioritizer_tour"
HTML = """
<div class="ring" popover="manual"></div>
<div class="box" popover="manual" role="dialog" tabindex="-1"
 aria-labelledby="title" aria-describedby="text">
<h2 id="title"></h2><p id="text"></p>
<div class="row"><small></small><button class="close"></button><button class="back"></button>
<button class="on"></button></div></div>
"""


@dataclass(frozen=True, slots=True)
class Stop:
    """A step: what it says, and where it finds its thing; the first in sight counts."""

    title: str
    text: str
    things: tuple[str, ...]


STOPS = (
    Stop(
        noop("The answer"),
        noop(
            "This line is the answer. It says how many sites are sure of a place on the list, "
            "and how many may still join it or leave it."
        ),
        (".pp-answer",),
    ),
    Stop(
        noop("Your weights"),
        noop(
            "Move a slider to say what matters more to you. The list follows at once. Your "
            "first choice begins a project, which saves itself."
        ),
        ('[class*="st-key-weight-box-"]', '[data-testid="stExpandSidebarButton"]'),
    ),
    Stop(
        noop("The list"),
        noop(
            "Each row is a site. Its percentage is the chance of a place on the list, counted "
            "over many draws of what is uncertain."
        ),
        (".pp-list",),
    ),
    Stop(
        noop("Why, and what next"),
        noop(
            "Here you read why the chosen site stands where it stands, and which work would "
            "tell most about it. Choose another row to read about that site."
        ),
        (".st-key-why .pp-why", ".st-key-why"),
    ),
    Stop(
        noop("The report"),
        noop(
            "When the list is as you want it, build the report on this page: the answer first, "
            "then every figure behind it."
        ),
        ('[class*="st-key-flow-at-"] a[href$="report"]', '[class*="st-key-flow-at-"]'),
    ),
)


def begin() -> None:
    """Let the tour begin when the page is drawn; a callback."""
    state.put("tour", int(state.get("tour_begun")) + 1)
    state.put("tour_begun", state.get("tour"))


def show() -> None:
    """Put the tour on the page; nothing is seen of it until it begins."""
    n = len(STOPS)
    steps = [
        {"title": gettext(one.title), "text": gettext(one.text), "things": list(one.things)}
        for one in STOPS
    ]
    component.mount(
        said.component(COMPONENT),
        HTML,
        css=component.asset("tour.css"),
        js=component.asset("tour.js"),
        key="tour",
        data={
            "round": state.get("tour"),
            "isMet": bool(state.get("doors_closed")),
            "steps": steps,
            "counts": [gettext("Step {n} of {all}", n=k + 1, all=n) for k in range(n)],
            "back": gettext("Back"),
            "on": gettext("Next"),
            "done": gettext("Done"),
            "close": gettext("Close"),
        },
        on_closed_change=_end,
    )


def _end() -> None:
    state.put("tour", 0)

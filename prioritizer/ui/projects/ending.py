"""The end of a right to edit while somebody works: what they may still see stays, unsaved.

Whoever edits sees all of a project; whoever no longer may sees what everybody may. That part
can be kept as a project of one's own, like one that is read by a link.
"""

from __future__ import annotations

from dataclasses import replace

from prioritizer.domain.project import NOT_FOUND
from prioritizer.ui.kept import stores
from prioritizer.ui.kept.written import plain
from prioritizer.ui.projects import autosave
from prioritizer.ui.projects.taking_up import known_choices, part_of
from prioritizer.ui.shell import fresh, session, state
from prioritizer.ui.shell.cache import is_restricted
from prioritizer.workflow.projects.public import public_name
from prioritizer.workflow.sites.audience import Audience, part_for

ENDED = (
    "The owner has ended your right to edit this project, or has deleted it. What you chose "
    "since is not saved there, and is lost when you load this page again. “Make it my own” "
    "keeps what you see as a project of yours."
)
PART = "You now see what everybody may see. Restricted sites and values are no longer here."
NOTHING_LEFT = (
    "The owner has ended your right to edit this project, or has deleted it. All of its sites "
    "are restricted: there is nothing left to show or to keep."
)


def is_ended() -> bool:
    """Return whether a page has been told that it may no longer edit another's project."""
    if not (state.get("project") and state.get("project_right")):
        return False
    told = (state.get("project_refused"), stores.writer().fault(autosave.page()))
    return NOT_FOUND in told


def follow() -> None:
    """Leave a project that may no longer be edited, with what of it everybody may see."""
    if not is_ended():
        return
    own, name = session.own_inventory(), str(state.get("project_name"))
    shown, choices = part_of(own, plain(fresh.present()), Audience.PUBLIC)
    if not shown.register.sites:
        autosave.let_go()
        state.put("project_refused", NOTHING_LEFT)
        return
    part = part_for(own.register, Audience.PUBLIC).register
    values, _ = known_choices(choices)
    values["inventory"] = None if shown.is_sample else replace(shown, is_sample=False)
    autosave.apply(values)
    autosave.leave(public_name(name, own.register, part))
    state.put("project_refused", "")
    state.put("project_ended", f"{ENDED} {PART}" if is_restricted(own) else ENDED)

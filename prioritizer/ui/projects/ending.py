"""The end of a right to read or to edit while somebody works: what they may still see stays.

Whoever edits sees all of a project, whoever reads by link the part for its readers; whoever no
longer may sees what everybody may. That part can be kept as a project of one's own.
"""

from __future__ import annotations

from dataclasses import replace
from time import monotonic

from prioritizer.domain.project import NOT_FOUND
from prioritizer.errors import AccessError, PrioritizerError
from prioritizer.ui.kept import stores
from prioritizer.ui.kept.written import plain
from prioritizer.ui.projects import autosave, owner
from prioritizer.ui.projects.taking_up import known_choices, part_of
from prioritizer.ui.shell import fresh, session, state
from prioritizer.ui.shell.cache import is_restricted
from prioritizer.workflow.projects.public import public_name
from prioritizer.workflow.sites.audience import Audience, part_for

EVERY = 3.0
"""Seconds after which a page that somebody uses asks again whether its right still holds."""
ENDED = (
    "The owner has ended your right to edit this project, or has deleted it. What you chose "
    "since is not saved there, and is lost when you load this page again. “Make it my own” "
    "keeps what you see as a project of yours."
)
LINK_ENDED = (
    "The owner has ended the link by which you read this project, or has deleted the project. "
    "What you see is as you last read it, and is gone when you load this page again. “Make it "
    "my own” keeps it as a project of yours."
)
PART = "You now see what everybody may see. Restricted sites and values are no longer here."
NOTHING_LEFT = (
    "The owner has ended your right to edit this project, or has deleted it. All of its sites "
    "are restricted: there is nothing left to show or to keep."
)
# What a reader holds is a table of its own: what of it everybody may see cannot be told.
LINK_NOTHING_LEFT = (
    "The owner has ended the link by which you read this project, or has deleted the project. "
    "The link was for partners: what you read by it is no longer shown. Ask the owner for "
    "another link."
)


def is_ended() -> bool:
    """Return whether a page may no longer read or edit another's project.

    The writer tells who edits; else the store is asked, now and then.
    """
    if state.get("project_link"):
        return _is_found_ended()
    if not (state.get("project") and state.get("project_right")):
        return False
    told = (state.get("project_refused"), stores.writer().fault(autosave.page()))
    return NOT_FOUND in told or _is_found_ended()


def _is_found_ended() -> bool:
    """Return whether the store no longer knows the right of this page; asked now and then."""
    if monotonic() - float(state.get("project_right_asked")) < EVERY:
        return False
    state.put("project_right_asked", monotonic())
    try:
        if state.get("project_link"):
            return not stores.store().has_link(state.get("project_link"))
        stores.store().project(state.get("project"), owner.right_now())
    except AccessError:
        return True
    except PrioritizerError:
        return False  # the store is away, which tells nothing of rights
    return False


def follow() -> None:
    """Leave a project that may no longer be seen, with what of it everybody may see."""
    if not is_ended():
        return
    if state.get("project_link_partners"):
        _let_go(LINK_NOTHING_LEFT)
        return
    is_link = bool(state.get("project_link"))
    own, name = session.own_inventory(), str(state.get("project_name"))
    shown, choices = part_of(own, plain(fresh.present()), Audience.PUBLIC)
    if not shown.register.sites:
        _let_go(NOTHING_LEFT)
        return
    part = part_for(own.register, Audience.PUBLIC).register
    values, _ = known_choices(choices)
    values["inventory"] = None if shown.is_sample else replace(shown, is_sample=False)
    autosave.apply(values)
    autosave.leave(public_name(name, own.register, part))
    state.put("project_refused", "")
    ended = LINK_ENDED if is_link else ENDED
    state.put("project_ended", f"{ended} {PART}" if is_restricted(own) else ended)


def _let_go(words: str) -> None:
    autosave.let_go()
    state.put("project_refused", words)


def is_of_link() -> bool:
    """Return whether what has ended was a link to read."""
    return str(state.get("project_ended")).startswith(LINK_ENDED)

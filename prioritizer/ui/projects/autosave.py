"""The project of a page: begun by the first choice, saved by itself, opened by its address."""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from typing import Any

import streamlit as st

from prioritizer.domain.project import NAME_LETTERS, KeptProject
from prioritizer.domain.site import SiteRegister
from prioritizer.errors import PrioritizerError
from prioritizer.ui.kept import gesture, stores, words
from prioritizer.ui.projects.owner import owner_now, right_now, who_now
from prioritizer.ui.projects.taking_up import (
    Opened,
    opened,
    opened_by_link,
    opened_to_edit,
)
from prioritizer.ui.shell import cache as cached
from prioritizer.ui.shell import fresh, links, session, state
from prioritizer.ui.shell.cache import Inventory
from prioritizer.ui.shell.choices import CHOICES, FRESH, LASTING, SCREEN
from prioritizer.ui.shell.text import plain
from prioritizer.workflow.projects.behind import Page, Waiting
from prioritizer.workflow.projects.opening import new_id

OWN, LINK, EDIT = "project", "shared", "edit"
"""What an address says before the id of a project, and before the secret of a link."""
# A site takes about 5 kB as it is kept.
MOST_SITES = 50_000
TOO_LARGE = (
    f"Your choices are saved, the table is not: it has more than {MOST_SITES:,} sites. Keep it "
    "on the page Inventories and rank it from there: the project then finds it again. Else "
    "load it again from its file when you come back."
)
NOBODY_KNOWN = (
    "Not saved: this browser accepts no cookies, so the tool could not give you the project "
    "back. "
    "Allow cookies of this server, or save the project as a file."
)
# Where somebody stands on a page that is of other sites now.
_PLACES = (
    "selected", "explained", "site", "table_site", "edit_site", "edit_field",
    "scales_criterion", "scales_site", "pilots_site", "pilots_entry", "viability_site",
    "viability_product", "portfolio_asked", "robust_asked", "report_asked",
    "project_file_asked", "import_job", "import_tables", "what_if", "list_wanted",
)  # fmt: skip


def keep() -> None:
    """Let what this page has chosen be saved; a page just loaded takes up its project first.

    Nothing is written here, and nothing is done where nothing has changed.
    """
    if not state.get("visit"):
        _begin()
    values, seen = fresh.present(), state.get("project_seen")
    if seen is None or any(map(state.get, fresh.NOT_SAVED)):
        state.put("project_seen", values)
        return
    names = words.changed(seen, values)
    if not names:
        return
    state.put("project_seen", values)
    if state.get("project") or (fresh.chosen(values) and _made(seen)):
        _put(values, seen, is_quiet=words.is_quiet(names, seen, values))


def _begin() -> None:
    """Name this page, and take up the project of its address."""
    state.put("visit", secrets.token_hex(8))
    fresh.begin(is_whole=st.query_params.get("area") == "all")
    state.put("visit_owner", owner_now())
    links.read()
    names = (OWN, LINK, EDIT, links.SCENARIO)
    asked = {name: str(st.query_params.get(name, "")) for name in names}
    scenario = asked[links.SCENARIO][:NAME_LETTERS]
    try:
        if asked[LINK]:
            take_up(opened_by_link(asked[LINK], scenario), link=asked[LINK])
        elif asked[EDIT]:
            take_up(opened_to_edit(asked[EDIT], scenario), edit=asked[EDIT])
        elif asked[OWN]:
            take_up(opened(asked[OWN], state.get("visit_owner"), scenario))
        elif scenario:
            links.said("scenario: found no project beside it. Expected the address of one.")
        elif state.get("visit_owner") and stores.is_there():
            state.put("project_last", _last(state.get("visit_owner")))
    except PrioritizerError as error:
        state.put("project_refused", str(error))


def _last(whose: str) -> KeptProject | None:
    """Return the project that somebody was at last, if there is one."""
    found = (kept for kept in stores.store().projects(whose) if not kept.is_archived)
    return next(found, None)


def _made(before: Mapping[str, Any]) -> bool:
    """Make a project for this page where it can have one; return whether it has one."""
    if not state.get("visit_owner"):
        return False
    state.put("project", new_id())
    state.put("project_name", _first_name())
    _put(before, {}, is_quiet=False)
    return True


def begin_from_here(name: str) -> None:
    """Make a project of its own from what this page shows."""
    if not state.get("visit_owner"):
        state.put("project_fault", NOBODY_KNOWN)
        return
    values = fresh.present()
    state.put("project_gesture", None)
    state.put("project", new_id())
    state.put("project_name", plain(name, limit=NAME_LETTERS))
    _as_ones_own()
    _put(values, {}, is_quiet=False)
    state.put("project_seen", values)


def leave(name: str) -> None:
    """Be of no project any more; what this page shows stays, and is not saved."""
    state.put("project", "")
    state.put("project_name", name)
    _as_ones_own()


def _as_ones_own() -> None:
    for name in (
        *("project_ended", "project_link", "project_link_partners", "project_edit"),
        *("project_right", "project_several", "project_undo", "project_redo"),
        *("project_other", "project_at", "project_at_name", "project_read"),
    ):
        state.put(name, SCREEN[name])


def _first_name() -> str:
    # In words that the chosen readers may see, like everything else on the screen.
    return plain(session.inventory().register.title, limit=NAME_LETTERS)


def _put(values: Mapping[str, Any], before: Mapping[str, Any], *, is_quiet: bool) -> None:
    own: Inventory = values["inventory"] or cached.sample()
    is_large = len(own.register) > MOST_SITES
    is_kept = bool(values["kept_ranked"]) and values["kept_digest"] == own.digest
    state.put("project_partly", TOO_LARGE if is_large and not is_kept else "")
    start, is_more = before, False
    if before and not is_quiet:
        start, is_more = _in_gesture(before, values)
    state.put("project_fault", "")
    revision = stores.writer().put(
        Waiting(
            state.get("project"),
            right_now() if state.get("project_right") else state.get("visit_owner"),
            state.get("project_name"),
            {**values, "inventory": _within(own)},
            {**start, "inventory": _within(start["inventory"] or cached.sample())}
            if start
            else {},
            is_quiet=is_quiet,
            is_more=is_more,
            who=who_now(),
            visit=state.get("visit"),
        )
    )
    # Who has not chosen anything has not passed over what another page has changed.
    if not is_quiet:
        state.put("project_revision", revision)
    if not is_quiet and before:
        state.put("project_undo", True)
        state.put("project_redo", False)


def _in_gesture(
    before: Mapping[str, Any], values: Mapping[str, Any]
) -> tuple[Mapping[str, Any], bool]:
    """Return the choices before the gesture of a change, and whether the gesture goes on."""
    found, is_more = gesture.following(
        state.get("project_gesture"), before, values, time.monotonic()
    )
    state.put("project_gesture", found)
    return (found.before if found else before), is_more


def _within(own: Inventory) -> Inventory:
    """Return an inventory as a project keeps it: a large one by its name and digest alone."""
    if len(own.register) <= MOST_SITES:
        return own
    return Inventory(own.digest, SiteRegister(own.register.title, ()), (), is_sample=False)


def take_up(found: Opened, *, link: str = "", edit: str = "") -> None:
    """Show a project as it stands; whoever came by a link to read it saves nothing."""
    apply(found.values)
    kept: KeptProject = found.project
    state.put("project", "" if link else kept.id)
    state.put("project_link", link)
    state.put("project_link_partners", found.is_for_partners)
    state.put("project_ended", "")
    state.put("project_edit", edit)
    state.put("project_right", found.right)
    state.put("project_several", found.is_for_several)
    state.put("project_name", kept.name)
    state.put("project_at", found.at)
    state.put("project_at_name", found.scenario)
    state.put("project_undo", found.has_before)
    state.put("project_redo", found.has_after)
    state.put("project_fault", "")
    state.put("project_refused", "")
    state.put("project_told", found.told)
    # What a page fills in by itself when it begins is not what a reader tries out.
    session.start(session.criteria())
    state.put("project_read", fresh.present() if link or found.at else None)
    if found.unknown:
        links.said(found.unknown)
    if not link:
        stores.writer().know(page(), kept.revision, kept.current)
    state.put("project_revision", stores.writer().revision(kept.id))
    state.put("project_other", 0)
    if kept.id != state.get("project_base_of"):
        state.put("project_base", 0)
        state.put("project_base_of", kept.id)


def tried() -> tuple[str, ...]:
    """Return in words what of a state that is only looked at was changed on this page."""
    read = state.get("project_read")
    return words.steps(read, fresh.present()) if read is not None else ()


def page() -> Page:
    """Return the name of this page and of its project, as the writer knows it."""
    return state.get("project"), state.get("visit")


def apply(values: Mapping[str, Any]) -> None:
    """Set every choice that lasts: to what is given, or to how a fresh page has it."""
    for name in LASTING:
        state.put(name, values.get(name, CHOICES[name].default))
    for name in _PLACES:
        state.put(name, SCREEN[name])
    if state.get("points_ids"):
        session.set_points(session.criteria(), state.get("points"))
    state.forget("")
    state.drop_sliders()
    state.put("project_gesture", None)
    state.put("project_seen", fresh.present())


def let_go() -> None:
    """Go on with a fresh page; the project stays as it is."""
    apply(FRESH)
    for name in ("project", "project_name", "project_told"):
        state.put(name, SCREEN[name])
    _as_ones_own()


def is_elsewhere() -> bool:
    """Return whether another page has changed the project since; of another server, soon."""
    project_id = state.get("project")
    if not project_id:
        return False
    stores.writer().look(project_id)
    return stores.writer().revision(project_id) != int(state.get("project_revision"))

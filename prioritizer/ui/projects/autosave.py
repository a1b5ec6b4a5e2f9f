"""The project of a page: begun by the first choice, saved by itself, opened by its address."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

import streamlit as st

from prioritizer.domain.project import NAME_LETTERS, KeptProject
from prioritizer.errors import PrioritizerError
from prioritizer.ui.kept import stores, words
from prioritizer.ui.projects.owner import owner_now
from prioritizer.ui.projects.taking_up import Opened, opened, opened_by_link
from prioritizer.ui.shell import cache as cached
from prioritizer.ui.shell import session, state
from prioritizer.ui.shell.cache import Inventory
from prioritizer.ui.shell.choices import CHOICES, LASTING, SCREEN, WORK
from prioritizer.ui.shell.text import plain
from prioritizer.workflow.projects.behind import Waiting
from prioritizer.workflow.projects.opening import new_id

OWN, LINK = "project", "shared"
"""What an address says before the id of a project, and before the secret of a link."""
# A site takes about 5 kB as it is kept.
MOST_SITES = 50_000
TOO_LARGE = (
    f"Not saved: the table has more than {MOST_SITES:,} sites. What you choose is lost when "
    "this page is closed. Keep the table on the page Inventories, and save the project as a "
    "file."
)
NOBODY_KNOWN = (
    "Not saved: this browser sends no cookie, so that nobody could be given the project back. "
    "Allow cookies of this server, or save the project as a file."
)
# Where somebody stands on a page that is of other sites now.
_PLACES = (
    "selected", "explained", "site", "table_site", "edit_site", "edit_field",
    "scales_criterion", "scales_site", "pilots_site", "pilots_entry", "viability_site",
    "viability_product", "portfolio_asked", "robust_asked", "report_asked", "import_job",
    "import_tables", "what_if", "list_wanted",
)  # fmt: skip


def present() -> dict[str, Any]:
    """Return the choices of this page that somebody would miss."""
    return {name: state.get(name) for name in LASTING}


def chosen(values: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what is not as a fresh page has it, in words."""
    return tuple(
        noun
        for noun, names in WORK.items()
        if not all(state.is_same(values[name], CHOICES[name].default) for name in names)
    )


def keep() -> None:
    """Let what this page has chosen be saved; a page just loaded takes up its project first.

    Nothing is written here, and nothing is done where nothing has changed.
    """
    if not state.get("visit"):
        _begin()
    values, seen = present(), state.get("project_seen")
    if seen is None or state.get("project_link"):
        state.put("project_seen", values)
        return
    names = words.changed(seen, values)
    if not names:
        return
    state.put("project_seen", values)
    if state.get("project") or (chosen(values) and _made(seen)):
        _put(values, seen, is_quiet=words.is_quiet(names))


def _begin() -> None:
    """Name this page, and take up the project of its address."""
    state.put("visit", secrets.token_hex(8))
    state.put("visit_owner", owner_now())
    asked = {name: str(st.query_params.get(name, "")) for name in (OWN, LINK)}
    try:
        if asked[LINK]:
            take_up(opened_by_link(asked[LINK]), link=asked[LINK])
        elif asked[OWN]:
            take_up(opened(asked[OWN], state.get("visit_owner")))
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
    values = present()
    state.put("project", new_id())
    state.put("project_name", name[:NAME_LETTERS])
    state.put("project_link", "")
    state.put("project_undo", False)
    state.put("project_redo", False)
    _put(values, {}, is_quiet=False)
    state.put("project_seen", values)


def _first_name() -> str:
    # In words that the chosen readers may see, like everything else on the screen.
    return plain(session.inventory().register.title, limit=NAME_LETTERS)


def _put(values: Mapping[str, Any], before: Mapping[str, Any], *, is_quiet: bool) -> None:
    own: Inventory = values["inventory"] or cached.sample()
    if len(own.register) > MOST_SITES:
        state.put("project_fault", TOO_LARGE)
        return
    state.put("project_fault", "")
    revision = stores.writer().put(
        Waiting(
            state.get("project"),
            state.get("visit_owner"),
            state.get("project_name"),
            {**values, "inventory": own},
            {**before, "inventory": before["inventory"] or cached.sample()} if before else {},
            is_quiet=is_quiet,
        )
    )
    state.put("project_revision", revision)
    if not is_quiet and before:
        state.put("project_undo", True)
        state.put("project_redo", False)


def take_up(found: Opened, link: str = "") -> None:
    """Show a project as it stands; whoever came by a link reads it, and saves nothing."""
    apply(found.values)
    kept: KeptProject = found.project
    state.put("project", "" if link else kept.id)
    state.put("project_link", link)
    state.put("project_name", kept.name)
    state.put("project_undo", found.has_before)
    state.put("project_redo", found.has_after)
    state.put("project_fault", "")
    state.put("project_refused", "")
    state.put("project_told", found.told)
    state.put("project_revision", stores.writer().revision(kept.id))


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
    state.put("project_seen", present())


def let_go() -> None:
    """Go on with a fresh page; the project stays as it is."""
    apply({})
    for name in ("project", "project_link", "project_name", "project_told"):
        state.put(name, SCREEN[name])
    state.put("project_undo", False)
    state.put("project_redo", False)


def is_elsewhere() -> bool:
    """Return whether another page of this server has changed the project since."""
    project_id = state.get("project")
    if not project_id:
        return False
    return stores.writer().revision(project_id) != int(state.get("project_revision"))

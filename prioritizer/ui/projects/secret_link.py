"""Links with a secret: made by the owner, shown once, never again."""

from __future__ import annotations

from urllib.parse import urlsplit

import streamlit as st

from prioritizer.ui.kept import stores
from prioritizer.ui.projects import autosave
from prioritizer.ui.projects.listing import attempt
from prioritizer.ui.shell import markup, state
from prioritizer.workflow.projects.opening import ProjectStore
from prioritizer.workflow.sites.audience import Audience


def make(name: str, audience: Audience, *, may_edit: bool = False) -> None:
    """Make a link and keep its secret under a name until it is shown; a callback."""

    def work(store: ProjectStore, whose: str) -> str:
        project_id = state.get("project")
        autosave.keep()
        stores.writer().flush(project_id)
        secret = store.share(project_id, whose, audience.value, may_edit=may_edit)
        state.put(name, secret)
        state.put("project_several", store.is_for_several(project_id, whose))
        return ""

    attempt(work)


def show_once(name: str, kind: str) -> None:
    """Show a link that was just made, once."""
    secret = state.get(name)
    if not secret:
        return
    state.put(name, "")
    markup.draw(markup.note("Copy it now. The server cannot show it again."))
    st.code(f"{base()}?{kind}={secret}", language=None)


def base() -> str:
    """Return the address of the ranking page, as this browser reached the server."""
    found = urlsplit(st.context.url or "")
    folder = found.path.rpartition("/")[0]
    return f"{found.scheme}://{found.netloc}{folder}/" if found.netloc else "/"

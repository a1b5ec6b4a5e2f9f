"""A workshop's record beside the shortlist and in the report: loaded once, checked, kept."""

from __future__ import annotations

import streamlit as st

from prioritizer.domain.site import SiteRegister
from prioritizer.ui.shell import faults, markup, session, state
from prioritizer.ui.shell.text import escape_html
from prioritizer.workflow.workshop.summary import WorkshopView, for_sites, read_workshop_view

MEGABYTES = 20


def loaded() -> WorkshopView | None:
    """Return the workshop that was loaded in this session, as the readers may see it."""
    found: WorkshopView | None = session.told(state.get("pilots_workshop"))
    return found


def load(key: str) -> None:
    """Draw the upload of a workshop's record, or which one is loaded and the way out."""
    present = loaded()
    if present is not None:
        title = escape_html(present.title, limit=80)
        simulated = ", simulated people" if present.is_simulated else ""
        markup.draw(
            markup.line(
                f"Loaded: <b>{title}</b>, {present.people} people{simulated}, round "
                f"{present.rounds}; the record was checked and holds."
            )
        )
        st.button(
            "Take it out",
            key=f"{key}-out",
            icon=":material/close:",
            on_click=state.put,
            args=("pilots_workshop", None),
        )
        return
    file = st.file_uploader(
        "A workshop’s record (JSON, from the page Facilitate)",
        type=["json"],
        key=f"{key}-workshop",
        max_upload_size=MEGABYTES,
    )
    if file is not None:
        with faults.contained():
            state.put("pilots_workshop", read_workshop_view(file.getvalue()))
            st.rerun()


def show(register: SiteRegister) -> None:
    """Draw which sites the room agrees on and which divide it; nothing without a workshop."""
    view = loaded()
    if view is None:
        return
    names = {site.site_id: site.name for site in register.sites}
    view = for_sites(view, names)

    def listed(ids: tuple[str, ...]) -> str:
        return "; ".join(escape_html(names.get(one, one), limit=60) for one in ids) or "none"

    disputed = tuple(one.site_id for one in view.disputes)
    markup.draw(
        f'<p class="pp-says"><b>The room</b> ({escape_html(view.title, limit=60)}, '
        f"{view.people} people): everyone agrees on <b>{listed(view.agreed)}</b>; it is "
        f"divided over {listed(disputed)}.</p>"
    )


def share(site_id: str) -> str:
    """Return how many of the room list a site, for the line below its name."""
    view = loaded()
    if view is None or site_id not in view.shares:
        return ""
    return markup.small(f"listed by {markup.share(view.shares[site_id])} of the room")

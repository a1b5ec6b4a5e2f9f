"""The projects page: all projects of a person, and the history of the one that is open."""

from __future__ import annotations

import streamlit as st

from prioritizer.ui.parts.view_switch import view_switch
from prioritizer.ui.projects import file_view as project_file
from prioritizer.ui.projects import history as project_history
from prioritizer.ui.projects import link_view as project_link
from prioritizer.ui.projects import listing as project_list
from prioritizer.ui.shell import faults, session, state

VIEWS = {"list": "Your projects", "history": "History", "file": "File", "link": "Share"}

WIDTH = 860  # what belongs to a line of text stays near it


def show() -> None:
    """Draw the page."""
    session.start(session.criteria())
    st.title("Projects", anchor=False)
    view_switch("project_view", VIEWS)
    with faults.contained(), st.container(width=WIDTH):
        if state.get("project_view") == "history":
            project_history.show()
        elif state.get("project_view") == "file":
            project_file.show()
        elif state.get("project_view") == "link":
            project_link.show()
        else:
            project_list.show()


show()

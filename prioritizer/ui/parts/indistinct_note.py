"""The note above an answer that cannot tell the sites apart."""

from __future__ import annotations

import streamlit as st

from prioritizer.domain.results import Assessment
from prioritizer.languages.speech import gettext
from prioritizer.ui.shell.text import escape_markdown
from prioritizer.workflow.ranking.indistinct import indistinct


def show(assessment: Assessment) -> None:
    """Draw why the ranking says nothing; nothing where it does say something."""
    fault = indistinct(assessment)
    if fault is not None:
        st.warning(
            gettext("This ranking tells nothing: {fault}", fault=escape_markdown(fault)),
            icon=":material/rule:",
        )

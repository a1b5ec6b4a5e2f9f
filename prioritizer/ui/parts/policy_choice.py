"""The policy lists by which a material counts as critical: one choice for all pages."""

from __future__ import annotations

import streamlit as st

from prioritizer.domain.reference import Reference
from prioritizer.languages.speech import gettext, noop
from prioritizer.ui.shell import session, state
from prioritizer.ui.shell.text import escape_markdown, plain

LABEL = noop("Critical according to")
HELP = noop(
    "Dated lists that say which materials are critical or strategic. The choice changes CRM "
    "relevance, so it re-ranks the sites on every page; it is recorded with the decision. "
    "Lists of your own are added on the page Criteria & scales."
)
NO_LIST = noop(
    "No list is chosen, so no material counts as critical. CRM relevance rests on supply "
    "risk and economic importance alone."
)


def _title(reference: Reference, name: str) -> str:
    title = reference.policy_titles.get(name, "")
    return f"**{escape_markdown(name)}** {escape_markdown(title)}"


def choose() -> None:
    """Draw the choice."""
    reference = session.reference()
    known = list(dict.fromkeys(entry.list_id for entry in reference.policy))
    st.multiselect(
        gettext(LABEL),
        known,
        format_func=lambda name: plain(name.replace("-", " "), limit=40),
        **state.started("policy_lists", "default"),
        help="\n\n".join((gettext(HELP), *(_title(reference, name) for name in known))),
    )
    if not state.get("policy_lists"):
        st.info(gettext(NO_LIST), icon=":material/policy:")

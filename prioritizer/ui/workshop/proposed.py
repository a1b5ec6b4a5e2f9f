"""Sites that people propose, on the facilitator's page: accept, decline, take along."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from prioritizer.domain.authority import Actor
from prioritizer.domain.proposal import MOST_REASON, Proposal, Verdict
from prioritizer.domain.workshop import Mode, State, Workshop
from prioritizer.exports.formats import CSV
from prioritizer.exports.tables import proposals_table
from prioritizer.ui.server import serving
from prioritizer.ui.shell import markup, session
from prioritizer.ui.shell.text import escape_html
from prioritizer.ui.workshop import more
from prioritizer.ui.workshop import session as room
from prioritizer.workflow.sites.audience import Audience, part_for
from prioritizer.workflow.workshop import proposals

WHAT_IT_IS = (
    "While a round is open, phones offer <b>Propose a site</b>. An accepted one stands in the "
    "record and the result as proposed by the room; of a declined one only your reason does. "
    "None is ranked here: it has no evidence yet."
)
SEALED = (
    "This room is anonymous: proposals of a round are shown once it is revealed, and nothing "
    "tells who made them."
)
WORDS = {
    Verdict.OPEN: "to decide",
    Verdict.ACCEPTED: "accepted",
    Verdict.DECLINED: "declined",
}


def remind(actor: Actor, workshop: Workshop) -> None:
    """Say how many proposals wait for a decision; nothing where none does."""
    found = proposals.listed_proposals(serving.desk(), actor, workshop.id)
    if n := sum(one.verdict is Verdict.OPEN for one in found):
        waits = "1 proposed site waits" if n == 1 else f"{n} proposed sites wait"
        markup.draw(markup.note(f"<b>{waits}</b> for your decision, under Proposed sites."))


def show(actor: Actor, workshop: Workshop) -> None:
    """Draw the proposals, and the table of the accepted ones.

    Each stays in its place once it is decided on: a second press never meets another one.
    """
    markup.draw(markup.note(WHAT_IT_IS))
    if workshop.mode is Mode.ANONYMOUS and workshop.state is not State.CLOSED:
        markup.draw(markup.note(SEALED))
    found = proposals.listed_proposals(serving.desk(), actor, workshop.id)
    if not found:
        markup.draw(markup.line("Nothing was proposed so far."))
        return
    held = _restricted_names()
    with st.container(width=760):
        for one in sorted(found, key=_order):
            _proposal(workshop.id, one, held)
        _table(more.leader_of(actor), workshop)


def _order(one: Proposal) -> tuple[str, str]:
    return one.site.name, one.digest


def _restricted_names() -> frozenset[str]:
    """Return the names that the public may not see, of the sites of this session."""
    own = session.own_register()
    public = {site.name for site in part_for(own, Audience.PUBLIC).register.sites}
    return frozenset(s.name.casefold() for s in own.sites if s.name not in public)


def _proposal(workshop_id: str, one: Proposal, held: frozenset[str]) -> None:
    with st.container(border=True, gap="xsmall"):
        markup.draw(proposal_html(one))
        said = " ".join((one.site.name, one.site.place, one.site.why)).casefold()
        if any(name in said for name in held):
            st.warning(
                "This names a site that is restricted in your session. Accepted, its text is "
                "shown to the room and stands in the record.",
                icon=":material/lock:",
            )
        with st.form(f"proposal-{one.digest}", border=False):
            reason = st.text_input(
                "Reason (the record shows it; needed to decline)",
                one.reason,
                max_chars=MOST_REASON,
                key=f"reason-{one.digest}",
            )
            with st.container(horizontal=True):
                accepts = st.form_submit_button("Accept", icon=":material/check:")
                declines = st.form_submit_button("Decline", icon=":material/close:")
    if accepts or declines:
        verdict = Verdict.ACCEPTED if accepts else Verdict.DECLINED
        room.attempt(partial(_decide, workshop_id, one.digest, verdict, str(reason)))
        st.rerun()


def proposal_html(one: Proposal) -> str:
    """Return a proposal as its author wrote it, escaped, and what became of it."""
    site = one.site
    point = "" if site.point is None else f" ({site.point[0]:g}, {site.point[1]:g})"
    kind, paper = site.kind.value.replace("_", " "), " · from paper" if one.by_hand else ""
    told = escape_html(f"{kind} · {site.place}{point}{paper}")
    return (
        f'<p class="pp-why"><b>{escape_html(site.name)}</b> · '
        f"{told} · <b>{WORDS[one.verdict]}</b></p>"
        f"<p>{escape_html(site.why)}</p>"
    )


def _decide(workshop_id: str, digest: str, verdict: Verdict, reason: str, actor: Actor) -> str:
    proposals.decide(serving.desk(), actor, workshop_id, digest, verdict=verdict, reason=reason)
    return f"The proposal is {WORDS[verdict]}."


def _table(leader: Callable[[], Actor], workshop: Workshop) -> None:
    st.download_button(
        "Accepted sites as a table to import (CSV)",
        partial(_accepted_csv, leader, workshop),
        "proposed-by-the-room.csv",
        CSV.media_type,
        key="download-proposals",
        on_click="ignore",
        icon=":material/csv:",
    )


def _accepted_csv(leader: Callable[[], Actor], workshop: Workshop) -> bytes:
    found = proposals.listed_proposals(serving.desk(), leader(), workshop.id)
    return proposals_table.write(proposals.accepted(found), workshop.title)

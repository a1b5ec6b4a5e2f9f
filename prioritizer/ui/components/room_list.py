"""The workshops that somebody leads, a new one, and the rehearsal."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import streamlit as st

from prioritizer.domain.authority import Actor
from prioritizer.domain.criterion import RiskMode
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.workshop import DEFAULT_GROUPS, Group, Mode, Technique, Workshop
from prioritizer.ui import cached, markup, room, serving, state
from prioritizer.ui.cached import NORDIC
from prioritizer.ui.components import room_words
from prioritizer.ui.text import escape_html, escape_markdown, plain
from prioritizer.workflow.audience import MEANING, Audience, part_for
from prioritizer.workflow.ranking import FIXED_METHODS
from prioritizer.workflow.workshop import demo, facilitating
from prioritizer.workflow.workshop.facilitating import MOST_ROUNDS, MOST_TITLE, Rules
from prioritizer.workflow.workshop.problem import problem_text

AUDIENCES = {
    audience.value: MEANING[audience]
    for audience in (Audience.PUBLIC, Audience.PARTNERS, Audience.INTERNAL)
}


def show(workshops: Sequence[Workshop]) -> None:
    """Draw the list, with the form for a new workshop beside it."""
    listing, making = st.columns([1.15, 1], gap="large")
    with listing:
        st.subheader("Your workshops", anchor=False)
        if not workshops:
            markup.draw(
                markup.note("None yet. Create one, or rehearse with simulated people first.")
            )
        for workshop in workshops:
            _entry(workshop)
        _rehearsal()
    with making:
        _form()


def _entry(workshop: Workshop) -> None:
    simulated = ' <span class="pp-simulated">simulated</span>' if workshop.is_simulated else ""
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        markup.draw(
            f'<div class="pp-block"><b>{escape_html(workshop.title)}</b>{simulated}'
            f'<small><span class="pp-state {workshop.state.value}">{workshop.state.value}'
            f"</span> round {workshop.round} of {workshop.n_rounds} · "
            f"{workshop.mode.value} · {workshop.technique.value}</small></div>"
        )
        st.space("stretch")
        st.button("Open", key=f"open-{workshop.id}", on_click=choose, args=(workshop.id,))


def choose(workshop_id: str | None) -> None:
    """Go to a workshop, or back to the list."""
    state.put("room_workshop", workshop_id)
    state.put("room_confirm", "")
    state.put("room_view", "run")


def _rehearsal() -> None:
    with st.container(border=True):
        st.markdown(
            "**Rehearse.** Thirty simulated people in three camps play two rounds on the "
            "sites you look at now. The workshop is marked as simulated for good."
        )
        st.button(
            "Rehearse with 30 simulated people",
            icon=":material/smart_toy:",
            on_click=room.attempt,
            args=(_rehearse,),
        )


def _rehearse(actor: Actor) -> str:
    text = _problem(register(), "weighted-sum", 10)
    played = demo.play(serving.desk(), actor, text)
    choose(played.id)
    return "Played: two rounds by simulated people. Look at the results, and the projector."


def register() -> SiteRegister:
    """Return the sites of the session: what the Ranking page ranks."""
    found = state.inventory().register
    if state.get("area") != "nordic":
        return found
    inside = tuple(site for site in found.sites if site.country in NORDIC)
    return replace(found, title=f"{found.title}, Nordic countries", sites=inside)


def _problem(sites: SiteRegister, method: str, shortlist: int) -> str:
    return problem_text(
        sites,
        state.criteria(),
        cached.reference(),
        method=method,
        risk=RiskMode(state.get("risk")),
        shortlist=shortlist,
    )


def _form() -> None:
    st.subheader("New workshop", anchor=False)
    sites, criteria = register(), state.criteria()
    markup.draw(
        markup.note(
            f"On <b>{escape_html(plain(sites.title, limit=60))}</b> ({len(sites)} sites) with "
            f"the criteria <b>{escape_html(criteria.title)}</b>, both frozen when you create "
            "it. To decide on other sites or scales, choose them on the other pages first."
        )
    )
    with st.form("room-create", border=True):
        title = st.text_input("Title", max_chars=MOST_TITLE, key="room-title")
        technique = st.selectbox(
            "How people are asked",
            list(Technique),
            format_func=lambda t: room_words.TECHNIQUES[t],
            key="room-technique",
        )
        mode = st.radio(
            "What becomes of the answers",
            list(room_words.MODES),
            format_func=lambda m: room_words.MODES[m],
            key="room-mode",
        )
        groups = st.text_area(
            "Groups, one a line",
            "\n".join(group.name for group in DEFAULT_GROUPS),
            height=140,
            help="Everybody picks one when joining. Results are also combined group by group, "
            "so that a large group does not outvote a small one.",
            key="room-groups",
        )
        left, right = st.columns(2)
        rounds = left.number_input("Rounds", 1, MOST_ROUNDS, 2, key="room-rounds")
        size = right.number_input(
            "Places on a shortlist", 1, 100, int(state.get("shortlist")), key="room-size"
        )
        with st.expander("Sites, names and method"):
            audience = st.selectbox(
                "Sites that may be used",
                list(AUDIENCES),
                format_func=AUDIENCES.__getitem__,
                index=list(AUDIENCES).index(Audience.INTERNAL.value),
                key="room-audience",
            )
            hidden = st.toggle(
                "Hide site names: phones and screen say Site A, Site B …",
                help="The record and your tables keep the ids of the sites, so that you can "
                "tell which is which. Do not pass on the record if that must not be known.",
                key="room-hidden",
            )
            method = st.selectbox(
                "Ranking method", list(FIXED_METHODS), key="room-method",
                help="Always on fixed scales, or one site more would change what people "
                "meant.",
            )  # fmt: skip
        pressed = st.form_submit_button("Create workshop", type="primary")
    if pressed:
        rules = Rules(
            title,
            Mode(mode),
            Technique(technique or Technique.SWING),
            _groups(groups),
            int(rounds),
        )
        room.attempt(
            partial(_create, rules, audience, method, is_hidden=bool(hidden), size=int(size))
        )
        st.rerun()


def _groups(text: str) -> tuple[Group, ...]:
    names = [plain(line, limit=60) for line in text.splitlines() if line.strip()]
    return tuple(Group(_slug(name, number), name) for number, name in enumerate(names))


def _slug(name: str, number: int) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-") or f"group-{number + 1}"


def _create(
    rules: Rules, audience: str, method: str, actor: Actor, *, is_hidden: bool, size: int
) -> str:
    sites = part_for(register(), Audience(audience)).register
    made = _frozen(rules, sites, method, actor, is_hidden=is_hidden, size=size)
    choose(made.id)
    return (
        f"{escape_markdown(made.title)} is created and not open yet. Open it when the room is "
        "ready; that makes the code to join."
    )


def _frozen(
    rules: Rules,
    sites: SiteRegister,
    method: str,
    actor: Actor,
    *,
    is_hidden: bool,
    size: int,
) -> Workshop:
    if is_hidden:
        names = room_words.aliases([s.site_id for s in sites.sites], secrets.token_hex(8))
        hidden = tuple(replace(s, name=names[s.site_id]) for s in sites.sites)
        sites = replace(sites, title="Sites under aliases", sites=hidden)
    text = _problem(sites, method, size)
    return facilitating.create(serving.desk(), actor, text, rules)

"""The form that makes a workshop: its rules, and the sites and criteria frozen with it."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field, replace
from functools import partial

import streamlit as st

from prioritizer.domain.answer import GapMode
from prioritizer.domain.authority import Actor
from prioritizer.domain.filled import is_filled
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.workshop import DEFAULT_GROUPS, Group, Mode, Technique
from prioritizer.errors import InputError
from prioritizer.languages.speech import LANGUAGES, SOURCE
from prioritizer.ui.server import serving
from prioritizer.ui.shell import markup, session, state
from prioritizer.ui.shell.text import escape_html, escape_markdown, plain
from prioritizer.ui.workshop import session as room
from prioritizer.ui.workshop import words as room_words
from prioritizer.workflow.ranking.answer_words import MODE_NAMES
from prioritizer.workflow.ranking.method_facts import METHOD_FACTS
from prioritizer.workflow.ranking.ranks import FIXED_METHODS
from prioritizer.workflow.sites.audience import MEANING, Audience, part_for
from prioritizer.workflow.sites.told import secret_of, told, told_criteria
from prioritizer.workflow.workshop import facilitating
from prioritizer.workflow.workshop.entering import MOST_PARTICIPANTS
from prioritizer.workflow.workshop.facilitating import MOST_ROUNDS, MOST_TITLE, Rules
from prioritizer.workflow.workshop.problem import USUALLY_SHOWN, problem_text


@dataclass(frozen=True, slots=True)
class Basis:
    """What people decide on, and how much of it their phones show.

    ``gaps`` and ``switched_on`` are those of the session where None.
    """

    audience: Audience = Audience.PUBLIC
    is_hidden: bool = False
    method: str = "weighted-sum"
    shortlist: int = 10
    shown: int = USUALLY_SHOWN
    gaps: GapMode | None = None
    switched_on: tuple[str, ...] | None = None


@dataclass(slots=True)
class Made:
    """The id of the workshop that an attempt has made, once it has."""

    ids: list[str] = field(default_factory=list)


def show() -> str:
    """Draw the form; return the id of the workshop that was made, empty if none was."""
    st.subheader("New workshop", anchor=False)
    sites, criteria = session.own_register(), session.criteria()
    title = session.inventory().register.title
    markup.draw(
        markup.note(
            f"On <b>{escape_html(plain(title, limit=60))}</b> ({len(sites)} sites) with "
            f"the criteria <b>{escape_html(criteria.title)}</b>, both frozen when you create "
            "it. To decide on other sites or scales, choose them on the other pages first."
        )
    )
    with st.form("room-create", border=True):
        rules, basis = _rules(), _basis()
        pressed = st.form_submit_button("Create workshop", type="primary")
    if not pressed:
        return ""
    made = Made()
    room.attempt(partial(_create, rules, basis, made))
    if not made.ids:
        st.rerun()
    return made.ids[0]


def _rules() -> Rules:
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
    left, middle, right = st.columns([1, 1, 1.4])
    rounds = left.number_input("Rounds", 1, MOST_ROUNDS, 2, key="room-rounds")
    quorum = middle.number_input(
        "Quorum",
        0,
        MOST_PARTICIPANTS,
        0,
        help="How many answers a round should have; 0 for any number. With fewer you are "
        "warned before you lock or reveal, and results say so. It stops nothing.",
        key="room-quorum",
    )
    language = right.selectbox(
        "Language of ballots",
        list(LANGUAGES),
        format_func=LANGUAGES.__getitem__,
        help="Also of phones whose browser asks for none of these; each phone chooses its own.",
        key="room-language",
    )
    return Rules(
        title,
        Mode(mode),
        Technique(technique or Technique.SWING),
        _groups(groups),
        int(rounds),
        language=str(language or SOURCE),
        quorum=int(quorum),
    )


def _groups(text: str) -> tuple[Group, ...]:
    names = [plain(line, limit=60) for line in text.splitlines() if is_filled(line)]
    return tuple(Group(_slug(name, number), name) for number, name in enumerate(names))


def _slug(name: str, number: int) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-") or f"group-{number + 1}"


def _basis() -> Basis:
    with st.expander("Sites, names, shortlist, method"):
        audience = st.selectbox(
            "Sites that may be used",
            list(Audience),
            format_func=MEANING.__getitem__,
            help="Those in the room are others: their phones, the screen and the record show "
            "what is used.",
            key="room-audience",
        )
        hidden = st.toggle(
            "Hide site names: phones and screen say Site A, Site B …",
            help="The record and your tables keep the ids of the sites, so that you can "
            "tell which is which. Do not pass on the record if that must not be known.",
            key="room-hidden",
        )
        left, right = st.columns(2)
        size = left.number_input(
            "Places on a shortlist", 1, 100, int(state.get("shortlist")), key="room-size"
        )
        shown = right.number_input(
            "Own top sites on a phone",
            1,
            20,
            USUALLY_SHOWN,
            help="After an answer is sent, its own ranking is shown: that many sites.",
            key="room-shown",
        )
        method = st.selectbox(
            "Ranking method",
            list(FIXED_METHODS),
            format_func=lambda name: METHOD_FACTS[name].title,
            help="On fixed scales, or one site more would change what people meant.",
            key="room-method",
        )
        gaps, switched_on = _unknown()
    return Basis(
        Audience(audience or Audience.PUBLIC),
        bool(hidden),
        str(method),
        int(size),
        int(shown),
        gaps,
        switched_on,
    )


def _unknown() -> tuple[GapMode, tuple[str, ...]]:
    """Draw what is taken for unknown values, and which criteria count all the same."""
    criteria = session.criteria()
    settings = session.settings(criteria)
    names = {criterion.id: criterion.name for criterion in criteria.criteria}
    modes = list(GapMode)
    gaps = st.selectbox(
        "Taken for an unknown value",
        modes,
        index=modes.index(settings.gaps),
        format_func=lambda mode: MODE_NAMES[mode],
        help="Frozen with the sites: chances of the room rest on it. The usual choice is that "
        "of the ranking page.",
        key="room-gaps",
    )
    switched_on = st.multiselect(
        "Criteria to count though they are unknown for nearly all sites",
        list(names),
        [name for name in settings.switched_on if name in names],
        format_func=names.__getitem__,
        help="Such a criterion separates nobody: if it is not named here, nobody is asked "
        "about it.",
        key="room-switched-on",
    )
    return GapMode(gaps or settings.gaps), tuple(switched_on)


def _create(rules: Rules, basis: Basis, made: Made, actor: Actor) -> str:
    seen = part_for(session.own_register(), basis.audience)
    sites = seen.register
    _refuse_names(rules, sites)
    if basis.is_hidden:
        names = room_words.aliases([s.site_id for s in sites.sites], secrets.token_hex(8))
        hidden = tuple(replace(s, name=names[s.site_id]) for s in sites.sites)
        mark = f"{seen.mark}: " if seen.mark else ""
        sites = replace(sites, title=f"{mark}Sites under aliases", sites=hidden)
    workshop = facilitating.create(serving.desk(), actor, _problem(sites, basis), rules)
    made.ids.append(workshop.id)
    return (
        f"{escape_markdown(workshop.title)} is created and not open yet. Open it when the "
        "room is ready; that makes the code to join."
    )


def _refuse_names(rules: Rules, sites: SiteRegister) -> None:
    """Refuse words for the room that name a site which it may not see.

    Phones and projector show them to everybody, and the record passes them on.
    """
    secret = secret_of(session.own_register(), sites)
    named = [("title", rules.title), *(("groups", group.name) for group in rules.groups)]
    for place, text in named:
        if told(text, secret) is not text:
            raise InputError(
                f"new workshop, {place}: found the name of a site that the room may not see. "
                "Expected words without it: phones and projector show them. Write others."
            )


def present_problem() -> str:
    """Return the problem of the sites and criteria of the session, as usual."""
    return _problem(part_for(session.own_register(), Audience.PUBLIC).register, Basis())


def _problem(sites: SiteRegister, basis: Basis) -> str:
    # The room may see less than whoever sets it up.
    secret = secret_of(session.own_register(), sites)
    criteria = told_criteria(session.own_criteria(), secret)
    settings = replace(session.settings(criteria), method=basis.method)
    if basis.gaps is not None:
        settings = replace(settings, gaps=basis.gaps)
    if basis.switched_on is not None:
        settings = replace(settings, switched_on=basis.switched_on)
    return problem_text(
        sites,
        criteria,
        session.reference(),
        settings=settings,
        shortlist=basis.shortlist,
        shown=basis.shown,
    )

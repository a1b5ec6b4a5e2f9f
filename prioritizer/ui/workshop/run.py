"""Running a workshop: the code, who is in and who has sent, and the next step."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial

import streamlit as st

from prioritizer.domain.authority import Actor
from prioritizer.domain.words import counted
from prioritizer.domain.workshop import State, Step, Workshop
from prioritizer.errors import PrioritizerError, RefusedError
from prioritizer.ui.phone.html import PREFIX
from prioritizer.ui.phone.qr import join_link, qr_source
from prioritizer.ui.server import serving
from prioritizer.ui.shell import markup, state
from prioritizer.ui.shell.text import escape_html, fault_words
from prioritizer.ui.workshop import budget, positions
from prioritizer.ui.workshop import session as room
from prioritizer.ui.workshop import words as room_words
from prioritizer.ui.workshop.risks import is_spent, risk_of
from prioritizer.ui.workshop.screen import STAGES
from prioritizer.workflow.workshop import facilitating, screening
from prioritizer.workflow.workshop.automatic_backups import words as backup_words
from prioritizer.workflow.workshop.facilitating import Progress
from prioritizer.workflow.workshop.pulse import answering
from prioritizer.workflow.workshop.quorum import quorum_words

EVERY = 3.0
# What each state offers: the step, its words, and whether it is the usual way on.
STEPS: dict[State, tuple[tuple[Step, str, bool], ...]] = {
    State.DRAFT: ((Step.OPEN, "Open round 1", True),),
    State.OPEN: ((Step.LOCK, "Lock the round", True), (Step.PAUSE, "Pause", False)),
    State.PAUSED: ((Step.RESUME, "Go on", True), (Step.LOCK, "Lock the round", False)),
    State.LOCKED: (
        (Step.REVEAL, "Reveal the result", True),
        (Step.UNDO, "Take answers again", False),
        (Step.CLOSE, "Close without showing", False),
    ),
    State.REVEALED: (
        (Step.NEXT_ROUND, "Open the next round", True),
        (Step.UNDO, "Hide the result again", False),
        (Step.CLOSE, "Close the workshop", False),
    ),
    # Offered only where the last round was not shown.
    State.CLOSED: ((Step.REVEAL, "Show the result after all", False),),
}
ICONS = {
    Step.OPEN: ":material/play_arrow:",
    Step.RESUME: ":material/play_arrow:",
    Step.PAUSE: ":material/pause:",
    Step.LOCK: ":material/lock:",
    Step.REVEAL: ":material/visibility:",
    Step.UNDO: ":material/undo:",
    Step.NEXT_ROUND: ":material/replay:",
    Step.CLOSE: ":material/flag:",
}


def show(actor: Actor, workshop: Workshop) -> None:
    """Draw code, counts and steps."""
    door, course = st.columns([1, 1.25], gap="large")
    with door:
        _door(workshop)
    with course:
        _counts(workshop.id, workshop.state)
        _steps(actor, workshop)
        budget.show_set_up(actor, workshop)
        _projector(actor, workshop)
        _backup()


def _door(workshop: Workshop) -> None:
    st.subheader("How people get in", anchor=False)
    made = room.board().invitation(workshop.id)
    if workshop.state is State.CLOSED:
        markup.draw(markup.note("The workshop is over; nobody can join."))
        return
    if workshop.state is State.DRAFT and not workshop.is_joining_open:
        markup.draw(
            markup.note(
                "Opening the first round makes a code and a QR. You can also let people in "
                "before: their phones then wait and go on by themselves."
            )
        )
        _door_button(workshop, "Let people in already", is_open=True)
        return
    if not workshop.is_joining_open:
        markup.draw(markup.note("Joining is closed. Whoever is in can still answer."))
        _door_button(workshop, "Let people join again", is_open=True)
        return
    if workshop.is_places_only:
        markup.draw(markup.note("Only cards let people in: see Coming in. No code is shown."))
        _door_button(workshop, "Close joining", is_open=False)
        return
    if made is None:
        markup.draw(markup.note("No code is shown now. Earlier ones work for twelve hours."))
    else:
        _code(made.code, made.token)
    with st.container(horizontal=True):
        st.button(
            "New code",
            icon=":material/qr_code:",
            help="The three newest codes work, for twelve hours each.",
            on_click=room.attempt,
            args=(partial(_new_code, workshop.id),),
        )
        _door_button(workshop, "Close joining", is_open=False)


def _code(code: str, token: str) -> None:
    base = room.origin()
    address = escape_html(f"{base}{PREFIX}/join")
    words, picture = st.columns([1.3, 1], vertical_alignment="center")
    with words:
        markup.draw(
            f'<p class="pp-room-code">{escape_html(code)}</p>'
            f'<p class="pp-why">on <b>{address}</b>, or with the QR code.</p>'
        )
    with picture:
        markup.draw(
            '<div class="pp-room-qr"><img alt="QR code of the address to join" '
            f'src="{escape_html(qr_source(join_link(base, token)), limit=20_000)}"></div>'
        )
    if not room.reaches_phones(base):
        st.warning(
            "Phones cannot reach this address: it means this computer only. Start the app with "
            "`make workshop` and open it under the address printed there.",
            icon=":material/wifi_off:",
        )
    elif base.startswith("http:"):
        markup.draw(
            markup.note(
                "<b>Not encrypted:</b> whoever shares the network can read along. Use a "
                "hotspot of your own, and say so."
            )
        )


def _door_button(workshop: Workshop, label: str, *, is_open: bool) -> None:
    st.button(
        label,
        icon=":material/door_open:" if is_open else ":material/door_front:",
        on_click=room.attempt,
        args=(partial(_set_joining, workshop.id, is_open),),
    )


def _code_there(actor: Actor, workshop_id: str) -> None:
    if room.board().invitation(workshop_id) is None:
        room.new_code(actor, workshop_id)


def _new_code(workshop_id: str, actor: Actor) -> str:
    made = room.new_code(actor, workshop_id)
    return f"New code {made.code}, good for twelve hours."


def _set_joining(workshop_id: str, is_open: bool, actor: Actor) -> str:
    facilitating.set_joining(serving.desk(), actor, workshop_id, is_open=is_open)
    if is_open:
        _code_there(actor, workshop_id)
    return "People can join." if is_open else "Joining is closed; whoever is in goes on."


@st.fragment(run_every=EVERY)
def _counts(workshop_id: str, drawn: State) -> None:
    try:
        actor = room.leader()
        found = facilitating.progress(serving.desk(), actor, workshop_id)
        busy = answering(serving.desk(), actor, workshop_id)
    except PrioritizerError as error:
        st.error(fault_words(error))
        return
    if found.workshop.state is not drawn:
        # Somebody else has moved the workshop: the steps on this page are out of date.
        st.rerun()
    markup.draw(counts_html(found, busy, datetime.now(UTC)))


def counts_html(found: Progress, busy: Mapping[str, int], now: datetime) -> str:
    """Return how many have joined, begun and sent, in all and by group, and the time left."""
    workshop = found.workshop
    table = markup.table(
        ("Group", "joined", "answering", "sent"),
        [
            (
                escape_html(entry.group.name),
                str(entry.joined),
                str(busy.get(entry.group.id, 0)),
                "–" if entry.sent is None else str(entry.sent),
            )
            for entry in found.groups
        ],
        numbers=("joined", "answering", "sent"),
    )
    left = ""
    if workshop.deadline is not None and workshop.state in (State.OPEN, State.PAUSED):
        seconds = (workshop.deadline - now).total_seconds()
        left = (
            f" · {int(seconds // 60) + 1} min left"
            if seconds > 0
            else " · <b>time is up</b>, answers no longer count"
        )
    quorum = f" {escape_html(quorum_words(found.sent, workshop))}" if workshop.quorum else ""
    apart = (
        (found.waiting, "waiting to be let in: see Coming in"),
        (found.aside, "set aside"),
    )
    more = "".join(f" · {n} {words}" for n, words in apart if n)
    rounds, meaning = room_words.round_of(workshop), room_words.meaning(workshop)
    state_words = f"{rounds}: {meaning}" if meaning else rounds
    return (
        f'<p class="pp-room-count"><b>{found.sent}</b> of <b>{found.joined}</b> have sent'
        f"{left}{more}.{quorum}</p>"
        f'<p class="pp-note"><span class="pp-state {workshop.state.value}">'
        f"{workshop.state.value}</span> {state_words}</p>{table}"
    )


def _steps(actor: Actor, workshop: Workshop) -> None:
    asked = state.get("room_confirm")
    if asked and asked in {step.value for step, _, _ in STEPS[workshop.state]}:
        _confirm(actor, workshop, Step(asked))
        return
    with st.container(horizontal=True):
        for step, label, is_usual in STEPS[workshop.state]:
            if is_spent(workshop, step):
                continue
            if step is Step.NEXT_ROUND and workshop.round >= workshop.n_rounds:
                if not workshop.spends:
                    _add_round(workshop)
                continue
            st.button(
                budget.step_label(workshop, step, label),
                key=f"step-{step.value}",
                type="primary" if is_usual else "secondary",
                icon=ICONS[step],
                on_click=room.attempt,
                args=(partial(_ask_or_move, workshop, step),),
            )
    if workshop.state in (State.OPEN, State.PAUSED):
        _deadline(workshop)


def _ask(step: str) -> None:
    state.put("room_confirm", step)


def _ask_or_move(drawn: Workshop, step: Step, actor: Actor) -> str:
    """Ask first where there is something to know, as things stand at the click."""
    found = facilitating.progress(serving.desk(), actor, drawn.id)
    if not _is_stale(drawn, found.workshop) and risk_of(found.workshop, step, found.sent):
        _ask(step.value)
        return ""
    return _move(drawn, step, actor)


def _is_stale(drawn: Workshop, now: Workshop) -> bool:
    return (drawn.state, drawn.round) != (now.state, now.round)


def _confirm(actor: Actor, workshop: Workshop, step: Step) -> None:
    usual = next(words for s, words, _ in STEPS[workshop.state] if s is step)
    label = budget.step_label(workshop, step, usual)
    sent = facilitating.progress(serving.desk(), actor, workshop.id).sent
    st.warning(f"**{label}?** {risk_of(workshop, step, sent)}", icon=":material/report:")
    with st.container(horizontal=True):
        st.button(
            f"Yes, {label[0].lower()}{label[1:]}",
            type="primary",
            on_click=room.attempt,
            args=(partial(_move, workshop, step),),
        )
        st.button("Not yet", on_click=_ask, args=("",))


def _move(drawn: Workshop, step: Step, actor: Actor) -> str:
    """Take a step from where this page was drawn; not where somebody else was faster."""
    state.put("room_confirm", "")
    now = facilitating.progress(serving.desk(), actor, drawn.id).workshop
    if _is_stale(drawn, now):
        raise RefusedError(
            "Somebody else, or another window of yours, was faster. Now it is "
            f"{room_words.where(now)}. Nothing was done here; choose from the steps below."
        )
    moved = facilitating.move(serving.desk(), actor, drawn.id, step)
    if step is Step.OPEN:
        _code_there(actor, drawn.id)
    if keeper := serving.backups():
        keeper.after(moved, step)
    return room_words.happened(moved, step)


@st.fragment(run_every=EVERY)
def _backup() -> None:
    """Say what became of the last backup that was made by itself."""
    keeper = serving.backups()
    if keeper and keeper.last:
        words = escape_html(backup_words(keeper.last), limit=2_000)
        markup.draw(markup.note(f"<b>{words}</b>" if keeper.last.faults else words))


def _add_round(workshop: Workshop) -> None:
    st.button(
        "Add a round",
        icon=":material/add:",
        help=f"{workshop.n_rounds} were planned, and this was the last.",
        on_click=room.attempt,
        args=(partial(_another, workshop.id),),
    )


def _another(workshop_id: str, actor: Actor) -> str:
    grown = facilitating.add_round(serving.desk(), actor, workshop_id)
    return f"There are {grown.n_rounds} rounds now. Open the next one when you are ready."


def _deadline(workshop: Workshop) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.number_input(
            "Minutes from now",
            1,
            240,
            step=1,
            width=140,
            **state.started("room_minutes"),
        )
        st.button(
            "Set the end of the round",
            icon=":material/timer:",
            help="Answers sent later do not count. You can move the end at any time, also "
            "after it has passed.",
            on_click=room.attempt,
            args=(partial(_extend, workshop.id),),
        )
        if workshop.deadline is not None:
            st.button(
                "No fixed end",
                on_click=room.attempt,
                args=(partial(_lift, workshop.id),),
            )


def _extend(workshop_id: str, actor: Actor) -> str:
    minutes = int(state.get("room_minutes"))
    facilitating.extend(serving.desk(), actor, workshop_id, minutes)
    return f"The round ends in {counted(minutes, 'minute')}, unless you lock it before."


def _lift(workshop_id: str, actor: Actor) -> str:
    facilitating.set_deadline(serving.desk(), actor, workshop_id, None)
    return "The round goes on until you lock it."


def _projector(actor: Actor, workshop: Workshop) -> None:
    st.subheader("On the screen of the room", anchor=False)
    screen = room.screen(actor, workshop.id)
    positions.keep(workshop.id)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.link_button(
            "Open the projector window",
            f"{room.origin()}/projector?workshop={workshop.id}",
            icon=":material/connected_tv:",
        )
        st.button(
            "Aliases instead of names" if not screen.has_aliases else "Names again",
            icon=":material/domino_mask:",
            help="Projector-safe: the screen says Site A, Site B … instead of names. "
            "The map is not shown then.",
            on_click=room.attempt,
            args=(partial(_show_aliases, workshop.id, not screen.has_aliases),),
        )
    with st.container(horizontal=True, gap="xsmall"):
        for number, name in enumerate(STAGES):
            st.button(
                f"{number + 1} · {name}",
                key=f"stage-{number}",
                type="primary" if number == screen.stage else "secondary",
                on_click=room.attempt,
                args=(partial(_show_stage, workshop.id, number),),
            )


def _show_aliases(workshop_id: str, has_aliases: bool, actor: Actor) -> str:
    screening.show_aliases(serving.desk(), actor, workshop_id, has_aliases=has_aliases)
    return "The screen shows aliases." if has_aliases else "The screen shows names."


def _show_stage(workshop_id: str, number: int, actor: Actor) -> str:
    workshop = screening.show_stage(serving.desk(), actor, workshop_id, number)
    waits = number > 0 and workshop.round == 1 and not workshop.shows_results
    later = " Until the reveal it shows counts only." if waits else ""
    return f"The screen shows: {STAGES[number]}.{later}"

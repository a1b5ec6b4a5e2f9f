"""The pages a participant sees, from the code to the own result."""

from __future__ import annotations

from prioritizer.domain.chain import sha256
from prioritizer.domain.words import percent, weight
from prioritizer.domain.workshop import MOST_SENDS, Judgement, Mode, State, Workshop
from prioritizer.ui.phone import html
from prioritizer.workflow.workshop import answering, questions, results_view
from prioritizer.workflow.workshop.answering import REVISING, Seat
from prioritizer.workflow.workshop.certainty import (
    apart_words,
    gaps_words,
    not_asked_words,
    section_words,
)
from prioritizer.workflow.workshop.problem import FrozenProblem

MODE_WORDS = {
    Mode.NAMED: "Named: your answers are kept and shown with your name.",
    Mode.PSEUDONYMOUS: (
        "Pseudonymous: your answers are kept under an alias. Whoever runs this computer could "
        "in principle find out which device sent them."
    ),
    Mode.ANONYMOUS: (
        "Anonymous: once the round is shown, nobody can tell which answer is yours, not even "
        "this computer. Answers of a group are shown only from five people on."
    ),
}
LEADER_LINK = (
    f'<footer><p><a href="{html.PREFIX}/signin">Sign in to lead a workshop</a></p></footer>'
)
# The field of a form that says for whom its page was made.
SEAT_MARK = "seat"
PRIVACY = "Kept: your group, your answers and this alias. No account, no address, no tracking."


def code_page(problem: str = "") -> str:
    """Return the page that asks for the join code."""
    body = [
        html.paragraph(problem, "alert") if problem else "",
        html.paragraph("Type the code that is shown in the room."),
        html.form(
            "/join", [html.text_field("code", "Code, like ABCD-2345", longest=12)], "Go on"
        ),
        LEADER_LINK,
    ]
    return html.page("Join the workshop", body)


def who_page(workshop: Workshop, problem: str = "") -> str:
    """Return the page that asks for the side, and says what becomes of answers."""
    named = workshop.mode is Mode.NAMED
    fields = [
        html.hidden({"place": answering.new_place()}),
        html.text_field("alias", "Your name", longest=answering.MOST_ALIAS, kind="name")
        if named
        else "",
        html.choices(
            "group", "Which side are you on?", [(g.id, g.name, "") for g in workshop.groups]
        ),
    ]
    body = [
        html.paragraph(problem, "alert") if problem else "",
        html.paragraph(MODE_WORDS[workshop.mode], "note"),
        html.paragraph(PRIVACY),
        html.paragraph(
            "Please answer once. Somebody without a phone can answer on this one after you."
        ),
        html.form("/who", fields, "Join"),
    ]
    return html.page("Who are you?", body, workshop=workshop.title)


def taken_page(workshop: Workshop, name: str) -> str:
    """Return the page for who scans a code on a phone on which somebody is in already."""
    body = [
        html.paragraph(f"Somebody is in on this phone already, as {name}."),
        f'<a class="button" href="{html.PREFIX}">Go on as {html.text(name)}</a>',
        f'<a class="button quiet" href="{html.PREFIX}/leave">Not {html.text(name)}? '
        "Join as somebody else</a>",
    ]
    return html.page("Who is it?", body, workshop=workshop.title)


def leave_page(name: str) -> str:
    """Return the page that hands a phone on; nothing of what was answered is on it."""
    body = [
        html.paragraph(f"What {name} has sent stays as it is, and nobody else sees it here."),
        html.paragraph(
            f"To come back later, {name} needs the link under “Go on with another device”. "
            f"Without it, {name} cannot change the answer, or answer a later round.",
            "note",
        ),
        html.form("/leave", [], "Join as somebody else"),
        f'<a class="button quiet" href="{html.PREFIX}">Stay {html.text(name)}</a>',
    ]
    return html.page(f"Not {name}?", body)


def seat_page(seat: Seat, token: str, problem: str = "") -> str:
    """Return the page that fits where the workshop and the participant stand."""
    workshop = seat.workshop
    if workshop.state is State.OPEN and (seat.sends == 0 or REVISING in seat.draft):
        return question_page(seat, token, problem)
    if workshop.state is State.OPEN:
        return sent_page(seat)
    words = {
        State.DRAFT: ("You are in", "The workshop has not begun. This page goes on by itself."),
        State.PAUSED: ("A short break", "The round is paused. Your answers so far are kept."),
        State.LOCKED: (
            f"Round {workshop.round} is over",
            "No more answers are taken. The result is shown in the room soon.",
        ),
        State.REVEALED: (
            f"Result of round {workshop.round}",
            "Look at the screen in the room.",
        ),
        State.CLOSED: (
            "The workshop is over",
            f"Thank you for taking part. The result of round {workshop.round} is not shown."
            if workshop.is_hidden
            else "Thank you for taking part.",
        ),
    }[workshop.state]
    body = [
        html.paragraph(problem, "alert") if problem else "",
        html.paragraph(words[1]),
        _result_link(workshop),
        *_own_part(seat),
        _footer(seat),
    ]
    is_last = workshop.state is State.CLOSED and not workshop.is_hidden
    waits_in = "" if is_last else state_mark(seat)
    return html.page(words[0], body, workshop=workshop.title, waits_in=waits_in)


def state_mark(seat: Seat) -> str:
    """Return what a waiting page waits to change."""
    hidden = "-hidden" if seat.workshop.is_hidden else ""
    return f"{seat.workshop.round}-{seat.workshop.state}{hidden}"


def question_page(seat: Seat, token: str, problem: str = "") -> str:
    """Return the next question, or the read-back with the Send button after the last."""
    workshop, person = seat.workshop, seat.participant
    answers = {k: v for k, v in seat.draft.items() if k != REVISING}
    asked = (seat.problem.criteria, workshop.technique, person.seed, answers)
    is_anonymous = workshop.mode is Mode.ANONYMOUS
    screen = questions.next_screen(*asked, is_anonymous=is_anonymous)
    if screen is None:
        return send_page(seat, token, problem)
    number, of = questions.progress(*asked, is_anonymous=is_anonymous)
    answer = (
        html.choices(
            "answer", screen.text, [(o.value, o.label, o.detail) for o in screen.options]
        )
        if screen.options
        else html.paragraph(screen.text)
        + html.number_field(
            "answer",
            f"Points, {screen.low:g} to {screen.high:g}",
            screen.low,
            screen.high,
            is_whole=screen.is_whole,
        )
    )
    fields = [
        html.hidden({"key": screen.key, **_of_this_page(seat)}),
        *(html.subject(subject.label, subject.detail) for subject in screen.subjects),
        answer,
    ]
    body = [
        html.progress_bar(number, of),
        html.paragraph(problem, "alert") if problem else "",
        html.form("/answer", fields, "Next"),
        _back(answers, seat),
        _footer(seat),
    ]
    return html.page(screen.title, body, workshop=workshop.title)


def send_page(seat: Seat, token: str, problem: str = "") -> str:
    """Return the answer with the Send button; nothing counts before it is pressed."""
    workshop = seat.workshop
    judgement = answering.draft_judgement(seat.problem, workshop, seat.draft)
    content = sha256(answering.body_of(judgement))
    key = answering.client_key_of(token, workshop.round, seat.sends, content)
    fields = {"key": key, "content": content, **_of_this_page(seat)}
    body = [
        html.paragraph(problem, "alert") if problem else "",
        html.paragraph("This is your answer. It counts only after you press Send."),
        _weights_table(seat, judgement),
        html.form("/send", [html.hidden(fields)], "Send my answer"),
        _back(seat.draft, seat),
        _footer(seat),
    ]
    return html.page("Send your answer", body, workshop=workshop.title)


def sent_page(seat: Seat) -> str:
    """Return the confirmation with the own result and, once a round, the offer to revise."""
    workshop = seat.workshop
    left = MOST_SENDS - seat.sends
    revise = [html.hidden(_of_this_page(seat))]
    body = [
        html.paragraph(f"Saved: your answer of round {workshop.round} counts.", "note"),
        *_own_part(seat),
        html.form("/revise", revise, "Revise my answer (once)", quiet=True) if left > 0 else "",
        _footer(seat),
    ]
    return html.page("Thank you", body, workshop=workshop.title, waits_in=state_mark(seat))


def result_page(found: results_view.WorkshopResult) -> str:
    """Return the shortlist of the room, as it is shown to all."""
    last = found.rounds[-1]
    names = dict(
        zip(found.problem.matrix.alternatives, found.problem.matrix.names, strict=True)
    )
    shares = dict(zip(found.problem.matrix.alternatives, last.shares, strict=True))
    sections = last.sections
    heads = ("Site", "How sure", "People") if sections else ("Site", "People")
    rows = [
        (names[site], *((sections[site],) if sections else ()), percent(shares[site]))
        for site in last.shortlist
    ]
    words = (
        f"{len(last.opinions)} people answered in round {last.number}. Shortlist under the "
        "mean of all weights, and how many people have each site in their own shortlist."
    )
    workshop = found.workshop
    hidden = f"The result of round {workshop.round} is not shown." if workshop.is_hidden else ""
    body = [
        html.paragraph(words),
        html.paragraph(hidden, "note") if hidden else "",
        html.table(heads, rows),
        *_sure_part(found.problem, is_sure=bool(sections)),
        f'<a class="button quiet" href="{html.PREFIX}">Back to my page</a>',
    ]
    return html.page("The room", body, workshop=workshop.title)


def resume_page(link: str) -> str:
    """Return the link that brings a participant back on another device."""
    body = [
        html.paragraph("Keep this link for yourself. It opens your place on another device."),
        f'<p class="code">{html.text(link)}</p>',
        f'<a class="button" href="{html.PREFIX}">Go on</a>',
    ]
    return html.page("Your place", body)


def confirm_page(title: str, words: str, action: str, button: str) -> str:
    """Return a page with one button: a link merely looked up changes nothing."""
    return html.page(title, [html.paragraph(words), html.form(action, [], button)])


def message_page(title: str, words: str, *, retry: bool = False) -> str:
    """Return a page that says what is the matter; one to ``retry`` leads to nothing else."""
    links = [f'<a class="button quiet" href="{html.PREFIX}">Back to my page</a>']
    if not retry:
        place = f"{html.PREFIX}/join"
        links.append(f'<a class="button quiet" href="{place}">Join with a code</a>')
        links.append(LEADER_LINK)
    return html.page(title, [html.paragraph(words, "alert"), *links])


def _back(answers: object, seat: Seat) -> str:
    if not answers:
        return ""
    return html.form("/back", [html.hidden(_of_this_page(seat))], "Back", quiet=True)


def seat_mark(token: str) -> str:
    """Return what tells the pages of one person from those of another on the same phone."""
    return sha256(f"seat|{token}")[:16]


def _of_this_page(seat: Seat) -> dict[str, object]:
    """Return what a form says of the page it stands on: whose it is, and of which round."""
    return {SEAT_MARK: seat_mark(seat.token), "round": seat.workshop.round}


def _result_link(workshop: Workshop) -> str:
    if not (workshop.shows_results or workshop.round > 1):
        return ""
    return f'<a class="button quiet" href="{html.PREFIX}/result">See the result of the room</a>'


def _own_part(seat: Seat) -> list[str]:
    if seat.own is None:
        return []
    places = results_view.own_places(seat.problem, seat.own.weights)
    is_sure = any(place.section for place in places)
    heads = ("Site", "How sure", "Place") if is_sure else ("Site", "Place")
    rows = [
        (place.name, place.section, place.rank) if is_sure else (place.name, place.rank)
        for place in places
    ]
    return [
        "<h2>Your own top sites</h2>",
        html.table(heads, rows),
        *_sure_part(seat.problem, is_sure=is_sure),
        "<h2>Your weights</h2>",
        _weights_table(seat, seat.own),
        f'<p>Your receipt: <span class="code">{html.text(seat.receipt)}</span></p>',
        html.paragraph("It finds your answer in the published record. Keep it if you like."),
    ]


def _sure_part(problem: FrozenProblem, *, is_sure: bool) -> list[str]:
    """Return what the words mean, who is not ranked, and what nobody is asked about."""
    known = problem.known
    meaning = ""
    if is_sure and known is not None:
        meaning = section_words(known.drawn.draws, problem.shortlist)
    said = (meaning, apart_words(known), not_asked_words(known), gaps_words(known))
    return [html.paragraph(words, "note") for words in said if words]


def _weights_table(seat: Seat, judgement: Judgement) -> str:
    shares = judgement.weights.as_dict()
    rows = [
        (
            (criterion.name, questions.swing_text(criterion)),
            weight(shares[criterion.id]),
        )
        for criterion in sorted(seat.problem.criteria, key=lambda c: -shares[c.id])
    ]
    return html.table(("Difference", "Weight"), rows)


def _footer(seat: Seat) -> str:
    group = seat.workshop.group(seat.participant.group).name
    return (
        f"<footer><p>You are {html.text(seat.participant.alias)} ({html.text(group)}). "
        f'<a href="{html.PREFIX}/resume">Go on with another device</a></p>'
        f"<p>Not {html.text(seat.participant.alias)}? "
        f'<a href="{html.PREFIX}/leave">Join as somebody else</a></p></footer>'
    )

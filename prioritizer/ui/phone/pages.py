"""The pages a participant sees, from the code to the own result."""

from __future__ import annotations

from collections.abc import Mapping

from prioritizer.domain.authority import NOT_OPEN
from prioritizer.domain.chain import sha256
from prioritizer.domain.words import short
from prioritizer.domain.workshop import MOST_SENDS, Mode, State, Workshop
from prioritizer.languages.speech import gettext
from prioritizer.ui.phone import budget_parts, html, standing
from prioritizer.ui.phone.coming_in import message_page, not_you
from prioritizer.ui.phone.outcome import not_shown, own_part, weights_table
from prioritizer.workflow.workshop import answering, one_form, pins
from prioritizer.workflow.workshop.answering import REVISING, Seat
from prioritizer.workflow.workshop.budget_words import asked_words, percents
from prioritizer.workflow.workshop.service import ASIDE
from prioritizer.workflow.workshop.spending import FIELD, ballot_body, draft_shares, needs_whole

# The field of a form that says for whom its page was made.
SEAT_MARK = "seat"
# The button of somebody who does not know.
UNKNOWN_MARK = "unknown"


def seat_page(seat: Seat, token: str, problem: str = "") -> str:
    """Return the page that fits where the workshop and the participant stand."""
    workshop = seat.workshop
    if seat.participant.aside and not workshop.is_over:
        return aside_page(seat)
    if answering.may_answer(seat):
        draw = budget_page if workshop.spends else question_page
        return draw(seat, token, problem)
    if workshop.state is State.OPEN:
        return sent_page(seat)
    title, words = _waiting_words(workshop)
    body = [
        html.paragraph(problem, "alert") if problem else "",
        html.paragraph(words),
        standing.unsent_part(seat),
        _result_link(workshop),
        _proposals_link(workshop),
        *own_part(seat),
        _footer(seat),
    ]
    is_last = workshop.state is State.CLOSED and not workshop.is_hidden
    waits_in = "" if is_last else state_mark(seat)
    return html.page(title, body, workshop=workshop.title, waits_in=waits_in)


def _waiting_words(workshop: Workshop) -> tuple[str, str]:
    """Return title and words of the page of who has nothing to do at the moment."""
    number, thanks = workshop.round, gettext("Thank you for taking part.")
    waiting = {
        State.DRAFT: (
            gettext("You are in"),
            gettext("The workshop has not begun. This page goes on by itself."),
        ),
        State.PAUSED: (
            gettext("A short break"),
            gettext("The round is paused. Your answers so far are kept."),
        ),
        State.LOCKED: (
            gettext("Round {round} is over", round=number),
            gettext("No more answers are taken. The result is shown in the room soon."),
        ),
        State.REVEALED: (
            gettext("Result of round {round}", round=number),
            gettext("Look at the screen in the room."),
        ),
        State.CLOSED: (
            gettext("The workshop is over"),
            f"{thanks} {not_shown(workshop)}" if workshop.is_hidden else thanks,
        ),
    }
    return waiting[workshop.state]


def state_mark(seat: Seat) -> str:
    """Return what a waiting page waits to change."""
    hidden = "-hidden" if seat.workshop.is_hidden else ""
    aside = "-aside" if seat.participant.aside else ""
    return f"{seat.workshop.round}-{seat.workshop.state}{hidden}{aside}"


def aside_page(seat: Seat) -> str:
    """Return the page of a seat that was set aside, with the reason as it was given."""
    reason = gettext("Reason: {reason}", reason=seat.participant.aside)
    body = [
        html.paragraph(gettext(ASIDE), "alert"),
        html.paragraph(reason),
        _result_link(seat.workshop),
        _footer(seat),
    ]
    title = gettext("Set aside")
    return html.page(title, body, workshop=seat.workshop.title, waits_in=state_mark(seat))


def question_page(seat: Seat, token: str, problem: str = "", typed: str = "") -> str:
    """Return the next question, or the read-back with the Send button after the last.

    What was ``typed`` and refused stays in its field.
    """
    workshop = seat.workshop
    answers = {k: v for k, v in seat.draft.items() if k != REVISING}
    asked = seat.asking()
    screen = asked.next(answers)
    if screen is None:
        return send_page(seat, token, problem)
    number, of = asked.progress(answers)
    answer = (
        html.choices(
            "answer", screen.text, [(o.value, o.label, o.detail) for o in screen.options]
        )
        if screen.options
        else html.paragraph(screen.text)
        + html.number_field(
            "answer",
            gettext("Points, {low} to {high}", low=short(screen.low), high=short(screen.high)),
            is_whole=screen.is_whole,
            value=typed,
        )
    )
    fields = [
        html.hidden({"key": screen.key, **page_mark(seat)}),
        *(html.subject(subject.label, subject.detail) for subject in screen.subjects),
        answer,
    ]
    instead = (UNKNOWN_MARK, screen.unknown) if screen.unknown else None
    body = [
        standing.round_line(workshop),
        html.progress_bar(number, of),
        html.paragraph(problem, "alert") if problem else "",
        html.form("/answer", fields, gettext("Next"), instead=instead),
        _back(answers, seat) if answers else _propose_link(workshop),
        standing.before_part(seat),
        _last_result_link(workshop),
        _footer(seat),
    ]
    return html.page(screen.title, body, workshop=workshop.title, open_in=state_mark(seat))


def budget_page(seat: Seat, token: str, problem: str = "") -> str:
    """Return the lines to share the budget out over, or the ballot with the Send button."""
    if seat.budget is None:
        return message_page(gettext("Not open"), gettext(NOT_OPEN))
    shares = draft_shares(seat.budget, seat.draft)
    if shares is None:
        return share_page(seat, problem)
    workshop, content = seat.workshop, sha256(ballot_body(seat.budget, shares))
    key = answering.client_key_of(token, workshop.round, seat.sends, content)
    sent = {"key": key, "content": content, **page_mark(seat)}
    body = [
        standing.round_line(workshop),
        html.paragraph(problem, "alert") if problem else "",
        html.paragraph(gettext("This is your answer. It counts only after you press Send.")),
        *budget_parts.table(seat.budget, shares),
        html.form("/send", [html.hidden(sent)], gettext("Send my answer")),
        html.link("/share", gettext("Change it")),
        _footer(seat),
    ]
    mark = state_mark(seat)
    return html.page(gettext("Send your answer"), body, workshop=workshop.title, open_in=mark)


def share_page(seat: Seat, problem: str = "", typed: Mapping[str, str] | None = None) -> str:
    """Return the lines to share the budget out over.

    What was ``typed`` and refused stays in its field; otherwise the draft stands there.
    """
    question, workshop = seat.budget, seat.workshop
    if question is None:
        return message_page(gettext("Not open"), gettext(NOT_OPEN))
    if typed is None:
        draft = draft_shares(question, seat.draft) or {}
        typed = {f"{FIELD}{line}": percents(share) for line, share in draft.items() if share}
    lines = [
        html.hidden(page_mark(seat)),
        *budget_parts.fields(seat, question, typed),
    ]
    faults = [html.paragraph(line, "alert") for line in problem.splitlines()]
    asked = asked_words(question, is_whole=needs_whole(workshop))
    body = [
        standing.round_line(workshop),
        *(html.paragraph(words) for words in asked),
        *faults,
        html.form("/share", lines, gettext("Next")),
        _propose_link(workshop),
        _footer(seat),
    ]
    title, mark = gettext("Share out the budget"), state_mark(seat)
    return html.page(title, body, workshop=workshop.title, open_in=mark, needs="budget")


def send_page(seat: Seat, token: str, problem: str = "") -> str:
    """Return the answer with the Send button; nothing counts before it is pressed."""
    workshop = seat.workshop
    judgement = answering.draft_judgement(seat.problem, workshop, seat.draft)
    content = sha256(one_form.body_of(judgement))
    key = answering.client_key_of(token, workshop.round, seat.sends, content)
    fields = {"key": key, "content": content, **page_mark(seat)}
    body = [
        standing.round_line(workshop),
        html.paragraph(problem, "alert") if problem else "",
        html.paragraph(gettext("This is your answer. It counts only after you press Send.")),
        weights_table(seat, judgement),
        html.form("/send", [html.hidden(fields)], gettext("Send my answer")),
        _back(seat.draft, seat),
        standing.before_part(seat),
        _footer(seat),
    ]
    mark = state_mark(seat)
    return html.page(gettext("Send your answer"), body, workshop=workshop.title, open_in=mark)


def sent_page(seat: Seat) -> str:
    """Return the confirmation with the own result and, once a round, the offer to revise."""
    workshop = seat.workshop
    left = MOST_SENDS - seat.sends
    revise = [html.hidden(page_mark(seat))]
    body = [
        html.paragraph(
            gettext("Saved: your answer of round {round} counts.", round=workshop.round), "note"
        ),
        standing.round_line(workshop),
        *own_part(seat),
        html.form("/revise", revise, gettext("Revise my answer (once)"), quiet=True)
        if left > 0
        else "",
        _propose_link(workshop),
        _last_result_link(workshop),
        _footer(seat),
    ]
    return html.page(
        gettext("Thank you"), body, workshop=workshop.title, waits_in=state_mark(seat)
    )


def _back(answers: object, seat: Seat) -> str:
    if not answers:
        return ""
    return html.form("/back", [html.hidden(page_mark(seat))], gettext("Back"), quiet=True)


def seat_mark(token: str) -> str:
    """Return what tells the pages of one person from those of another on the same phone."""
    return sha256(f"seat|{token}")[:16]


def page_mark(seat: Seat) -> dict[str, object]:
    """Return what a form says of the page it stands on: whose it is, and of which round."""
    return {SEAT_MARK: seat_mark(seat.token), "round": seat.workshop.round}


def _result_link(workshop: Workshop) -> str:
    if not (workshop.shows_results or workshop.round > 1):
        return ""
    return html.link("/result", gettext("See the result of the room"))


def _last_result_link(workshop: Workshop) -> str:
    """Return the way to the result of an earlier round, while a later one is open."""
    if workshop.state is not State.OPEN or workshop.round < 2:
        return ""
    return f"<p>{html.link('/result', gettext('See the result of the room'), 'inline')}</p>"


def _proposals_link(workshop: Workshop) -> str:
    """Return the way to what became of the own proposals, which no anonymous room knows."""
    if workshop.mode is Mode.ANONYMOUS or not workshop.is_over:
        return ""
    return f"<p>{html.link('/propose', gettext('Your proposals'), 'inline')}</p>"


def _propose_link(workshop: Workshop) -> str:
    if workshop.state is not State.OPEN:
        return ""
    return f"<p>{html.link('/propose', gettext('Propose a site'), 'inline')}</p>"


def _footer(seat: Seat) -> str:
    alias, group = seat.participant.alias, seat.workshop.group(seat.participant.group).name
    you = gettext("You are {name} ({group}).", name=alias, group=gettext(group))
    return (
        f"<footer><p>{html.text(you)} "
        f"{html.link('/resume', gettext('Go on with another device'), 'inline')}</p>"
        f"{_pin_part(seat)}"
        f"<p>{html.text(not_you(alias))} "
        f"{html.link('/leave', gettext('Join as somebody else'), 'inline')}</p></footer>"
    )


def _pin_part(seat: Seat) -> str:
    """Return the PIN of the seat, to be read off an open page when the connection is gone."""
    if not seat.participant.has_pin:
        return ""
    pin = f"<b>{html.text(pins.shown(pins.pin_of(seat.token)))}</b>"
    words = html.text(gettext("Your PIN, to come back from another phone: {pin}"))
    return f"<p>{words.format(pin=pin)}</p>"

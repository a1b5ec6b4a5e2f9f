"""Where a room stands, as a phone says it: round, deadline, what was said, what is kept."""

from __future__ import annotations

from collections.abc import Mapping

from prioritizer.domain.words import weight
from prioritizer.domain.workshop import State, Workshop
from prioritizer.languages.speech import gettext, ngettext, time_of_day
from prioritizer.ui.phone import html
from prioritizer.workflow.workshop import not_known
from prioritizer.workflow.workshop.answering import REVISING, Seat


def round_words(workshop: Workshop) -> str:
    """Return which round it is, of how many, or that it is the one about the budget."""
    if workshop.spends:
        return gettext("Budget round")
    return gettext("Round {round} of {n}", round=workshop.round, n=workshop.n_rounds)


def round_line(workshop: Workshop) -> str:
    """Return which round it is, of how many, and until when answers are taken.

    The time is that of this computer; the script of the page writes it as the phone does.
    """
    words = round_words(workshop)
    if workshop.state is not State.OPEN or workshop.deadline is None:
        return html.paragraph(words, "standing")
    until = workshop.deadline.astimezone()
    moment = html.text(workshop.deadline.isoformat())
    time = f'<time datetime="{moment}">{time_of_day(until)}</time>'
    taken = html.text(gettext("Answers are taken until {time}.")).format(time=time)
    return f'<p class="standing">{html.text(words)}. {taken}</p>'


def before_part(seat: Seat) -> str:
    """Return what somebody said in the round before, folded; nothing of an anonymous one."""
    if seat.before is None:
        return ""
    names = {criterion.id: gettext(criterion.name) for criterion in seat.problem.criteria}
    shares: Mapping[str, float] = seat.before.weights.as_dict()
    order = sorted(shares, key=lambda one: -shares[one])
    rows = [(names.get(one, one), weight(shares[one])) for one in order]
    table = html.table((gettext("Difference"), gettext("Weight")), rows)
    title = gettext("Your answer of round {round}", round=seat.workshop.round - 1)
    said = not_known.own_words(seat.problem, seat.before)
    open_ones = html.paragraph(said) if said else ""
    return f"<details><summary>{html.text(title)}</summary>{table}{open_ones}</details>"


def unsent_part(seat: Seat) -> str:
    """Return what becomes of answers that were begun and not sent before the round ended."""
    begun = sum(key != REVISING for key in seat.draft)
    if not begun or seat.workshop.state is not State.LOCKED:
        return ""
    said = (
        gettext("What you had sent counts.")
        if seat.sends
        else gettext("You had not sent anything."),
        ngettext(
            "{n} answer that you had begun is kept here.",
            "{n} answers that you had begun are kept here.",
            begun,
            n=begun,
        ),
        gettext("You can go on if the facilitator takes answers again."),
    )
    return html.paragraph(" ".join(said), "note")

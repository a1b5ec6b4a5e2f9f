"""What came of the answers, as a phone shows it: of the room, and of whoever holds it."""

from __future__ import annotations

import numpy as np

from prioritizer.domain.words import percent, weight
from prioritizer.domain.workshop import SMALLEST_GROUP, Judgement, Workshop
from prioritizer.languages.speech import gettext, ngettext
from prioritizer.ui.phone import budget_parts, html
from prioritizer.workflow.weights.ranges import swing_text
from prioritizer.workflow.workshop import not_known, results_view
from prioritizer.workflow.workshop.answering import Seat
from prioritizer.workflow.workshop.certainty import (
    apart_words,
    gaps_words,
    not_asked_words,
    section_words,
)
from prioritizer.workflow.workshop.problem import FrozenProblem
from prioritizer.workflow.workshop.quorum import quorum_words
from prioritizer.workflow.workshop.results import MAIN_RULE, RoundResult, nearest_camp
from prioritizer.workflow.workshop.standing_aside import moved_sentence

MOST_MOVED = 5


def result_page(found: results_view.WorkshopResult, seat: Seat) -> str:
    """Return the shortlist of the room, as it is shown to all, and which camp is nearest."""
    last = found.rounds[-1]
    names = dict(
        zip(found.problem.matrix.alternatives, found.problem.matrix.names, strict=True)
    )
    shares = dict(zip(found.problem.matrix.alternatives, last.shares, strict=True))
    sections = last.sections
    heads = _heads(gettext("People"), is_sure=bool(sections))
    rows = [
        (names[site], *((gettext(sections[site]),) if sections else ()), percent(shares[site]))
        for site in last.shortlist
    ]
    words = ngettext(
        "{n} person answered in round {round}. Shortlist under the mean of all weights, and "
        "how many people have each site in their own shortlist.",
        "{n} people answered in round {round}. Shortlist under the mean of all weights, and "
        "how many people have each site in their own shortlist.",
        len(last.opinions),
        n=len(last.opinions),
        round=last.number,
    )
    workshop, moved = found.workshop, moved_sentence(last.moved, most=MOST_MOVED)
    hidden = not_shown(workshop) if workshop.is_hidden else ""
    quorum = quorum_words(len(last.opinions), workshop)
    body = [
        *budget_parts.result_part(found.budget),
        html.heading(gettext("What the room finds important")) if found.budget else "",
        html.paragraph(words),
        html.paragraph(quorum) if quorum else "",
        html.paragraph(hidden, "note") if hidden else "",
        html.table(heads, rows),
        html.paragraph(moved, "note") if moved else "",
        *(html.paragraph(words, "note") for words in not_known.room_lines(last)),
        *_sure_part(found.problem, is_sure=bool(sections)),
        *_camp_part(last, seat),
        *_proposed_part(found),
        html.link("", gettext("Back to my page")),
    ]
    return html.page(gettext("The room"), body, workshop=workshop.title)


def _proposed_part(found: results_view.WorkshopResult) -> list[str]:
    """Return the sites that people proposed and the facilitator accepted."""
    if not found.proposed:
        return []
    rows = [((one.site.name, one.site.place), one.site.why) for one in found.proposed]
    words = gettext("They have no figures yet, so the room did not rank them.")
    lines = (f"<p><b>{html.text(name)}</b>, {html.text(place)}<br>{html.text(why)}</p>"
             for (name, place), why in rows)  # fmt: skip
    return [html.heading(gettext("Proposed by the room")), html.paragraph(words), *lines]


def not_shown(workshop: Workshop) -> str:
    """Return that the present round was closed without showing it."""
    return gettext("The result of round {round} is not shown.", round=workshop.round)


def _heads(last: str, *, is_sure: bool) -> tuple[str, ...]:
    sure = (gettext("How sure"),) if is_sure else ()
    return (gettext("Site"), *sure, last)


def _camp_part(last: RoundResult, seat: Seat) -> list[str]:
    """Return which camp weighs most like the reader, and how that camp differs from the room.

    Of a camp under five only that it is small: its weights are hardly anybody else's.
    """
    is_of_round = seat.own is not None and seat.workshop.round == last.number
    camp = nearest_camp(last, seat.own.weights.normalized) if seat.own and is_of_round else None
    if camp is None:
        return []
    criteria, lean = last.opinions.problem.criteria, camp.weights - last.weights[MAIN_RULE]
    more, less = criteria[int(np.argmax(lean))], criteria[int(np.argmin(lean))]
    parts = gettext(
        "The room falls into {n} parts of people who weigh alike.", n=len(last.camps)
    )
    nearest = (
        gettext(
            "You are nearest to one of {n}. It gives more weight to {more} than the whole "
            "room, and less to {less}.",
            n=camp.n,
            more=gettext(more.name),
            less=gettext(less.name),
        )
        if camp.n >= SMALLEST_GROUP
        else gettext("You are nearest to one with fewer than {n} people.", n=SMALLEST_GROUP)
    )
    return [html.heading(gettext("Who weighs as you do")), html.paragraph(f"{parts} {nearest}")]


def own_part(seat: Seat) -> list[str]:
    """Return the own answer and its receipt; nothing where no answer is kept.

    Of weights the own top sites as well.
    """
    if seat.own is None:
        return budget_parts.own_part(seat)
    places = results_view.own_places(seat.problem, seat.own)
    is_sure = any(place.section for place in places)
    heads = _heads(gettext("Place"), is_sure=is_sure)
    rows = [
        (place.name, gettext(place.section or ""), place.rank)
        if is_sure
        else (place.name, place.rank)
        for place in places
    ]
    return [
        html.heading(gettext("Your own top sites")),
        html.table(heads, rows),
        *_sure_part(seat.problem, is_sure=is_sure),
        html.heading(gettext("Your weights")),
        weights_table(seat, seat.own),
        *budget_parts.receipt(seat.receipt),
    ]


def _sure_part(problem: FrozenProblem, *, is_sure: bool) -> list[str]:
    """Return what the words mean, who is not ranked, and what nobody is asked about."""
    known = problem.known
    meaning = ""
    if is_sure and known is not None:
        meaning = section_words(known.drawn.draws, problem.shortlist)
    said = (meaning, apart_words(known), not_asked_words(known), gaps_words(known))
    return [html.paragraph(words, "note") for words in said if words]


def weights_table(seat: Seat, judgement: Judgement) -> str:
    """Return the weights of an answer, the largest first, each with its range.

    Where something is left open, with what each weight may be, and what that means.
    """
    shares = judgement.weights.as_dict()
    ends = not_known.own_ranges(seat.problem, judgement)

    def share(name: str) -> object:
        if name not in ends:
            return weight(shares[name])
        low, high = map(percent, ends[name])
        return weight(shares[name]), gettext("{worst} to {best}", worst=low, best=high)

    rows = [
        ((gettext(criterion.name), swing_text(criterion)), share(criterion.id))
        for criterion in sorted(seat.problem.criteria, key=lambda c: -shares[c.id])
    ]
    said = not_known.own_words(seat.problem, judgement)
    words = f"{said} {not_known.range_words()}" if ends else said
    table = html.table((gettext("Difference"), gettext("Weight")), rows)
    return table + (html.paragraph(words.strip(), "note") if words else "")

"""The reasons of the chosen site in short, for its row: on a phone they open under its card."""

from __future__ import annotations

import json

from prioritizer.domain.results import Assessment
from prioritizer.languages.speech import gettext
from prioritizer.ui.ranking import said
from prioritizer.ui.ranking.entries import Entry
from prioritizer.ui.ranking.later import Later
from prioritizer.ui.ranking.why_panel import NEXT_ABOVE, NEXT_BELOW
from prioritizer.ui.shell import cache as cached
from prioritizer.ui.shell import component, state
from prioritizer.ui.shell.cache import Problem
from prioritizer.ui.shell.text import plain
from prioritizer.workflow.ranking import answer_words, reasons
from prioritizer.workflow.ranking.missing_words import to_find_out
from prioritizer.workflow.ranking.not_ranked_words import NOT_RANKED, too_little_known
from prioritizer.workflow.ranking.trade_off import trade_off, trade_off_sentence

COMPONENT = "prioritizer_list_reasons"
Line = tuple[str, str]


def show(found: Problem, assessment: Assessment, chosen: Entry, later: Later) -> None:
    """Mount what carries the reasons to the list, which has been drawn before.

    Only where the list is narrow: else they stand beside it, and would be worked out twice.
    """
    if not state.get("list_narrow"):
        return
    told = {"id": chosen.site_id, "lines": lines(found, assessment, chosen, later)}
    component.mount(
        said.component(COMPONENT),
        "<i></i>",
        js=said.script("list_reasons.js"),
        key="list-reasons",
        data=json.dumps(told).encode(),
        height=1,
    )


def lines(
    found: Problem, assessment: Assessment, chosen: Entry, later: Later
) -> tuple[Line, ...]:
    """Return sentences, each with a start to stand out, which may be blank."""
    step = (later.steps or {}).get(chosen.site_id)
    next_step = ((gettext("Next step."), step.words),) if step is not None else ()
    told = (*_standing(found, assessment, chosen), *next_step, *_beside(assessment, chosen))
    return tuple((start, plain(text, limit=600)) for start, text in told if text)


def _standing(found: Problem, assessment: Assessment, chosen: Entry) -> tuple[Line, ...]:
    apart = chosen.apart or chosen.blank
    if apart is not None:
        missing = cached.missing_in_force(found, assessment, chosen.site_id)
        return (
            (gettext(NOT_RANKED), too_little_known(apart)),
            ("", to_find_out(missing)),
        )
    if chosen.row is None or assessment.answer is None:
        return ()
    return (("", answer_words.standing_sentence(assessment.answer, chosen.row)),)


def _beside(assessment: Assessment, chosen: Entry) -> tuple[Line, ...]:
    """Return why the site stands below the next above, and above the next below."""
    if chosen.row is None:
        return ()
    order = assessment.order().tolist()
    place = order.index(chosen.row)
    beside = [(NEXT_ABOVE, other) for other in order[max(0, place - 1) : place]]
    beside += [(NEXT_BELOW, other) for other in order[place + 1 : place + 2]]
    return tuple(
        (
            gettext(label, name=plain(assessment.matrix.names[other], limit=80)),
            _against(assessment, chosen.row, other),
        )
        for label, other in beside
    )


def _against(assessment: Assessment, row: int, other: int) -> str:
    if assessment.answer is None:
        scores = assessment.ranking.scores
        above, below = (other, row) if scores[other] > scores[row] else (row, other)
        return trade_off_sentence(trade_off(assessment, above, below).found)
    why = reasons.find_reasons(assessment, row, other)
    return f"{reasons.beats_sentence(why)} {reasons.known_sentence(why)}"

"""What a hindcast says, drawn: bias first, then places, areas, labels, outcomes, plants."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from prioritizer.domain.hindcast import (
    TAKEN_UP,
    BodyPlaces,
    Hindcast,
    OutcomeResult,
    Target,
)
from prioritizer.figures.outcome_places import NARROW, OutcomePlaces, outcome_places
from prioritizer.ui.hindcast import cache
from prioritizer.ui.parts import figure_view
from prioritizer.ui.shell import markup, session
from prioritizer.ui.shell.cache import Problem
from prioritizer.ui.shell.text import escape_html
from prioritizer.workflow.hindcast import words
from prioritizer.workflow.hindcast.lists import ALL, CLEANED, CLOSED
from prioritizer.workflow.ranking import calibration

IN_CHART = ("product", "product-contained", "value")
BY_OUTCOME = ("mass", "value", "contained", "product", "product-contained")
FAILED = " ✕"
LONGEST_NAME = 28
MOST_SITES = 2000


LEAD = (
    "Waste bodies are ranked here with the evidence of an earlier year. The page compares that "
    "order with what became of them since. “Taken up” means reprocessed at industrial scale, "
    "or a pilot that met its aim. “Product” is the ranking of this tool."
)
AUC = (
    "An AUC is the chance that a body that was taken up stands before one that was not: 0.5 is "
    "luck, 1 is certain."
)


def show_answer(found: Hindcast) -> None:
    """Draw the answer in sentences: how the bodies were chosen, then what is not known."""
    sentences = (
        LEAD,
        words.selection_words(found),
        words.hit_rate_words(found),
        f"{AUC} {words.product_words(found)}",
        words.list_words(found),
    )
    told = (markup.line(escape_html(text, limit=1200)) for text in sentences if text)
    markup.draw(f'<div class="pp-told">{"".join(told)}</div>')


def show_places(found: Hindcast) -> None:
    """Draw where the bodies that were taken up stood."""
    bodies = [one for one in found.places if one.kind in TAKEN_UP]
    if not bodies:
        return
    bodies.sort(key=lambda one: (one.places["product"], one.body_id))
    markup.draw(_heading("Where the bodies that were taken up stood"))
    shown = OutcomePlaces(
        labels=[_label(one) for one in bodies],
        orders=[words.short(name, found) for name in IN_CHART],
        places=[[one.places[name] for name in IN_CHART] for one in bodies],
        n=found.n_compared,
    )
    drawn = outcome_places(shown)
    for figure, width in ((drawn, "wide"), (outcome_places(shown, NARROW), "narrow")):
        with st.container(key=f"places-{width}"):
            figure_view.show(
                figure, key=f"places-taken-up-{width}", has_caption=False, least="0"
            )
    markup.draw(
        markup.note(
            f"{escape_html(drawn.caption, limit=300)} ✕ was taken up and failed. † rests on "
            "hindsight or a doubtful outcome, or is not decided yet. Bodies that were not "
            "taken up fill the places between."
        ),
    )


def _label(one: BodyPlaces) -> str:
    """Return the name, cut so that what marks it stays."""
    marks = "" if CLEANED in one.lists else " †"
    marks += FAILED if one.result is OutcomeResult.FAILURE else ""
    room = LONGEST_NAME - len(marks)
    name = one.name if len(one.name) <= room else f"{one.name[: room - 1].rstrip()}…"
    return f"{name}{marks}"


def show_areas(found: Hindcast) -> None:
    """Draw how well each order told them apart, list by list."""
    header, rows = words.area_rows(
        [found.trial(name) for name in (ALL, CLOSED, CLEANED)], found
    )
    markup.draw(
        _heading("How well each order told them from the others"),
        markup.note(f"{AUC} In brackets the 90 % interval."),
        _table(header, rows),
    )


def show_closed(found: Hindcast) -> None:
    """Draw what the closed lists rest on: labels, countries, the difference to mass."""
    closed = found.trial(CLOSED)
    head = _heading("What the closed lists rest on")
    told = markup.note(escape_html(f"{words.trial_words(closed)}.", limit=300))
    if not closed.skills:
        why = f"No AUC can be given: {closed.why_no_auc}."
        markup.draw(head, told, markup.line(escape_html(why)))
        return
    markup.draw(
        head,
        told,
        _table(*words.skill_table(closed, found)),
        markup.note(escape_html(words.VERDICTS)),
    )
    if words.may_quote(found):
        markup.draw(
            _heading("Lift of the first places"),
            _table(words.LIFT_HEADER, words.lift_rows(closed, found)),
        )


def show_outcomes(found: Hindcast) -> None:
    """Draw the mean place of each kind of outcome, and what came of those taken up."""
    header, rows = words.kind_rows(
        found, [name for name in BY_OUTCOME if name in found.methods]
    )
    well = found.trial(ALL, Target.WENT_WELL)
    failed = found.trial(ALL).hits - well.hits
    markup.draw(
        _heading("Mean place by outcome"),
        markup.note("In per cent of the way down the list; 50 % is luck."),
        _table(header, rows),
        markup.note(
            f"Taken up is not the same as good: {failed} of the {found.trial(ALL).hits} bodies "
            "that were taken up and can be compared failed."
        ),
    )


def show_ranges(found: Problem) -> None:
    """Draw how often the ranges for unknown values of the inventory in use held."""
    n = len(found.sites)
    markup.draw(_heading("How often ranges for unknown values held"))
    if n > MOST_SITES:
        text = (
            f"{n} sites are too many for this page: `calibrate` on the command line tests them."
        )
    else:
        held = cache.ranges_held(found, session.facilities())
        if held is None:
            return
        goal = calibration.goal_sentence(held, found.criteria)
        text = f"{calibration.whole_sentence(held)} {goal}"
    title = escape_html(found.register.title, limit=80)
    markup.draw(
        '<div class="pp-told">',
        markup.line(
            f"In <b>{title}</b>, {n} sites are considered. {escape_html(text, limit=900)}"
        ),
        "</div>",
    )


def show_limits(found: Hindcast) -> None:
    """Draw what no order saw, what was compared, and what cannot be taken out."""
    markup.draw(
        _heading("What no order sees: a plant"),
        '<div class="pp-told">',
        markup.line(escape_html(words.plant_sentence(found), limit=900)),
        _heading("What was compared"),
        markup.line(escape_html(words.compared_words(found), limit=600)),
        markup.line(escape_html(words.evidence_words(found), limit=900)),
        markup.note(
            "Many lists, orders and targets were looked at, and no interval is widened for "
            "that. With a table of your own, on the command line: "
            "<code>python -m prioritizer hindcast OUTCOMES.csv</code>"
        ),
        "</div>",
    )


def _heading(text: str) -> str:
    return f'<h2 class="pp-h2">{escape_html(text)}</h2>'


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    safe = [[escape_html(cell, limit=200) for cell in row] for row in rows]
    # Words of the command line, which begins no column with a capital; a page does.
    heads = [escape_html(f"{name[0].upper()}{name[1:]}", limit=200) for name in header]
    table = markup.table(heads, safe)
    return f'<div class="pp-scroll" tabindex="0">{table}</div>'

"""Two to four pinned sites side by side: places, chances, criteria, the trade-off in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import streamlit as st

from prioritizer.domain.answer import STATES, CellState, known_percent
from prioritizer.domain.results import Assessment
from prioritizer.domain.words import percent
from prioritizer.languages.speech import gettext, noop, signed
from prioritizer.ui.ranking.cell_states import STATES_SAID
from prioritizer.ui.ranking.entries import Entry, Listed, problem_rows
from prioritizer.ui.ranking.table_view import MOST_PINS
from prioritizer.ui.shell import markup, state
from prioritizer.ui.shell.cache import Problem
from prioritizer.ui.shell.text import escape_html, plain, powers
from prioritizer.workflow.ranking.answer_words import likely_range
from prioritizer.workflow.ranking.performance_words import criterion_text
from prioritizer.workflow.ranking.trade_off import (
    TradeOff,
    signed_points,
    trade_off_sentence,
    trade_offs,
)

TITLE = noop("Compare sites")
ONE_MORE = noop("Choose one more site to compare with {name}.")
NOT_RANKED = noop(
    "{name} is not ranked: too little is known. What is known stands in its column."
)
VALUE_AND_LEAD = noop("value {value} · {lead} against {name}")
VALUE = noop("value {value}")
ADDS = noop("Differences are points of score against {name}, which has the highest score.")
STANDING = {
    "place": noop("Place"),
    "chance": noop("On the list"),
    "section": noop("Section"),
    "likely": noop("Likely places"),
    "score": noop("Score"),
    "evidence": noop("Evidence"),
    "known": noop("Known"),
}


@dataclass(frozen=True, slots=True, eq=False)
class _Side:
    """All that a cell of the comparison needs."""

    found: Problem
    assessment: Assessment
    entries: tuple[Entry, ...]
    between: tuple[TradeOff, ...]

    @property
    def first(self) -> int | None:
        """Return the row with the highest score, None where fewer than two are ranked."""
        return self.between[0].above if self.between else None


def show(found: Problem, assessment: Assessment, listed: Listed) -> None:
    """Draw the choice of sites and, from two on, the comparison; nothing without a pin."""
    if not state.get("pins"):
        return
    entries = pinned(listed)
    st.html(f'<h2 class="pp-h2">{escape_html(gettext(TITLE))}</h2>')
    _choice(listed, entries)
    if len(entries) < 2:
        name = entries[0].name if entries else "–"
        markup.draw(markup.note(escape_html(gettext(ONE_MORE, name=name))))
        return
    rows = [entry.row for entry in entries if entry.row is not None]
    between = trade_offs(assessment, rows) if len(rows) > 1 else ()
    side = _Side(found, assessment, entries, between)
    markup.draw(*sentences(side), _table(side), _foot(side))


def pinned(listed: Listed) -> tuple[Entry, ...]:
    """Return the pinned sites that the list holds, in the order in which they were pinned."""
    found = (listed.find(site_id) for site_id in state.get("pins")[:MOST_PINS])
    return tuple(entry for entry in found if entry is not None)


def _choice(listed: Listed, entries: Sequence[Entry]) -> None:
    """Draw the equal of the pins in the list, for whoever does not use those."""
    offered = {one.site_id: one for one in (*entries, *listed.first)}
    labels = {name: plain(one.name, limit=80) for name, one in offered.items()}
    missing = [name for name in state.get("pins") if name not in labels]
    if missing:
        state.put("pins", tuple(one.site_id for one in entries))
    st.multiselect(
        gettext("Sites side by side"),
        list(labels),
        format_func=labels.__getitem__,
        max_selections=MOST_PINS,
        **state.started("pins", "default"),
    )


def sentences(side: _Side) -> Iterable[str]:
    """Yield the trade-offs in words, one paragraph for each pair."""
    for one in side.between:
        told = escape_html(trade_off_sentence(one.found), limit=900)
        besides = escape_html(one.told, limit=400)
        turn = f'<span class="pp-flip">{escape_html(one.turn, limit=600)}</span>'
        yield markup.line(f"{told} {besides} {turn if one.turn else ''}")
    for entry in side.entries:
        if entry.row is None:
            yield markup.line(escape_html(gettext(NOT_RANKED, name=entry.name)))


def _table(side: _Side) -> str:
    heads = (gettext("Criterion"), *(escape_html(e.name, limit=80) for e in side.entries))
    rows = [*_standing_rows(side), *_criterion_rows(side)]
    return f'<div class="pp-scroll">{markup.table(heads, rows)}</div>'


def _standing_rows(side: _Side) -> Iterable[tuple[str, ...]]:
    told = [_standing(side, entry) for entry in side.entries]
    for name, title in STANDING.items():
        cells = [one.get(name, "–") for one in told]
        if any(cell != "–" for cell in cells):
            yield (escape_html(gettext(title)), *map(escape_html, cells))


def _standing(side: _Side, entry: Entry) -> dict[str, str]:
    """Return the standing of a site by name, in words."""
    ranking, answer = side.assessment.ranking, side.assessment.answer
    site = side.found.register.by_id()[entry.site_id]
    told = {"evidence": site.evidence_class, "place": gettext("not ranked")}
    if entry.section:
        told["section"] = gettext(entry.section)
    if entry.apart is not None:
        told["known"] = known_percent(entry.apart.known_weight)
        told["chance"] = f"{percent(entry.apart.chance)} {gettext('if ranked')}"
    if entry.row is None:
        return told
    told["place"] = str(ranking.ranks[entry.row])
    told["score"] = signed(f"{ranking.scores[entry.row]:.2f}")
    if answer is not None:
        told["chance"] = percent(float(answer.chance[entry.row]))
        told["likely"] = likely_range(answer, entry.row)
        told["known"] = known_percent(float(answer.known_weight[entry.row]))
    return told


def _criterion_rows(side: _Side) -> Iterable[tuple[str, ...]]:
    weights = side.assessment.settings.weights.normalized
    for k, criterion in enumerate(side.found.criteria.criteria):
        head = (
            f"{escape_html(gettext(criterion.name))}{markup.small(markup.weight(weights[k]))}"
        )
        yield (head, *(_cell(side, entry, k) for entry in side.entries))


def _cell(side: _Side, entry: Entry, k: int) -> str:
    """Return what is known of a site on a criterion, its value, and its part in the gap."""
    row = problem_rows(side.found).get(entry.site_id)
    if row is None:
        return escape_html(gettext("not known"))
    considered = side.assessment.considered
    matrix = side.found.matrix if considered is None else considered.matrix
    values = side.found.values if considered is None else considered.values
    how = CellState.UNKNOWN if matrix.gap[row, k] else CellState.MEASURED
    if considered is not None:
        how = STATES[considered.draws.states[row, k]]
    ends = (float(one[row, k]) for one in (matrix.low, matrix.best, matrix.high))
    known = criterion_text(matrix.criteria[k], *ends)
    if how in (CellState.ANALOGUE, CellState.UNKNOWN):
        known = gettext("not known")
    mark = escape_html(gettext(STATES_SAID[how]))
    note = "" if how is CellState.MEASURED else f'<span class="pp-gap">{mark}</span>'
    told = _value_told(side, entry, k, float(values.expected[row, k]))
    return f"{escape_html(powers(known))}{note}{markup.small(escape_html(told))}"


def _value_told(side: _Side, entry: Entry, k: int, value: float) -> str:
    text = signed(f"{value:.2f}")
    lead = next((one for one in side.between if one.below == entry.row), None)
    if lead is None or entry.row is None:
        return gettext(VALUE, value=text)
    amount = -lead.part(side.found.criteria.criteria[k].id)
    return gettext(
        VALUE_AND_LEAD, value=text, lead=signed_points(amount), name=lead.found.above
    )


def _foot(side: _Side) -> str:
    if side.first is None:
        return ""
    name = side.assessment.matrix.names[side.first]
    return markup.note(escape_html(gettext(ADDS, name=name)))

"""Why the chosen site stands where it stands: neighbours, what would turn them, evidence."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st

from prioritizer.domain.answer import STATES, CellState
from prioritizer.domain.criterion import RiskMode
from prioritizer.domain.matrix import DecisionMatrix, ValueMatrix
from prioritizer.domain.results import Assessment, OutOfScale
from prioritizer.domain.site import Site
from prioritizer.domain.words import UNKNOWN
from prioritizer.ui.navigation import PAGES
from prioritizer.ui.parts import source_list
from prioritizer.ui.parts.settings_panel import RISK
from prioritizer.ui.ranking.entries import Entry, Listed, problem_rows
from prioritizer.ui.ranking.later import Later
from prioritizer.ui.shell import cache as cached
from prioritizer.ui.shell import markup, state
from prioritizer.ui.shell.cache import Problem
from prioritizer.ui.shell.text import escape_html, plain, powers
from prioritizer.workflow.ranking import answer_words, comparison_words, explain, reasons
from prioritizer.workflow.ranking.against_draws import on_list_sentence
from prioritizer.workflow.ranking.gaps import LikeSites
from prioritizer.workflow.ranking.not_ranked_words import NOT_RANKED, too_little_known
from prioritizer.workflow.robustness.next_step import NextStep

MAX_OPTIONS = 400
SITES = next(page.path for page in PAGES if page.address == "sites")
COLUMNS = ("Criterion", "Known (best, range)", "Value 0–1", "Weight")


def selected_entry(listed: Listed) -> Entry | None:
    """Return the chosen site; the first of the list where none is, or it is gone."""
    chosen = listed.find(state.get("selected"))
    if chosen is None:
        if not listed.entries:
            return None
        chosen = listed.entries[0]
        state.put("selected", chosen.site_id)
    if chosen.site_id != state.get("explained"):
        state.put("explained", chosen.site_id)
        state.put("site", chosen.site_id)
    return chosen


def choose(listed: Listed, chosen: Entry) -> None:
    """Draw the choice of the site to explain, the equal of a click.

    Where the sites are too many for one menu it offers those in view.
    """
    entries = listed.entries
    if len(entries) > MAX_OPTIONS:
        seen = {entry.site_id: entry for entry in (*listed.shown, chosen)}
        entries = tuple(seen.values())
    labels = {
        entry.site_id: f"{plain(entry.name, limit=80)} · {plain(entry.site_id, limit=40)}"
        for entry in sorted(entries, key=lambda entry: entry.name.casefold())
    }
    st.selectbox(
        "Explain site",
        list(labels),
        format_func=labels.__getitem__,
        **state.started("selected", "index", list(labels)),
    )


def show(found: Problem, assessment: Assessment, chosen: Entry, later: Later) -> None:
    """Draw the standing of one site, its next step, and its reasons."""
    step = (later.steps or {}).get(chosen.site_id)
    modes = (later.modes or {}).get(chosen.site_id, ())
    modes = modes if assessment.settings.gaps in modes else ()
    markup.draw(
        _standing(found, assessment, chosen),
        markup.line(escape_html(answer_words.only_under_sentence(modes))) if modes else "",
        _next_step(step),
        *_neighbours(found, assessment, chosen),
        _other_risks(chosen, later),
        _logical(assessment, chosen),
    )


def _next_step(step: NextStep | None) -> str:
    if step is None:
        return ""
    words = f"{step.words} {step.parts_sentence}"
    return markup.line(f"<b>Next step.</b> {escape_html(words)}")


def _standing(found: Problem, assessment: Assessment, chosen: Entry) -> str:
    answer = assessment.answer
    if chosen.apart is not None:
        return markup.line(
            f"<b>{NOT_RANKED}</b> {escape_html(too_little_known(chosen.apart))} "
            f"{_to_find(found, assessment, chosen)}"
        )
    if chosen.blank is not None:
        return markup.line(
            f"<b>{NOT_RANKED}</b> {escape_html(too_little_known(chosen.blank))} "
            f"{_to_find(found, assessment, chosen)}"
        )
    if chosen.row is None:
        return ""
    if answer is not None:
        return markup.line(escape_html(answer_words.standing_sentence(answer, chosen.row)))
    return _without_chances(assessment, chosen.row)


def _to_find(found: Problem, assessment: Assessment, chosen: Entry) -> str:
    missing = cached.missing_in_force(found, assessment, chosen.site_id)
    return escape_html(f"To find out: {'; '.join(missing)}.") if missing else ""


def _without_chances(assessment: Assessment, row: int) -> str:
    ranking = assessment.ranking
    if assessment.settings.method == "electre":
        return markup.line(
            f"Place <b>{ranking.ranks[row]}</b> of {len(assessment.matrix)}, score "
            f"<b>{ranking.scores[row]:.2f}</b>. Criteria with "
            f"{markup.share(ranking.gap_share[row])} of the weight rest on gaps; what they "
            "leave open is not worked out for ELECTRE II, so every place counts as open."
        )
    return markup.line(
        f"Place <b>{ranking.ranks[row]}</b> of {len(assessment.matrix)}, score "
        f"<b>{ranking.scores[row]:.2f}</b> (between {ranking.score_low[row]:.2f} and "
        f"{ranking.score_high[row]:.2f}). {markup.share(ranking.gap_share[row])} of the score "
        f"rests on gaps; what is not known allows places {ranking.rank_low[row]} to "
        f"{ranking.rank_high[row]}."
    )


def _logical(assessment: Assessment, chosen: Entry) -> str:
    if chosen.row is None or assessment.answer is None:
        return ""
    return markup.line(escape_html(answer_words.logical_sentence(assessment, chosen.row)))


def _neighbours(found: Problem, assessment: Assessment, chosen: Entry) -> list[str]:
    if chosen.row is None:
        return []
    order = assessment.order().tolist()
    place = order.index(chosen.row)
    lines = []
    if place > 0:
        lines.append(_against(found, assessment, "Next above", chosen.row, order[place - 1]))
    if place + 1 < len(order):
        lines.append(_against(found, assessment, "Next below", chosen.row, order[place + 1]))
    return lines


def _against(found: Problem, assessment: Assessment, label: str, row: int, other: int) -> str:
    """Return one neighbour: what is known, what is assumed, how often it is beaten."""
    start = f"<b>{label}: {escape_html(assessment.matrix.names[other], limit=80)}.</b>"
    # The list may go by chance: what leads in score need not stand above.
    scores = assessment.ranking.scores
    above, below = (other, row) if scores[other] > scores[row] else (row, other)
    turn = explain.turn_sentence(assessment, above, below)
    told = on_list_sentence(assessment, above, below)
    flip = f'<span class="pp-flip">{escape_html(turn)}</span>'
    if assessment.answer is None:
        reason = comparison_words.comparison_sentence(explain.compare(assessment, above, below))
        return markup.line(f"{start} {escape_html(reason)} {flip}")
    like = partial(_like, found, assessment)
    why = reasons.find_reasons(assessment, row, other, like)
    assumed = "".join(
        f"<li>{escape_html(sentence)}</li>"
        for sentence in reasons.assumed_sentences(why, assessment.settings.gaps)
    )
    named = replace(why, other="it")  # its name stands before
    return (
        markup.line(
            f"{start} {escape_html(reasons.beats_sentence(named))} "
            f"{escape_html(reasons.known_sentence(named))}"
        )
        + (f'<ul class="pp-assumed">{assumed}</ul>' if assumed else "")
        + markup.line(f"{escape_html(told)} {flip}".strip())
    )


def _like(found: Problem, assessment: Assessment, row: int, column: int) -> LikeSites | None:
    gaps = cached.gaps_of(found, assessment.settings.gaps)
    return gaps.like_sites(int(assessment.rows[row]), column)


def _other_risks(chosen: Entry, later: Later) -> str:
    if not later.places or chosen.row is None:
        return ""
    ranks = {mode: later.places[mode].get(chosen.site_id, UNKNOWN) for mode in RiskMode}
    places = [f"{escape_html(RISK[mode].lower())} <b>{at}</b>" for mode, at in ranks.items()]
    return markup.line(f"<b>Place when risk counts</b> {', '.join(places)}.")


def show_evidence(
    found: Problem, assessment: Assessment, chosen: Entry, colors: dict[str, str]
) -> None:
    """Draw what is known about one site by criterion, and what is not."""
    site = found.register.by_id()[chosen.site_id]
    name = escape_html(site.name, limit=120)
    beyond = [o for o in found.beyond if o.site_id == site.site_id]
    markup.draw(
        f'<h2 class="pp-h2">What is known about {name}</h2>',
        _table(found, assessment, chosen, colors),
        _gaps(found, site),
        *(_beyond(assessment, entry) for entry in beyond),
        markup.line(f"<b>Sources:</b> {source_list.marks(';'.join(source_list.cited(site)))}"),
    )
    st.page_link(
        SITES, label="Every figure of this site with its source", icon=":material/menu_book:"
    )


def _table(
    found: Problem, assessment: Assessment, chosen: Entry, colors: dict[str, str]
) -> str:
    """Return the cells of a site; blank where it has no evidence."""
    row = problem_rows(found).get(chosen.site_id)
    if row is None:
        return ""
    considered = assessment.considered
    matrix, values = found.matrix, found.values
    states = _states_of_gaps(found, row)
    if considered is not None:
        matrix, values = considered.matrix, considered.values
        states = [STATES[code] for code in considered.draws.states[row].tolist()]
    rows = [
        _cells(assessment, matrix, values, row, k, state, colors)
        for k, state in enumerate(states)
    ]
    return markup.table(COLUMNS, rows, numbers=COLUMNS[2:])


def _states_of_gaps(found: Problem, row: int) -> list[CellState]:
    return [
        CellState.UNKNOWN if is_gap else CellState.MEASURED
        for is_gap in found.matrix.gap[row].tolist()
    ]


def _cells(
    assessment: Assessment,
    matrix: DecisionMatrix,
    values: ValueMatrix,
    row: int,
    k: int,
    how: CellState,
    colors: dict[str, str],
) -> tuple[str, str, str, str]:
    criterion = matrix.criteria[k]
    low, best, high = (float(end[row, k]) for end in (matrix.low, matrix.best, matrix.high))
    known = explain.criterion_text(criterion, low, best, high)
    if how in (CellState.ANALOGUE, CellState.UNKNOWN):
        known = "not known"
    mark = "" if how is CellState.MEASURED else f'<span class="pp-gap">{how.value}</span>'
    worst, top = values.low[row, k], values.high[row, k]
    span = f"{worst:.2f}–{top:.2f}" if top > worst else ""
    return (
        f'<i style="background:{colors[criterion.id]}"></i>{escape_html(criterion.name)}{mark}',
        escape_html(powers(known)),
        f"{values.expected[row, k]:.2f}{markup.small(span)}",
        _weight(assessment, k),
    )


def _weight(assessment: Assessment, k: int) -> str:
    left_out = () if assessment.answer is None else assessment.answer.criteria_left_out
    if assessment.criteria.ids[k] in left_out:
        return "left out"
    return markup.weight(assessment.settings.weights.normalized[k])


def _gaps(found: Problem, site: Site) -> str:
    gaps = cached.missing_of(found)(site.site_id)
    return markup.line(f"<b>Not known:</b> {escape_html('; '.join(gaps))}.") if gaps else ""


def _beyond(assessment: Assessment, beyond: OutOfScale) -> str:
    criterion = next(c for c in assessment.criteria.criteria if c.id == beyond.criterion)
    reached, end = (
        explain.performance_text(value, value, value, criterion.unit)
        for value in (beyond.performance, beyond.end)
    )
    return markup.line(
        f"<b>Beyond the scale:</b> {escape_html(criterion.name)} is "
        f"{escape_html(powers(reached))}, "
        f"the scale ends at {escape_html(powers(end))}. A wider scale would move this site."
    )

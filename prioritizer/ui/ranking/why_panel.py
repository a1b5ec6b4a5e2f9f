"""Why the chosen site stands where it stands: neighbours, what would turn them, evidence."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st

from prioritizer.domain.answer import STATES, Apart, CellState
from prioritizer.domain.criterion import RiskMode
from prioritizer.domain.matrix import DecisionMatrix, ValueMatrix
from prioritizer.domain.results import Assessment, NotRanked, OutOfScale
from prioritizer.domain.site import Site
from prioritizer.domain.words import UNKNOWN
from prioritizer.languages.speech import gettext, noop, signed
from prioritizer.ui.navigation import PAGES
from prioritizer.ui.parts import source_list
from prioritizer.ui.parts.settings_panel import RISK
from prioritizer.ui.ranking.cell_states import STATES_SAID
from prioritizer.ui.ranking.entries import Entry, Listed, problem_rows
from prioritizer.ui.ranking.later import Later
from prioritizer.ui.shell import cache as cached
from prioritizer.ui.shell import links, markup, state
from prioritizer.ui.shell.cache import Problem
from prioritizer.ui.shell.text import escape_html, plain, powers
from prioritizer.workflow.ranking import (
    answer_words,
    comparison_words,
    explain,
    missing_words,
    reasons,
)
from prioritizer.workflow.ranking.against_draws import on_list_sentence
from prioritizer.workflow.ranking.gaps import LikeSites
from prioritizer.workflow.ranking.missing_words import to_find_out
from prioritizer.workflow.ranking.not_ranked_words import NOT_RANKED, too_little_known
from prioritizer.workflow.ranking.performance_words import criterion_text, performance_text
from prioritizer.workflow.robustness.next_step import NextStep

MAX_OPTIONS = 400
SITES = next(page.path for page in PAGES if page.address == "sites")
COLUMNS = (
    noop("Criterion"),
    noop("Known (best, range)"),
    noop("Value 0–1"),
    noop("Weight"),
)
NEXT_ABOVE, NEXT_BELOW = noop("Next above: {name}."), noop("Next below: {name}.")


def selected_entry(listed: Listed) -> Entry | None:
    """Return the chosen site; the first of the list where none is, or it is gone."""
    links.site("selected", {entry.site_id for entry in listed.entries})
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

    Where the sites are too many for one menu it offers the first ones.
    """
    entries = listed.entries
    if len(entries) > MAX_OPTIONS:
        seen = {entry.site_id: entry for entry in (*listed.first, chosen)}
        entries = tuple(seen.values())
    labels = {
        entry.site_id: f"{plain(entry.name, limit=80)} · {plain(entry.site_id, limit=40)}"
        for entry in sorted(entries, key=lambda entry: entry.name.casefold())
    }
    st.selectbox(
        gettext("Explain site"),
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
    return markup.line(f"<b>{escape_html(gettext('Next step.'))}</b> {escape_html(words)}")


def _standing(found: Problem, assessment: Assessment, chosen: Entry) -> str:
    answer = assessment.answer
    if chosen.apart is not None:
        return _unranked(found, assessment, chosen, chosen.apart)
    if chosen.blank is not None:
        return _unranked(found, assessment, chosen, chosen.blank)
    if chosen.row is None:
        return ""
    if answer is not None:
        return markup.line(escape_html(answer_words.standing_sentence(answer, chosen.row)))
    return _without_chances(assessment, chosen.row)


def _unranked(
    found: Problem, assessment: Assessment, chosen: Entry, one: Apart | NotRanked
) -> str:
    to_find = to_find_out(cached.missing_in_force(found, assessment, chosen.site_id))
    return markup.line(
        f"<b>{escape_html(gettext(NOT_RANKED))}</b> {escape_html(too_little_known(one))} "
        f"{escape_html(to_find)}"
    )


def _without_chances(assessment: Assessment, row: int) -> str:
    ranking = assessment.ranking
    said = {
        "place": f"<b>{ranking.ranks[row]}</b>",
        "of": len(assessment.matrix),
        "score": f"<b>{_two_digits(ranking.scores[row])}</b>",
        "share": markup.share(ranking.gap_share[row]),
    }
    if assessment.settings.method == "electre":
        text = gettext(
            "Place {place} of {of}, score {score}. Criteria with {share} of the weight rest on "
            "gaps; what they leave open is not worked out for ELECTRE II, so every place "
            "counts as open."
        )
        return markup.line(escape_html(text, limit=600).format(**said))
    text = gettext(
        "Place {place} of {of}, score {score} (between {least} and {most}). {share} of the "
        "score rests on gaps; what is not known allows places {low} to {high}."
    )
    return markup.line(
        escape_html(text, limit=600).format(
            least=_two_digits(ranking.score_low[row]),
            most=_two_digits(ranking.score_high[row]),
            low=ranking.rank_low[row],
            high=ranking.rank_high[row],
            **said,
        )
    )


def _two_digits(value: float) -> str:
    return signed(f"{value:.2f}")


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
        lines.append(_against(found, assessment, NEXT_ABOVE, chosen.row, order[place - 1]))
    if place + 1 < len(order):
        lines.append(_against(found, assessment, NEXT_BELOW, chosen.row, order[place + 1]))
    return lines


def _against(found: Problem, assessment: Assessment, label: str, row: int, other: int) -> str:
    """Return one neighbour: what is known, what is assumed, how often it is beaten."""
    name = escape_html(assessment.matrix.names[other], limit=80)
    start = f"<b>{escape_html(gettext(label)).format(name=name)}</b>"
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
    named = replace(why, other=reasons.IT)  # its name stands before
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
    places = [
        f"{escape_html(gettext(RISK[mode]).lower())} <b>{at}</b>" for mode, at in ranks.items()
    ]
    start = escape_html(gettext("Place when risk counts"))
    return markup.line(f"<b>{start}</b> {', '.join(places)}.")


def show_evidence(
    found: Problem, assessment: Assessment, chosen: Entry, colors: dict[str, str]
) -> None:
    """Draw what is known about one site by criterion, and what is not."""
    site = found.register.by_id()[chosen.site_id]
    name = escape_html(site.name, limit=120)
    title = escape_html(gettext("What is known about {name}"))
    beyond = [o for o in found.beyond if o.site_id == site.site_id]
    markup.draw(
        f'<h2 class="pp-h2">{title.format(name=name)}</h2>',
        _table(found, assessment, chosen, colors),
        _gaps(found, site),
        *(_beyond(assessment, entry) for entry in beyond),
        markup.line(
            f"<b>{escape_html(gettext('Sources:'))}</b> "
            f"{source_list.marks(';'.join(source_list.cited(site)))}"
        ),
    )
    st.page_link(
        SITES,
        label=gettext("Every figure of this site with its source"),
        icon=":material/menu_book:",
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
    heads = tuple(map(gettext, COLUMNS))
    return markup.table(heads, rows, numbers=heads[2:])


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
    known = criterion_text(criterion, low, best, high)
    if how in (CellState.ANALOGUE, CellState.UNKNOWN):
        known = gettext("not known")
    state = escape_html(gettext(STATES_SAID[how]))
    mark = "" if how is CellState.MEASURED else f'<span class="pp-gap">{state}</span>'
    worst, top = values.low[row, k], values.high[row, k]
    span = f"{_two_digits(worst)}–{_two_digits(top)}" if top > worst else ""
    name = escape_html(gettext(criterion.name))
    return (
        f'<i style="background:{colors[criterion.id]}"></i>{name}{mark}',
        escape_html(powers(known)),
        f"{_two_digits(values.expected[row, k])}{markup.small(span)}",
        _weight(assessment, k),
    )


def _weight(assessment: Assessment, k: int) -> str:
    left_out = () if assessment.answer is None else assessment.answer.criteria_left_out
    if assessment.criteria.ids[k] in left_out:
        return escape_html(gettext("left out"))
    return markup.weight(assessment.settings.weights.normalized[k])


def _gaps(found: Problem, site: Site) -> str:
    gaps = cached.missing_of(found)(site.site_id)
    if not gaps:
        return ""
    start, told = escape_html(gettext("Not known:")), "; ".join(map(missing_words.said, gaps))
    return markup.line(f"<b>{start}</b> {escape_html(told)}.")


def _beyond(assessment: Assessment, beyond: OutOfScale) -> str:
    criterion = next(c for c in assessment.criteria.criteria if c.id == beyond.criterion)
    reached, end = (
        performance_text(value, value, value, gettext(criterion.unit))
        for value in (beyond.performance, beyond.end)
    )
    start = escape_html(gettext("Beyond the scale:"))
    told = gettext(
        "{name} is {value}, the scale ends at {end}. A wider scale would move this site.",
        name=gettext(criterion.name),
        value=powers(reached),
        end=powers(end),
    )
    return markup.line(f"<b>{start}</b> {escape_html(told)}")

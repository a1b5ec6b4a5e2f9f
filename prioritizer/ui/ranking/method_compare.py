"""Methods side by side: choice, slopes, table of places, agreement, reasons."""

from __future__ import annotations

import math
from functools import partial

import streamlit as st

from prioritizer.domain.results import Assessment
from prioritizer.domain.words import counted
from prioritizer.figures.slope import Slopes, slopes
from prioritizer.ui.parts import figure_view
from prioritizer.ui.parts.long_work import LongWork
from prioritizer.ui.parts.working import Working
from prioritizer.ui.shell import markup, palette, state
from prioritizer.ui.shell.cache import Problem, assessment_key
from prioritizer.ui.shell.text import escape_html
from prioritizer.workflow.ranking.compare import (
    DEFAULT_METHODS,
    Agreement,
    Compared,
    Consensus,
    compare_methods,
)
from prioritizer.workflow.ranking.compare_reasons import (
    Disagreement,
    caution_sentences,
    consensus_sentence,
    disagreements,
)
from prioritizer.workflow.ranking.method_facts import METHOD_FACTS

LINES = 15
MOST_REASONS = 6
ROWS = 40
MARKS = {
    Consensus.ALL: ("secure", "all lists"),
    Consensus.SOME: ("open", "some lists"),
    Consensus.NONE: ("out", "no list"),
}


def choose() -> tuple[str, ...]:
    """Draw the choice of methods and the length of the shortlist; return the methods."""
    if state.get("compare_methods") is None:
        state.put("compare_methods", list(DEFAULT_METHODS))
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        st.pills(
            "Methods side by side",
            list(METHOD_FACTS),
            format_func=lambda name: METHOD_FACTS[name].title,
            selection_mode="multi",
            **state.started("compare_methods", "default"),
        )
        st.number_input(
            "Shortlist places",
            1,
            100,
            step=1,
            width=130,
            **state.started("shortlist"),
        )
    chosen = state.get("compare_methods")
    return tuple(name for name in METHOD_FACTS if name in chosen)


COMPARED = LongWork[Compared](
    "methods", "Ranking by every method …", "the methods side by side", 24
)


def compared(
    found: Problem, assessment: Assessment, methods: tuple[str, ...], top: int
) -> Compared | None:
    """Return the methods side by side; None where the work was cancelled."""

    def make(work: Working) -> Compared:
        told = partial(work.counted, words="Ranked by {n} methods")
        return compare_methods(assessment, methods, top=top, progress=told)

    key = repr((found.key, assessment_key(assessment), methods, top))
    return COMPARED.shown(key, make)


def show_slopes(found: Compared) -> None:
    """Draw the places of the sites on any list, those with the best Borda place first."""
    names, consensus = found.base.matrix.names, found.consensus
    rows = [row for row in found.order().tolist() if consensus[row] is not Consensus.NONE]
    shown = rows[:LINES]
    hidden = len(rows) - len(shown)
    rest = f"; {hidden} more in the table" if hidden else ""
    markup.draw(
        '<h2 class="pp-h2">Places under each method '
        f"<small>{len(shown)} sites on a shortlist{rest}</small></h2>"
    )
    figure_view.show(
        slopes(
            Slopes(
                methods=found.titles,
                labels=[names[row] for row in shown],
                places=[found.ranks[:, row].tolist() for row in shown],
                on_lists=[consensus[row].value for row in shown],
                cut=found.top,
                floor=max(found.top + 5, len(shown) + 3),
            )
        ),
        key="places-under-methods",
    )


def show_reasons(found: Compared) -> None:
    """Draw who moves most, what the site is like, and why the methods differ."""
    entries = disagreements(found, most=MOST_REASONS)
    markup.draw(
        '<h2 class="pp-h2">Who moves most, and why</h2>',
        "".join(_reason(entry) for entry in entries)
        or markup.note("Nobody: every method gives the same shortlist."),
    )


def _reason(entry: Disagreement) -> str:
    best, worst = METHOD_FACTS[entry.best_method].title, METHOD_FACTS[entry.worst_method].title
    reasons = "".join(f"<li>{escape_html(reason)}</li>" for reason in entry.reasons)
    return (
        f'<div class="pp-mover"><p><b>{escape_html(entry.name, limit=120)}</b> '
        f'<span class="pp-move"><b>{entry.best_rank}</b> {escape_html(best)} → '
        f"<b>{entry.worst_rank}</b> {escape_html(worst)}</span></p>"
        f"<p>{escape_html(entry.profile.words)}</p><ul>{reasons}</ul></div>"
    )


def show_table(found: Compared) -> None:
    """Draw the place of each site under each method, and in the rankings made of all."""
    matrix, consensus = found.base.matrix, found.consensus
    rows = []
    for row in found.order().tolist()[:ROWS]:
        kind, text = MARKS[consensus[row]]
        rows.append(
            (
                escape_html(matrix.names[row], limit=120),
                f"<b>{found.borda[row]}</b>",
                str(found.copeland[row]),
                *(_place(place, found.top) for place in found.ranks[:, row].tolist()),
                f'<span class="pp-band {kind}">{text}</span>',
            )
        )
    columns = ("Site", "Borda", "Copeland", *found.titles, "Shortlists")
    left = len(matrix) - len(rows)
    markup.draw(
        '<h2 class="pp-h2">Places, and one ranking made of all <small>Borda counts the sites '
        "ranked below, Copeland the duels won</small></h2>",
        markup.scrolled(markup.table(columns, rows, numbers=columns[1:-1]), "pp-places"),
        markup.note(
            f"{counted(left, 'more site')}; the command <code>compare</code> writes all."
        )
        if left > 0
        else "",
    )


def _place(place: int, top: int) -> str:
    return f"<b>{place}</b>" if place <= top else f'<span class="pp-off">{place}</span>'


def show_agreement(found: Compared) -> None:
    """Draw how far each pair of methods agrees."""
    heads = "".join(f'<th scope="col">{name}</th>' for name in found.titles[:-1])
    body = ""
    for second, title in enumerate(found.titles[1:], start=1):
        cells = "".join(_pair(found, first, second) for first in range(second))
        blank = "<td></td>" * (len(found.methods) - 1 - second)
        body += f'<tr><th scope="row">{title}</th>{cells}{blank}</tr>'
    markup.draw(
        '<h2 class="pp-h2">How far methods agree <small>Kendall’s tau over '
        f"{len(found.base.matrix)} sites; below, sites on both shortlists</small></h2>",
        '<div class="pp-scroll" tabindex="0"><table class="pp-heat">'
        f'<thead><tr><th scope="col">Method</th>{heads}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>",
    )


def _pair(found: Compared, first: int, second: int) -> str:
    pair = next(
        pair
        for pair in found.agreements
        if (pair.first, pair.second) == (found.methods[first], found.methods[second])
    )
    said = escape_html(_words(pair))
    if math.isnan(pair.kendall):
        return f'<td class="none" title="{said}">–</td>'
    strength = 0.55 * max(pair.kendall, 0.0)
    return (
        f'<td title="{said}" style="background:{palette.shade(strength)}">'
        f"{pair.kendall:.2f}<small>{pair.shared} of {found.top}</small></td>"
    )


def _words(pair: Agreement) -> str:
    return (
        f"{METHOD_FACTS[pair.first].title} and {METHOD_FACTS[pair.second].title}: Kendall "
        f"{pair.kendall:.2f}, Spearman {pair.spearman:.2f} over {pair.n} sites; {pair.shared} "
        f"sites on both shortlists, {pair.listed} on either."
    )


def show_methods(found: Compared) -> None:
    """Draw what each method computes, folded away."""
    with st.expander("What each method computes"):
        rows = [
            (
                METHOD_FACTS[name].title,
                escape_html(METHOD_FACTS[name].formula.capitalize() + "."),
                escape_html(METHOD_FACTS[name].character),
                escape_html(METHOD_FACTS[name].reference),
            )
            for name in found.methods
        ]
        columns = ("Method", "Score on fixed scales", "Character", "Reference")
        markup.draw('<div class="pp-words">', markup.table(columns, rows), "</div>")


def show_head(found: Compared) -> None:
    """Draw the result in a sentence, and what to bear in mind."""
    cautions = "".join(f"<li>{escape_html(text)}</li>" for text in caution_sentences(found))
    markup.draw(
        f'<p class="pp-says">{escape_html(consensus_sentence(found))}</p>',
        f'<ul class="pp-list-plain pp-mind">{cautions}</ul>' if cautions else "",
    )

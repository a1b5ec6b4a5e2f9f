"""How sure a room's shortlist is, and which sites the room did not judge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from prioritizer.domain.answer import known_percent
from prioritizer.domain.results import NotRanked
from prioritizer.ui.shell import markup
from prioritizer.ui.shell.text import escape_html
from prioritizer.workflow.ranking.answer_words import (
    assumption_sentence,
    headline,
    likely_range,
)
from prioritizer.workflow.workshop.certainty import (
    apart_words,
    gaps_words,
    not_asked_words,
    veto_words,
)
from prioritizer.workflow.workshop.known import Known
from prioritizer.workflow.workshop.problem import FrozenProblem
from prioritizer.workflow.workshop.results import RoundResult
from prioritizer.workflow.workshop.standing_aside import aside_reason, moved_note


def show(problem: FrozenProblem, result: RoundResult, names: Mapping[str, str]) -> None:
    """Draw how sure the shortlist is under the mean of all weights, and who is not ranked."""
    known, answer = problem.known, result.answer
    if known is None:
        return
    st.subheader("How sure the shortlist is", anchor=False)
    if answer is not None:
        rows_of = {site: row for row, site in enumerate(problem.matrix.alternatives)}
        rows = [
            (
                names[site],
                result.sections[site].value,
                markup.share(float(answer.chance[rows_of[site]])),
                likely_range(answer, rows_of[site]),
            )
            for site in result.shortlist
        ]
        heads = ("Site", "how sure", "chance on the list", "likely places")
        markup.draw(markup.line(escape_html(headline(answer))))
        markup.draw(markup.table(heads, rows, numbers=heads[2:]))
        markup.draw(markup.note(escape_html(assumption_sentence(answer))))
    said = (
        moved_note(result.moved),
        apart_words(known),
        veto_words(known),
        not_asked_words(known),
        gaps_words(known),
    )
    for words in said:
        if words:
            markup.draw(markup.line(escape_html(words, limit=2000)))
    if known.apart:
        _apart(known)
    if known.not_ranked:
        _set_aside(known.not_ranked)


def _apart(known: Known) -> None:
    rows = [
        (
            f"{escape_html(site.name)} <small>{escape_html(site.site_id)}</small>",
            markup.share(site.chance),
            escape_html(known_percent(site.known_weight)),
            escape_html("; ".join(site.missing)),
        )
        for site in known.apart
    ]
    heads = ("Site", "chance on the list", "weight known", "to find out")
    with st.expander("Too little known to be ranked"):
        markup.draw(markup.table(heads, rows, numbers=heads[1:3]))
        markup.draw(markup.note("Chance and known weight when all criteria count the same."))


def _set_aside(entries: Sequence[NotRanked]) -> None:
    rows = [
        (
            f"{escape_html(entry.name)} <small>{escape_html(entry.site_id)}</small>",
            escape_html(aside_reason(entry), limit=400),
        )
        for entry in entries
    ]
    with st.expander("Set aside: for their status, by a veto or without any figure"):
        markup.draw(markup.table(("Site", "Reason"), rows))

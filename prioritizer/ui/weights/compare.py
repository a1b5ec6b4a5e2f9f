"""Several sets of weights side by side: the weights, their shortlists, their overlap."""

from __future__ import annotations

import numpy as np
import streamlit as st

from prioritizer.domain.results import Assessment
from prioritizer.domain.weights import WeightVector
from prioritizer.domain.words import are, counted
from prioritizer.figures.weight_sets import MOST, Shown, weight_sets
from prioritizer.ui.parts import charts, figure_view
from prioritizer.ui.shell import markup, session, state
from prioritizer.ui.shell.text import escape_html, escape_markdown
from prioritizer.ui.weights import session as weighing
from prioritizer.workflow.robustness.sensitivity import listed
from prioritizer.workflow.weights.effect import Compared, WeightSet, compare

NOW = "In use now"


def show(assessment: Assessment, top: int) -> None:
    """Draw the choice of sets and their comparison."""
    offered = _offered(assessment)
    saved = weighing.saved(assessment.criteria)
    chosen = state.get("weigh_compared")
    if chosen is None or not set(chosen) <= set(offered):
        wanted = [NOW, *(entry.name for entry in saved)]
        state.put("weigh_compared", (wanted if len(wanted) > 1 else list(offered))[:MOST])
    st.pills(
        f"Sets of weights, up to {MOST}",
        list(offered),
        format_func=lambda name: escape_markdown(session.told(name)),
        selection_mode="multi",
        **state.started("weigh_compared", "default"),
    )
    if not saved:
        markup.draw(
            markup.note(
                "No weights are saved in this project yet: answer the questions on the other "
                "view and press “Save in this project”."
            )
        )
    sets = [entry for name, entry in offered.items() if name in state.get("weigh_compared")]
    if len(sets) < 2:
        markup.draw(markup.line("Choose two sets or more to compare them."))
        return
    found = compare(assessment, [session.told(entry) for entry in sets[:MOST]], top=top)
    left, right = st.columns([1.15, 1], gap="large")
    with left:
        _figure(assessment, found)
        _weights(assessment, found)
        _manage(assessment, saved)
    with right:
        _overlap(found)
        _lists(found)


def _offered(assessment: Assessment) -> dict[str, WeightSet]:
    criteria = assessment.criteria
    source = session.told(state.get("weight_source")) or "sliders or a profile"
    found = {NOW: WeightSet(NOW, source, assessment.settings.weights.as_dict())}
    for entry in weighing.saved(criteria):
        found[entry.name] = entry
    for profile in criteria.profiles:
        shares = WeightVector.from_mapping(profile.points, criteria.ids).as_dict()
        found.setdefault(profile.name, WeightSet(profile.name, profile.source, shares))
    return found


def _figure(assessment: Assessment, found: Compared) -> None:
    labels = [criterion.name for criterion in assessment.criteria.criteria]
    figure = weight_sets(
        labels,
        [
            Shown(entry.name, row)
            for entry, row in zip(found.sets, found.weights.tolist(), strict=True)
        ],
    )
    markup.draw('<h2 class="pp-h2">The weights</h2>')
    figure_view.show(figure, key="weight-sets", has_caption=False)


def _weights(assessment: Assessment, found: Compared) -> None:
    names = [escape_html(entry.name) for entry in found.sets]
    rows = [
        (
            escape_html(criterion.name),
            *(markup.weight(share) for share in found.weights[:, column].tolist()),
        )
        for column, criterion in enumerate(assessment.criteria.criteria)
    ]
    columns = ("Weight", *names)
    markup.draw(charts.words(markup.table(columns, rows, numbers=columns[1:])))


def _overlap(found: Compared) -> None:
    names = [escape_html(entry.name) for entry in found.sets]
    rows = [
        (name, *(str(count) for count in row))
        for name, row in zip(names, found.shared.tolist(), strict=True)
    ]
    columns = ("Shared sites", *names)
    markup.draw(
        '<h2 class="pp-h2">Do they lead to the same sites? '
        f"<small>sites that two shortlists of {found.top} share</small></h2>",
        charts.words(markup.table(columns, rows, numbers=columns[1:])),
    )


def _everywhere(names: tuple[str, ...]) -> str:
    if not names:
        return "No site is on every list."
    return (
        f"<b>{counted(len(names), 'site')}</b> {are(len(names))} on every list: "
        f"{escape_html(listed(names))}."
    )


def _lists(found: Compared) -> None:
    names = np.array(found.names, dtype=object)
    everywhere = tuple(names[found.in_all])
    depends = int(found.in_some.sum()) - len(everywhere)
    markup.draw(
        markup.line(
            f"{_everywhere(everywhere)} Of {counted(depends, 'other site')} the place on the "
            "list depends on the weights."
        )
    )
    rows_in = np.flatnonzero(found.in_some)
    best = found.ranks[:, rows_in].mean(axis=0)
    rows = [
        (
            escape_html(str(names[row]), limit=60),
            *(
                _place(int(rank), found.top) if ranked else "too little known"
                for rank, ranked in zip(
                    found.ranks[:, row], found.is_ranked[:, row], strict=True
                )
            ),
        )
        for row in rows_in[np.argsort(best, kind="stable")].tolist()
    ]
    columns = ("Place under", *(escape_html(entry.name) for entry in found.sets))
    markup.draw(charts.words(markup.table(columns, rows, numbers=columns[1:])))


def _place(rank: int, top: int) -> str:
    return f"<b>{rank}</b>" if rank <= top else f'<span class="pp-away">{rank}</span>'


def _manage(assessment: Assessment, saved: tuple[WeightSet, ...]) -> None:
    if not saved:
        return
    markup.draw('<h2 class="pp-h2">Saved weights</h2>')
    for number, entry in enumerate(saved):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            markup.draw(
                f'<p class="pp-given"><b>{escape_html(session.told(entry.name))}</b> '
                f"{escape_html(session.told(entry.source))}</p>"
            )
            st.button(
                "Use",
                key=f"weigh.use.{number}-{len(saved)}",
                on_click=weighing.use,
                args=(assessment.criteria, entry.shares, entry.source),
            )
            st.button(
                "Delete",
                key=f"weigh.forget.{number}-{len(saved)}",
                on_click=weighing.forget,
                args=(entry.name,),
            )

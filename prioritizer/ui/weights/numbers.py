"""Tables of numbers to fill in: points, the ends of weights, and statements about pairs."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.ui.shell import markup
from prioritizer.ui.shell.text import escape_html, escape_markdown, powers
from prioritizer.ui.weights import session as weighing
from prioritizer.workflow.weights import items, outcome
from prioritizer.workflow.weights.items import Group, Item
from prioritizer.workflow.weights.region import RELATIONS, Statement
from prioritizer.workflow.weights.ways import Way

ENDS = {"low": "At least, %", "high": "At most, %"}


def show_points(chosen: Way, group: Group) -> None:
    """Draw a number per item, blank at first; what is still to do stands below."""
    kept = weighing.answers(chosen, group)
    given: dict[str, float | str] = {}
    for item in group.items:
        name, number = st.columns([1.6, 1], gap="medium", vertical_alignment="center")
        with name:
            _name(item)
        key = f"points.{item.id}"
        with number:
            value = st.number_input(
                f"Points for {escape_markdown(item.name)}",
                0.0,
                value=_number(kept.get(key)),
                step=1.0,
                format="%g",
                placeholder="points",
                label_visibility="collapsed",
                key=f"widget.weigh.{chosen.name}.{group.id}.{item.id}",
            )
        if value is not None:
            given[key] = value
    if given != kept:
        weighing.keep(chosen, group, given)
    _still_to_do(chosen, group, given)


def _name(item: Item) -> None:
    markup.draw(
        f'<p class="pp-given"><b>{escape_html(item.name)}</b>'
        f"{markup.small(escape_html(powers(item.swing)))}</p>"
    )


def _number(value: float | str | None) -> float | None:
    return None if value is None else float(value)


def _still_to_do(chosen: Way, group: Group, given: dict[str, float | str]) -> None:
    total = sum(float(value) for value in given.values())
    blank = [item.name for item in group.items if f"points.{item.id}" not in given]
    parts = []
    if chosen.name == "points":
        rest = outcome.points_left(given)
        if rest:
            word = "left to give out" if rest > 0 else "too many: take some back"
            parts.append(f"<b>{abs(rest):g}</b> points {word}.")
        else:
            parts.append("All 100 points are given out.")
    if blank:
        parts.append(
            f"Still blank: {escape_html(', '.join(blank))}. Type 0 where one does not matter."
        )
    elif total == 0:
        parts.append("Everything has 0 points. Give at least one some.")
    markup.draw(markup.line(" ".join(parts)))


def show_region(criteria: CriteriaSet, chosen: Way) -> None:
    """Draw the ends of each weight and the statements; what is left blank stays open."""
    group = items.leaves(criteria)
    ends, said = st.columns([1, 1], gap="large")
    with ends:
        _ends(chosen, group)
    with said:
        _statements(criteria, group)


def _ends(chosen: Way, group: Group) -> None:
    markup.draw('<h2 class="pp-h2">Lowest and highest weight <small>blank: open</small></h2>')
    kept = weighing.answers(chosen, group)
    given: dict[str, float | str] = {}
    for item in group.items:
        name, *numbers = st.columns([1.5, 1, 1], gap="small", vertical_alignment="center")
        with name:
            _name(item)
        for column, (end, label) in zip(numbers, ENDS.items(), strict=True):
            key = f"{end}.{item.id}"
            value = column.number_input(
                f"{escape_markdown(item.name)}: {label}",
                0.0,
                100.0,
                value=_number(kept.get(key)),
                step=5.0,
                format="%g",
                placeholder=label,
                label_visibility="collapsed",
                key=f"widget.weigh.region.{key}",
            )
            if value is not None:
                given[key] = value
    if given != kept:
        weighing.keep(chosen, group, given)


def _statements(criteria: CriteriaSet, group: Group) -> None:
    markup.draw('<h2 class="pp-h2">Statements <small>as many as you are sure of</small></h2>')
    names = {item.id: item.name for item in group.items}
    said = weighing.statements(criteria)
    for place, statement in enumerate(said):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            markup.draw(f'<p class="pp-given"><b>{escape_html(statement.words(names))}</b></p>')
            st.button(
                "Remove",
                key=f"weigh.unsay.{place}",
                on_click=weighing.say,
                args=(criteria, said[:place] + said[place + 1 :]),
            )
    with st.form("weigh.statement", border=True, clear_on_submit=True):
        made = _statement_form(group.ids, names)
        if st.form_submit_button("Add this statement", icon=":material/add:"):
            if made is None:
                st.warning("Please choose two different criteria.", icon=":material/lightbulb:")
            elif made not in said:
                weighing.say(criteria, (*said, made))
                st.rerun()


def _statement_form(ids: Sequence[str], names: dict[str, str]) -> Statement | None:
    def choose(label: str, key: str) -> str | None:
        return st.selectbox(
            label,
            ids,
            index=None,
            format_func=lambda name: escape_markdown(names[name]),
            placeholder="choose",
            key=f"widget.weigh.{key}",
        )

    first = choose("This one", "statement.first")
    how, times = st.columns(2, gap="small")
    with how:
        relation = st.selectbox("counts", list(RELATIONS), key="widget.weigh.statement.how")
    with times:
        factor = st.number_input(
            "times", 0.05, 100.0, 1.0, step=0.5, format="%g", key="widget.weigh.statement.times"
        )
    second = choose("that one", "statement.second")
    if first is None or second is None or first == second:
        return None
    return Statement(first, relation, factor, second)

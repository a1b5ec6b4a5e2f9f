"""One question at a time: answers to tap, or a number in its unit; then the answers so far."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from prioritizer.domain.answer_options import Option
from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.differences import FROM_TO
from prioritizer.ui.shell import markup, state
from prioritizer.ui.shell.text import escape_html, escape_markdown, powers
from prioritizer.ui.weights import numbers as weigh_numbers
from prioritizer.ui.weights import session as weighing
from prioritizer.workflow.weights import outcome, questions
from prioritizer.workflow.weights.answers import order_of
from prioritizer.workflow.weights.asked import Question
from prioritizer.workflow.weights.items import Group
from prioritizer.workflow.weights.ways import Way


def show(criteria: CriteriaSet, chosen: Way) -> None:
    """Draw the first open question, or nothing where all are answered."""
    if chosen.name == "region":
        weigh_numbers.show_region(criteria, chosen)
        return
    groups = weighing.groups_of(criteria, chosen)
    for place, group in enumerate(groups):
        if len(group.items) == 1:
            continue
        if chosen.name in ("direct", "points"):
            if len(groups) > 1:
                markup.draw(f'<h2 class="pp-h2">{escape_html(_heading(group, place))}</h2>')
            left, right = st.columns([1.35, 1], gap="large")
            with left:
                weigh_numbers.show_points(chosen, group)
            with right:
                _meanings(group)
            continue
        question = questions.next_question(chosen.name, group, weighing.answers(chosen, group))
        if question is not None:
            heading = _heading(group, place) if len(groups) > 1 else ""
            _progress(groups, chosen, heading)
            left, right = st.columns([1.35, 1], gap="large")
            with left:
                _question(chosen, group, question)
                _ways_out(criteria, groups, chosen)
            with right:
                _meanings(group)
            return


def show_changed_ranges(criteria: CriteriaSet, chosen: Way) -> None:
    """Draw that steps have changed since they were weighed: the answers were about others."""
    changed = weighing.changed_ranges(criteria, chosen)
    if not changed:
        return
    st.warning(
        "Your answers were about other steps. A weight belongs to its step, so look at them "
        f"again: {escape_markdown(powers('; '.join(changed)))}.",
        icon=":material/straighten:",
    )
    with st.container(horizontal=True, gap="small"):
        st.button(
            "Answer again",
            key="weigh.ranges.again",
            on_click=weighing.start_again,
            args=(criteria, chosen),
        )
        st.button(
            "They hold for the new steps too",
            key="weigh.ranges.keep",
            on_click=weighing.confirm_ranges,
            args=(criteria, chosen),
        )


def _heading(group: Group, place: int) -> str:
    return "First the branches" if place == 0 else f"Inside {group.title}"


def _progress(groups: Sequence[Group], chosen: Way, heading: str) -> None:
    total = sum(questions.how_many(chosen.name, len(group.items)) for group in groups)
    done = sum(
        len(questions.answered(chosen.name, group, weighing.answers(chosen, group)))
        for group in groups
    )
    where = f" · {escape_markdown(heading)}" if heading else ""
    st.progress(min(done / total, 1.0), text=f"Question {done + 1} of {total}{where}")


def _question(chosen: Way, group: Group, question: Question) -> None:
    with st.container(border=True, key="weigh-question"):
        markup.draw(
            f'<h2 class="pp-h2">{escape_html(question.title)}</h2>',
            markup.line(escape_html(powers(question.text))),
            "" if question.key.startswith("pair.") else _subjects(question),
        )
        if question.key.startswith("pair."):
            _pair(chosen, group, question)
        elif question.options:
            _taps(chosen, group, question, _offered(question.options))
        else:
            _number(chosen, group, question)
        if question.key.startswith(("pair.", "best.", "worst.")):
            st.toggle(
                "Offer the steps in between (2, 4, 6, 8)",
                **state.started("weigh_fine"),
            )
        _message()


def _subjects(question: Question) -> str:
    """Return the differences that a question is about."""
    return "".join(
        f'<p class="pp-given"><b>{escape_html(one.label)}</b>'
        f"{markup.small(escape_html(powers(one.detail)))}</p>"
        for one in question.subjects
    )


def _meanings(group: Group) -> None:
    """Draw the difference of each item, in words and units."""
    rows = []
    for item in group.items:
        meaning = "" if item.criterion else markup.small(escape_html(item.question))
        rows.append((escape_html(item.name), escape_html(powers(item.swing)) + meaning))
    markup.draw(
        f'<h2 class="pp-h2">The differences you compare <small>{FROM_TO}</small></h2>',
        markup.table((), rows),
    )


def _offered(options: Sequence[Option]) -> list[Option]:
    """Return the options; of a scale the odd steps and its last, unless all are wanted."""
    if state.get("weigh_fine") or not options[0].value.isdigit():
        return list(options)
    return [o for o in options if int(o.value) % 2 == 1 or o is options[1]]


def _taps(chosen: Way, group: Group, question: Question, options: Sequence[Option]) -> None:
    for option in options:
        detail = f" · {escape_markdown(powers(option.detail))}" if option.detail else ""
        name = escape_markdown(option.label)
        st.button(
            f"**{name}**{detail}" if detail else name,
            key=f"weigh.{question.key}.{option.value}",
            on_click=weighing.answer,
            args=(chosen, group, question, option.value),
            width="stretch",
        )


def _pair(chosen: Way, group: Group, question: Question) -> None:
    sides = dict(zip("ab", question.key.removeprefix("pair.").split("."), strict=True))
    columns = st.columns(2, gap="medium")
    for column, (side, name) in zip(columns, sides.items(), strict=True):
        with column:
            item = group[name]
            markup.draw(
                f'<p class="pp-side"><b>{escape_html(item.name)}</b> matters more'
                f"{markup.small(escape_html(powers(item.swing)))}</p>"
            )
            steps = [o for o in question.options if o.value.startswith(f"{side}:")]
            wanted = [o for o in steps if o.value != "a:1"]
            if not state.get("weigh_fine"):
                wanted = [o for o in wanted if int(o.value[2:]) % 2 == 1]
            rising = sorted(wanted, key=lambda o: int(o.value[2:]))
            _taps(chosen, group, question, rising)
    _taps(chosen, group, question, [o for o in question.options if o.value == "a:1"])


def _number(chosen: Way, group: Group, question: Question) -> None:
    with st.form(f"weigh.form.{question.key}", border=False):
        value = st.number_input(
            f"Your answer, {escape_markdown(question.unit)}",
            value=None,
            format="%g",
            placeholder="type a number",
            key=f"widget.weigh.{question.key}",
            width=260,
        )
        if st.form_submit_button("Next", type="primary"):
            weighing.answer(chosen, group, question, value)
            st.rerun()


def _message() -> None:
    message = state.get("weigh_message")
    if message:
        st.warning(escape_markdown(powers(message)), icon=":material/lightbulb:")


def _ways_out(criteria: CriteriaSet, groups: Sequence[Group], chosen: Way) -> None:
    has_answers = any(weighing.answers(chosen, group) for group in groups)
    with st.container(horizontal=True, gap="small"):
        st.button(
            "Back",
            icon=":material/undo:",
            disabled=not has_answers,
            on_click=weighing.back,
            args=(criteria, chosen),
        )
        st.button(
            "Start again",
            icon=":material/restart_alt:",
            disabled=not has_answers,
            on_click=weighing.start_again,
            args=(criteria, chosen),
        )


def show_answers(criteria: CriteriaSet, chosen: Way) -> None:
    """Draw the answers given, each with a button that asks it again; an order can be moved."""
    groups = weighing.groups_of(criteria, chosen)
    for place, group in enumerate(groups):
        given = weighing.answers(chosen, group)
        if len(groups) > 1 and len(group.items) > 1:
            markup.draw(f'<h3 class="pp-h3">{escape_html(_heading(group, place))}</h3>')
        if chosen.name == "order" and len(group.items) > 1:
            _order(chosen, group)
            continue
        for entry in questions.given_answers(chosen.name, group, given):
            with st.container(
                horizontal=True,
                vertical_alignment="center",
                gap="small",
                key=f"row-{group.id}-{entry.key}",
            ):
                markup.draw(
                    f'<p class="pp-given">{escape_html(entry.question)} '
                    f"<b>{escape_html(powers(entry.answer))}</b></p>"
                )
                st.button(
                    "Change",
                    key=f"weigh.change.{group.id}.{entry.key}",
                    on_click=weighing.ask_again,
                    args=(chosen, group, entry.key),
                )
    st.button(
        "Start again",
        icon=":material/restart_alt:",
        key="weigh.restart",
        on_click=weighing.start_again,
        args=(criteria, chosen),
    )


def _order(chosen: Way, group: Group) -> None:
    given = weighing.answers(chosen, group)
    order = order_of(group.ids, given)
    if len(order) < len(group.items):
        return
    place = 0
    for number, name in enumerate(order):
        is_tied = number > 0 and f"tie.{name}" in given
        place = place if is_tied else number + 1
        with st.container(
            horizontal=True,
            vertical_alignment="center",
            gap="small",
            key=f"row-{group.id}-{name}",
        ):
            markup.draw(
                f'<p class="pp-given"><b>{place}. {escape_html(group[name].name)}</b> '
                f"{escape_html(powers(group[name].swing))}</p>"
            )
            _move(chosen, group, name, -1, is_off=number == 0)
            _move(chosen, group, name, 1, is_off=number == len(order) - 1)
            st.button(
                "Apart" if is_tied else "Level",
                key=f"weigh.tie.{group.id}.{name}",
                disabled=number == 0,
                help="Puts it on the same place as the one above, or apart again.",
                on_click=weighing.toggle_tie,
                args=(chosen, group, name),
            )


def _move(chosen: Way, group: Group, name: str, by: int, *, is_off: bool) -> None:
    icon, word = (
        (":material/arrow_upward:", "Up") if by < 0 else (":material/arrow_downward:", "Down")
    )
    st.button(
        word,
        icon=icon,
        help=f"Moves {escape_markdown(group[name].name)}.",
        key=f"weigh.{word}.{group.id}.{name}",
        disabled=is_off,
        on_click=lambda: weighing.keep(
            chosen, group, outcome.moved(group, weighing.answers(chosen, group), name, by)
        ),
    )

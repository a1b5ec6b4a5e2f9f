"""What the answers amount to: weights, consistency, trade-offs, guards, and the new ranking."""

from __future__ import annotations

import streamlit as st

from prioritizer.domain.bias_guard import Guard
from prioritizer.domain.differences import ENDS
from prioritizer.domain.results import Assessment
from prioritizer.errors import InputError
from prioritizer.ui.parts import charts
from prioritizer.ui.shell import markup, state
from prioritizer.ui.shell.text import escape_html, escape_markdown, powers
from prioritizer.ui.weights import ask as weigh_ask
from prioritizer.ui.weights import session as weighing
from prioritizer.ui.weights.session import Answer
from prioritizer.workflow.weights import checks, effect, items
from prioritizer.workflow.weights.effect import Effect
from prioritizer.workflow.weights.items import Group
from prioritizer.workflow.weights.questions import PLANS
from prioritizer.workflow.weights.ways import Way

ROBUSTNESS = "prioritizer/ui/pages/robustness.py"
SHOWN = 10
NOT_RANKED = "not ranked"
VERDICT = {True: ("fine", " is fine"), False: ("doubt", ": look again"), None: ("plain", "")}


def show(assessment: Assessment, answer: Answer, top: int) -> None:
    """Draw the whole result."""
    left, right = st.columns([1.25, 1], gap="large")
    with left:
        _weights(assessment, answer)
        _use(assessment, answer)
        _ranking(effect.effect(assessment, answer.shares, top=top))
    with right:
        _consistency(assessment, answer)
        _trade_offs(assessment, answer)
        _guards(assessment, answer)
        if answer.way.is_judgement:
            _test_yourself(assessment, answer)
        show_answers(assessment, answer.way)


def show_answers(assessment: Assessment, chosen: Way) -> None:
    """Draw the answers that led here, to be changed; a table of numbers stands there anyway."""
    if chosen.name in PLANS:
        is_order = chosen.name == "order"
        with st.expander("Your order" if is_order else "Your answers", expanded=is_order):
            weigh_ask.show_answers(assessment.criteria, chosen)


def _weights(assessment: Assessment, answer: Answer) -> None:
    now = assessment.settings.weights.as_dict()
    only = answer.only
    has_range = only is not None and bool(only.low)
    rows = []
    for criterion in assessment.criteria.criteria:
        share = answer.shares[criterion.id]
        ends = (share, share)
        if only is not None and has_range:
            ends = (only.low[criterion.id], only.high[criterion.id])
        cells = [
            escape_html(criterion.name)
            + markup.small(escape_html(powers(criterion.range_text))),
            _bar(share, *ends),
            f"<b>{markup.weight(share)}</b>",
        ]
        if has_range:
            cells.append(f"{markup.weight(ends[0])} – {markup.weight(ends[1])}")
        rows.append([*cells, markup.weight(now[criterion.id])])
    fits = ["What fits"] if has_range else []
    title = "Your weights" if answer.way.is_judgement else "Weights from the data"
    columns = [f"Criterion, {ENDS}", "0 to 100 %", "Weight", *fits, "In use now"]
    remark = ""
    if answer.way.name == "region":
        remark = "The weight is the centre of all weights that fit, drawn evenly."
    elif has_range:
        remark = "Every weight inside the band fits your answers equally well."
    markup.draw(
        f'<h2 class="pp-h2">{title} <small>{escape_html(answer.title)}</small></h2>',
        charts.words(markup.table(columns, rows, numbers=columns[2:])),
        markup.note(remark) if remark else "",
    )
    _branch_totals(assessment, answer)


def _branch_totals(assessment: Assessment, answer: Answer) -> None:
    if len(answer.weighed) < 2:
        return
    top = answer.weighed[items.ALL].shares
    parts = [
        f"{escape_html(assessment.criteria.name_of(name))} <b>{markup.weight(share)}</b>"
        for name, share in top.items()
    ]
    markup.draw(markup.note(f"Branches: {', '.join(parts)}."))


def _bar(share: float, low: float, high: float) -> str:
    kind = "pp-weight span" if high > low else "pp-weight"
    ends = {"a": low, "w": high - low, "n": share}
    style = ";".join(f"--{name}:{100 * part:.2f}%" for name, part in ends.items())
    return f'<div class="{kind}" style="{style}" aria-hidden="true"><i></i><b></b><u></u></div>'


def _use(assessment: Assessment, answer: Answer) -> None:
    criteria = assessment.criteria
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        st.button(
            "Use these weights",
            type="primary",
            icon=":material/check:",
            on_click=weighing.use,
            args=(criteria, answer.shares, answer.source),
        )
        _save(answer)
        if weighing.uncertainty(assessment, answer) is not None:
            st.button(
                "Test the ranking over all weights that fit",
                icon=":material/verified:",
                key="weigh.robust",
                on_click=weighing.to_robustness,
                args=(assessment, answer),
            )
    if state.get("weight_source") == answer.source and _is_in_use(assessment, answer):
        markup.draw(markup.note("These weights are in use, everywhere in the app."))
    if state.get("weigh_to_robustness"):
        state.put("weigh_to_robustness", False)
        st.switch_page(ROBUSTNESS)


def _save(answer: Answer) -> None:
    with (
        st.popover("Save in this project", icon=":material/bookmark:"),
        st.form("weigh.save", border=False, clear_on_submit=True),
    ):
        name = st.text_input(
            "Name", placeholder=answer.title, max_chars=40, key="widget.weigh.name"
        )
        if st.form_submit_button("Save"):
            weighing.save(name or answer.title, answer)
            st.rerun()


def _is_in_use(assessment: Assessment, answer: Answer) -> bool:
    now = assessment.settings.weights.as_dict()
    return all(abs(now[name] - share) < 1e-9 for name, share in answer.shares.items())


def _consistency(assessment: Assessment, answer: Answer) -> None:
    by_id = {group.id: group for group in weighing.groups_of(assessment.criteria, answer.way)}
    found = [(by_id[key], weighed) for key, weighed in answer.weighed.items() if key in by_id]
    if not any(weighed.consistency for _, weighed in found):
        return
    markup.draw('<h2 class="pp-h2">Do the answers agree?</h2>')
    for group, weighed in found:
        where = f"{escape_html(group.title)}: " if len(found) > 1 else ""
        for figure in weighed.consistency:
            kind, word = VERDICT[figure.is_fine]
            markup.draw(
                f'<div class="pp-verdict {kind}"><b>{figure.value:.3f}</b><span>{where}'
                f"<strong>{escape_html(figure.name)}{word}.</strong> "
                f"{escape_html(figure.meaning)}.</span></div>"
            )
        if weighed.hurts is not None:
            _hurts(answer, group, *weighed.hurts)


def _hurts(answer: Answer, group: Group, key: str, text: str) -> None:
    markup.draw(markup.line(escape_html(powers(text))))
    st.button(
        "Ask me this one again",
        icon=":material/replay:",
        key=f"weigh.again.{group.id}",
        on_click=weighing.ask_again,
        args=(answer.way, group, key),
    )


def _trade_offs(assessment: Assessment, answer: Answer) -> None:
    lines = "".join(
        f"<li>{escape_html(powers(found.text))}</li>"
        for found in checks.trade_offs(assessment.criteria, answer.shares)
    )
    is_yours = answer.way.is_judgement
    remark = "if you agree, the weights are yours" if is_yours else "what they would say"
    markup.draw(
        f'<h2 class="pp-h2">In other words <small>{remark}'
        f'</small></h2><ul class="pp-list-plain">{lines}</ul>'
    )


def _guards(assessment: Assessment, answer: Answer) -> None:
    if not answer.way.is_judgement:
        return
    now = assessment.settings.weights.as_dict()
    shown = None if state.get("weight_source") else now
    found = checks.standing_guards(assessment.criteria, answer.shares, shown)
    for guard in found:
        st.info(escape_markdown(guard.text), icon=":material/psychology_alt:")


def _ranking(found: Effect) -> None:
    before, after = _places(found.before), _places(found.after)
    names = _names(found.before) | _names(found.after)
    shown = list(after)[: max(SHOWN, found.top)]
    leaving = [
        site
        for site, place in before.items()
        if place <= found.top
        and site not in shown
        and after.get(site, found.top + 1) > found.top
    ]
    rows = [
        (
            escape_html(names[site], limit=70),
            str(before.get(site, NOT_RANKED)),
            str(after.get(site, NOT_RANKED)),
            _move(before.get(site), after.get(site), found.top),
        )
        for site in (*shown, *leaving)
    ]
    markup.draw(
        '<h2 class="pp-h2">What the ranking would be</h2>',
        f'<p class="pp-says">{escape_html(found.sentence)}</p>',
        charts.words(
            markup.table(
                ("Site", "Place now", "With these weights", "Change"),
                rows,
                numbers=("Place now", "With these weights"),
            )
        ),
    )


def _places(assessment: Assessment) -> dict[str, int]:
    """Return the places by site id, the first first."""
    ids, ranks = assessment.matrix.alternatives, assessment.ranking.ranks
    return {ids[row]: int(ranks[row]) for row in assessment.order().tolist()}


def _names(assessment: Assessment) -> dict[str, str]:
    return dict(zip(assessment.matrix.alternatives, assessment.matrix.names, strict=True))


def _move(was: int | None, will: int | None, top: int) -> str:
    is_in, stays_in = was is not None and was <= top, will is not None and will <= top
    if stays_in and not is_in:
        return '<span class="pp-step in">▲ comes in</span>'
    if is_in and not stays_in:
        return '<span class="pp-step out">▼ drops out</span>'
    if was is None or will is None or was == will:
        return "=" if was == will else "–"
    return f"{'▲' if will < was else '▼'} {abs(was - will)}"


def _test_yourself(assessment: Assessment, answer: Answer) -> None:
    criteria = assessment.criteria
    with st.expander("Test yourself: two questions that often change weights"):
        question = checks.range_question(criteria, answer.shares)
        if question is not None:
            _check("range", question, answer)
        names = {criterion.id: criterion.name for criterion in criteria.criteria}
        pair = st.multiselect(
            "Two criteria asked as one",
            list(names),
            format_func=names.__getitem__,
            max_selections=2,
            placeholder="choose two",
            key="widget.weigh.pair",
        )
        if len(pair) == 2 and sum(answer.shares[name] for name in pair) > 0:
            asked = (str(pair[0]), str(pair[1]))
            _check("split", checks.splitting_question(criteria, asked), answer)


def _check(kind: str, question: checks.Check, answer: Answer) -> None:
    markup.draw(markup.line(escape_html(powers(question.text))))
    key = f"{kind}.{'.'.join(question.criteria)}"
    value = st.number_input(
        "Your weight, %",
        0.0,
        100.0,
        value=None,
        format="%g",
        placeholder="type a number",
        key=f"widget.weigh.check.{key}",
        width=200,
    )
    if value is None:
        return
    try:
        _verdict(
            checks.range_guard(answer.shares, question, value)
            if kind == "range"
            else checks.splitting_guard(answer.shares, question, value)
        )
    except InputError as error:
        st.warning(escape_markdown(powers(str(error))), icon=":material/lightbulb:")


def _verdict(guard: Guard) -> None:
    kind = VERDICT[not guard.flagged][0]
    markup.draw(
        f'<div class="pp-verdict {kind}"><b>{"✗" if guard.flagged else "✓"}</b>'
        f"<span>{escape_html(guard.text)}</span></div>"
    )


def show_fault(error: InputError) -> None:
    """Draw why complete answers cannot be used."""
    st.warning(escape_markdown(powers(str(error))), icon=":material/lightbulb:")

"""How a ranking comes about, in words: criteria with formulas and ranges, gaps, methods."""

from __future__ import annotations

import streamlit as st

from prioritizer.domain.criterion import CriteriaSet, Criterion, Parameter
from prioritizer.domain.words import format_number
from prioritizer.ui.shell import markup
from prioritizer.ui.shell.text import escape_html, powers
from prioritizer.workflow.ranking.method_facts import METHOD_FACTS

STATUS = {
    "verified": "read in the source",
    "recalled": "recalled from the source: check before quoting",
    "derived": "default of this project: edit it to fit your case",
}
RULES = (
    (
        "Scales are fixed",
        "Each criterion has an end that speaks least for a pilot and one that speaks most, in "
        "its own unit. A site’s score does not "
        "depend "
        "on which other sites are loaded, so adding or deleting a site never turns two others "
        "round. The classic scales, made from the loaded data, are one click away and "
        "labelled.",
    ),
    (
        "Missing stays missing",
        "A gap is never zero and never a silent average. It counts as the middle of what is "
        "possible, the part of a score that rests on gaps is hatched and stated in per cent, "
        "and "
        "each site shows the scores and places that the gaps leave open. “Not assayed” is not "
        "“absent”.",
    ),
    (
        "Evidence stands beside the place",
        "A: mass or volume, and a grade. B: one of the two. C: neither; such sites are listed, "
        "not ranked. A high score on weak evidence reads: promising, unproven.",
    ),
    (
        "Risk has a direction",
        "High environmental risk can speak for a pilot (urgent clean-up), against it "
        "(liability), "
        "or count by what reprocessing would remove. One reading per ranking; the place under "
        "the "
        "other two is shown for each site.",
    ),
    (
        "A veto is not a low score",
        "Protected, reused, removed or already reprocessed sites are listed with the reason "
        "and "
        "not scored.",
    ),
    (
        "Weights are about ranges",
        "A weight says how much the whole difference on a scale counts, so its ends stand "
        "beside each slider. Equal weights are a start, not a recommendation.",
    ),
)


def show(criteria: CriteriaSet, colors: dict[str, str]) -> None:
    """Draw the page's text."""
    columns = st.columns(2, gap="large")
    for i, (title, text) in enumerate(RULES):
        columns[i % 2].html(_heading(title) + markup.line(escape_html(text)))
    markup.draw(_heading("The criteria"))
    for criterion in criteria.criteria:
        with st.expander(criterion.name):
            markup.draw(_criterion(criterion, colors[criterion.id]))
    methods = (
        f"<b>{m.title}</b> ({escape_html(m.reference)}). {escape_html(m.needs)} "
        f"{escape_html(m.limits)}"
        for m in METHOD_FACTS.values()
    )
    markup.draw(_heading("The methods"), *map(markup.line, methods))


def _heading(title: str) -> str:
    return f'<h2 class="pp-h2">{escape_html(title)}</h2>'


STEPS = {
    "linear": "even steps (linear)",
    "log": "each doubling counts alike (logarithmic)",
    "piecewise": "straight between corners (piecewise)",
    "sigmoid": "little at both ends, most in the middle (sigmoid)",
    "stepwise": "one value per class (stepwise)",
    "target": "best within a range (target)",
}


def _criterion(criterion: Criterion, color: str) -> str:
    steps = STEPS[criterion.value_function.kind]
    facts = {
        "Question": criterion.question,
        "What it is": criterion.description,
        "Formula": criterion.formula,
        "Least → most for a pilot": f"{powers(criterion.range_text)}, {steps}",
        "Source": f"{criterion.source} ({STATUS[criterion.status]})",
    }
    facts |= {
        name.replace("_", " "): _parameter(parameter)
        for name, parameter in criterion.parameters.items()
    }
    rows = [(escape_html(name), escape_html(text)) for name, text in facts.items()]
    return f'<div class="pp-wide" style="border-color:{color}">{markup.table((), rows)}</div>'


def _parameter(parameter: Parameter) -> str:
    values = ", ".join(
        f"{key.replace('_', ' ')} {format_number(value)}"
        for key, value in parameter.values.items()
    )
    return f"{values} ({parameter.unit}). {parameter.source} ({STATUS[parameter.status]})"

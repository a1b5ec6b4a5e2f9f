"""One criterion in full: question, formula, source, parameters, and its curve with sites."""

from __future__ import annotations

import numpy as np
import streamlit as st

from prioritizer.domain.criterion import Criterion
from prioritizer.domain.matrix import BoolArray, FloatArray
from prioritizer.domain.results import Assessment
from prioritizer.domain.value_function import ValueFunction
from prioritizer.domain.words import format_number
from prioritizer.figures.svg import Figure
from prioritizer.figures.value_curve import Curve, CurveFigure, SitesOnCurve, value_curve
from prioritizer.ui.criteria import value_tree as criteria_tree
from prioritizer.ui.criteria.scale_editor import Editing
from prioritizer.ui.parts import figure_view
from prioritizer.ui.shell import links, markup, state
from prioritizer.ui.shell.cache import cached
from prioritizer.ui.shell.text import escape_html, plain, powers
from prioritizer.workflow.ranking import values

SAMPLES = 160
NO_SITE = ""


def show_head(editing: Editing) -> None:
    """Draw the question, what the ends mean, and the standing of the scale."""
    criterion = editing.criterion
    status = criterion.status.value
    tags = f'<span class="pp-tag {status}">{criteria_tree.STATUS[status]}</span>'
    if criterion.value_function != editing.shipped.value_function:
        tags = '<span class="pp-tag edited">edited</span>'
    ends = powers(escape_html(criterion.range_text))
    words = criterion.plain
    spoken = ""
    if words:
        spoken = f" <small>{escape_html(words['worst'])} → {escape_html(words['best'])}</small>"
    markup.draw(
        f'<h2 class="pp-h2">{escape_html(criterion.name)} {tags}</h2>'
        f'<p class="pp-why">{escape_html(criterion.question)} <b>{ends}</b>{spoken}</p>'
    )


def show_facts(criterion: Criterion, in_words: str) -> None:
    """Draw formula, source and parameters, and the curve in words, folded away."""
    rows = [
        ("Formula", powers(escape_html(criterion.formula))),
        ("What it says", escape_html(criterion.description)),
        ("Source", escape_html(criterion.source)),
    ]
    n = len(criterion.parameters)
    parameters = "" if n == 0 else f" and {n} parameter{'s' if n > 1 else ''}"
    with st.expander(f"Formula, source{parameters}", key="scale-facts"):
        markup.draw(markup.table((), rows))
        if criterion.parameters:
            markup.draw(
                markup.table(
                    ("Parameter", "Values", "Source", "Status"), _parameters(criterion)
                )
            )
    with st.expander("The curve in words"):
        markup.draw(markup.note(in_words))


def _parameters(criterion: Criterion) -> list[tuple[str, ...]]:
    return [
        (
            escape_html(name.replace("_", " ")),
            ", ".join(
                f"{escape_html(part)} {powers(format_number(number))}"
                for part, number in parameter.values.items()
            )
            + markup.small(escape_html(parameter.unit)),
            escape_html(parameter.source),
            criteria_tree.STATUS[parameter.status.value],
        )
        for name, parameter in criterion.parameters.items()
    ]


def choose_site(assessment: Assessment) -> int | None:
    """Draw the choice of the site that is named on the curve; return its row."""
    ids, names = assessment.matrix.alternatives, assessment.matrix.names
    options = [NO_SITE, *(ids[row] for row in assessment.order()[:1000].tolist())]
    labels = {name: f"{name} · {plain(names[k], limit=60)}" for k, name in enumerate(ids)}
    links.site("scales_site", options)
    if state.get("scales_site") not in options:
        selected = state.get("selected")
        state.put("scales_site", selected if selected in options else options[1])
    st.selectbox(
        "Name a site on the curve",
        options,
        format_func=lambda name: labels.get(name, "none"),
        **state.started("scales_site", "index", options),
    )
    chosen = state.get("scales_site")
    return ids.index(chosen) if chosen in ids else None


def show_curve(assessment: Assessment, editing: Editing, row: int | None) -> str:
    """Draw the curve in use, the draft beside it, and the sites on the one that would count.

    Returns
    -------
    str
        The same in words.
    """
    figure = _drawn(assessment, editing.criterion, editing.pending, row)
    unknown = ""
    if row is not None:
        unknown = _unless_measured(assessment, editing.criterion.id, row)
    figure_view.show(figure, key="value-curve", has_caption=False)
    markup.draw(markup.note(f"{escape_html(figure.caption)}{unknown}"))
    return powers(escape_html(figure.alt, limit=4000))


@cached(most=32, keys={Criterion: repr})
def _drawn(
    assessment: Assessment, criterion: Criterion, pending: ValueFunction | None, row: int | None
) -> Figure:
    return value_curve(_figure(assessment, criterion, pending, row))


def _unless_measured(assessment: Assessment, criterion: str, row: int) -> str:
    """Return in words why a site is not on the curve; nothing where it is."""
    column = assessment.criteria.ids.index(criterion)
    if not assessment.matrix.gap[row, column]:
        return ""
    name = escape_html(assessment.matrix.names[row], limit=80)
    if not known_sites(assessment, criterion)[row]:
        return f" <b>{name}</b> has no known figure here."
    low, high = (
        powers(format_number(float(end[row, column])))
        for end in (assessment.values.low, assessment.values.high)
    )
    return f" <b>{name}</b> is known in part: its value lies between {low} and {high}."


def _figure(
    assessment: Assessment, criterion: Criterion, pending: ValueFunction | None, row: int | None
) -> CurveFigure:
    matrix = assessment.matrix
    best = _best(assessment, criterion.id)
    is_gap = matrix.gap[:, assessment.criteria.ids.index(criterion.id)]
    # Only a figure is a point on the curve: bounds are none, and the unknown least of all.
    known = np.flatnonzero(~is_gap & np.isfinite(best))
    bounded = known_sites(assessment, criterion.id) & is_gap
    now = criterion.value_function
    counts = pending or now
    is_log = "log" in (counts.kind, now.kind) and min(_ends(now)[0], _ends(counts)[0]) > 0
    span = _reach((now, counts), best[known], is_log=is_log)
    placed = known.tolist()
    sites = SitesOnCurve(
        names=[plain(matrix.names[k], limit=80) for k in placed],
        performances=best[known].tolist(),
        values=values.apply(counts, best[known]).tolist(),
        chosen=placed.index(row) if row in placed else None,
    )
    return CurveFigure(
        title=criterion.name,
        unit=criterion.unit,
        now=_curve(now, span, is_log=is_log),
        draft=None if pending is None else _curve(pending, span, is_log=is_log),
        sites=sites,
        span=counts.span,
        gaps=len(best) - len(known) - int(bounded.sum()),
        is_log=is_log,
        bounded=int(bounded.sum()),
    )


def known_sites(assessment: Assessment, criterion: str) -> BoolArray:
    """Return of which sites something is known by one criterion, ``(sites,)``."""
    column = assessment.criteria.ids.index(criterion)
    return np.asarray(values.known_cells(assessment.matrix, assessment.values)[:, column])


def _best(assessment: Assessment, criterion: str) -> FloatArray:
    return assessment.matrix.best[:, assessment.criteria.ids.index(criterion)]


def _ends(function: ValueFunction) -> tuple[float, float]:
    ends = (*function.points, function.worst, function.best)
    return min(ends), max(ends)


def _reach(
    functions: tuple[ValueFunction, ...], best: FloatArray, *, is_log: bool
) -> tuple[float, float]:
    """Return the performances to draw: all ends, and of the sites what is not far beyond."""
    low = min(_ends(function)[0] for function in functions)
    high = max(_ends(function)[1] for function in functions)
    inside = best[best > 0] if is_log else best
    if is_log:
        reach = max((high / low) ** (1 / 3), 2.0)
        least, most = low / reach, high * reach
    else:
        reach = (high - low) / 3
        least, most = low - reach, high + reach
    seen = inside[(inside >= least) & (inside <= most)]
    return min([low, *seen.tolist()]), max([high, *seen.tolist()])


def _curve(function: ValueFunction, span: tuple[float, float], *, is_log: bool) -> Curve:
    low, high = span
    even = np.geomspace(low, high, SAMPLES) if is_log else np.linspace(low, high, SAMPLES)
    corners = np.array([x for x in (*function.points, *_ends(function)) if low <= x <= high])
    if function.kind == "stepwise":
        # Both sides of a limit, so that a step is drawn upright.
        corners = np.concatenate([corners, np.nextafter(corners, -np.inf)])
    xs = np.unique(np.concatenate([even, corners]))
    return Curve(xs.tolist(), values.apply(function, xs).tolist())

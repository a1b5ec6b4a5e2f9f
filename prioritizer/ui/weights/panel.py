"""The weights: scenario chips, and a slider per branch and criterion with range and share."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import streamlit as st

from prioritizer.domain.criterion import CriteriaSet, Criterion
from prioritizer.domain.value_tree import Node, totals
from prioritizer.ui.shell import markup, session, state, theme
from prioritizer.ui.shell.text import escape_html, escape_markdown, powers
from prioritizer.ui.weights import session as weighing

PROFILES_HELP = (
    "Starting points, none of them a recommendation. Moving a slider makes the weights yours; "
    "they stay under Mine while you try the others."
)
TREE_HELP = (
    "First weigh the branches against each other, then open a branch and weigh what is inside. "
    "The weights on the right are shares of the whole."
)


@dataclass(frozen=True, slots=True)
class _Panel:
    """What every slider needs: the set, its nodes, slider points, and shares of the whole."""

    criteria: CriteriaSet
    nodes: Mapping[str, Node]
    sliders: Mapping[str, float]
    shares: Mapping[str, float]
    left_out: Collection[str]


def show(criteria: CriteriaSet, left_out: Collection[str] = ()) -> None:
    """Draw the chips and the sliders; what is left out has no share of the weight."""
    names = {profile.id: escape_markdown(profile.name) for profile in criteria.profiles}
    names |= {saved.id: escape_markdown(saved.name) for saved in weighing.saved(criteria)}
    names |= {session.MINE: "Mine"}
    st.pills(
        "Start from",
        list(names),
        format_func=names.__getitem__,
        required=True,
        # The start, not the state, as for the sliders.
        default=state.get("profile"),
        key=state.widget("profile"),
        on_change=session.take_profile,
        args=(criteria,),
        help=PROFILES_HELP,
    )
    if state.get("weight_source"):
        source = escape_html(state.get("weight_source"))
        markup.draw(markup.note(f"Weights from: {source}"))
    nodes = criteria.tree()
    points = session.points()
    given = {name: points.get(name, 0.0) * (name not in left_out) for name in criteria.ids}
    total = sum(given.values())
    shares = totals(nodes, given)
    panel = _Panel(
        criteria,
        {node.id: node for node in nodes},
        session.sliders(criteria),
        {name: share / total for name, share in shares.items()} if total else {},
        left_out,
    )
    if criteria.branches:
        markup.draw(markup.note(TREE_HELP))
    _color_marks(criteria)
    for node in nodes:
        if not node.parent:
            _node(panel, node)
    if not session.has_weights():
        st.warning(
            "All weights are 0, so nothing can be ranked. Give at least one criterion some "
            "points. The list still shows the last ranking.",
            icon=":material/balance:",
        )


def _node(panel: _Panel, node: Node) -> None:
    """Draw the slider of a node; a branch on the root folds away what is inside it."""
    with st.container(key=f"weight-box-{node.id}", gap=None):
        if node.is_leaf:
            _leaf(panel, node)
            return
        branch = next(b for b in panel.criteria.branches if b.id == node.id)
        _slider(panel, node, f"**{escape_markdown(branch.name)}**", branch.description)
        _share(panel, node, f"{len(node.leaves)} criteria")
        if node.depth > 1:
            for child in node.children:
                _node(panel, panel.nodes[child])
            return
        with st.expander(f"Inside {escape_markdown(branch.name)}"):
            for child in node.children:
                _node(panel, panel.nodes[child])


def _leaf(panel: _Panel, node: Node) -> None:
    criterion = next(c for c in panel.criteria.criteria if c.id == node.id)
    _slider(panel, node, escape_markdown(criterion.name), criterion.question)
    _share(panel, node, _range(criterion))


def _range(criterion: Criterion) -> str:
    text = escape_html(powers(criterion.range_text))
    if not criterion.plain:
        return text
    spoken = f"{criterion.plain['worst']} → {criterion.plain['best']}"
    return f'<span title="{escape_html(spoken)}">{text}</span>'


def _slider(panel: _Panel, node: Node, label: str, help_text: str) -> None:
    st.slider(
        label,
        0,
        session.MAX_POINTS,
        # The start, not the state: a slider that a cut-off run lost comes back where it was.
        round(panel.sliders[node.id]),
        step=1,
        key=state.weight_key(node.id),
        help=escape_markdown(help_text) or None,
        on_change=session.take_points,
        args=(panel.criteria,),
    )


def _share(panel: _Panel, node: Node, text: str) -> None:
    share = f"weight {markup.weight(panel.shares[node.id]) if panel.shares else '–'}"
    if node.id in panel.left_out:
        share = "left out"
    markup.draw(
        f'<div class="pp-range"><span>{text}</span>'
        f'<b data-share="{escape_html(node.id)}">{share}</b></div>'
    )


def _color_marks(criteria: CriteriaSet) -> None:
    rules = "".join(
        f".st-key-weight-box-{name}{{--mark:{color}}}"
        for name, color in theme.colors(criteria).items()
    )
    markup.draw(f"<style>{rules}</style>")

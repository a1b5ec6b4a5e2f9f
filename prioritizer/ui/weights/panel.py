"""The weights: scenario chips, and a slider per branch and criterion with range and share."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import streamlit as st

from prioritizer.domain.criterion import CriteriaSet, Criterion
from prioritizer.domain.value_tree import Node, totals
from prioritizer.domain.words import weight
from prioritizer.languages.speech import gettext, ngettext, noop
from prioritizer.ui.shell import markup, session, state, theme
from prioritizer.ui.shell.text import escape_html, escape_markdown, powers
from prioritizer.ui.weights import session as weighing

PROFILES_HELP = noop(
    "Starting points, none of them a recommendation. Moving a slider makes the weights yours; "
    "they stay under Mine while you try the others."
)
TREE_HELP = noop(
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
    names = {
        profile.id: escape_markdown(gettext(profile.name)) for profile in criteria.profiles
    }
    names |= {
        saved.id: escape_markdown(session.told(saved.name))
        for saved in weighing.saved(criteria)
    }
    names |= {session.MINE: gettext("Mine")}
    st.pills(
        gettext("Start from"),
        list(names),
        format_func=names.__getitem__,
        required=True,
        # The start, not the state, as for the sliders.
        default=state.get("profile"),
        key=state.widget("profile"),
        on_change=session.take_profile,
        args=(criteria,),
        help=gettext(PROFILES_HELP),
    )
    source = session.told(state.get("weight_source"))
    if source:
        told = gettext("Weights from: {source}", source=source)
        markup.draw(markup.note(escape_html(told)))
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
        markup.draw(markup.note(escape_html(gettext(TREE_HELP))))
    _color_marks(criteria)
    for node in nodes:
        if not node.parent:
            _node(panel, node)
    if not session.has_weights():
        st.warning(
            gettext(
                "All weights are 0, so nothing can be ranked. Give at least one criterion some "
                "points. The list still shows the last ranking."
            ),
            icon=":material/balance:",
        )


def _node(panel: _Panel, node: Node) -> None:
    """Draw the slider of a node; a branch on the root folds away what is inside it."""
    with st.container(key=f"weight-box-{node.id}", gap=None):
        if node.is_leaf:
            _leaf(panel, node)
            return
        branch = next(b for b in panel.criteria.branches if b.id == node.id)
        name, n = escape_markdown(gettext(branch.name)), len(node.leaves)
        _slider(panel, node, f"**{name}**", branch.description)
        _share(panel, node, escape_html(ngettext("{n} criterion", "{n} criteria", n, n=n)))
        if node.depth > 1:
            for child in node.children:
                _node(panel, panel.nodes[child])
            return
        with st.expander(gettext("Inside {name}", name=name), key=f"inside-{node.id}"):
            for child in node.children:
                _node(panel, panel.nodes[child])


def _leaf(panel: _Panel, node: Node) -> None:
    criterion = next(c for c in panel.criteria.criteria if c.id == node.id)
    _slider(panel, node, escape_markdown(gettext(criterion.name)), gettext(criterion.question))
    _share(panel, node, _range(criterion))


def _range(criterion: Criterion) -> str:
    text = escape_html(powers(criterion.range_text))
    if not criterion.plain:
        return text
    spoken = " → ".join(gettext(criterion.plain[end]) for end in ("worst", "best"))
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
    share = gettext(
        "weight {share}", share=weight(panel.shares[node.id]) if panel.shares else "–"
    )
    if node.id in panel.left_out:
        share = gettext("left out")
    markup.draw(
        f'<div class="pp-range"><span>{text}</span>'
        f'<b data-share="{escape_html(node.id)}">{escape_html(share)}</b></div>'
    )


def _color_marks(criteria: CriteriaSet) -> None:
    rules = "".join(
        f".st-key-weight-box-{name}{{--mark:{color}}}"
        for name, color in theme.colors(criteria).items()
    )
    markup.draw(f"<style>{rules}</style>")

"""The value tree: branches and criteria with weights, ranges, status; a click chooses one."""

from __future__ import annotations

from collections import Counter
from typing import Any

from prioritizer.domain.criterion import CriteriaSet, Criterion
from prioritizer.domain.results import Assessment
from prioritizer.domain.value_tree import Node, local_weights, totals
from prioritizer.domain.words import weight
from prioritizer.ui.shell import component, state, theme
from prioritizer.ui.shell.text import plain, powers
from prioritizer.workflow.criteria.scale_edits import edited_criteria

COMPONENT = "prioritizer_criteria_tree"
KEY = "criteria-tree"
STATUS = {
    "verified": "verified",
    "recalled": "recalled",
    "derived": "project default",
}
KINDS = {
    "linear": "straight line",
    "log": "logarithmic",
    "piecewise": "straight pieces",
    "sigmoid": "S-curve",
    "stepwise": "steps",
    "target": "target range",
}
HEADS = (
    ("Criterion", "name"),
    ("Weight", "n"),
    ("Least → most for a pilot", "range"),
    ("Standing", "tags"),
)


def show(assessment: Assessment, chosen: str) -> None:
    """Draw the tree of the criteria in use, with one criterion marked."""
    component.mount(
        COMPONENT,
        '<div class="pp-criteria"></div>',
        css=component.asset("criteria_tree.css"),
        js=component.asset("criteria_tree.js"),
        key=KEY,
        data={"heads": HEADS, "rows": rows(assessment, chosen)},
        on_chosen_change=_chosen,
    )


def _chosen() -> None:
    name = (state.component(KEY) or {}).get("chosen")
    if isinstance(name, str):
        state.put("scales_criterion", name)


def rows(assessment: Assessment, chosen: str) -> list[dict[str, Any]]:
    """Return a row per node, parents before their members, in plain texts."""
    criteria = assessment.criteria
    shares = assessment.settings.weights.as_dict()
    nodes = criteria.tree()
    of_all, local = totals(nodes, shares), local_weights(nodes, shares)
    by_id = {criterion.id: criterion for criterion in criteria.criteria}
    colors = theme.colors(criteria)
    beyond = Counter(entry.criterion for entry in assessment.out_of_scale)
    edited = {criterion.id for criterion in edited_criteria(criteria)}
    found = []
    for node in nodes:
        row = {
            "id": node.id,
            "depth": node.depth,
            "isLeaf": node.is_leaf,
            "name": plain(criteria.name_of(node.id), limit=60),
            "total": weight(of_all[node.id]),
            "local": _local(criteria, node, local[node.id]),
            "isChosen": node.id == chosen,
        }
        if node.is_leaf:
            criterion = by_id[node.id]
            row |= _leaf(criterion, beyond[node.id], is_edited=node.id in edited)
            row["color"] = colors[node.id]
        else:
            row |= {"range": "", "kind": "", "tags": [], "question": "", "color": ""}
        found.append(row)
    return found


def _local(criteria: CriteriaSet, node: Node, share: float) -> str:
    return f"{weight(share)} of its branch" if node.parent and criteria.branches else ""


def _leaf(criterion: Criterion, beyond: int, *, is_edited: bool) -> dict[str, Any]:
    tags = [{"text": STATUS[criterion.status.value], "kind": criterion.status.value}]
    if is_edited:
        tags = [{"text": "edited", "kind": "edited"}]
    if beyond:
        tags.append({"text": f"{beyond} outside", "kind": "outside"})
    return {
        "range": powers(plain(criterion.range_text, limit=80)),
        "kind": KINDS[criterion.value_function.kind],
        "tags": tags,
        "question": plain(criterion.question, limit=200),
    }

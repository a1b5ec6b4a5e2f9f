"""Numbers that let the browser re-rank while a weight is dragged, without asking the server."""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.results import Assessment, Order, Scales
from prioritizer.ui.ranking.table import TEXTURES, is_own_order, list_key, site_parts
from prioritizer.ui.shell import theme
from prioritizer.ui.shell.cache import Problem, cached
from prioritizer.workflow.ranking.method_facts import METHOD_FACTS

COMPONENT = "prioritizer_live_preview"
MAX_SITES = 2000
# What ranking_math.js computes; under every other method the list waits for the server.
COMPUTED = ("weighted-sum", "topsis")
# The ends of a score that the browser orders by; under the others it is the expected score.
ENDS = (Order.PESSIMISTIC, Order.OPTIMISTIC)


@cache
def _script() -> str:
    return "\n".join(
        (theme.ASSETS / name).read_text(encoding="utf-8")
        for name in ("words.js", "ranking_math.js", "live_preview.js")
    )


def show(found: Problem, assessment: Assessment) -> None:
    """Mount the preview; without it the list still changes on release."""
    mount = st.components.v2.component(
        COMPONENT, html='<div class="pp-live"></div>', css=":host{display:none}", js=_script()
    )
    settings = assessment.settings
    method = (
        "weighted-sum" if METHOD_FACTS[settings.method].is_sum_of_values else settings.method
    )
    is_live = (
        settings.scales is Scales.FIXED
        and len(found.sites) <= MAX_SITES
        and method in COMPUTED
        and not is_own_order()
    )
    rows = hashlib.sha256(assessment.rows.tobytes()).hexdigest()[:16]
    key = f"{list_key(found, assessment)}-{rows}-{_left_out(assessment)}"
    mount(
        key="live-preview",
        data=payload(key, found, assessment, method, is_live=is_live),
        height=1,
    )


def _left_out(assessment: Assessment) -> list[str]:
    return [] if assessment.answer is None else list(assessment.answer.criteria_left_out)


@cached(most=32)
def payload(
    key: str, _found: Problem, _assessment: Assessment, method: str, *, is_live: bool
) -> bytes:
    """Return what the preview needs, as JSON: values with their ends, and texts of the rows.

    The bytes stay the same while only weights change and the same sites are ranked, so that
    they are sent once.
    """
    order = _assessment.settings.order
    data: dict[str, Any] = {
        "key": f"{key}-{method}",
        "isLive": is_live,
        "method": method,
        "order": (order if order in ENDS else Order.EXPECTED).value,
        "criteria": list(_found.criteria.ids),
        "leftOut": _left_out(_assessment),
        "tree": tree_data(_found.criteria),
        "rows": _assessment.rows.tolist(),
        "total": len(_found.sites),
        "sites": [],
        "textures": [],
    }
    values = _assessment.values
    arrays = {
        "low": values.low,
        "expected": values.expected,
        "high": values.high,
        "gap": values.gap,
    }
    data |= {name: _packed(array) if is_live else "" for name, array in arrays.items()}
    if is_live:
        parts = site_parts(_found)
        data["sites"] = [parts[name] for name in _assessment.matrix.alternatives]
        data["textures"] = _textures(_assessment)
    return json.dumps(data).encode()


def _textures(assessment: Assessment) -> list[list[int]]:
    """Return how each cell is drawn, ``(sites, criteria)``."""
    answer = assessment.answer
    if answer is None:
        return [[2 * int(gap) for gap in row] for row in assessment.values.gap.tolist()]
    n_sites, n_criteria = answer.states.shape
    return [[TEXTURES[answer.state(i, k)] for k in range(n_criteria)] for i in range(n_sites)]


def tree_data(criteria: CriteriaSet) -> list[dict[str, Any]]:
    """Return the nodes with the place of their parent, -1 on the root, parents first."""
    nodes = criteria.tree()
    place = {node.id: k for k, node in enumerate(nodes)}
    return [
        {"id": node.id, "parent": place.get(node.parent, -1), "isLeaf": node.is_leaf}
        for node in nodes
    ]


def _packed(array: NDArray[Any]) -> str:
    # Bits, not digits: rounding here could part two sites that tie.
    return base64.b64encode(np.ascontiguousarray(array, dtype="<f8").tobytes()).decode("ascii")

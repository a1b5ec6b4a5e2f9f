"""Numbers that let the browser re-rank while a weight is dragged, without asking the server."""

from __future__ import annotations

import base64
import json
from functools import cache
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.results import Scales, Settings
from prioritizer.ui.ranking.table import fixed_parts
from prioritizer.ui.shell import theme
from prioritizer.ui.shell.cache import Problem, cached
from prioritizer.workflow.ranking.method_facts import METHOD_FACTS

COMPONENT = "prioritizer_live_preview"
MAX_SITES = 2000
# What ranking_math.js computes; under every other method the list waits for the server.
COMPUTED = ("weighted-sum", "topsis")


@cache
def _script() -> str:
    return "\n".join(
        (theme.ASSETS / name).read_text(encoding="utf-8")
        for name in ("words.js", "ranking_math.js", "live_preview.js")
    )


def show(found: Problem, settings: Settings) -> None:
    """Mount the preview; without it the list still changes on release."""
    mount = st.components.v2.component(
        COMPONENT, html='<div class="pp-live"></div>', css=":host{display:none}", js=_script()
    )
    method = (
        "weighted-sum" if METHOD_FACTS[settings.method].is_sum_of_values else settings.method
    )
    is_live = (
        settings.scales is Scales.FIXED and len(found.sites) <= MAX_SITES and method in COMPUTED
    )
    data = payload(found, method, settings.order.value, is_live=is_live)
    mount(key="live-preview", data=data, height=1)


@cached(most=32)
def payload(found: Problem, method: str, order: str, *, is_live: bool) -> bytes:
    """Return what the preview needs, as JSON: values with their ends, and texts of the rows.

    The bytes stay the same while only weights change, so that they are sent once.
    """
    data: dict[str, Any] = {
        "key": f"{found.key}-{method}-{order}",
        "isLive": is_live,
        "method": method,
        "order": order,
        "criteria": list(found.criteria.ids),
        "tree": tree_data(found.criteria),
        "sites": [],
    }
    values = found.values
    arrays = {
        "low": values.low,
        "expected": values.expected,
        "high": values.high,
        "gap": values.gap,
    }
    data |= {name: _packed(array) if is_live else "" for name, array in arrays.items()}
    if is_live:
        data["sites"] = fixed_parts(found)
    return json.dumps(data).encode()


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

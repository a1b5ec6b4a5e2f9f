"""Numbers that let the browser re-rank while a weight is dragged, without asking the server."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from functools import partial
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from prioritizer.domain.answer import (
    LEAST_KNOWN,
    STATES,
    GapMode,
    Section,
    SectionLimits,
    ValueDraws,
)
from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.results import Assessment, Considered, IntArray
from prioritizer.languages.speech import spoken
from prioritizer.ui.ranking import draw_offers, said
from prioritizer.ui.ranking.columns import TEXTURES
from prioritizer.ui.ranking.entries import EVIDENCE_A, FIRST_CLASS, KNOWN_ONLY
from prioritizer.ui.ranking.table import list_key
from prioritizer.ui.ranking.table_rows import site_parts
from prioritizer.ui.shell import scripts, session, state
from prioritizer.ui.shell.cache import Problem, cached
from prioritizer.workflow.ranking.answer import idle_criteria, known_share
from prioritizer.workflow.ranking.answer_words import without_evidence

COMPONENT = "prioritizer_live_preview"
KEY = "live-preview"
MAX_SITES = 2000
MAX_BYTES = 64_000_000
"""Draws beyond so many bytes stay with the server."""
# What the scripts compute; under every other method the list waits for the server.
COMPUTED = ("weighted-sum", "topsis")
SCRIPTS = ("ranking_math.js", "draw_math.js", "live_answer.js", "live_preview.js")


def script() -> str:
    """Return the scripts of the preview as one module."""
    return said.script(*SCRIPTS)


def show(found: Problem, assessment: Assessment) -> None:
    """Mount the preview; without it the list still changes on release."""
    mount = st.components.v2.component(
        said.component(COMPONENT),
        html='<div class="pp-live"></div>',
        css=":host{display:none}",
        js=scripts.module(script()),
    )
    considered = assessment.considered
    address = ""
    if considered is not None and _is_live(found, assessment, considered):
        address = draw_offers.offer(considered.draws)
    key, view = list_key(found, assessment), state.get("order")
    data = _payload(f"{key} {spoken()}", found, assessment, view, address)
    mount(
        key=KEY, data=data, height=1, on_standing_change=partial(_take_standing, found.criteria)
    )


def _take_standing(criteria: CriteriaSet) -> None:
    """Take up where the sliders stand: the browser says so where the list stays behind."""
    reported = (state.component(KEY) or {}).get("standing")
    if isinstance(reported, Mapping) and isinstance(reported.get("points"), list):
        session.take_standing(criteria, reported["points"])


def _is_live(found: Problem, assessment: Assessment, considered: Considered) -> bool:
    return (
        assessment.settings.method in COMPUTED
        and len(found.sites) <= MAX_SITES
        and considered.draws.levels.nbytes <= MAX_BYTES
        and state.get("order") != KNOWN_ONLY
    )


@cached(most=32)
def _payload(
    key: str, _found: Problem, _assessment: Assessment, view: str, address: str
) -> bytes:
    sent = payload(_found, _assessment, view, address) | {"listKey": key.rpartition(" ")[0]}
    return json.dumps(sent).encode()


def payload(found: Problem, assessment: Assessment, view: str, address: str) -> dict[str, Any]:
    """Return what the preview needs; the draws come from the address, where there is one.

    Nothing changes while only weights change, so that it is sent once.
    """
    settings, considered = assessment.settings, assessment.considered
    data: dict[str, Any] = {
        "isLive": bool(address),
        "address": address,
        "method": settings.method,
        "order": settings.order.value,
        "criteria": list(found.criteria.ids),
        "idle": [] if considered is None else idle_criteria(considered.draws, settings),
        "tree": tree_data(found.criteria),
        "top": settings.top,
        "draws": 0,
        "alike": [],
        "sites": [],
        **dict.fromkeys(("low", "expected", "high", "gap", "known", "textures"), ""),
    }
    if considered is not None and address:
        evidence = FIRST_CLASS if view == EVIDENCE_A else ""
        data |= _numbers(considered) | _words(found, assessment) | {"evidence": evidence}
        data["area"] = state.get("map_area")
    return data


def _numbers(considered: Considered) -> dict[str, Any]:
    """Return what is known of each cell, rows those of the problem."""
    values, draws = considered.values, considered.draws
    ids = np.array(considered.matrix.alternatives, dtype=object)
    by_id = np.empty(len(ids), dtype=np.int64)
    by_id[np.argsort(ids, kind="stable")] = np.arange(len(ids))
    textures = np.array([TEXTURES[one] for one in STATES])[draws.states]
    return {
        "draws": draws.draws,
        "alike": [rows.tolist() for rows in _alike_rows(draws)],
        "isMiddle": draws.gaps is GapMode.MIDDLE,
        "byId": by_id.tolist(),
        # Bits, not digits: rounding here could part two sites that tie.
        **{name: _packed(getattr(values, name), "<f8") for name in ("low", "expected", "high")},
        "gap": _packed(values.gap, "u1"),
        "known": _packed(known_share(draws), "u1"),
        "textures": _packed(textures, "u1"),
    }


def _alike_rows(draws: ValueDraws) -> list[IntArray]:
    """Return the rows of sites that are alike, group by group."""
    if draws.alike is None:
        return []
    labels, counts = np.unique(draws.alike, return_counts=True)
    return [np.flatnonzero(draws.alike == label) for label in labels[counts > 1]]


def _words(found: Problem, assessment: Assessment) -> dict[str, Any]:
    """Return the texts of the rows, and what the sections mean."""
    parts = site_parts(found)
    blank = without_evidence(assessment.not_ranked)
    section = Section.TOO_LITTLE_KNOWN.value
    limits = SectionLimits() if assessment.answer is None else assessment.answer.limits
    return {
        "sites": [parts[site.site_id] for site in found.sites],
        "blank": len(blank),
        "blankSites": [
            {**parts[one.site_id], "section": section, "knownText": "0 %"} for one in blank
        ],
        "leastKnown": LEAST_KNOWN,
        "limits": {name: getattr(limits, name) for name in ("secure", "likely", "open")},
        "meanings": {one.value: limits.meanings[one] for one in Section},
    }


def tree_data(criteria: CriteriaSet) -> list[dict[str, Any]]:
    """Return the nodes with the place of their parent, -1 on the root, parents first."""
    nodes = criteria.tree()
    place = {node.id: k for k, node in enumerate(nodes)}
    return [
        {"id": node.id, "parent": place.get(node.parent, -1), "isLeaf": node.is_leaf}
        for node in nodes
    ]


def _packed(array: NDArray[Any], kind: str) -> str:
    return base64.b64encode(np.ascontiguousarray(array, dtype=kind).tobytes()).decode("ascii")

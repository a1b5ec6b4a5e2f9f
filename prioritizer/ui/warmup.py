"""Once per process: load what everybody needs, out of the garbage collector's way.

The server begins with it as soon as it listens, while the first browser still loads scripts.
"""

from __future__ import annotations

import gc
from importlib import import_module

import streamlit as st

from prioritizer.domain.criterion import RiskMode
from prioritizer.domain.results import Settings
from prioritizer.domain.weights import WeightVector
from prioritizer.ui.shell import cache as cached


@st.cache_resource(show_spinner="Loading the sample inventory …")
def once() -> bool:
    """Read the sample inventory and freeze the heap, so that collections stay short."""
    cached.sample()
    cached.criteria_set()
    gc.collect()
    gc.freeze()
    return True


def ahead() -> None:
    """Load the first page and what it begins with: the Nordic part of the sample, drawn."""
    for name in ("frame", "ranking.table", "ranking.why_panel", "ranking.compare_panel"):
        import_module(f"prioritizer.ui.{name}")
    criteria = cached.criteria_set()
    found = cached.problem(
        cached.sample(), criteria, cached.reference(), RiskMode.URGENCY, is_nordic=True
    )
    cached.drawn(found, Settings(weights=WeightVector.equal(criteria.ids)))

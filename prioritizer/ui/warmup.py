"""Once per process: load what everybody needs, out of the garbage collector's way."""

from __future__ import annotations

import gc

import streamlit as st

from prioritizer.ui.shell import cache as cached


@st.cache_resource(show_spinner="Loading the sample inventory …")
def once() -> bool:
    """Read the sample inventory and freeze the heap, so that collections stay short."""
    cached.sample()
    cached.criteria_set()
    gc.collect()
    gc.freeze()
    return True

"""Streamlit entry: pages, phone pages and guards in one process: ``streamlit run app.py``."""

from __future__ import annotations

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

# The same file is the server, which is made once, and the script that it runs for each page.
if get_script_run_ctx(suppress_warning=True) is None:
    from prioritizer.ui.server import parts as server

    app = st.App(__file__, **server.parts())
else:
    from prioritizer.ui import frame

    frame.show()

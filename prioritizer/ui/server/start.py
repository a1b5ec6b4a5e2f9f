"""Starts the app as Streamlit does, with the limits of `connections`.

``python -m prioritizer.ui.server.start run app.py`` takes what ``streamlit run app.py`` takes.
Streamlit has no setting for these limits: it asks uvicorn for its `Config` by name.
"""

from __future__ import annotations

import uvicorn
from streamlit.web import cli

from prioritizer.ui.server.connections import Config

if __name__ == "__main__":
    uvicorn.Config = Config  # type: ignore[misc]
    cli.main(prog_name="streamlit")

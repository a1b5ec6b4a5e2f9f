"""Streamlit entry: page set-up and navigation. Run with ``streamlit run app.py``."""

from __future__ import annotations

from prioritizer.ui import frame

frame.show()

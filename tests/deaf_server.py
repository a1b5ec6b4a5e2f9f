"""Streamlit with an app whose first word from a weight slider is cut short before it counts.

``python -m tests.deaf_server run app.py``: as on a busy server now and then, Streamlit knows
the new value of the slider, and nothing has taken it up.
"""

from __future__ import annotations

from typing import Any

from streamlit.web import cli

from prioritizer.ui.shell import session

if __name__ == "__main__":
    take_points, cut = session.take_points, list[Any]()

    def take_points_later(*given: Any) -> None:
        if cut:
            take_points(*given)
        cut.append(given)

    session.take_points = take_points_later
    cli.main()

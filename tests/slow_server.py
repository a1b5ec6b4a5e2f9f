"""Streamlit with an app that takes its time whenever it keeps a choice or says something.

``python -m tests.slow_server run app.py``: on such a server messages overtake each other,
callbacks are cut short, and what a run has drawn is dropped for a newer run before it was sent,
as otherwise on a busy machine only. Work that tells how far it is takes long enough to click.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from streamlit.runtime import runtime
from streamlit.web import cli

from prioritizer.ui.parts.working import Working
from prioritizer.ui.shell import state

PAUSE = 0.03
FLUSH = 0.15
BEGIN = 4.0


def _slowly(work: Callable[..., Any]) -> Callable[..., Any]:
    def slowed(*arguments: Any) -> Any:
        time.sleep(PAUSE)
        result = work(*arguments)
        time.sleep(PAUSE)
        return result

    return slowed


def _begin(work: Working, *arguments: Any) -> None:
    """Begin as usual, and look for a click on Cancel while nothing happens."""
    _usual(work, *arguments)
    until = time.monotonic() + BEGIN
    while time.monotonic() < until:
        work.look()
        time.sleep(PAUSE)


_usual = Working.__init__

if __name__ == "__main__":
    runtime.MESSAGE_FLUSH_INTERVAL_SECS = FLUSH
    state.put = _slowly(state.put)
    state.slid = _slowly(state.slid)
    Working.__init__ = _begin  # type: ignore[method-assign]
    cli.main()

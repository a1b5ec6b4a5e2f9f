"""Work beside the page: a thread works, the page looks for a click on Cancel meanwhile.

Streamlit ends a run where it draws. A ranking of ten thousand sites tells nothing for long, so
that the page itself draws again and again, and lets go of the work where it is to end.
"""

from __future__ import annotations

import contextvars
import ctypes
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from streamlit.runtime.scriptrunner_utils.script_run_context import (
    add_script_run_ctx,
    get_script_run_ctx,
)

from prioritizer.ui.parts.working import TELL_SECONDS, Stopped, Working

Found = TypeVar("Found")


class _Course:
    """One piece of work, and how it ended."""

    def __init__(self, make: Callable[[Working], Any], work: Working) -> None:
        self.is_done = threading.Event()
        self.found: Any = None
        self.error: Exception | None = None
        self._make, self._work = make, work

    def run(self) -> None:
        try:
            self._try()
        except Stopped:  # nobody waits for it any more
            pass
        finally:
            self.is_done.set()

    def _try(self) -> None:
        try:
            self.found = self._make(self._work)
        except Exception as error:
            self.error = error


def beside(make: Callable[[Working], Found], work: Working) -> Found:
    """Return what a thread makes, which may read choices and draws nothing.

    Where the page is to end, the thread ends as soon as Python runs in it again: after the
    operation on arrays that it is in.
    """
    course = _Course(make, work)
    # What was set for this run, such as its language, holds there, too.
    run = contextvars.copy_context().run
    thread = threading.Thread(target=run, args=(course.run,), name="work", daemon=True)
    _read_along(thread)
    thread.start()
    try:
        while not course.is_done.wait(TELL_SECONDS):
            work.follow()
    except BaseException:
        work.stop()
        _end(thread)
        raise
    if course.error is not None:
        raise course.error
    found: Found = course.found
    return found


def _read_along(thread: threading.Thread) -> None:
    """Let a thread read the choices of this run; what it would draw goes nowhere.

    A run may be over before the thread is: what it drew then would stand in the next one.
    """
    present = get_script_run_ctx(suppress_warning=True)
    if present is not None:
        add_script_run_ctx(thread, replace(present, _enqueue=lambda _: None, cursors={}))


def _end(thread: threading.Thread) -> None:
    if thread.ident is not None:
        number, what = ctypes.c_ulong(thread.ident), ctypes.py_object(Stopped)
        ctypes.pythonapi.PyThreadState_SetAsyncExc(number, what)

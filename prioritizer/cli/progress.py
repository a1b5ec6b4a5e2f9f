"""Signs of life on standard error while something takes long: nothing for what is quick."""

from __future__ import annotations

import sys
import threading
import time
from types import TracebackType

import click

QUIET_SECONDS = 2.0
TICK = 0.5
LINE_EVERY = 10.0
"""Seconds between lines where standard error is a file; on a screen one line is rewritten."""


class Progress:
    """Says what is being done and for how long, from the third second on.

    A thread of its own speaks, since the work may be in C code that tells nothing.
    """

    def __init__(self, title: str) -> None:
        self._title, self._words = title, ""
        self._started, self._last = time.monotonic(), 0.0
        self._is_over = threading.Event()
        self._is_screen = sys.stderr.isatty()
        self._has_spoken = False
        self._thread = threading.Thread(target=self._speak, daemon=True)

    def say(self, words: str) -> None:
        """Set what is being done."""
        self._words = words

    def count(self, done: int, asked: int) -> None:
        """Set how many are done."""
        self._words = f"{done} of {asked} draws"

    def __enter__(self) -> Progress:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._is_over.set()
        self._thread.join()
        if self._has_spoken and self._is_screen:
            click.echo("\r\x1b[K", nl=False, err=True)

    def _speak(self) -> None:
        while not self._is_over.wait(TICK):
            seconds = time.monotonic() - self._started
            if seconds >= QUIET_SECONDS and (self._is_screen or self._is_due(seconds)):
                self._write(f"{self._title}: {self._words} ({seconds:.0f} s)")

    def _is_due(self, seconds: float) -> bool:
        if self._has_spoken and seconds - self._last < LINE_EVERY:
            return False
        self._last = seconds
        return True

    def _write(self, line: str) -> None:
        self._has_spoken = True
        click.echo(
            f"\r\x1b[K{line}" if self._is_screen else line, nl=not self._is_screen, err=True
        )

"""Blocks of draws solved in child processes: started, fed, and always ended.

The children are started as modules of their own (``draw_child``), not forked and not by
``multiprocessing``: that would run the caller's main module again, which in the app is the
server. A child ends when its input does, so none outlives this process.
"""

from __future__ import annotations

import itertools
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from enum import Enum

from prioritizer.domain.matrix import FloatArray
from prioritizer.pilots.portfolio.draw_blocks import BlockSolver, Solved
from prioritizer.pilots.portfolio.draw_frames import question_arrays, receive, send
from prioritizer.shipped import IMPORT_ROOT

CHILD = ("-m", "prioritizer.pilots.portfolio.draw_child")
TICK = 0.2
# Each child is one of several: more threads would only stand in each other's way.
ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
Block = tuple[FloatArray, FloatArray]
Child = subprocess.Popen[bytes]


class NotSolved(Enum):
    """A block that no child gave an answer to; it is still to be solved."""

    BY_CHILD = "by a child"


Answer = Solved | NotSolved


def solved_by_children(
    solver: BlockSolver,
    blocks: Sequence[Block],
    n_children: int,
    is_cancelled: Callable[[], bool],
) -> Generator[Answer]:
    """Give the answer to each block, in order; fewer if the caller cancels.

    A child that cannot start, or ends early, leaves its block ``NotSolved``. Children end when
    the caller closes this iterator, whatever the reason.
    """
    children: list[Child] = []
    threads: list[threading.Thread] = []
    try:
        children.extend(_started(n_children))
        numbers = _Numbers(len(blocks))
        answers: queue.Queue[tuple[int, Answer]] = queue.Queue()
        for child in children:
            task = (child, solver, blocks, numbers, answers)
            threads.append(threading.Thread(target=_feed, args=task, daemon=True))
            threads[-1].start()
        yield from _in_order(len(blocks), answers, threads, is_cancelled)
    finally:
        for child in children:
            child.kill()
        for thread in threads:
            thread.join()
        for child in children:
            _end(child)


class _Numbers:
    """The numbers of the blocks, each handed out once."""

    def __init__(self, n: int) -> None:
        self._left = iter(range(n))
        self._lock = threading.Lock()

    def next(self) -> int | None:
        """Return the next number, None when there is no more."""
        with self._lock:
            return next(self._left, None)


def _started(n_children: int) -> list[Child]:
    """Return the children that could be started."""
    children: list[Child] = []
    try:
        for _ in range(n_children):
            children.append(
                subprocess.Popen(  # noqa: S603 - this Python, a module of ours
                    [sys.executable, *CHILD],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    cwd=IMPORT_ROOT,
                    env=os.environ | ENVIRONMENT,
                )
            )
    except (OSError, ValueError):
        # No room for another process, or no Python to start: fewer do the work, or none.
        return children
    return children


def _feed(
    child: Child,
    solver: BlockSolver,
    blocks: Sequence[Block],
    numbers: _Numbers,
    answers: queue.Queue[tuple[int, Answer]],
) -> None:
    """Give one child block after block; stop with the first that it does not answer."""
    if child.stdin is None or child.stdout is None:
        return
    for count in itertools.count():
        number = numbers.next()
        if number is None:
            return
        values, costs = blocks[number]
        try:
            if count == 0:
                send(child.stdin, question_arrays(solver))
            send(child.stdin, {"values": values, "costs": costs})
            found = receive(child.stdout)
            answers.put((number, (found["chosen"], found["is_feasible"])))
        except (OSError, EOFError, ValueError, MemoryError, OverflowError):
            answers.put((number, NotSolved.BY_CHILD))
            return


def _in_order(
    n: int,
    answers: queue.Queue[tuple[int, Answer]],
    threads: Sequence[threading.Thread],
    is_cancelled: Callable[[], bool],
) -> Iterator[Answer]:
    """Give the answers in the order of the blocks, however they come in."""
    early: dict[int, Answer] = {}
    for wanted in range(n):
        while wanted not in early:
            try:
                number, answer = answers.get(timeout=TICK)
                early[number] = answer
            except queue.Empty:
                if is_cancelled():
                    return
                if not any(thread.is_alive() for thread in threads) and answers.empty():
                    # All children have ended; blocks that none of them took are left.
                    early.setdefault(wanted, NotSolved.BY_CHILD)
        yield early.pop(wanted)


def _end(child: Child) -> None:
    child.wait()
    for stream in (child.stdin, child.stdout):
        if stream is not None:
            try:
                stream.close()
            except BrokenPipeError:
                # What was still to be sent has no reader any more.
                continue

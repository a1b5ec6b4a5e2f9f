"""The process that solves blocks of draws: started by ``draw_workers``, ends with its input.

Reads the question and then block after block from standard input; writes the answers to what
was standard output.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import IO

from prioritizer.pilots.portfolio.draw_frames import question_from, receive, send

STDOUT, STDERR = 1, 2


def answers() -> IO[bytes]:
    """Return where answers go; what C code prints no longer comes between them."""
    kept = os.fdopen(os.dup(STDOUT), "wb")
    os.dup2(STDERR, STDOUT)
    return kept


def serve(source: IO[bytes], target: IO[bytes]) -> None:
    """Answer block after block until there is no more."""
    try:
        solver = question_from(receive(source))
        while True:
            block = receive(source)
            (chosen, is_feasible), _ = solver.solve(block["values"], block["costs"])
            send(target, {"chosen": chosen, "is_feasible": is_feasible})
    except (EOFError, BrokenPipeError):
        # The other side has all it asked for, or is gone.
        return


if __name__ == "__main__":
    # Ctrl-C is for the process that was asked; this one ends with it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    serve(sys.stdin.buffer, answers())

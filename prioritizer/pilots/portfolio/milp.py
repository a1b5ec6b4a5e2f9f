"""Programmes of whole numbers by HiGHS, so that one can wait for them and still stop."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any

import numpy as np

from prioritizer.domain.matrix import FloatArray
from prioritizer.pilots.portfolio.quiet import quiet
from prioritizer.pilots.portfolio.stop import NEVER, Stop, Stopped

OPTIMAL, LIMIT, INFEASIBLE = 0, 1, 2
FIRST_TRY = 0.3
"""Seconds that a call may hold up the one who waits; longer ones have a thread of their own."""
TICK = 0.1
OPTIONS = {"mip_rel_gap": 0.0, "presolve": False}


@dataclass(frozen=True, slots=True, eq=False)
class Milp:
    """Maximise ``value @ x`` under ``matrix @ x <= upper``, the first ``n_integer`` whole."""

    value: FloatArray
    matrix: FloatArray
    upper: FloatArray
    n_integer: int


def milp_columns(
    value: FloatArray,
    matrix: FloatArray,
    upper: FloatArray,
    *,
    n_integer: int,
    stop: Stop = NEVER,
) -> FloatArray | None:
    """Return the best ``x`` in 0 to 1, the first ``n_integer`` whole; None if infeasible.

    Raises
    ------
    Stopped
        With the best ``x`` so far, if it is time to stop before the answer is proven.
    """
    if len(value) == 0:
        return np.zeros(0) if np.all(upper >= -1e-9) else None
    question = Milp(value, matrix, upper, n_integer)
    result = _solved(question, min(FIRST_TRY, stop.seconds_left))
    if result.status == LIMIT and not stop.is_due():
        result = _waited_for(question, stop)
    if result.status == INFEASIBLE:
        return None
    if result.status == LIMIT:
        raise Stopped(None if result.x is None else np.asarray(result.x, dtype=np.float64))
    if result.x is None:
        raise RuntimeError(f"HiGHS gave no answer: {result.message}")
    return np.asarray(result.x, dtype=np.float64)


def _solved(question: Milp, seconds: float) -> Any:
    """Return what HiGHS says within so many seconds."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    integrality = np.zeros(len(question.value))
    integrality[: question.n_integer] = 1
    has_rows = len(question.upper) > 0
    with quiet():
        return milp(
            -question.value,
            constraints=LinearConstraint(question.matrix, -np.inf, question.upper)
            if has_rows
            else (),
            integrality=integrality,
            bounds=Bounds(0.0, 1.0),
            options=OPTIONS | ({"time_limit": seconds} if np.isfinite(seconds) else {}),
        )


def _waited_for(question: Milp, stop: Stop) -> Any:
    """Return the answer of a thread, looking up now and then: C code hears no Ctrl-C.

    A thread that is given up ends at its limit of time, or with this process.
    """
    answers: list[Any] = []

    def work() -> None:
        try:
            answers.append(_solved(question, stop.seconds_left))
        except Exception as error:  # handed to the one who waits
            answers.append(error)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    while thread.is_alive():
        thread.join(TICK)
        if stop.is_asked():
            raise Stopped
    if isinstance(answers[0], Exception):
        raise answers[0]
    return answers[0]

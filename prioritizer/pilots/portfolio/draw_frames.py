"""Arrays sent from process to process: a length, then an npz archive without objects."""

from __future__ import annotations

from io import BytesIO
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from prioritizer.pilots.portfolio.draw_blocks import BlockSolver, Learnt
from prioritizer.pilots.portfolio.rules import Rule

LENGTH_BYTES = 8
Arrays = dict[str, NDArray[Any]]


def send(target: IO[bytes], arrays: Arrays) -> None:
    """Write one frame."""
    frame = BytesIO()
    np.savez(frame, allow_pickle=False, **arrays)
    target.write(len(frame.getvalue()).to_bytes(LENGTH_BYTES, "big"))
    target.write(frame.getvalue())
    target.flush()


def receive(source: IO[bytes]) -> Arrays:
    """Read one frame.

    Raises
    ------
    EOFError
        If the other side has ended, or sent less than a frame.
    """
    start = source.read(LENGTH_BYTES)
    length = int.from_bytes(start, "big")
    frame = source.read(length) if len(start) == LENGTH_BYTES else b""
    if len(start) < LENGTH_BYTES or len(frame) < length:
        raise EOFError
    with np.load(BytesIO(frame), allow_pickle=False) as found:
        return dict(found)


def question_arrays(solver: BlockSolver) -> Arrays:
    """Return the question of all blocks as arrays."""
    arrays: Arrays = {
        "limit": np.array(solver.limit),
        "names": np.array([rule.name for rule in solver.rules], dtype=np.str_),
    }
    for k, rule in enumerate(solver.rules):
        arrays |= {
            f"sites{k}": rule.sites,
            f"upper{k}": rule.upper,
            f"helpers{k}": rule.helpers,
        }
    for name, learnt in (("plain", solver.plain), ("whole", solver.whole)):
        if learnt is not None:
            arrays[f"{name}_multipliers"] = learnt.multipliers
            arrays[f"{name}_choices"] = np.array(learnt.choices, dtype=bool)
    return arrays


def question_from(arrays: Arrays) -> BlockSolver:
    """Return the question that ``question_arrays`` made these of."""
    rules = tuple(
        Rule(str(name), arrays[f"sites{k}"], arrays[f"upper{k}"], arrays[f"helpers{k}"])
        for k, name in enumerate(arrays["names"])
    )
    plain, whole = _learnt(arrays, "plain"), _learnt(arrays, "whole")
    return BlockSolver(float(arrays["limit"]), rules, plain, whole)


def _learnt(arrays: Arrays, name: str) -> Learnt | None:
    if f"{name}_multipliers" not in arrays:
        return None
    return Learnt(arrays[f"{name}_multipliers"], tuple(arrays[f"{name}_choices"]))

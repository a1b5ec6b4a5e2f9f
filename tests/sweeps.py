"""Sweeps over many cases: some are always run, all of them with the slow tests."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest


def sweep(cases: Iterable[Any], *, every: int, first: int = 0) -> list[Any]:
    """Return the cases of a parameter; all but every n-th, from the first on, are slow."""
    return [
        case if number % every == first else _slow(case) for number, case in enumerate(cases)
    ]


def _slow(case: Any) -> Any:
    if hasattr(case, "marks"):
        return pytest.param(*case.values, marks=[*case.marks, pytest.mark.slow], id=case.id)
    values = case if isinstance(case, tuple) else (case,)
    return pytest.param(*values, marks=pytest.mark.slow)

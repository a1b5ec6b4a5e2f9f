"""A performance on a criterion in words, with what is open said."""

from __future__ import annotations

import numpy as np

from prioritizer.domain.criterion import Criterion
from prioritizer.domain.words import performance
from prioritizer.languages.speech import gettext


def performance_text(low: float, best: float, high: float, unit: str) -> str:
    """Return a performance with its interval in words; open ends and gaps are said."""
    if np.isnan(best) and np.isnan(low) and np.isnan(high):
        return gettext("not known")
    middle = "" if np.isnan(best) else performance(best)
    if low == best == high:
        return f"{middle} {unit}".strip()
    ends = " – ".join("?" if np.isnan(end) else performance(end) for end in (low, high))
    return f"{middle} ({ends}) {unit}".strip() if middle else f"{ends} {unit}".strip()


def criterion_text(criterion: Criterion, low: float, best: float, high: float) -> str:
    """Return a performance on a criterion in words, or the name of its class."""
    name = criterion.performance_name(best) if low == best == high else ""
    return gettext(name) if name else performance_text(low, best, high, gettext(criterion.unit))

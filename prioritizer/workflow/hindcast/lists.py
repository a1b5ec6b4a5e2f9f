"""Which bodies are compared, and the lists of them on which orders are tried."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from prioritizer.domain.hindcast import (
    Outcome,
    OutcomeKind,
    OutcomeResult,
    Standing,
    Target,
)
from prioritizer.domain.matrix import BoolArray

NO_MASS = "no mass"
NO_GRADE = "no grade"
NO_PRICE = "no grade of a product with a price"
ALL, CLOSED, CLEANED, VERIFIED = "all", "closed", "cleaned", "verified"
COHORT = "cohort: "
# Of fewer bodies no area could be given: four of either kind are needed.
SMALLEST_COHORT = 8


@dataclass(frozen=True, slots=True)
class ListRule:
    """A list: which outcomes are on it."""

    list_id: str
    title: str
    holds: Callable[[Outcome], bool]


def _is_clean(one: Outcome) -> bool:
    return not (one.has_hindsight or one.is_open or one.is_doubtful)


def _is_closed(one: Outcome) -> bool:
    """Return whether it stands on a closed list, and came, if it came, after the evidence."""
    is_later = one.outcome_year is not None and one.outcome_year > one.evidence_year
    return one.is_of_closed_list and not one.has_hindsight and (is_later or not one.is_taken_up)


RULES = (
    ListRule(ALL, "All that can be compared", lambda one: True),
    ListRule(CLOSED, "Closed lists, decided after the evidence", _is_closed),
    ListRule(CLEANED, "No hindsight, not open, no doubt", _is_clean),
    ListRule(
        VERIFIED,
        "The same, verified rows only",
        lambda one: _is_clean(one) and one.standing is Standing.VERIFIED,
    ),
)


def rules_of(outcomes: Sequence[Outcome]) -> tuple[ListRule, ...]:
    """Return the lists, with one for each cohort of some size where there are several."""
    sizes = Counter(one.cohort for one in outcomes)
    if len(sizes) < 2:
        return RULES
    named = sorted(name for name, n in sizes.items() if n >= SMALLEST_COHORT)
    return (*RULES, *(_of_cohort(name) for name in named))


def _of_cohort(name: str) -> ListRule:
    return ListRule(f"{COHORT}{name}", f"Cohort {name}", lambda one: one.cohort == name)


def why_left_out(one: Outcome, value: float) -> str:
    """Return why a body cannot be compared; blank where it can."""
    if one.site.tonnage_t.best is None:
        return NO_MASS
    if not one.site.assays:
        return NO_GRADE
    return NO_PRICE if np.isnan(value) else ""


def reasons(outcomes: Sequence[Outcome], values: Sequence[float]) -> dict[str, int]:
    """Return how many bodies cannot be compared, by reason."""
    found = Counter(why_left_out(one, v) for one, v in zip(outcomes, values, strict=True))
    return {reason: n for reason, n in sorted(found.items()) if reason}


def labels(outcomes: Sequence[Outcome], target: Target) -> tuple[BoolArray, BoolArray]:
    """Return which outcomes are hits, and which count at all, ``(outcomes,)`` each.

    Where only reprocessing counts as a hit, a pilot that met its aim is neither.
    """
    taken_up = np.array([one.is_taken_up for one in outcomes], dtype=bool)
    counts = np.ones(len(outcomes), dtype=bool)
    if target is Target.WENT_WELL:
        failed = np.array([one.result is OutcomeResult.FAILURE for one in outcomes], dtype=bool)
        return taken_up & ~failed, counts
    if target is Target.REPROCESSED:
        hits = np.array([one.kind is OutcomeKind.REPROCESSED for one in outcomes], dtype=bool)
        return hits, hits | ~taken_up
    return taken_up, counts

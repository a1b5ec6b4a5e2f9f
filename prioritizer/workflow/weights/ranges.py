"""The range of a criterion, and what follows from answers, in the words of the reader."""

from __future__ import annotations

import numpy as np

from prioritizer.domain.criterion import Criterion
from prioritizer.domain.words import in_full, percent
from prioritizer.languages.speech import gettext
from prioritizer.workflow.ranking.values import invert


def swing_text(criterion: Criterion) -> str:
    """Return the range of a criterion, from what speaks least for a pilot to what speaks most.

    In everyday words if there are any, and in units; those of an index mean nothing to anybody.
    """
    plain = {end: gettext(words) for end, words in criterion.plain.items()}
    if criterion.is_bare_index:
        return gettext("from “{worst}” to “{best}”", **plain)
    worst, best, unit = _ends_of(criterion)
    if "worst" not in plain or "best" not in plain:
        if criterion.value_function.kind == "target":
            return f"{worst} → {best} {unit}".strip()
        return gettext("from {worst} to {best}", worst=worst, best=f"{best} {unit}".strip())
    if criterion.value_function.kind == "target":
        units = f"{worst} → {best} {unit}".strip()
    else:
        units = gettext("{worst} to {best}", worst=worst, best=f"{best} {unit}".strip())
    return gettext("from “{worst}” to “{best}” ({units})", units=units, **plain)


def _ends_of(criterion: Criterion) -> tuple[str, str, str]:
    """Return what speaks least and what speaks most for a pilot, and the unit of both."""
    function, unit = criterion.value_function, gettext(criterion.unit)
    if function.kind == "target":
        low, low_best, high_best, high = (in_full(x) for x in function.points)
        worst = gettext("below {low} or above {high}", low=low, high=high)
        best = gettext("{worst} to {best}", worst=low_best, best=high_best)
        return worst, low_best if low_best == high_best else best, unit
    names = [criterion.performance_name(end) for end in (function.worst, function.best)]
    if all(names):
        return gettext(names[0]), gettext(names[1]), ""
    return in_full(function.worst), in_full(function.best), unit


def smaller_text(criterion: Criterion) -> str:
    """Return what a criterion would be if its difference were only half as large."""
    ends = criterion.value_function
    middle = float(invert(ends, np.array([0.5]))[0])
    # Classes have no middle that could be named, and that of an index means nothing.
    text = (
        gettext("Suppose the difference in {name} were only half as large.")
        if ends.kind == "stepwise" or criterion.is_bare_index
        else gettext(
            "Suppose {name} could only go from {worst} to {middle}, not all the way to {best}."
        )
    )
    return text.format(
        name=gettext(criterion.name),
        worst=in_full(ends.worst),
        middle=f"{in_full(middle)} {gettext(criterion.unit)}".strip(),
        best=in_full(ends.best),
    )


def readback_text(first: Criterion, second: Criterion, ratio: float) -> str:
    """Return the trade-off that follows from the points; ``ratio`` is second to first."""
    if not ratio > 0:
        return gettext(
            "Your answers say: only {name} counts, and nothing else at all.",
            name=gettext(first.name),
        )
    ends = first.value_function
    by_share = ends.kind == "stepwise" or first.is_bare_index
    reached = float(invert(ends, np.array([ratio]))[0])
    text = (
        gettext(
            "Your answers say: the difference in {second} {range} counts {share} as much to "
            "you as the one in {first} {whole}."
        )
        if by_share
        else gettext(
            "Your answers say: the difference in {second} {range} counts as much to you as the "
            "one in {first} from {worst} to {reached}."
        )
    )
    return text.format(
        second=gettext(second.name),
        range=swing_text(second),
        share=percent(ratio),
        first=gettext(first.name),
        whole=swing_text(first),
        worst=in_full(ends.worst),
        reached=f"{in_full(reached)} {gettext(first.unit)}".strip(),
    )

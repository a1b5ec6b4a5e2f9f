"""Own columns as measures: a number with its range, classes as performances, yes and no."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from prioritizer.appraisal.distributions import Shape, spread
from prioritizer.appraisal.draws import DrawBlock, Sampler
from prioritizer.appraisal.measurement import (
    Context,
    Ends,
    FloatArray,
    Measure,
    Measurement,
    columns,
)
from prioritizer.domain.criterion import NO, OWN_COLUMN, YES, ColumnKind, Criterion
from prioritizer.domain.own_columns import Held
from prioritizer.domain.ranges import UNKNOWN, Range
from prioritizer.domain.site import Site

FLAGS = {YES: 1.0, "true": 1.0, "1": 1.0, NO: 0.0, "false": 0.0, "0": 0.0}


# How people write yes and no in a criteria file.
_YES = frozenset({YES, "true", "on", "y", "1"})
_NO = frozenset({NO, "false", "off", "n", "0"})


def asked_word(name: str, value: Held) -> str:
    """Return the word of a criteria file as `word_of` would say it of a value.

    It stays as typed, but for capitals and blanks around it; beside a flag each usual spelling
    of yes and no is the same.
    """
    word = name.strip().casefold()
    if not isinstance(value, bool):
        return word
    return YES if word in _YES else NO if word in _NO else word


def word_of(value: Held) -> str:
    """Return a value of an own column as a word to look up, in small letters.

    A number without a range is its shortest text, so that codes such as 0, 1, 2 are words too;
    one with a range is none, and gives a blank.
    """
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, Range):
        known = {end for end in (value.low, value.best, value.high) if end is not None}
        return f"{known.pop():.15g}" if len(known) == 1 else ""
    return value.strip().casefold()


def performance_of(
    value: Held, kind: ColumnKind | None, classes: Mapping[str, float]
) -> Range | None:
    """Return a value of an own column as a performance; None where it cannot be one."""
    if kind is ColumnKind.NUMBER:
        return value if isinstance(value, Range) else None
    known = FLAGS if kind is ColumnKind.YESNO else classes
    found = {asked_word(name, value): number for name, number in known.items()}.get(
        word_of(value)
    )
    return None if found is None else Range(found, found, found)


def own_measure(criterion: Criterion) -> Measure:
    """Return the measure of a criterion that reads an own column.

    What cannot be read as the criterion says is unknown here; `workflow` refuses it before.
    """

    def evaluate(sites: Sequence[Site], _context: Context) -> Measurement:
        low, best, high = _ends(sites, criterion)
        return Measurement(low, best, high, np.isnan(low) | np.isnan(high))

    def missing(site: Site, _context: Context) -> tuple[str, ...]:
        low, _, high = (float(end[0]) for end in _ends([site], criterion))
        if math.isnan(low) and math.isnan(high):
            return (criterion.name,)
        is_open = math.isnan(low) or math.isnan(high)
        return (f"the other end of {criterion.name}",) if is_open else ()

    return Measure(
        f"{OWN_COLUMN}{criterion.column}",
        criterion.unit,
        evaluate,
        missing,
        _sampler(criterion),
        (f"the column '{criterion.column}'",),
    )


def _ends(sites: Sequence[Site], criterion: Criterion) -> Ends:
    """Return low, best and high; a best fills the ends that are missing beside it."""
    held = (site.own.get(criterion.column) for site in sites)
    low, best, high = columns(
        (performance_of(one.value, criterion.kind, criterion.classes) or UNKNOWN)
        if one is not None
        else UNKNOWN
        for one in held
    )
    return (
        np.where(np.isnan(low), best, low),
        best,
        np.where(np.isnan(high), best, high),
    )


def _sampler(criterion: Criterion) -> Callable[[Sequence[Site], Context], Sampler]:
    def sampler(sites: Sequence[Site], _context: Context) -> Sampler:
        low, best, high = _ends(sites, criterion)
        middle = np.where(np.isnan(best), (low + high) / 2, best)
        # Two criteria on one column see the same error.
        name = f"{OWN_COLUMN}{criterion.column}"

        def draw(block: DrawBlock) -> FloatArray:
            uniform = block.uniform(name, len(sites))
            return _spread(uniform, (low, middle, high), block.switches.shape)

        return draw

    return sampler


def _spread(uniform: FloatArray, ends: Ends, shape: Shape) -> FloatArray:
    """Return draws as `spread` does, also below 0: there no logarithm and no floor holds."""
    low, best, high = ends
    values = spread(uniform, low, best, high, shape=shape)
    below = np.flatnonzero(low < 0)
    if len(below):
        lift = 2 * (high[below] - low[below]) - low[below]
        lifted = (end[below] + lift for end in ends)
        plain = Shape.TRIANGULAR if shape is Shape.LOGNORMAL else shape
        values[:, below] = spread(uniform[:, below], *lifted, shape=plain) - lift
    return values

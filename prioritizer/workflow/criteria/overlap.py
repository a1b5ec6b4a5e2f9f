"""Overlap of criteria: which say the same about the loaded sites, or read the same facts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

import numpy as np

from prioritizer.appraisal.measures import CHEMICAL, MEASURES, PHYSICAL, measure_of
from prioritizer.domain.criterion import Criterion, RiskMode
from prioritizer.domain.matrix import FloatArray
from prioritizer.domain.results import Assessment
from prioritizer.domain.site import Site
from prioritizer.errors import InputError
from prioritizer.workflow.robustness.sensitivity import Dropped, without_criteria

# |r| from 0.7 is a usual sign of collinearity (Dormann et al. 2013, Ecography 36, recalled).
HIGH = 0.7
# Under so many sites a coefficient says little: at n = 8 chance alone exceeds 0.7 in one of 20.
FEWEST = 8


class FlagKind(StrEnum):
    """Why two criteria may count the same thing twice."""

    CORRELATION = "correlation"
    INPUTS = "shared inputs"
    LIABILITY = "avoided liability"


@dataclass(frozen=True, slots=True)
class Correlation:
    """How alike two criteria rate the sites for which both are known.

    ``n`` counts those sites. The coefficients are None where fewer than three are known, or
    one criterion is the same for all of them: ``note`` says which.
    """

    first: Criterion
    second: Criterion
    n: int
    pearson: float | None
    spearman: float | None
    note: str = ""

    @property
    def sentence(self) -> str:
        """Return the pair in words."""
        pair = f"{self.first.name} and {self.second.name}"
        if self.pearson is None or self.spearman is None:
            return f"{pair}: {self.note}."
        note = f"; {self.note}" if self.note else ""
        return (
            f"{pair}: Spearman {self.spearman:+.2f}, Pearson {self.pearson:+.2f} "
            f"over {self.n} sites{note}."
        )


@dataclass(frozen=True, slots=True)
class Flag:
    """One sign of double counting: its kind, the ids of the criteria, and words for it."""

    kind: FlagKind
    criteria: tuple[str, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Overlap:
    """The overlap of the criteria of one ranking.

    ``constant`` are the criteria that are the same for all sites, ``blank`` those known for
    none, both by id. ``dropped`` says what leaving out each criterion does to the shortlist.
    """

    correlations: tuple[Correlation, ...]
    flags: tuple[Flag, ...]
    constant: tuple[str, ...]
    blank: tuple[str, ...]
    dropped: tuple[Dropped, ...]

    def of(self, first: str, second: str) -> Correlation:
        """Return the correlation of two criteria by id, in either order."""
        wanted = {first, second}
        return next(c for c in self.correlations if {c.first.id, c.second.id} == wanted)


def overlap(assessment: Assessment, sites: Sequence[Site] = (), *, top: int = 10) -> Overlap:
    """Return correlations of values, signs of double counting, and effects of dropping.

    Only cells that do not rest on a gap enter a correlation.

    Parameters
    ----------
    sites
        The sites of the inventory, to see for how many a net present value is recorded.
    """
    criteria = assessment.matrix.criteria
    known = _known(assessment)
    pairs = tuple(
        _correlation(criteria[i], criteria[j], known[:, i], known[:, j])
        for i, j in combinations(range(len(criteria)), 2)
    )
    flags = (*_correlated(pairs), *_shared(assessment), *_liability(assessment, sites))
    n_known = (~np.isnan(known)).sum(axis=0)
    return Overlap(
        pairs,
        flags,
        tuple(c.id for k, c in enumerate(criteria) if n_known[k] and _is_constant(known[:, k])),
        tuple(c.id for k, c in enumerate(criteria) if not n_known[k]),
        _dropped(assessment, top),
    )


def _dropped(assessment: Assessment, top: int) -> tuple[Dropped, ...]:
    """Return the effects of dropping; none under methods that compare the sites in pairs."""
    try:
        return without_criteria(assessment, top=top)
    except InputError:
        return ()


def _known(assessment: Assessment) -> FloatArray:
    """Return values at best estimates, NaN where a cell rests on a gap."""
    is_known = ~np.isnan(assessment.matrix.best) & ~assessment.matrix.gap
    return np.where(is_known, assessment.values.expected, np.nan)


def _is_constant(values: FloatArray) -> bool:
    found = values[~np.isnan(values)]
    return bool(np.all(found == found[0])) if len(found) else True


def _correlation(
    first: Criterion, second: Criterion, one: FloatArray, two: FloatArray
) -> Correlation:
    both = ~np.isnan(one) & ~np.isnan(two)
    n = int(both.sum())
    x, y = one[both], two[both]
    if n < 3:
        known = "no site" if n == 0 else "one site" if n == 1 else "two sites"
        return Correlation(first, second, n, None, None, f"both are known for {known} only")
    same = [c.name for c, v in ((first, x), (second, y)) if _is_constant(v)]
    if same:
        note = f"{' and '.join(same)} {'are' if len(same) > 1 else 'is'} the same for all {n}"
        return Correlation(first, second, n, None, None, note)
    note = f"fewer than {FEWEST} sites, says little" if n < FEWEST else ""
    return Correlation(first, second, n, _pearson(x, y), _pearson(_ranks(x), _ranks(y)), note)


def _pearson(x: FloatArray, y: FloatArray) -> float:
    a, b = x - x.mean(), y - y.mean()
    return float(np.clip((a @ b) / np.sqrt((a @ a) * (b @ b)), -1.0, 1.0))


def _ranks(x: FloatArray) -> FloatArray:
    """Return ranks from 1, equals at their mean rank."""
    _, place, count = np.unique(x, return_inverse=True, return_counts=True)
    mean_rank = np.cumsum(count) - (count - 1) / 2
    return np.asarray(mean_rank[place], dtype=np.float64)


def _correlated(pairs: Sequence[Correlation]) -> Iterator[Flag]:
    for pair in pairs:
        if pair.spearman is None or pair.n < FEWEST or abs(pair.spearman) < HIGH:
            continue
        names = f"{pair.first.name} and {pair.second.name}"
        effect = (
            "rate the sites nearly alike: together they may count one thing twice"
            if pair.spearman > 0
            else "pull against each other: what one gains the other loses"
        )
        text = f"{names} {effect} (Spearman {pair.spearman:+.2f} over {pair.n} sites)."
        yield Flag(FlagKind.CORRELATION, (pair.first.id, pair.second.id), text)


def _shared(assessment: Assessment) -> Iterator[Flag]:
    parents = {node.id: node.parent for node in assessment.criteria.tree()}
    for first, second in combinations(assessment.matrix.criteria, 2):
        shared = [name for name in _inputs(first) if name in _inputs(second)]
        if not shared:
            continue
        text = f"{first.name} and {second.name} both read {_listed(shared)}"
        if parents[first.id] and parents[first.id] == parents[second.id]:
            text += "; they share the weight of one branch, so that it is not counted twice"
        yield Flag(FlagKind.INPUTS, (first.id, second.id), f"{text}.")


def _inputs(criterion: Criterion) -> tuple[str, ...]:
    is_known = bool(criterion.column) or criterion.measure in MEASURES
    return measure_of(criterion).inputs if is_known else ()


def _liability(assessment: Assessment, sites: Sequence[Site]) -> Iterator[Flag]:
    if assessment.settings.risk is not RiskMode.URGENCY:
        return
    of_risk = {*CHEMICAL, *PHYSICAL}
    urgent = [
        c
        for c in assessment.matrix.criteria
        if c.objective == "max" and _inputs(c) and set(_inputs(c)) <= of_risk
    ]
    if not urgent:
        return
    n = sum(site.npv_musd.is_known or site.npv_with_support_musd.is_known for site in sites)
    recorded = f" A net present value is recorded for {n} sites." if n else ""
    yield Flag(
        FlagKind.LIABILITY,
        tuple(c.id for c in urgent),
        f"{_listed([c.name for c in urgent])} {'counts' if len(urgent) == 1 else 'count'} "
        "clean-up as a benefit in the score. A net present value with avoided liability or "
        f"remediation savings counts it again: leave it out of one of the two.{recorded}",
    )


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"

"""What to measure next: the worth of a measurement for the choice of the shortlist."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from prioritizer.appraisal.measurement import Context
from prioritizer.appraisal.measures import measure_of
from prioritizer.domain.answer import LEAST_KNOWN, ValueDraws
from prioritizer.domain.information import MeasurementOption, MeasurementWorth, NextData
from prioritizer.domain.matrix import BoolArray, DecisionMatrix, FloatArray
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Assessment, Scales
from prioritizer.domain.robustness import Uncertainty
from prioritizer.domain.site import Site
from prioritizer.engine.draws.chances import LARGEST
from prioritizer.engine.draws.evidence import HeldValues, ValueSampler
from prioritizer.engine.draws.information import InformationValue, information_value
from prioritizer.engine.methods.table import METHODS
from prioritizer.errors import InputError
from prioritizer.readers.measurement_costs import read_measurement_options
from prioritizer.workflow.ranking.answer import known_share
from prioritizer.workflow.ranking.ranks import FIXED_METHODS, needs_own_values
from prioritizer.workflow.robustness.shares import (
    considered_matrix,
    considered_values,
    site_draws,
)

EVERY_SOURCE = Uncertainty()
_NESTED_DRAWS, _NESTED_LEVELS = 256, 32  # nested: each level goes through all draws
_LEVELS = 512
_DRAWS = 2048
MOST_CELLS = 20_000_000
"""Draws times sites: the values of all draws are held at once, 16 bytes each and copies."""


@dataclass(frozen=True, slots=True, eq=False)
class _Merged:
    """Draws in which columns are merged to few, by a function of the values."""

    source: ValueSampler
    merge: Callable[[FloatArray], FloatArray]
    n_columns: int

    @property
    def shape(self) -> tuple[int, int]:
        return self.source.shape[0], self.n_columns

    def sample(self, rng: np.random.Generator, draws: int) -> FloatArray:
        return self.merge(self.source.sample(rng, draws))


@dataclass(frozen=True, slots=True, eq=False)
class _Gains:
    """Gains of one measurement, with its error and free of it, and chances, by site."""

    sample: FloatArray
    perfect: FloatArray
    chance: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class _Problem:
    """What is decided, and the draws it rests on; rows are those of ``matrix``.

    ``competing`` marks the ranked sites. Of the others, ``known_weight`` says how much of the
    weight rests on what is known, and ``width`` how wide each cell is on the scale of values.
    """

    assessment: Assessment
    matrix: DecisionMatrix
    sites: tuple[Site, ...]
    reference: Reference
    source: ValueSampler
    competing: BoolArray
    known_weight: FloatArray
    known: BoolArray
    width: FloatArray
    top: int
    draws: int
    seed: int

    @property
    def weights(self) -> FloatArray:
        return self.assessment.settings.weights.normalized

    @property
    def method(self) -> str:
        return self.assessment.settings.method

    def can_be_listed(self, columns: Sequence[int], reliability: float) -> BoolArray:
        """Return who is ranked, or would be known well enough once these are measured."""
        left = self.width[:, columns] * np.sqrt(1.0 - reliability)
        now = np.where(self.known[:, columns], 1.0 - self.width[:, columns], 0.0)
        more = np.maximum(1.0 - left - now, 0.0) @ self.weights[list(columns)]
        return np.asarray(self.competing | (self.known_weight + more >= LEAST_KNOWN - 1e-9))


def next_data(  # noqa: PLR0913 - each is a setting of its own that callers leave out at will
    assessment: Assessment,
    sites: Sequence[Site],
    reference: Reference,
    options: Sequence[MeasurementOption] | None = None,
    *,
    top: int = 10,
    draws: int | None = None,
    seed: int | None = None,
    uncertainty: Uncertainty = EVERY_SOURCE,
    drawn: ValueDraws | None = None,
    progress: Callable[[str], None] | None = None,
) -> NextData:
    """Return what each measurement at each site is worth for the choice of the shortlist.

    The decision is to take the ``top`` sites with the highest expected score under the present
    weights and method; information is worth the expected gain of choosing after it (Raiffa and
    Schlaifer 1961). A measurement is taken to settle the share ``reliability`` of the variance
    of what it measures. A site that is too little known is not chosen as things are; a
    measurement counts there if the site is then known well enough to be ranked, with the root
    of the share that is not settled as the width that remains.

    Parameters
    ----------
    sites
        At least those that were ranked or are too little known, in any order.
    options
        The measurements to compare; those shipped when left out.
    top
        Places on the shortlist, fewer than ranked sites.
    draws, seed
        Where both are left out, with every source of uncertainty, the draws behind the chances
        of the list are used; else 2,048 and 1 are usual.
    uncertainty
        Which evidence counts as uncertain; what it says of weights is not used.
    drawn
        Draws of all sites considered, or of the ranked ones alone. With them ``draws``,
        ``seed`` and ``uncertainty`` do not count.
    progress
        Told the name of the measurement that is looked at.

    Raises
    ------
    InputError
        If scales come from the data, everybody is on the shortlist, or the draws of so many
        sites cannot be held.
    """
    if assessment.settings.scales is not Scales.FIXED:
        raise InputError(
            "next data: found scales made from the data. Expected fixed scales: otherwise one "
            "measurement would move everybody's score. Choose fixed scales."
        )
    needs_own_values(assessment.settings, "next data")
    considered = assessment.considered
    if drawn is None and draws is None and seed is None and uncertainty == EVERY_SOURCE:
        drawn = None if considered is None else considered.draws
    held = drawn if drawn is not None else (draws or _DRAWS, 1 if seed is None else seed)
    problem = _problem(assessment, sites, reference, uncertainty, held, top)
    whole = _whole_site(problem)
    is_additive = METHODS[problem.method].is_sum_of_values
    return NextData(
        alternatives=problem.matrix.alternatives,
        names=problem.matrix.names,
        top=top,
        draws=problem.draws,
        seed=problem.seed,
        worths=_all_worths(problem, options, progress),
        everything=whole.everything,
        site_chance=whole.chance_of_change[:, 0],
        site_gain=whole.figures[:, 0],
        is_decided=whole.chance_of_change[:, 0] == 0.0,
        is_apart=~problem.competing,
        is_lower_bound=not is_additive,
    )


def _problem(
    assessment: Assessment,
    sites: Sequence[Site],
    reference: Reference,
    uncertainty: Uncertainty,
    held: ValueDraws | tuple[int, int],
    top: int,
) -> _Problem:
    """Return the problem over draws that there are, or that are to be made with a seed."""
    draws, seed = held if isinstance(held, tuple) else (held.draws, held.seed)
    matrix, values = considered_matrix(assessment), considered_values(assessment)
    rows = np.arange(len(matrix))
    if isinstance(held, ValueDraws) and held.levels.shape[1] < len(matrix):
        rows = assessment.rows
    _check_size(draws, len(rows))
    source: ValueSampler | None
    if isinstance(held, ValueDraws):
        source = HeldValues(held.levels / LARGEST)
    else:
        source = site_draws(assessment, sites, reference, uncertainty, with_apart=True)
    if source is None:
        raise InputError(
            "next data: found no uncertain evidence. Expected at least one source switched on. "
            "Switch one on."
        )
    competing = np.isin(rows, assessment.rows)
    considered, answer = assessment.considered, assessment.answer
    known_weight = dict.fromkeys(matrix.alternatives, 1.0)
    if answer is not None:
        known_weight |= {site.site_id: site.known_weight for site in answer.apart}
    known = np.ones(values.expected.shape, dtype=np.bool_)
    if considered is not None:
        known = known_share(considered.draws)
    by_id = {site.site_id: site for site in sites}
    return _Problem(
        assessment=assessment,
        matrix=matrix.rows(rows),
        sites=tuple(by_id[name] for name in matrix.rows(rows).alternatives),
        reference=reference.with_policy(assessment.settings.policy_lists),
        source=source,
        competing=competing,
        known_weight=np.array([known_weight[matrix.alternatives[row]] for row in rows]),
        known=known[rows],
        width=(values.high - values.low)[rows],
        top=top,
        draws=draws,
        seed=seed,
    )


def _all_worths(
    problem: _Problem,
    options: Sequence[MeasurementOption] | None,
    progress: Callable[[str], None] | None,
) -> tuple[MeasurementWorth, ...]:
    """Return what each measurement is worth at each site, the most for its cost first."""
    find = _of_merged if METHODS[problem.method].is_sum_of_values else _of_best_criterion
    criteria = problem.assessment.criteria.criteria
    worths: list[MeasurementWorth] = []
    perfect: dict[tuple[int, ...], FloatArray] = {}
    for option in read_measurement_options() if options is None else options:
        columns = [
            k
            for k, criterion in enumerate(criteria)
            if criterion.measure in option.measures and problem.weights[k] > 0
        ]
        if not columns:
            continue
        if progress is not None:
            progress(option.name)
        gain, chance = find(problem, columns, option.reliability)
        # Several measurements read the same criteria: free of error, they are worth alike.
        if tuple(columns) not in perfect:
            perfect[tuple(columns)] = find(problem, columns, 1.0)[0]
        gains = _Gains(gain, perfect[tuple(columns)], chance)
        worths += _worths(problem, option, columns, gains)
    return tuple(sorted(worths, key=lambda w: (-w.gain_per_100_keur, w.site_id)))


def _merged(
    source: ValueSampler, merge: Callable[[FloatArray], FloatArray], n_columns: int
) -> ValueSampler:
    if isinstance(source, HeldValues):
        return HeldValues(merge(source.values))
    return _Merged(source, merge, n_columns)


def _check_size(draws: int, n_sites: int) -> None:
    if draws * n_sites > MOST_CELLS:
        raise InputError(
            f"next data: found {draws} draws over {n_sites} sites. Expected at most "
            f"{MOST_CELLS // n_sites} draws over so many. Ask for fewer draws, or narrow the "
            "inventory to the sites near the shortlist's edge."
        )


def _whole_site(problem: _Problem) -> InformationValue:
    """Return the worth of knowing all about one site: its score is then the one value."""
    score, weights = FIXED_METHODS[problem.method], problem.weights

    def scored(values: FloatArray) -> FloatArray:
        rows = np.ascontiguousarray(values).reshape(-1, values.shape[-1])
        return score(rows, weights).reshape(*values.shape[:-1], 1)

    return information_value(
        _merged(problem.source, scored, 1),
        np.ones(1),
        top=problem.top,
        competing=problem.competing,
        draws=problem.draws,
        outer=problem.draws,
        seed=problem.seed,
    )


def _of_merged(
    problem: _Problem, columns: Sequence[int], reliability: float
) -> tuple[FloatArray, FloatArray]:
    """Return gain and chance where the criteria are measured together: exact for sums."""
    weights = problem.weights
    rest = np.delete(np.arange(len(weights)), columns)
    own, other = weights[columns], weights[rest]

    def merged(values: FloatArray) -> FloatArray:
        result = np.zeros((*values.shape[:-1], 2))
        result[..., 0] = values[..., columns] @ own / own.sum()
        if other.sum() > 0:
            result[..., 1] = values[..., rest] @ other / other.sum()
        return result

    found = information_value(
        _merged(problem.source, merged, 2),
        np.array([own.sum(), other.sum()]),
        top=problem.top,
        competing=problem.competing,
        reliability=reliability,
        draws=problem.draws,
        outer=_LEVELS,
        seed=problem.seed,
    )
    return found.figures[:, 0], found.chance_of_change[:, 0]


def _of_best_criterion(
    problem: _Problem, columns: Sequence[int], reliability: float
) -> tuple[FloatArray, FloatArray]:
    """Return gain and chance of the best single criterion: a lower bound for the whole."""
    found = information_value(
        problem.source,
        problem.weights,
        top=problem.top,
        competing=problem.competing,
        method=problem.method,
        reliability=reliability,
        draws=min(problem.draws, _NESTED_DRAWS),
        outer=_NESTED_LEVELS,
        seed=problem.seed,
    )
    return (
        found.figures[:, list(columns)].max(axis=1),
        found.chance_of_change[:, list(columns)].max(axis=1),
    )


def _worths(
    problem: _Problem, option: MeasurementOption, columns: Sequence[int], gains: _Gains
) -> list[MeasurementWorth]:
    assessment = problem.assessment
    ranks = dict(
        zip(assessment.matrix.alternatives, assessment.ranking.ranks.tolist(), strict=True)
    )
    can_be_listed = problem.can_be_listed(columns, option.reliability)
    found = []
    for row in np.flatnonzero((gains.chance > 0) & can_be_listed).tolist():
        unknown: list[str] = []
        for column in columns:
            criterion = assessment.criteria.criteria[column]
            context = Context(problem.reference, criterion.parameters)
            unknown += measure_of(criterion).missing(problem.sites[row], context)
        rank = ranks.get(problem.matrix.alternatives[row])
        found.append(
            MeasurementWorth(
                site_id=problem.matrix.alternatives[row],
                name=problem.matrix.names[row],
                rank=rank,
                is_listed=rank is not None and rank <= problem.top,
                option=option,
                chance=float(gains.chance[row]),
                gain=float(gains.sample[row]),
                perfect_gain=float(gains.perfect[row]),
                unknown=tuple(dict.fromkeys(unknown)),
            )
        )
    return found

"""What to measure next: the worth of a measurement for the choice of the shortlist."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from prioritizer.appraisal.measurement import Context
from prioritizer.appraisal.measures import MEASURES
from prioritizer.domain.answer import ValueDraws
from prioritizer.domain.information import MeasurementOption, MeasurementWorth, NextData
from prioritizer.domain.matrix import FloatArray
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Assessment, Scales
from prioritizer.domain.robustness import Uncertainty
from prioritizer.domain.site import Site
from prioritizer.engine.draws.chances import LARGEST
from prioritizer.engine.draws.evidence import HeldValues, ValueSampler
from prioritizer.engine.draws.information import InformationValue, information_value
from prioritizer.engine.methods.table import METHODS
from prioritizer.engine.ranks import rank, round_scores
from prioritizer.errors import InputError
from prioritizer.readers.measurement_costs import read_measurement_options
from prioritizer.workflow.ranking.ranks import FIXED_METHODS, needs_own_values
from prioritizer.workflow.robustness.shares import site_draws

EVERY_SOURCE = Uncertainty()
_NESTED_DRAWS, _NESTED_LEVELS = 256, 32  # nested: each level goes through all draws
_LEVELS = 512
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


def next_data(  # noqa: PLR0913 - each is a setting of its own that callers leave out at will
    assessment: Assessment,
    sites: Sequence[Site],
    reference: Reference,
    options: Sequence[MeasurementOption] | None = None,
    *,
    top: int = 10,
    draws: int = 2048,
    seed: int = 1,
    uncertainty: Uncertainty = EVERY_SOURCE,
    drawn: ValueDraws | None = None,
    progress: Callable[[str], None] | None = None,
) -> NextData:
    """Return what each measurement at each site is worth for the choice of the shortlist.

    The decision is to take the ``top`` sites with the highest expected score under the present
    weights and method; information is worth the expected gain of choosing after it (Raiffa and
    Schlaifer 1961). A measurement is taken to settle the share ``reliability`` of the variance
    of what it measures.

    Parameters
    ----------
    sites
        Those of the assessment, in its order.
    options
        The measurements to compare; those shipped when left out.
    top
        Places on the shortlist, fewer than sites.
    uncertainty
        Which evidence counts as uncertain; what it says of weights is not used.
    drawn
        Draws of these sites, such as those behind the chances of a list. With them ``draws``,
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
    if drawn is not None:
        draws, seed = drawn.draws, drawn.seed
    _check_size(draws, len(assessment.matrix))
    source = _source(assessment, sites, reference, uncertainty, drawn)
    if source is None:
        raise InputError(
            "next data: found no uncertain evidence. Expected at least one source switched on. "
            "Switch one on."
        )
    whole = _whole_site(assessment, source, top=top, draws=draws, seed=seed)
    is_additive = METHODS[assessment.settings.method].is_sum_of_values
    find = _of_merged if is_additive else _of_best_criterion
    worths: list[MeasurementWorth] = []
    perfect: dict[tuple[int, ...], FloatArray] = {}
    for option in read_measurement_options() if options is None else options:
        columns = [
            k
            for k, criterion in enumerate(assessment.criteria.criteria)
            if criterion.measure in option.measures
            and assessment.settings.weights.normalized[k] > 0
        ]
        if columns:
            if progress is not None:
                progress(option.name)
            gain, chance = find(
                assessment, source, columns, option.reliability, top, draws, seed
            )
            # Several measurements read the same criteria: free of error, they are worth alike.
            if tuple(columns) not in perfect:
                perfect[tuple(columns)] = find(
                    assessment, source, columns, 1.0, top, draws, seed
                )[0]
            gains = _Gains(gain, perfect[tuple(columns)], chance)
            worths += _worths(assessment, sites, reference, option, columns, gains, top)
    return NextData(
        alternatives=assessment.matrix.alternatives,
        names=assessment.matrix.names,
        top=top,
        draws=draws,
        seed=seed,
        worths=tuple(sorted(worths, key=lambda w: (-w.gain_per_100_keur, w.site_id))),
        everything=whole.everything,
        site_chance=whole.chance_of_change[:, 0],
        site_gain=whole.figures[:, 0],
        is_decided=whole.chance_of_change[:, 0] == 0.0,
        is_lower_bound=not is_additive,
    )


def _source(
    assessment: Assessment,
    sites: Sequence[Site],
    reference: Reference,
    uncertainty: Uncertainty,
    drawn: ValueDraws | None,
) -> ValueSampler | None:
    if drawn is not None:
        return HeldValues(drawn.levels / LARGEST)
    return site_draws(assessment, sites, reference, uncertainty)


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


def _whole_site(
    assessment: Assessment, source: ValueSampler, *, top: int, draws: int, seed: int
) -> InformationValue:
    """Return the worth of knowing all about one site: its score is then the one value."""
    score = FIXED_METHODS[assessment.settings.method]
    weights = assessment.settings.weights.normalized

    def scored(values: FloatArray) -> FloatArray:
        rows = np.ascontiguousarray(values).reshape(-1, values.shape[-1])
        return score(rows, weights).reshape(*values.shape[:-1], 1)

    return information_value(
        _merged(source, scored, 1), np.ones(1), top=top, draws=draws, outer=draws, seed=seed
    )


def _of_merged(
    assessment: Assessment,
    source: ValueSampler,
    columns: Sequence[int],
    reliability: float,
    top: int,
    draws: int,
    seed: int,
) -> tuple[FloatArray, FloatArray]:
    """Return gain and chance where the criteria are measured together: exact for sums."""
    weights = assessment.settings.weights.normalized
    rest = np.delete(np.arange(len(weights)), columns)
    own, other = weights[columns], weights[rest]

    def merged(values: FloatArray) -> FloatArray:
        result = np.zeros((*values.shape[:-1], 2))
        result[..., 0] = values[..., columns] @ own / own.sum()
        if other.sum() > 0:
            result[..., 1] = values[..., rest] @ other / other.sum()
        return result

    found = information_value(
        _merged(source, merged, 2),
        np.array([own.sum(), other.sum()]),
        top=top,
        reliability=reliability,
        draws=draws,
        outer=_LEVELS,
        seed=seed,
    )
    return found.figures[:, 0], found.chance_of_change[:, 0]


def _of_best_criterion(
    assessment: Assessment,
    source: ValueSampler,
    columns: Sequence[int],
    reliability: float,
    top: int,
    draws: int,
    seed: int,
) -> tuple[FloatArray, FloatArray]:
    """Return gain and chance of the best single criterion: a lower bound for the whole."""
    found = information_value(
        source,
        assessment.settings.weights.normalized,
        top=top,
        method=assessment.settings.method,
        reliability=reliability,
        draws=min(draws, _NESTED_DRAWS),
        outer=_NESTED_LEVELS,
        seed=seed,
    )
    return (
        found.figures[:, list(columns)].max(axis=1),
        found.chance_of_change[:, list(columns)].max(axis=1),
    )


def _worths(
    assessment: Assessment,
    sites: Sequence[Site],
    reference: Reference,
    option: MeasurementOption,
    columns: Sequence[int],
    gains: _Gains,
    top: int,
) -> list[MeasurementWorth]:
    ranks = rank(round_scores(assessment.ranking.scores))
    found = []
    for row in np.flatnonzero(gains.chance > 0).tolist():
        unknown: list[str] = []
        for column in columns:
            criterion = assessment.criteria.criteria[column]
            context = Context.of(criterion, reference)
            unknown += MEASURES[criterion.measure].missing(sites[row], context)
        found.append(
            MeasurementWorth(
                site_id=assessment.matrix.alternatives[row],
                name=assessment.matrix.names[row],
                rank=int(ranks[row]),
                is_listed=bool(ranks[row] <= top),
                option=option,
                chance=float(gains.chance[row]),
                gain=float(gains.sample[row]),
                perfect_gain=float(gains.perfect[row]),
                unknown=tuple(dict.fromkeys(unknown)),
            )
        )
    return found

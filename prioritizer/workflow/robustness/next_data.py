"""What to measure next: the worth of a measurement for the choice of the list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from prioritizer.appraisal.measurement import Context
from prioritizer.appraisal.measures import measure_of
from prioritizer.domain.answer import LEAST_KNOWN, GapMode, Levels, ValueDraws
from prioritizer.domain.information import (
    MeasurementOption,
    MeasurementWorth,
    NextData,
)
from prioritizer.domain.matrix import BoolArray, DecisionMatrix, FloatArray
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Assessment, IntArray, Order, Scales
from prioritizer.domain.robustness import Uncertainty
from prioritizer.domain.site import Site
from prioritizer.engine.draws import sampling
from prioritizer.engine.draws.chances import to_levels
from prioritizer.engine.draws.information import (
    ListChoice,
    Worth,
    list_choice,
    measurement_worth,
    site_worth,
)
from prioritizer.errors import InputError
from prioritizer.readers.measurement_costs import read_measurement_options
from prioritizer.workflow.ranking.answer import known_share
from prioritizer.workflow.ranking.ranks import needs_own_values
from prioritizer.workflow.robustness.considered import considered_matrix, considered_values
from prioritizer.workflow.robustness.desk_work import desk_study, desk_work
from prioritizer.workflow.robustness.shares import site_draws

EVERY_SOURCE = Uncertainty()
_DRAWS = 2048
MOST_CELLS = 20_000_000
"""Draws times sites: the scores of all draws are held at once, 16 bytes each and copies."""


@dataclass(frozen=True, slots=True, eq=False)
class _Problem:
    """What is decided, and the draws it rests on; rows are those of ``matrix``.

    ``competing`` marks the ranked sites. Of the others, ``known_weight`` says how much of the
    weight rests on what is known, and ``width`` how wide each cell is on the scale of values.
    ``undecided`` are the sites at which knowing everything would change the list, at least in
    some draw.
    """

    assessment: Assessment
    matrix: DecisionMatrix
    sites: tuple[Site, ...]
    reference: Reference
    choice: ListChoice
    whole: Worth
    competing: BoolArray
    known_weight: FloatArray
    known: BoolArray
    width: FloatArray
    draws: int
    seed: int
    least_chance: float = 0.0
    between: Callable[[], object] | None = None
    _missing: dict[tuple[int, int], tuple[str, ...]] = field(default_factory=dict, init=False)

    def missing(self, row: int, column: int) -> tuple[str, ...]:
        """Return what is not known of a cell, in words."""
        if (row, column) not in self._missing:
            criterion = self.assessment.criteria.criteria[column]
            context = Context(self.reference, criterion.parameters)
            found = measure_of(criterion).missing(self.sites[row], context)
            self._missing[row, column] = tuple(found)
        return self._missing[row, column]

    @property
    def weights(self) -> FloatArray:
        return self.assessment.settings.weights.normalized

    @property
    def undecided(self) -> IntArray:
        chance = self.whole.chance
        return np.flatnonzero((chance > 0) & (chance >= self.least_chance))

    def can_be_listed(self, columns: IntArray, reliability: FloatArray) -> BoolArray:
        """Return who is ranked, or would be known well enough once these are measured."""
        left = self.width[:, columns] * np.sqrt(1.0 - reliability)
        now = np.where(self.known[:, columns], 1.0 - self.width[:, columns], 0.0)
        more = np.maximum(1.0 - left - now, 0.0) @ self.weights[columns]
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
    with_perfect: bool = True,
    least_chance: float = 0.0,
    progress: Callable[[str], None] | None = None,
    between: Callable[[], object] | None = None,
) -> NextData:
    """Return what each measurement at each site is worth for the choice of the list.

    The decision is the list by chance: the ``top`` sites that are most often among the best of
    the draws, under the present weights and method. Its worth is the expected number of listed
    sites that truly are among them; information is worth the expected gain of choosing after
    it (Raiffa and Schlaifer 1961). A measurement is taken to settle the share ``reliability``
    of the variance of what it measures. A site that is too little known is not chosen as things
    are; a measurement counts there if the site is then known well enough to be ranked, with the
    root of the share that is not settled as the width that remains.

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
    least_chance
        Sites at which knowing everything changes the list less often are passed over.
    with_perfect
        Whether to work out the gain of measurements without error, too.
    progress
        Told the name of the measurement that is looked at.
    between
        Called before each site; what it raises ends the work.

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
    options = read_measurement_options() if options is None else options
    held = drawn if drawn is not None else (draws or _DRAWS, 1 if seed is None else seed)
    problem = _problem(assessment, sites, reference, uncertainty, held, top, between)
    problem = replace(problem, least_chance=least_chance)
    whole = problem.whole
    return NextData(
        alternatives=problem.matrix.alternatives,
        names=problem.matrix.names,
        top=top,
        draws=problem.draws,
        seed=problem.seed,
        worths=_all_worths(problem, options, progress, with_perfect=with_perfect),
        everything=problem.choice.missed,
        site_chance=whole.chance,
        site_gain=whole.gain,
        is_decided=whole.chance == 0.0,
        is_apart=~problem.competing,
    )


def _problem(
    assessment: Assessment,
    sites: Sequence[Site],
    reference: Reference,
    uncertainty: Uncertainty,
    held: ValueDraws | tuple[int, int],
    top: int,
    between: Callable[[], object] | None,
) -> _Problem:
    """Return the problem over draws that there are, or that are to be made with a seed."""
    draws, seed = held if isinstance(held, tuple) else (held.draws, held.seed)
    matrix, values = considered_matrix(assessment), considered_values(assessment)
    rows = np.arange(len(matrix))
    if isinstance(held, ValueDraws) and held.levels.shape[1] < len(matrix):
        rows = assessment.rows
    _check_size(draws, len(rows))
    if isinstance(held, ValueDraws):
        levels = held.levels
    else:
        levels = _drawn_levels(assessment, sites, reference, uncertainty, held)
    competing = np.isin(rows, assessment.rows)
    choice = list_choice(
        levels,
        assessment.settings.weights.normalized,
        top=top,
        competing=competing,
        inside=_listed(assessment, rows, held, top),
        method=assessment.settings.method,
    )
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
        choice=choice,
        whole=site_worth(choice, between),
        competing=competing,
        known_weight=np.array([known_weight[matrix.alternatives[row]] for row in rows]),
        known=known[rows],
        width=(values.high - values.low)[rows],
        draws=draws,
        seed=seed,
        between=between,
    )


def _drawn_levels(
    assessment: Assessment,
    sites: Sequence[Site],
    reference: Reference,
    uncertainty: Uncertainty,
    how: tuple[int, int],
) -> Levels:
    """Return so many draws with a seed, of all sites considered."""
    draws, seed = how
    source = site_draws(assessment, sites, reference, uncertainty, with_apart=True)
    if source is None:
        raise InputError(
            "next data: found no uncertain evidence. Expected at least one source switched on. "
            "Switch one on."
        )
    per_block = sampling.block_draws(*source.shape, uncertain_values=True)
    blocks = [
        to_levels(source.sample(sampling.stream(seed, sampling.VALUES, block), per_block))
        for block in range(sampling.n_blocks(draws, per_block))
    ]
    return np.concatenate(blocks)[:draws]


def _listed(
    assessment: Assessment, rows: IntArray, held: ValueDraws | tuple[int, int], top: int
) -> BoolArray | None:
    """Return who is on the list as it stands; None where it is another one, or by a score."""
    answer, settings = assessment.answer, assessment.settings
    is_that_list = isinstance(held, ValueDraws) and answer is not None and answer.top == top
    if not is_that_list or settings.order is not Order.CHANCE:
        return None
    if settings.gaps is GapMode.MIDDLE:
        return None
    listed = np.zeros(len(considered_matrix(assessment)), dtype=np.bool_)
    listed[assessment.rows[assessment.ranking.ranks <= top]] = True
    return np.asarray(listed[rows])


def _all_worths(
    problem: _Problem,
    options: Sequence[MeasurementOption],
    progress: Callable[[str], None] | None,
    *,
    with_perfect: bool,
) -> tuple[MeasurementWorth, ...]:
    """Return what each measurement is worth at each site, the most for its cost first."""
    criteria = problem.assessment.criteria.criteria
    worths: list[MeasurementWorth] = []
    perfect: dict[tuple[int, ...], Worth] = {}
    for option in options:
        columns = np.flatnonzero(
            [
                criterion.measure in option.measures and problem.weights[k] > 0
                for k, criterion in enumerate(criteria)
            ]
        )
        if not len(columns):
            continue
        if progress is not None:
            progress(option.name)
        found = _worth(problem, columns, option.reliability, problem.undecided)
        # Several measurements read the same criteria: free of error, they are worth alike.
        key = tuple(columns.tolist())
        if with_perfect and key not in perfect:
            perfect[key] = _worth(problem, columns, 1.0, problem.undecided)
        worths += _worths(problem, option, columns, (found, perfect.get(key)))
    worths += _desk_worths(problem, options)
    return tuple(sorted(worths, key=lambda w: (-w.gain_per_100_keur, w.site_id)))


def _desk_worths(
    problem: _Problem, options: Sequence[MeasurementOption]
) -> list[MeasurementWorth]:
    """Return the worth of all desk work on what is not known of a site, as one study.

    It is for sites that are too little known: a single piece of work seldom makes these known
    well enough to be ranked.
    """
    apart = [row for row in problem.undecided.tolist() if not problem.competing[row]]
    by_work: dict[tuple[MeasurementOption, ...], list[int]] = {}
    for row in apart:
        work = tuple(desk_work(problem.assessment, options, problem.matrix.alternatives[row]))
        by_work.setdefault(work, []).append(row)
    worths: list[MeasurementWorth] = []
    for work, rows in by_work.items():
        if len(work) > 1:
            columns, shares = _settled(problem, work)
            at = np.array(rows)
            found = _worth(problem, columns, shares, at)
            perfect = _worth(problem, columns, 1.0, at)
            worths += _worths(problem, desk_study(work), columns, (found, perfect), shares)
    return worths


def _settled(
    problem: _Problem, work: Sequence[MeasurementOption]
) -> tuple[IntArray, FloatArray]:
    """Return the criteria that pieces of work read, and the share of variance they settle."""
    criteria = problem.assessment.criteria.criteria
    left = np.ones(len(criteria))
    for option in work:
        read = np.array([criterion.measure in option.measures for criterion in criteria])
        left = np.where(read, left * (1.0 - option.reliability), left)
    columns = np.flatnonzero((left < 1.0) & (problem.weights > 0))
    return columns, 1.0 - left[columns]


def _worth(
    problem: _Problem, columns: IntArray, reliability: FloatArray | float, rows: IntArray
) -> Worth:
    shares = np.array(np.broadcast_to(reliability, len(columns)), dtype=np.float64)
    choice, between = problem.choice, problem.between
    return measurement_worth(choice, columns, shares, rows=rows, between=between)


def _check_size(draws: int, n_sites: int) -> None:
    if draws * n_sites > MOST_CELLS:
        raise InputError(
            f"next data: found {draws} draws over {n_sites} sites. Expected at most "
            f"{MOST_CELLS // n_sites} draws over so many. Ask for fewer draws, or narrow the "
            "inventory to the sites near the shortlist's edge."
        )


def _worths(
    problem: _Problem,
    option: MeasurementOption,
    columns: IntArray,
    worth: tuple[Worth, Worth | None],
    shares: FloatArray | None = None,
) -> list[MeasurementWorth]:
    """Return the worth of one measurement by site, with its error and free of it.

    ``shares`` are those of the variance that it settles, by column, where they differ.
    """
    assessment, (with_error, perfect) = problem.assessment, worth
    ranks = dict(
        zip(assessment.matrix.alternatives, assessment.ranking.ranks.tolist(), strict=True)
    )
    shares = np.full(len(columns), option.reliability) if shares is None else shares
    listable = problem.can_be_listed(columns, shares)
    found = []
    for row in np.flatnonzero((with_error.chance > 0) & listable).tolist():
        unknown = [name for column in columns.tolist() for name in problem.missing(row, column)]
        found.append(
            MeasurementWorth(
                site_id=problem.matrix.alternatives[row],
                name=problem.matrix.names[row],
                rank=ranks.get(problem.matrix.alternatives[row]),
                is_listed=bool(problem.choice.inside[row]),
                option=option,
                chance=float(with_error.chance[row]),
                gain=float(with_error.gain[row]),
                perfect_gain=np.nan
                if perfect is None
                else float(max(perfect.gain[row], with_error.gain[row])),
                unknown=tuple(dict.fromkeys(unknown)),
            )
        )
    return found

"""A ranking to its robustness: weights, evidence and method drawn together, ranks counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from prioritizer.appraisal.draws import Switches, block_sizes, blocks
from prioritizer.domain.answer import Levels, SectionLimits
from prioritizer.domain.matrix import BoolArray, FloatArray
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Assessment, IntArray, Scales
from prioritizer.domain.robustness import (
    Entrant,
    Robustness,
    Uncertainty,
    WeightFree,
    WeightKnowledge,
)
from prioritizer.domain.site import Site
from prioritizer.engine.answers.dominance import count_dominators, winning_weights
from prioritizer.engine.answers.extreme_ranks import extreme_ranks
from prioritizer.engine.draws.chances import to_levels
from prioritizer.engine.draws.smaa import LARGEST_FULL_TABLE, smaa
from prioritizer.engine.draws.smaa_result import QUANTILES, Smaa
from prioritizer.engine.weights.regions import Region
from prioritizer.errors import InputError
from prioritizer.workflow.ranking.answer import all_of, find_answer
from prioritizer.workflow.ranking.draws import NUMBERS_PER_SITE
from prioritizer.workflow.ranking.gaps import Drawing, find_gaps
from prioritizer.workflow.ranking.known_limit import Candidates, candidates, ranked_now
from prioritizer.workflow.ranking.ranks import needs_own_values
from prioritizer.workflow.robustness.considered import (
    considered_matrix,
    considered_sites,
    considered_values,
)
from prioritizer.workflow.robustness.weight_region import weight_region

DEFAULT_LIMITS = SectionLimits()
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, eq=False)
class SiteDraws:
    """Uncertain values of the ranked sites for the engine, from the draws behind the answer.

    All ``considered`` sites are drawn together, since the unknown values of one may be those of
    another; ``rows`` are the ranked ones. Cells not ``drawn`` stay as ``expected``.
    """

    drawing: Drawing
    rows: IntArray
    drawn: BoolArray
    expected: FloatArray
    switches: Switches

    @property
    def shape(self) -> tuple[int, int]:
        """Return the numbers of sites and criteria."""
        n_sites, n_criteria = self.drawn.shape
        return n_sites, n_criteria

    def sample(self, rng: np.random.Generator, draws: int) -> FloatArray:
        """Return values, ``(draws, sites, criteria)``."""
        seed = int(rng.integers(2**63))
        [block] = blocks(draws=draws, seed=seed, switches=self.switches, sizes=[draws])
        return np.where(self.drawn, self.drawing.values(block)[:, self.rows], self.expected)


def site_draws(
    assessment: Assessment,
    sites: Sequence[Site],
    reference: Reference,
    uncertainty: Uncertainty,
    *,
    with_apart: bool = False,
) -> SiteDraws | None:
    """Return the draws of the sites' values; None where every source of evidence is off.

    What is not known is drawn as the settings of the assessment say: by default from like sites
    among all that were considered.

    Parameters
    ----------
    sites
        At least those that were ranked or are too little known, in any order.
    with_apart
        Whether the rows are all sites that were considered, the too little known among them.

    Raises
    ------
    InputError
        If a site is missing or a criterion is unknown.
    """
    ids = assessment.criteria.ids
    chosen = ids if uncertainty.evidence is None else uncertainty.evidence
    unknown = [name for name in chosen if name not in ids]
    if unknown:
        raise InputError(
            f"evidence: found '{unknown[0]}'. Expected some of: {', '.join(ids)}. "
            "Correct the name."
        )
    matrix, values = considered_matrix(assessment), considered_values(assessment)
    rows = np.arange(len(matrix)) if with_apart else assessment.rows
    drawn = np.tile(np.isin(ids, chosen), (len(rows), 1))
    if not uncertainty.gaps:
        drawn &= ~values.gap[rows]
    if not drawn.any():
        return None
    switches = Switches(
        common_density=uncertainty.common_density,
        common_recovery=uncertainty.common_recovery,
        uncertain_prices=uncertainty.uncertain_prices,
    )
    settings, everybody = assessment.settings, considered_sites(assessment, sites)
    reference = reference.with_policy(settings.policy_lists)
    drawing = Drawing(
        find_gaps(matrix, values, everybody, reference, settings.gaps),
        everybody,
        assessment.criteria,
        reference,
        settings.assumptions,
    )
    return SiteDraws(drawing, rows, drawn, values.expected[rows], switches)


def ranked_levels(
    assessment: Assessment,
    sites: Sequence[Site],
    reference: Reference,
    *,
    draws: int,
    seed: int,
) -> Iterator[Levels]:
    """Yield values of the ranked sites, ``(draws, sites, criteria)`` per block, as levels.

    They are the draws that a ranking with this seed makes: those behind the chances where seed
    and number are the same, its first ones where they are fewer.

    Parameters
    ----------
    sites
        As in `site_draws`.
    """
    held = assessment.draws
    if held is not None and held.seed == seed and held.draws >= draws:
        yield held.levels[:draws]
        return
    source = site_draws(assessment, sites, reference, Uncertainty())
    if source is None:  # no criterion at all
        return
    sizes = block_sizes(draws, len(considered_matrix(assessment)) * NUMBERS_PER_SITE)
    for block in blocks(draws=draws, seed=seed, switches=source.switches, sizes=sizes):
        yield to_levels(source.drawing.values(block)[:, source.rows])


def robustness(  # noqa: PLR0913 - each is a setting of its own that callers leave out at will
    assessment: Assessment,
    sites: Sequence[Site],
    reference: Reference,
    uncertainty: Uncertainty,
    *,
    top: int = 10,
    draws: int = 10_000,
    seed: int = 1,
    limits: SectionLimits = DEFAULT_LIMITS,
    pairwise: bool = False,
    progress: Progress | None = None,
    cancel: Callable[[], bool] | None = None,
) -> Robustness:
    """Rank the sites under many weights and many values that the evidence allows.

    Parameters
    ----------
    sites
        As in `site_draws`.
    uncertainty
        What is let loose. Under several methods each draw is ranked by each of them, and a
        share is the mean of theirs.
    top
        Places on the shortlist; all sites where there are fewer.
    limits
        Of the sections of the ranking's own chances.
    progress, cancel
        As in `prioritizer.engine.draws.smaa.smaa`.

    Raises
    ------
    InputError
        If scales come from the data (a draw would move everybody's scale), or a setting cannot
        be used.
    """
    settings = assessment.settings
    if settings.scales is not Scales.FIXED:
        raise InputError(
            "robustness: found scales made from the data. Expected fixed scales: otherwise "
            "each draw would measure with a different yardstick. Choose fixed scales."
        )
    methods = uncertainty.methods or (settings.method,)
    for method in methods:
        needs_own_values(replace(settings, method=method), "robustness")
    moving = uncertainty.weights is not WeightKnowledge.FIXED
    field = candidates(assessment) if moving else ranked_now(assessment)
    source = site_draws(
        assessment, sites, reference, uncertainty, with_apart=field.limit is not None
    )
    region = weight_region(settings.weights, uncertainty)
    places = min(top, len(assessment.matrix))
    found: list[Smaa] = []
    for index, method in enumerate(methods):
        found.append(
            smaa(
                None if source is not None else field.values.expected,
                weights=region,
                value_draws=source,
                method=method,
                draws=draws,
                seed=seed,
                top=places,
                pairwise=pairwise and len(field.matrix) <= LARGEST_FULL_TABLE,
                limit=field.limit,
                progress=_part_of(progress, index, len(methods)),
                cancel=cancel,
            )
        )
        if not found[-1].complete:
            break
    return _combined(field, assessment, found, uncertainty, limits, places)


def has_room_for_pairs(assessment: Assessment) -> bool:
    """Return whether tables with a cell for every pair of sites are small enough to be made."""
    return len(considered_matrix(assessment)) <= LARGEST_FULL_TABLE


def _part_of(progress: Progress | None, index: int, n_parts: int) -> Progress | None:
    if progress is None:
        return None

    def report(done: int, draws: int) -> None:
        progress(index * draws + done, n_parts * draws)

    return report


def _combined(
    field: Candidates,
    assessment: Assessment,
    found: Sequence[Smaa],
    uncertainty: Uncertainty,
    limits: SectionLimits,
    top: int,
) -> Robustness:
    """Return the mean over methods; what belongs to a first place counts by first places."""
    now = np.arange(len(field.matrix)) if field.limit is None else assessment.rows
    acceptability = np.mean([_present(part.rank_acceptability) for part in found], axis=0)
    first = np.stack([_present(part.rank_acceptability)[:, 0] for part in found])
    wins = [part.pairwise_wins for part in found if part.pairwise_wins is not None]
    shortlist = np.mean([_present(part.shortlist) for part in found], axis=0)
    methods = uncertainty.methods or (assessment.settings.method,)
    return Robustness(
        alternatives=assessment.matrix.alternatives,
        names=assessment.matrix.names,
        criteria=assessment.criteria.ids,
        top=top,
        limits=limits,
        uncertainty=uncertainty,
        methods=methods[: len(found)],
        draws=min(part.draws for part in found),
        seed=found[0].seed,
        is_complete=all(part.complete for part in found),
        shortlist=shortlist[now],
        rank_acceptability=acceptability[now],
        expected_rank=np.mean([_present(part.expected_rank)[now] for part in found], axis=0),
        rank_quantiles=_quantiles(acceptability, found)[now],
        central_weights=_by_first(np.stack([part.central_weights for part in found]), first)[
            now
        ],
        confidence=_by_first(
            np.stack([part.confidence for part in found])[:, :, np.newaxis], first
        )[now, 0],
        ranked=found[0].competing[now],
        entrants=_entrants(field, assessment, found[0].competing, shortlist),
        pairwise_wins=np.mean(wins, axis=0)[np.ix_(now, now)] if wins else None,
        chance=ranking_chance(assessment, top),
    )


def ranking_chance(assessment: Assessment, top: int) -> FloatArray | None:
    """Return the ranking's chances of a place among ``top``, ``(sites,)``, over its own draws.

    None where nothing was drawn for it.
    """
    answer, considered, settings = (
        assessment.answer,
        assessment.considered,
        assessment.settings,
    )
    if answer is None or considered is None:
        return None
    if min(answer.top, len(answer.chance)) == top:
        return answer.chance
    place = replace(
        all_of(considered.values, considered.draws, replace(settings, top=top)),
        rows=assessment.rows,
    )
    return find_answer(considered.matrix, considered.draws, place, None).chance


def _entrants(
    field: Candidates, assessment: Assessment, ranked: FloatArray, shortlist: FloatArray
) -> tuple[Entrant, ...]:
    """Return who is ranked in some draws and not now; the draws of weights are one for all."""
    if field.limit is None:
        return ()
    known = field.limit.known_weight(assessment.settings.weights.normalized)
    others = np.setdiff1d(np.flatnonzero(ranked > 0), assessment.rows)
    found = [
        Entrant(
            site_id=field.matrix.alternatives[row],
            name=field.matrix.names[row],
            known_weight=float(known[row]),
            ranked=float(ranked[row]),
            shortlist=float(shortlist[row]),
        )
        for row in others.tolist()
    ]
    return tuple(sorted(found, key=lambda one: (-one.shortlist, -one.ranked, one.site_id)))


def _present(array: FloatArray | None) -> FloatArray:
    if array is None:
        raise InputError("robustness: found no ranks. Expected a count of ranks. Ask for them.")
    return array


def _quantiles(acceptability: FloatArray, found: Sequence[Smaa]) -> FloatArray:
    behind = [part.behind for part in found if part.behind is not None]
    if len(behind) < len(found):
        return np.asarray(np.mean([_present(part.rank_quantiles) for part in found], axis=0))
    cumulated = np.cumsum(acceptability + np.mean(behind, axis=0), axis=1)
    reached = [np.argmax(cumulated >= share - 1e-9, axis=1) + 1.0 for share in QUANTILES]
    return np.stack(reached, axis=1)


def _by_first(figures: FloatArray, first: FloatArray) -> FloatArray:
    """Return means over methods, ``(alternatives, n)``, each by its share of first places."""
    counts = np.where(np.isnan(figures), 0.0, first[:, :, np.newaxis])
    with np.errstate(invalid="ignore"):
        return np.asarray((np.nan_to_num(figures) * counts).sum(axis=0) / counts.sum(axis=0))


def weight_free(
    assessment: Assessment,
    *,
    region: Region | None = None,
    with_ranks: bool = True,
    progress: Progress | None = None,
) -> WeightFree:
    """Return what holds without any weights: dominance, who can be first, extreme ranks.

    Criteria that are left out because they separate nobody weigh nothing here, too.

    Parameters
    ----------
    region
        Allowed weights of the criteria that count; all when left out.
    with_ranks
        Whether to find the best and worst rank too: half a minute for a hundred sites.
    progress
        Told how many sites have their ranks, of how many.
    """
    weights = assessment.settings.weights
    counts = np.array([name not in weights.left_out for name in weights.criteria])
    values = np.ascontiguousarray(assessment.values.expected[:, counts])
    best, worst = None, None
    if with_ranks:
        best, worst = extreme_ranks(values, region=region, progress=progress)
    found = winning_weights(values, region=region)
    winning = np.where(np.isnan(found[:, :1]), np.nan, np.zeros((len(found), len(counts))))
    winning[:, counts] = found
    return WeightFree(
        alternatives=assessment.matrix.alternatives,
        names=assessment.matrix.names,
        dominators=count_dominators(values),
        winning_weights=winning,
        best_rank=best,
        worst_rank=worst,
    )

"""How sure a programme is: solved again over draws of evidence, costs and weights."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from prioritizer.domain.matrix import FloatArray
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Assessment
from prioritizer.domain.robustness import Uncertainty, WeightKnowledge
from prioritizer.domain.site import SiteRegister
from prioritizer.engine.draws.chances import LARGEST
from prioritizer.engine.methods.table import METHODS
from prioritizer.engine.weights.regions import Region
from prioritizer.errors import InputError
from prioritizer.pilots.economics.simulation import triangular
from prioritizer.pilots.portfolio.draws import DrawnPortfolios, portfolios
from prioritizer.pilots.portfolio.stop import NEVER, Stop
from prioritizer.workflow.pilots.coverage import build_rules
from prioritizer.workflow.pilots.portfolio import Plan
from prioritizer.workflow.pilots.portfolio_checks import check_request
from prioritizer.workflow.ranking.ranks import FIXED_METHODS
from prioritizer.workflow.robustness.shares import ranked_levels
from prioritizer.workflow.robustness.weight_region import weight_region

MOST_CELLS = 50_000_000
"""Draws times sites: scores and costs of all draws are held at once, eight bytes each."""


@dataclass(frozen=True, slots=True)
class DrawOptions:
    """How the draws are made: how many, from which weights, which costs err on their own.

    Default costs err together (a stage that costs more than thought does so everywhere); those
    of the sites in ``own_costs`` err site by site. ``any_weights`` draws the weights as well,
    every weighting of the criteria that count alike. With the seed of the ranking, the values
    are the very draws behind its chances.
    """

    draws: int
    seed: int
    any_weights: bool = False
    own_costs: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class Robust:
    """The programmes over the draws.

    ``chance`` ``(sites,)`` is the share of the feasible draws whose best programme has the
    site, a number without a word: the five words are the ranking's. ``within_budget`` is the
    share of draws in which the recommended programme costs no more than the budget.
    """

    chance: FloatArray
    within_budget: float
    feasible: float
    draws: int
    asked: int
    seed: int

    @property
    def n_never(self) -> int:
        """Return how many sites no draw chooses."""
        return int(np.count_nonzero(self.chance == 0.0))


def drawn_region(assessment: Assessment, *, any_weights: bool) -> Region:
    """Return the weights to draw from: those of now, or any of the criteria that count."""
    known = WeightKnowledge.ANY if any_weights else WeightKnowledge.FIXED
    return weight_region(assessment.settings.weights, Uncertainty(weights=known))


def over_draws(
    found: Plan,
    assessment: Assessment,
    register: SiteRegister,
    reference: Reference,
    options: DrawOptions,
    *,
    progress: Callable[[int, int], None] | None = None,
    stop: Stop = NEVER,
) -> Robust | None:
    """Return how often each site is in the best programme when evidence and costs are drawn.

    Every draw is solved to a proven optimum. ``progress`` is told draws done and asked for;
    ``stop`` ends the work with the draws solved so far; None if there are none.

    Raises
    ------
    InputError
        If draws and sites are too many to be held at once.
    """
    check_request(assessment, found.request)
    _check_size(options.draws, len(found.alternatives))
    scores = _drawn_scores(found, assessment, register, reference, options, stop)
    costs = _drawn_costs(found, options)[: len(scores)]
    result = portfolios(
        scores,
        costs,
        found.request.budget,
        build_rules(found.request, assessment, register, reference),
        progress=progress,
        stop=stop,
    )
    if result.n_draws == 0:
        return None
    return _robust(found, result, costs, options)


def _check_size(draws: int, n_sites: int) -> None:
    if draws * n_sites > MOST_CELLS:
        raise InputError(
            f"portfolio, draws: found {draws} over {n_sites} sites. Expected at most "
            f"{MOST_CELLS // n_sites} over so many. Ask for fewer draws, or narrow the "
            "inventory."
        )


def _drawn_scores(
    found: Plan,
    assessment: Assessment,
    register: SiteRegister,
    reference: Reference,
    options: DrawOptions,
    stop: Stop,
) -> FloatArray:
    """Return scores, ``(draws, sites)``; fewer draws where time ends before."""
    region = drawn_region(assessment, any_weights=options.any_weights)
    weights = region.sample(np.random.default_rng([options.seed, 1]), options.draws)
    drawn = ranked_levels(
        assessment, register.sites, reference, draws=options.draws, seed=options.seed
    )
    blocks, done = [], 0
    for levels in drawn:
        these = weights[done : done + len(levels)]
        blocks.append(_scores(levels / LARGEST, these, assessment.settings.method))
        done += len(levels)
        if stop.is_due():
            break
    return np.concatenate(blocks)


def _scores(values: FloatArray, weights: FloatArray, method: str) -> FloatArray:
    if METHODS[method].is_sum_of_values:
        return np.asarray(np.einsum("dac,dc->da", values, weights), dtype=np.float64)
    score = FIXED_METHODS[method]
    return np.array([score(v, w) for v, w in zip(values, weights, strict=True)])


def _drawn_costs(found: Plan, options: DrawOptions) -> FloatArray:
    rng = np.random.default_rng([options.seed, 2])
    shape = (options.draws, len(found.alternatives))
    chances = np.repeat(rng.random((shape[0], 1)), shape[1], axis=1)
    own = np.array([site in options.own_costs for site in found.alternatives], dtype=bool)
    chances[:, own] = rng.random((shape[0], int(own.sum())))
    return triangular(chances, found.cost_low, found.cost_best, found.cost_high)


def _robust(
    found: Plan, result: DrawnPortfolios, costs: FloatArray, options: DrawOptions
) -> Robust:
    spent = costs[: result.n_draws] @ found.chosen
    return Robust(
        chance=result.share,
        within_budget=float(np.mean(spent <= found.request.budget)),
        feasible=float(result.is_feasible.mean()),
        draws=result.n_draws,
        asked=options.draws,
        seed=options.seed,
    )

"""How firm a programme is: solved again over draws of evidence, costs and weights."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from prioritizer.domain.matrix import FloatArray
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Assessment
from prioritizer.domain.site import SiteRegister
from prioritizer.engine.methods.table import METHODS
from prioritizer.engine.weights.regions import Point, Region, Simplex
from prioritizer.errors import InputError
from prioritizer.pilots.economics.simulation import triangular
from prioritizer.pilots.portfolio.draws import DrawnPortfolios, portfolios
from prioritizer.pilots.portfolio.stop import NEVER, Stop
from prioritizer.workflow.pilots.coverage import build_rules
from prioritizer.workflow.pilots.portfolio import Plan, check_request
from prioritizer.workflow.ranking.draws import value_draws
from prioritizer.workflow.ranking.ranks import FIXED_METHODS

CORE_SHARE = 0.9
MOST_CELLS = 50_000_000
"""Draws times sites: scores and costs of all draws are held at once, eight bytes each."""


class PortfolioBand(StrEnum):
    """How often a site is in the best programme of a draw."""

    CORE = "core"
    BORDERLINE = "borderline"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class DrawOptions:
    """How the draws are made: how many, from which weights, which costs err on their own.

    ``region`` holds the weights to draw from, the present ones if None. Default costs err
    together (a stage that costs more than thought does so everywhere); those of the sites in
    ``own_costs`` err site by site. A site is core from ``core_share`` of the draws on.
    """

    draws: int
    seed: int
    region: Region | None = None
    own_costs: frozenset[str] = frozenset()
    core_share: float = CORE_SHARE


@dataclass(frozen=True, slots=True, eq=False)
class Robust:
    """The programmes over the draws.

    ``share`` ``(sites,)`` of the feasible draws that choose each site; ``within_budget`` the
    share of draws in which the recommended programme costs no more than the budget.
    """

    share: FloatArray
    standing: tuple[PortfolioBand, ...]
    within_budget: float
    feasible: float
    draws: int
    asked: int
    seed: int
    core_share: float


def any_weights(assessment: Assessment) -> Region:
    """Return every possible weighting of the criteria, each as likely as any other."""
    return Simplex(len(assessment.criteria.ids))


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
    sites = register.by_id()
    region = options.region or Point(assessment.settings.weights.normalized)
    weights = region.sample(np.random.default_rng([options.seed, 1]), options.draws)
    blocks, done = [], 0
    for values in value_draws(
        [sites[site_id] for site_id in found.alternatives],
        assessment.criteria,
        reference,
        draws=options.draws,
        seed=options.seed,
    ):
        these = weights[done : done + len(values)]
        blocks.append(_scores(values, these, assessment.settings.method))
        done += len(values)
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
    share = result.share
    standing = np.where(
        share >= options.core_share,
        PortfolioBand.CORE,
        np.where(share > 0, PortfolioBand.BORDERLINE, PortfolioBand.NEVER),
    )
    spent = costs[: result.n_draws] @ found.chosen
    return Robust(
        share=share,
        standing=tuple(PortfolioBand(str(name)) for name in standing),
        within_budget=float(np.mean(spent <= found.request.budget)),
        feasible=float(result.is_feasible.mean()),
        draws=result.n_draws,
        asked=options.draws,
        seed=options.seed,
        core_share=options.core_share,
    )

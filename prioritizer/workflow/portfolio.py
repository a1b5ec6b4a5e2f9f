"""A ranking and a budget to a programme of pilots, for best estimates and over the draws."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from prioritizer.domain.matrix import BoolArray, FloatArray
from prioritizer.domain.pilot import Estimate, Stage
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Assessment, Scales
from prioritizer.domain.site import SiteRegister
from prioritizer.engine.methods import METHODS
from prioritizer.engine.regions import Point, Region
from prioritizer.errors import InputError
from prioritizer.pilots.costs import pilot_cost
from prioritizer.pilots.draws import DrawnPortfolios, portfolios
from prioritizer.pilots.frontier import FrontierPoint, NextStep, best_at, frontier, next_step
from prioritizer.pilots.programme import conflict, programme
from prioritizer.pilots.rules import Rule
from prioritizer.pilots.rules import budget as budget_rule
from prioritizer.pilots.simulation import triangular
from prioritizer.workflow.appraise import value_draws
from prioritizer.workflow.coverage import Cover, Request, build_rules
from prioritizer.workflow.ranking import FIXED_METHODS, needs_own_values

CORE_SHARE = 0.9
FRONTIER_POINTS = 24
NEXT_EUR = 100_000.0


class Standing(StrEnum):
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
    standing: tuple[Standing, ...]
    within_budget: float
    feasible: float
    draws: int
    asked: int
    seed: int
    core_share: float


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """The best programme at best estimates; arrays are ``(sites,)`` in the matrix's order.

    ``conflict`` names the rules that contradict each other; then nothing is chosen.
    """

    request: Request
    alternatives: tuple[str, ...]
    names: tuple[str, ...]
    value: FloatArray
    cost_low: FloatArray
    cost_best: FloatArray
    cost_high: FloatArray
    chosen: BoolArray
    conflict: tuple[str, ...] = ()
    frontier: tuple[FrontierPoint, ...] = ()
    with_more: FrontierPoint | None = None
    next_step: NextStep | None = None
    notes: tuple[str, ...] = field(default_factory=tuple)

    @property
    def total(self) -> Estimate:
        """Return the cost of the programme, EUR; the ends if all costs are at theirs."""
        return Estimate(
            *(
                float(cost[self.chosen].sum())
                for cost in (self.cost_low, self.cost_best, self.cost_high)
            )
        )

    @property
    def total_value(self) -> float:
        """Return the sum of the scores of the chosen sites."""
        return float(self.value[self.chosen].sum())


def default_costs(
    register: SiteRegister, stages: Sequence[Stage], own: Mapping[str, Estimate] | None = None
) -> dict[str, Estimate]:
    """Return the cost of a pilot by site id, EUR: a person's own, else that of the stages.

    Raises
    ------
    InputError
        If a person's table names a site that the inventory does not hold.
    """
    costs = {site.site_id: pilot_cost(site, stages) for site in register.sites}
    unknown = sorted((own or {}).keys() - costs.keys())
    if unknown:
        raise InputError(
            f"costs: found site '{unknown[0]}'. Expected ids of the inventory. "
            "Check the spelling."
        )
    return costs | dict(own or {})


def plan(
    assessment: Assessment,
    register: SiteRegister,
    costs: Mapping[str, Estimate],
    request: Request,
    reference: Reference,
    *,
    with_frontier: bool = True,
) -> Plan:
    """Return the programme that adds up to the highest score within the rules, proven.

    Parameters
    ----------
    costs
        Cost of a pilot by site id, EUR, for every ranked site.

    Raises
    ------
    InputError
        If the scales are made from the data, or a rule names an unknown site.
    """
    _check(assessment, request)
    matrix = assessment.matrix
    value = assessment.ranking.scores
    low, best, high = _cost_arrays(matrix.alternatives, costs)
    rules = build_rules(request, assessment, register, reference)
    found = best_at(value, best, request.budget, rules)
    if found is None:
        all_rules = [budget_rule(best, request.budget), *rules]
        return Plan(
            request, matrix.alternatives, matrix.names, value, low, best, high,
            np.zeros(len(value), dtype=bool), conflict(programme(value, all_rules)),
        )  # fmt: skip
    more = frontier(value, best, [request.budget + NEXT_EUR], rules)
    return Plan(
        request, matrix.alternatives, matrix.names, value, low, best, high, found.chosen,
        frontier=_frontier(value, best, request.budget, rules) if with_frontier else (),
        with_more=more[0] if more else None,
        next_step=next_step(value, best, request.budget, found.value, rules),
        notes=_notes(assessment),
    )  # fmt: skip


def _check(assessment: Assessment, request: Request) -> None:
    if assessment.settings.scales is not Scales.FIXED:
        raise InputError(
            "portfolio: found scales made from the data. Expected fixed scales: scores of "
            "sites "
            "add up only on scales that do not depend on the other sites. Choose fixed scales."
        )
    needs_own_values(assessment.settings, "portfolio")
    if not (np.isfinite(request.budget) and request.budget > 0):
        raise InputError(
            f"portfolio, budget: found {request.budget:g}. Expected EUR above 0. "
            "Give for example 3000000."
        )


def _notes(assessment: Assessment) -> tuple[str, ...]:
    method = METHODS[assessment.settings.method]
    if method.is_sum_of_values:
        return ()
    return (
        f"A score by {method.title} is not a value that adds up; the sum is used as a guide "
        "only. "
        "The weighted sum is the safer choice for a programme.",
    )


def _cost_arrays(
    alternatives: Sequence[str], costs: Mapping[str, Estimate]
) -> tuple[FloatArray, FloatArray, FloatArray]:
    missing = [site for site in alternatives if site not in costs]
    if missing:
        raise InputError(
            f"portfolio, costs: found none for {missing[0]}. Expected one for each ranked "
            "site. "
            "Add a row to the cost table."
        )
    table = np.array([(c.low, c.best, c.high) for c in (costs[s] for s in alternatives)])
    return table[:, 0], table[:, 1], table[:, 2]


def _frontier(
    value: FloatArray, costs: FloatArray, limit: float, rules: Sequence[Rule]
) -> tuple[FrontierPoint, ...]:
    limits = np.linspace(limit / FRONTIER_POINTS, 2 * limit, 2 * FRONTIER_POINTS)
    return frontier(value, costs, limits.tolist(), rules)


def over_draws(
    found: Plan,
    assessment: Assessment,
    register: SiteRegister,
    reference: Reference,
    options: DrawOptions,
    *,
    progress: Callable[[int, int], None] | None = None,
    cancel: Callable[[], bool] | None = None,
) -> Robust:
    """Return how often each site is in the best programme when evidence and costs are drawn.

    Every draw is solved to a proven optimum. ``progress`` is told draws done and asked for;
    ``cancel`` is asked after each block whether to stop.
    """
    _check(assessment, found.request)
    costs = _drawn_costs(found, options)
    result = portfolios(
        _drawn_scores(found, assessment, register, reference, options),
        costs,
        found.request.budget,
        build_rules(found.request, assessment, register, reference),
        progress=progress,
        cancel=cancel,
    )
    return _robust(found, result, costs, options)


def _drawn_scores(
    found: Plan,
    assessment: Assessment,
    register: SiteRegister,
    reference: Reference,
    options: DrawOptions,
) -> FloatArray:
    """Return scores, ``(draws, sites)``."""
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
        Standing.CORE,
        np.where(share > 0, Standing.BORDERLINE, Standing.NEVER),
    )
    spent = costs[: result.n_draws] @ found.chosen
    return Robust(
        share=share,
        standing=tuple(Standing(str(name)) for name in standing),
        within_budget=float(np.mean(spent <= found.request.budget)),
        feasible=float(result.is_feasible.mean()),
        draws=result.n_draws,
        asked=result.asked,
        seed=options.seed,
        core_share=options.core_share,
    )


__all__ = [
    "Cover",
    "DrawOptions",
    "Plan",
    "Request",
    "Robust",
    "Standing",
    "default_costs",
    "over_draws",
    "plan",
]

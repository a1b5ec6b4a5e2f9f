"""A ranking and a budget to a programme of pilots, for best estimates and over the draws."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from prioritizer.domain.matrix import BoolArray, FloatArray
from prioritizer.domain.pilot import Estimate, Stage
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Assessment, IntArray
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.words import percent
from prioritizer.errors import InputError
from prioritizer.pilots.definition.costs import pilot_cost
from prioritizer.pilots.portfolio.assured import (
    assured_conflict,
    assured_frontier,
    assured_step,
    best_assured,
)
from prioritizer.pilots.portfolio.chance import ChanceBudget
from prioritizer.pilots.portfolio.frontier import FrontierPoint
from prioritizer.pilots.portfolio.integer_programme import Choice
from prioritizer.pilots.portfolio.next_step import NextStep
from prioritizer.pilots.portfolio.rules import Rule
from prioritizer.pilots.portfolio.stop import NEVER, Stop, Stopped
from prioritizer.workflow.pilots.coverage import Cover, Request, build_rules
from prioritizer.workflow.pilots.portfolio_assured import (
    CHECK_DRAWS,
    Assured,
    Exchanges,
    checking_costs,
    cost_range,
    drawn_costs,
)
from prioritizer.workflow.pilots.portfolio_checks import (
    check_request,
    cost_arrays,
    method_notes,
)

FRONTIER_POINTS, FEW_POINTS = 24, 8
"""Budgets looked at up to the one asked for; few where each needs a search over draws."""
NEXT_EUR = 100_000.0


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """The best programme as asked for; arrays are ``(sites,)`` in the matrix's order.

    Without a confidence it is the best at best estimates. With one, ``assured`` says how surely
    it fits, who is left out, and what is best at best estimates; frontier, next step and
    ``with_more`` are then those at this confidence.

    ``conflict`` names the rules that contradict each other; then nothing is chosen. ``bound``
    is a total score that no programme within the rules exceeds: the total where the programme
    is proven best. ``unfinished`` says what time did not allow.
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
    bound: float = 0.0
    unfinished: tuple[str, ...] = ()
    assured: Assured | None = None

    @property
    def gap(self) -> float:
        """Return by how much a better programme may score more, 0 if this is proven best."""
        return max(0.0, self.bound - self.total_value) if self.unfinished else 0.0

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


def time_limit(seconds: float | None, is_asked: Callable[[], bool] | None = None) -> Stop:
    """Return a limit so many seconds from now, or as soon as somebody asks for the end.

    None is no limit of time. ``is_asked`` is called often; an exception of the caller's own
    ends the search as well.
    """
    return Stop.after(seconds) if is_asked is None else Stop.after(seconds, is_asked)


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
    stop: Stop = NEVER,
    progress: Callable[[str], None] | None = None,
) -> Plan:
    """Return the programme that adds up to the highest score within the rules, proven.

    Parameters
    ----------
    costs
        Cost of a pilot by site id, EUR, for every ranked site.
    stop
        When to end with what is found; the plan then says what is not proven.
    progress
        Told in words what is looked for now.

    Raises
    ------
    InputError
        If the scales are made from the data, a rule names an unknown site, or time ends before
        any programme is found.
    """
    search = _search(assessment, register, costs, request, reference, stop, progress)
    found = search.plan(method_notes(assessment))
    return search.with_frontier(found) if with_frontier else found


def add_frontier(
    found: Plan,
    assessment: Assessment,
    register: SiteRegister,
    costs: Mapping[str, Estimate],
    reference: Reference,
    *,
    stop: Stop = NEVER,
    progress: Callable[[int, int], None] | None = None,
) -> Plan:
    """Return a plan with the best programme at each budget, which it was made without.

    ``costs``, ``stop`` and all else are as in `plan`; ``progress`` is told how many budgets are
    done, of how many.
    """
    search = _search(assessment, register, costs, found.request, reference, stop, None)
    return search.with_frontier(found, progress)


def _search(
    assessment: Assessment,
    register: SiteRegister,
    costs: Mapping[str, Estimate],
    request: Request,
    reference: Reference,
    stop: Stop,
    progress: Callable[[str], None] | None,
) -> _Search:
    check_request(assessment, request)
    matrix = assessment.matrix
    costs_of = cost_arrays(matrix.alternatives, costs)
    return _Search(
        matrix.alternatives, matrix.names, assessment.ranking.scores, costs_of, request,
        tuple(build_rules(request, assessment, register, reference)), stop, progress,
        tuple(assessment.order().tolist()), assessment.ranking.ranks,
        assessment.settings.top,
    )  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class _Search:
    """What is asked, as arrays ``(sites,)``, and how long it may take."""

    alternatives: tuple[str, ...]
    names: tuple[str, ...]
    value: FloatArray
    costs: tuple[FloatArray, FloatArray, FloatArray]
    request: Request
    rules: tuple[Rule, ...]
    stop: Stop
    progress: Callable[[str], None] | None
    order: tuple[int, ...]
    ranks: IntArray
    top: int

    @property
    def is_own(self) -> BoolArray:
        """Return which sites have a cost of a person's own."""
        own = self.request.cost_draws.own
        return np.array([site in own for site in self.alternatives], dtype=bool)

    def at_best_estimates(self) -> ChanceBudget:
        """Return the budget of best estimates: one draw."""
        return ChanceBudget.of(self.costs[1][None], self.request.budget, 1.0)

    def asked(self) -> ChanceBudget:
        """Return the budget at the confidence asked for."""
        if not self.request.confidence:
            return self.at_best_estimates()
        drawn = drawn_costs(self.costs, self.is_own, self.request.cost_draws)
        return ChanceBudget.of(drawn, self.request.budget, self.request.confidence)

    def plan(self, notes: tuple[str, ...]) -> Plan:
        """Return the best programme and what a little more money buys."""
        budget = self.asked()
        found = self._best(budget)
        if found is None:
            return self._plan(
                np.zeros(len(self.value), dtype=bool), conflict=self._conflict(budget)
            )
        unfinished = [] if found.gap == 0 else [_gap_text(found)]
        assured = self._assured(budget, found)
        self._say("what more money buys")
        more = assured_frontier(
            self.value, budget, [budget.limit + NEXT_EUR], self.rules, stop=self.stop.part(0.3)
        )
        step = None
        try:
            step = self._next_step(budget, found)
        except Stopped:
            unfinished.append("The next better programme was not found in the time.")
        return self._plan(
            found.chosen, with_more=more[0] if more else None, next_step=step,
            notes=notes, bound=max(found.value, found.bound), unfinished=tuple(unfinished),
            assured=assured,
        )  # fmt: skip

    def with_frontier(
        self, found: Plan, progress: Callable[[int, int], None] | None = None
    ) -> Plan:
        """Return a plan with the best programme at each budget; where rules clash, as it is."""
        if found.conflict:
            return found
        self._say("the best programme at each budget")
        points = _frontier(self.value, self.asked(), self.rules, self.stop, progress)
        late = "The best programmes at other budgets were not all found in the time."
        unfinished = (*found.unfinished, late) if self.stop.is_due() else found.unfinished
        return replace(found, frontier=points, unfinished=unfinished)

    def _plan(self, chosen: BoolArray, **rest: Any) -> Plan:
        return Plan(
            self.request, self.alternatives, self.names, self.value, *self.costs, chosen, **rest
        )

    def _say(self, words: str) -> None:
        if self.progress is not None:
            self.progress(words)

    def _best(self, budget: ChanceBudget) -> Choice | None:
        self._say("the best programme")
        try:
            return best_assured(self.value, budget, self.rules, stop=self.stop.part(0.5))
        except Stopped:
            raise InputError(
                "portfolio: found no programme that keeps all rules in the time. Expected one. "
                "Allow more time, or relax a rule."
            ) from None

    def _conflict(self, budget: ChanceBudget) -> tuple[str, ...]:
        self._say("which rules contradict each other")
        return assured_conflict(budget, self.rules, stop=self.stop)

    def _next_step(self, budget: ChanceBudget, found: Choice) -> NextStep | None:
        if found.gap > 0:
            raise Stopped
        self._say("the next better programme")
        return assured_step(
            self.value, budget, found.value, self.rules, stop=self.stop.part(0.5)
        )

    def _assured(self, budget: ChanceBudget, found: Choice) -> Assured | None:
        """Return how surely the programme fits, and what stands beside it; if asked for."""
        if not self.request.confidence:
            return None
        best = self._best(self.at_best_estimates()) or found
        other = checking_costs(self.costs, self.is_own, self.request.cost_draws.seed)
        check = ChanceBudget.of(other, budget.limit, 1.0)
        exchanges = self._exchanges(budget, found)
        out = [row for row in self._named(best) if not found.chosen[row]]
        return Assured(
            confidence=self.request.confidence,
            draws=self.request.cost_draws.draws,
            seed=self.request.cost_draws.seed,
            chance=budget.share(found.chosen),
            chance_checked=check.share(found.chosen),
            checked=CHECK_DRAWS,
            cost=cost_range(budget.spent(found.chosen)),
            best=best.chosen,
            best_value=best.value,
            best_chance=budget.share(best.chosen),
            best_cost=cost_range(budget.spent(best.chosen)),
            left_out=exchanges.left_out(out),
            kept=exchanges.kept(),
            n_default=int(np.sum(~self.is_own)),
            n_sites=len(self.value),
        )

    def _exchanges(self, budget: ChanceBudget, found: Choice) -> Exchanges:
        at = {site: row for row, site in enumerate(self.alternatives)}
        return Exchanges(
            self.value, budget, self.rules, self.alternatives, found,
            must={at[site] for site in self.request.must},
            must_not={at[site] for site in self.request.must_not},
            stop=self.stop.part(0.6),
            tell=self.progress,
        )  # fmt: skip

    def _named(self, best: Choice) -> list[int]:
        """Return the rows to give a reason for, by their place: listed, refused or best."""
        refused = set(self.request.must_not)
        return [
            row
            for row in self.order
            if self.ranks[row] <= self.top
            or best.chosen[row]
            or self.alternatives[row] in refused
        ]


def _gap_text(found: Choice) -> str:
    return (
        f"Not proven best: time ended. A better programme may score up to {found.bound:.3f}, "
        f"{percent(found.gap / found.bound, tenths=True)} more than this one."
    )


def _frontier(
    value: FloatArray,
    budget: ChanceBudget,
    rules: Sequence[Rule],
    stop: Stop,
    progress: Callable[[int, int], None] | None,
) -> tuple[FrontierPoint, ...]:
    points = FRONTIER_POINTS if budget.single_costs() is not None else FEW_POINTS
    limits = np.linspace(budget.limit / points, 2 * budget.limit, 2 * points)
    return assured_frontier(value, budget, limits.tolist(), rules, stop=stop, progress=progress)


__all__ = [
    "Cover",
    "Plan",
    "Request",
    "default_costs",
    "plan",
]

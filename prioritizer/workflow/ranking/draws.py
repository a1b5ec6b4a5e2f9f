"""Uncertain performances: draws of all sites on all criteria, and their quantiles."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np

from prioritizer.appraisal.draws import (
    DrawBlock,
    Sampler,
    SizeBlock,
    Switches,
    block_sizes,
    blocks,
)
from prioritizer.appraisal.measurement import Context
from prioritizer.appraisal.measures import measure_of
from prioritizer.domain.criterion import PART_WEIGHTS, CriteriaSet, Criterion
from prioritizer.domain.matrix import DecisionMatrix, FloatArray, ValueMatrix
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import Site
from prioritizer.workflow.ranking.measuring import build_matrix
from prioritizer.workflow.ranking.values import apply, invert, value_matrix

DEFAULT_SWITCHES = Switches()
QUANTILES = (0.05, 0.5, 0.95)
# Sites whose draws are held at once where only their quantiles are wanted.
SITES_AT_ONCE = 500
# Sites that are drawn at once where all are wanted.
SITES_IN_PART = 20_000
NUMBERS_PER_SITE = 12


@dataclass(frozen=True, slots=True, eq=False)
class Quantiles:
    """P5, P50 and P95 of performances, ``(sites, criteria)`` each, in the criteria's units."""

    p5: FloatArray
    p50: FloatArray
    p95: FloatArray


def whole_context(
    criteria: CriteriaSet,
    reference: Reference,
    *,
    policy_lists: Sequence[str] | None = None,
    criterion: Criterion | None = None,
) -> Context:
    """Return the parameters of all criteria and risk modes together, for explanations.

    Where a criterion is named, its own count first, and its way of combining parts.

    Raises
    ------
    InputError
        If a policy list is not in the reference.
    """
    variants = (criteria.risk_variants or {}).values()
    parameters = {
        name: parameter
        for criterion in (*chain.from_iterable(variants), *criteria.criteria)
        for name, parameter in criterion.parameters.items()
    }
    parameters.pop(PART_WEIGHTS, None)
    chosen = reference.with_policy(policy_lists)
    if criterion is None:
        return Context(chosen, parameters)
    return Context(chosen, {**parameters, **criterion.parameters}, criterion.combined)


def appraise_matrix(
    sites: Sequence[Site],
    criteria: CriteriaSet,
    reference: Reference,
    *,
    policy_lists: Sequence[str] | None = None,
) -> DecisionMatrix:
    """Return the performances of all sites, gated or not, under the chosen policy lists."""
    return build_matrix(sites, criteria, reference.with_policy(policy_lists))


def appraise_draws(
    sites: Sequence[Site],
    criteria: CriteriaSet,
    reference: Reference,
    *,
    draws: int,
    seed: int,
    switches: Switches = DEFAULT_SWITCHES,
    sizes: Sequence[int] | None = None,
    policy_lists: Sequence[str] | None = None,
) -> Iterator[FloatArray]:
    """Yield performances, ``(draws, sites, criteria)`` per block, that follow from one draw.

    The inputs are drawn, not the results: grade and CRM relevance of a draw rest on the same
    grades and recoveries. A cell without evidence, or with an open end, is drawn so that its
    value is uniform over what is left of the criterion's scale. The draws depend on the seed
    and the sites, not on the block sizes.

    Parameters
    ----------
    sizes
        Draws per block; chosen to keep memory bounded if left out.
    """
    sampler = PerformanceSampler(sites, criteria, reference, policy_lists)
    if sizes is None:
        sizes = block_sizes(draws, len(sites) * NUMBERS_PER_SITE)
    for block in blocks(draws=draws, seed=seed, switches=switches, sizes=sizes):
        yield sampler.performance(block)


def value_draws(
    sites: Sequence[Site],
    criteria: CriteriaSet,
    reference: Reference,
    *,
    draws: int,
    seed: int,
    switches: Switches = DEFAULT_SWITCHES,
    sizes: Sequence[int] | None = None,
    policy_lists: Sequence[str] | None = None,
) -> Iterator[FloatArray]:
    """Yield the same draws as values on the fixed scales, 0 worst to 1 best."""
    for performance in appraise_draws(
        sites,
        criteria,
        reference,
        draws=draws,
        seed=seed,
        switches=switches,
        sizes=sizes,
        policy_lists=policy_lists,
    ):
        yield to_values(performance, criteria)


def to_values(performance: FloatArray, criteria: CriteriaSet) -> FloatArray:
    """Return values on the fixed scales of performances, ``(..., criteria)``."""
    values = np.empty_like(performance)
    for k, criterion in enumerate(criteria.criteria):
        values[..., k] = apply(criterion.value_function, performance[..., k])
    return values


def draw_quantiles(
    sites: Sequence[Site],
    criteria: CriteriaSet,
    reference: Reference,
    *,
    draws: int,
    seed: int,
    switches: Switches = DEFAULT_SWITCHES,
    policy_lists: Sequence[str] | None = None,
) -> Quantiles:
    """Return the 5, 50 and 95 % points of the draws, a few hundred sites at a time."""
    parts = []
    for first in range(0, len(sites), SITES_AT_ONCE):
        some = sites[first : first + SITES_AT_ONCE]
        drawn = appraise_draws(
            some,
            criteria,
            reference,
            draws=draws,
            seed=seed,
            switches=switches,
            policy_lists=policy_lists,
        )
        parts.append(np.quantile(np.concatenate(list(drawn)), QUANTILES, axis=0))
    empty = np.empty((len(QUANTILES), 0, len(criteria.criteria)))
    p5, p50, p95 = np.concatenate(parts or [empty], axis=1)
    return Quantiles(p5, p50, p95)


class PerformanceSampler:
    """The samplers of all criteria for one list of sites, and what is drawn for gaps.

    Many sites are drawn part by part, with the same numbers as all at once: what a draw needs
    on the way would take several times the memory of what it gives.
    """

    def __init__(
        self,
        sites: Sequence[Site],
        criteria: CriteriaSet,
        reference: Reference,
        policy_lists: Sequence[str] | None = None,
        *,
        values: ValueMatrix | None = None,
        columns: Collection[int] | None = None,
    ) -> None:
        """Prepare the draws.

        Parameters
        ----------
        values
            Those of the sites, where they are at hand.
        columns
            The criteria whose evidence is drawn; all of them where None.
        """
        self._criteria = criteria.criteria
        self._n_sites = len(sites)
        chosen = reference.with_policy(policy_lists)
        if values is None:
            values = value_matrix(build_matrix(sites, criteria, chosen))
        self._values = values
        self._columns = range(len(self._criteria)) if columns is None else sorted(columns)
        self._parts = [
            self._samplers(sites[first : first + SITES_IN_PART], chosen)
            for first in range(0, len(sites), SITES_IN_PART)
        ]
        self._sizes: dict[Switches, list[dict[str, int]]] = {}

    def _samplers(self, sites: Sequence[Site], reference: Reference) -> dict[int, Sampler]:
        shared: dict[str, Any] = {}
        found = {}
        for column in self._columns:
            criterion = self._criteria[column]
            context = Context.of(criterion, reference, shared)
            found[column] = measure_of(criterion).sampler(sites, context)
        return found

    def _blocks(self, block: DrawBlock) -> Iterable[DrawBlock]:
        """Return a block of each part."""
        if len(self._parts) < 2:
            return [block]
        if block.switches not in self._sizes:
            asked = [SizeBlock(block.switches) for _ in self._parts]
            for part, size in zip(self._parts, asked, strict=True):
                for draw in part.values():
                    draw(size)
            self._sizes[block.switches] = [size.sizes for size in asked]
        return block.parts(self._sizes[block.switches])

    def evidence(self, block: DrawBlock) -> FloatArray:
        """Return what evidence gives, ``(draws, sites, criteria)``; NaN where it is silent."""
        found = np.full((block.n_draws, self._n_sites, len(self._criteria)), np.nan)
        first = 0
        for part, own in zip(self._parts, self._blocks(block), strict=False):
            for column, draw in part.items():
                drawn = draw(own)
                found[:, first : first + drawn.shape[1], column] = drawn
            first += SITES_IN_PART
        return found

    def performance(self, block: DrawBlock) -> FloatArray:
        """Return the performances of a block, ``(draws, sites, criteria)``."""
        drawn = self.evidence(block)
        columns = []
        for k, criterion in enumerate(self._criteria):
            # Drawn even where no cell is blank: every block must read its streams alike.
            uniform = block.uniform(f"gap of {criterion.id}", self._n_sites)
            low, high = self._values.low[:, k], self._values.high[:, k]
            filled = invert(criterion.value_function, low + uniform * (high - low))
            columns.append(np.where(np.isnan(drawn[..., k]), filled, drawn[..., k]))
        return np.stack(columns, axis=-1)

"""Draws of what each assayed product yields: grade times recovery, one column per assay."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from prioritizer.appraisal.distributions import Shape, spread, spread_published
from prioritizer.appraisal.draws import DrawBlock
from prioritizer.appraisal.grade import (
    PPM_PER_UNIT,
    Grades,
    grade_errors,
    grades_of,
    per_ppm_of_primary,
    recoveries,
)
from prioritizer.appraisal.measurement import Context, Ends, FloatArray
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import Site

PPM_OF_ALL = 100 * PPM_PER_UNIT["%"]


class ProductDraws:
    """The products of all sites in a row, ``(products,)``, site after site."""

    def __init__(self, sites: Sequence[Site], grades: Grades, reference: Reference) -> None:
        log_sd, is_hard = grade_errors(sites, grades, reference)
        self._row, self._column = np.nonzero(grades.symbol >= 0)
        self._n_sites = len(grades.symbol)
        self._log_sd = self.flatten(log_sd)
        self._is_hard = is_hard[self._row, self._column]
        self._is_ranged = grades.ranged[self._row, self._column]
        self._sites, self._starts = np.unique(self._row, return_index=True)
        self._grade: Ends = self._flat_ends(grades.ends)
        self._recovery: Ends = self._flat_ends(recoveries(grades, reference))
        self._per_ppm: Ends = self._flat_ends(per_ppm_of_primary(grades, reference))
        known = grades.lookup(dict.fromkeys(reference.recoveries, 1.0))
        self._is_unknown = self.flatten(known) == 0
        order = {symbol: float(place) for place, symbol in enumerate(reference.commodities)}
        self._n_commodities = len(order) + 1
        self._place = self.flatten(grades.lookup(order, default=len(order))).astype(np.int64)

    def flatten(self, table: FloatArray) -> FloatArray:
        """Return ``(products,)`` of a padded table, ``(sites, products per site)``."""
        return np.asarray(table[self._row, self._column])

    def _flat_ends(self, ends: Ends) -> Ends:
        low, best, high = (self.flatten(end) for end in ends)
        return low, best, high

    def obtained(self, block: DrawBlock) -> FloatArray:
        """Return grade times recovery, g/t of element, ``(draws, products)``."""
        return block.once("obtained", lambda: self._obtained(block))

    def _obtained(self, block: DrawBlock) -> FloatArray:
        n, shape = len(self._row), block.switches.shape
        if block.switches.common_recovery:
            uniform = self.per_product(block.common("recoveries", self._n_commodities))
        else:
            uniform = block.uniform("recovery", n)
        recovery = np.minimum(spread(uniform, *self._recovery, shape=shape), 1.0)
        recovery[:, self._is_unknown] = uniform[:, self._is_unknown]
        recovery *= self.grade(block)
        return recovery

    def grade(self, block: DrawBlock) -> FloatArray:
        """Return grades, g/t of element, ``(draws, products)``; at most all of the waste."""
        uniform = block.uniform("grade", len(self._row))
        log_sd = self._log_sd * block.switches.uncertain_points
        drawn = spread_published(
            uniform,
            *self._grade,
            log_sd=log_sd,
            is_hard=self._is_hard,
            is_ranged=self._is_ranged,
            shape=block.switches.shape,
        )
        return np.minimum(drawn, np.maximum(self._grade[2], PPM_OF_ALL))

    def per_ppm_of_primary(self, block: DrawBlock) -> FloatArray:
        """Return 1 / typical primary grade, t/g, ``(draws, products)`` or the same in each.

        A primary grade known as a range only is one yardstick for all sites: too high for one,
        too high for all. It is lognormal, since its middle is the geometric mean.
        """
        low, best, high = self._per_ppm
        if not (high > low).any():
            return best
        uniform = self.per_product(block.common("primary grades", self._n_commodities))
        return spread(uniform, low, best, high, shape=Shape.LOGNORMAL)

    @property
    def has_primary(self) -> FloatArray:
        """Return how many products with a primary grade each site has, ``(sites,)``."""
        counts = (self._per_ppm[1] > 0).astype(np.float64)
        return np.asarray(self.sum_per_site(counts[None, :])[0])

    @property
    def n_commodities(self) -> int:
        """Return how many numbers one draw of a fact per commodity takes."""
        return self._n_commodities

    def per_product(self, per_commodity: FloatArray) -> FloatArray:
        """Return ``(draws, products)`` of a fact drawn per commodity of the reference."""
        return np.asarray(per_commodity[:, self._place])

    def largest_per_site(self, values: FloatArray) -> FloatArray:
        """Return the largest over the products of each site, ``(draws, sites)``, 0 for none."""
        largest = np.zeros((len(values), self._n_sites))
        if len(self._starts):
            largest[:, self._sites] = np.maximum.reduceat(values, self._starts, axis=1)
        return largest

    def sum_per_site(self, values: FloatArray) -> FloatArray:
        """Return the sums over the products of each site, ``(draws, sites)``, 0 for none."""
        sums = np.zeros((len(values), self._n_sites))
        if len(self._starts):
            sums[:, self._sites] = np.add.reduceat(values, self._starts, axis=1)
        return sums


def products_of(sites: Sequence[Site], context: Context) -> ProductDraws:
    """Return the products of all sites, read once for all measures of a context."""
    return context.once(
        "products", lambda: ProductDraws(sites, grades_of(sites, context), context.reference)
    )

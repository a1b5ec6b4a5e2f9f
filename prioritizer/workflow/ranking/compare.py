"""Several methods side by side: ranks, agreement, who is on every list, who moves most."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import combinations

import numpy as np

from prioritizer.domain.answer import ValueDraws
from prioritizer.domain.matrix import BoolArray, FloatArray
from prioritizer.domain.results import Assessment, IntArray
from prioritizer.engine.answers.aggregation import AGGREGATORS
from prioritizer.engine.answers.rank_correlation import kendall, spearman
from prioritizer.engine.methods.table import METHODS, find_method
from prioritizer.engine.ranks import rank
from prioritizer.errors import InputError
from prioritizer.workflow.ranking.assess import reranked

# One of each character: made up for, distance, product, largest gap, wins counted.
DEFAULT_METHODS = ("weighted-sum", "topsis", "weighted-product", "vikor", "promethee")


class Consensus(StrEnum):
    """On how many of the lists a site is."""

    ALL = "all"
    SOME = "some"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two methods agree on ``n`` sites; NaN where one tells nobody apart.

    ``shared`` counts the sites on both shortlists, ``listed`` those on at least one.
    """

    first: str
    second: str
    n: int
    kendall: float
    spearman: float
    shared: int
    listed: int

    @property
    def is_the_same(self) -> bool:
        """Return whether both give every site the same place."""
        return self.kendall >= 1.0 - 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """What the methods say about the same sites with the same weights.

    Attributes
    ----------
    base
        The ranking that everything but the method is taken from.
    methods
        Those that could be applied, as asked for.
    refused
        The others, each with the reason.
    rankings
        One ranking of the base's sites per method.
    ranks
        ``(methods, alternatives)``.
    members
        ``(methods, alternatives)``: who is within the first ``top`` places.
    borda, copeland
        ``(alternatives,)``: places in the rankings made of all methods together.
    agreements
        Every pair of methods.
    """

    base: Assessment
    top: int
    methods: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]
    rankings: tuple[Assessment, ...]
    ranks: IntArray
    members: BoolArray
    borda: IntArray
    copeland: IntArray
    agreements: tuple[Agreement, ...]

    @property
    def titles(self) -> tuple[str, ...]:
        """Return the names of the methods for people."""
        return tuple(METHODS[name].title for name in self.methods)

    @property
    def consensus(self) -> tuple[Consensus, ...]:
        """Return per alternative whether it is on all lists, on some or on none."""
        counts = self.members.sum(axis=0).tolist()
        names = {0: Consensus.NONE, len(self.methods): Consensus.ALL}
        return tuple(names.get(count, Consensus.SOME) for count in counts)

    @property
    def spread(self) -> IntArray:
        """Return by how many places methods differ, ``(alternatives,)``."""
        return np.asarray(np.ptp(self.ranks, axis=0), dtype=np.int64)

    def order(self) -> IntArray:
        """Return the rows by their Borda place, ties by site id."""
        by_id = np.argsort(np.array(self.base.matrix.alternatives, dtype=object), kind="stable")
        return np.asarray(by_id[np.argsort(self.borda[by_id], kind="stable")], dtype=np.int64)

    def movers(self, most: int) -> IntArray:
        """Return the rows on some list but not on all that move most, the farthest first."""
        some = np.flatnonzero([entry is Consensus.SOME for entry in self.consensus])
        order = np.lexsort((self.borda[some], -self.spread[some]))
        return np.asarray(some[order][:most], dtype=np.int64)


def compare_methods(
    assessment: Assessment,
    methods: Sequence[str] = DEFAULT_METHODS,
    *,
    top: int = 10,
    progress: Callable[[int, int], None] | None = None,
) -> Compared:
    """Rank the sites of an assessment by several methods, all else unchanged.

    Parameters
    ----------
    assessment
        Gives sites, weights, scales and order.
    methods
        Keys of `prioritizer.engine.methods.table.METHODS`, at least two.
    top
        Places on the shortlist; all sites where there are fewer.
    progress
        Told before each method how many have ranked, of how many.

    Raises
    ------
    InputError
        If a name is unknown, there are fewer than two, or fewer than two can be applied.
    """
    names = tuple(dict.fromkeys(find_method(name).name for name in methods))
    if len(names) < 2:
        raise InputError(
            f"methods: found {len(names)}. Expected at least two of: {', '.join(METHODS)}. "
            "Name another."
        )
    done, refused, drawn = [], [], assessment.draws
    for n, name in enumerate(names):
        if progress is not None:
            progress(n, len(names))
        try:
            done.append(_ranked(assessment, name, drawn))
        except InputError as error:
            refused.append((name, str(error)))
    if len(done) < 2:
        raise InputError(f"methods: only {len(done)} can be applied. {refused[0][1]}")
    places = min(top, len(assessment.matrix))
    ranks = np.array([one.ranking.ranks for one in done])
    used = tuple(one.settings.method for one in done)
    return Compared(
        base=assessment,
        top=places,
        methods=used,
        refused=tuple(refused),
        rankings=tuple(done),
        ranks=ranks,
        members=ranks <= places,
        borda=rank(AGGREGATORS["borda"].function(ranks)),
        copeland=rank(AGGREGATORS["copeland"].function(ranks)),
        agreements=tuple(
            _agreement(used[i], used[j], ranks[i], ranks[j], places)
            for i, j in combinations(range(len(used)), 2)
        ),
    )


def _ranked(assessment: Assessment, method: str, drawn: ValueDraws | None) -> Assessment:
    settings = assessment.settings
    if method == settings.method:
        return assessment
    # A normalization chosen for one method may make no sense for another.
    chosen = replace(settings, method=method, normalization="none")
    return reranked(assessment, chosen, drawn)


def _agreement(
    first: str, second: str, ranks: IntArray, others: IntArray, top: int
) -> Agreement:
    inside, inside_other = ranks <= top, others <= top
    return Agreement(
        first,
        second,
        n=len(ranks),
        kendall=kendall(ranks, others),
        spearman=spearman(ranks, others),
        shared=int((inside & inside_other).sum()),
        listed=int((inside | inside_other).sum()),
    )


def weighted_spread(values: FloatArray, weights: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the weighted mean of each row's values and their weighted standard deviation.

    Parameters
    ----------
    values
        ``(alternatives, criteria)``.
    weights
        ``(criteria,)``, summing to 1.
    """
    means = values @ weights
    squares = np.square(values - means[:, np.newaxis]) @ weights
    return means, np.sqrt(np.maximum(squares, 0.0))

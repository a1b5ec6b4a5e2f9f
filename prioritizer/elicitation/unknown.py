"""“I don't know” as an answer: the weights that it leaves open, their centre, draws of them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np

from prioritizer.elicitation.ahp import (
    Comparisons,
    accepted_index,
    connected,
    geometric_means,
)
from prioritizer.elicitation.group import FloatArray

FULL = 100.0


@dataclass(frozen=True, slots=True)
class Answered:
    """What one person's answers say of the weights, and what they leave open.

    Criteria are columns, in order. Within a block the answers tell how many times as much one
    counts as another; nothing is said between blocks.

    Attributes
    ----------
    points
        ``(criteria,)``, the centre: what is known keeps its proportions, and each block gets
        as much of the whole as it has criteria. So a criterion that somebody does not know
        counts like the average of the others.
    blocks
        Columns of each block; one of all where enough was answered.
    between
        Criteria with a place in an order and without points, in the order: column, the one
        before, and the next one with points, -1 for none.
    loose
        Pairs within a block that were not compared.
    """

    points: tuple[float, ...]
    blocks: tuple[tuple[int, ...], ...]
    between: tuple[tuple[int, int, int], ...] = ()
    loose: tuple[tuple[int, int], ...] = ()

    @property
    def is_sure(self) -> bool:
        """Return whether the answers leave one vector of weights only."""
        return len(self.blocks) == 1 and not self.between and not self.loose


def from_points(points: Sequence[float | None], order: Sequence[int] = ()) -> Answered:
    """Return what points say; None is a criterion that somebody does not know.

    Parameters
    ----------
    points
        ``(criteria,)``, 0 or more.
    order
        Columns put in an order, the most important first, which has points. One of them
        without points lies between the one before it and the next one that has some: half-way,
        which is the mean of even chances in between.
    """
    found = list(points)
    between = []
    for before, column in pairwise(order):
        if found[column] is None:
            rest = order[order.index(column) + 1 :]
            after = next((k for k in rest if points[k] is not None), -1)
            low = 0.0 if after < 0 else float(points[after] or 0.0)
            found[column] = (float(found[before] or 0.0) + low) / 2
            between.append((column, before, after))
    known = tuple(k for k, value in enumerate(found) if value is not None)
    sum_known = math.fsum(value for value in found if value is not None)
    mean = sum_known / len(known) if sum_known > 0 else FULL
    blocks = ([known] if known else []) + [(k,) for k in range(len(found)) if k not in known]
    return Answered(
        tuple(mean if value is None else float(value) for value in found),
        tuple(blocks),
        tuple(between),
    )


def from_pairs(comparisons: Comparisons) -> Answered:
    """Return what comparisons say; None is a pair that somebody does not know.

    The given ones decide by logarithmic least squares; the largest gets 100 points.
    """
    blocks, means = connected(comparisons), geometric_means(comparisons)
    if len(blocks) > 1:
        for block in blocks:
            total = math.fsum(means[k] for k in block)
            for k in block:
                means[k] *= len(block) / total
    largest = max(means)
    loose = tuple(
        (a, b)
        for block in blocks
        for a in block
        for b in block
        if a < b and comparisons[a][b] is None
    )
    return Answered(tuple(FULL * mean / largest for mean in means), blocks, (), loose)


@dataclass(frozen=True, slots=True, eq=False)
class Lots:
    """What would turn out, drawn once for a whole room.

    ``shares`` and ``levels`` are ``(draws, criteria)``, exponential and uniform; ``errors`` is
    ``(draws, criteria, criteria)``, normal and antisymmetric.
    """

    shares: FloatArray
    levels: FloatArray
    errors: FloatArray


@lru_cache(maxsize=4)
def lots(draws: int, n_criteria: int, seed: int) -> Lots:
    """Return lots; the same for the same numbers.

    All people of a room share them: what nobody knows would turn out once for all of them. So
    a room in which nobody knows anything has every weight vector left, and not the certainty
    of an average of many guesses.

    Records hold chances that follow from them, so they are made from the bits of the generator,
    which stay the same in all versions of numpy; its distributions may change.
    """
    from scipy.special import ndtri

    bits = np.random.PCG64(np.random.SeedSequence([seed, n_criteria]))
    raw = bits.random_raw(draws * n_criteria * (n_criteria + 2)) >> np.uint64(12)
    # In the middle of 2**52 steps: never 0 or 1.
    even = ((raw.astype(np.float64) + 0.5) / 2.0**52).reshape(draws, n_criteria + 2, -1)
    upper = np.triu(ndtri(even[:, 2:]), 1)
    return Lots(-np.log(even[:, 0]), even[:, 1], upper - upper.transpose(0, 2, 1))


def drawn(said: Answered, by: Lots) -> FloatArray:
    """Return the weights that the answers allow, ``(draws, criteria)``, each summing to 1.

    - The whole is shared among the blocks as by weights of which nothing is known, drawn evenly
      over all that sum to 1, given the proportions within each block. These are independent of
      the sums of blocks, which have a Dirichlet distribution with their sizes as parameters
      (Connor and Mosimann 1969, JASA 64, 194-206). Its mean is the centre.
    - Points in between are drawn evenly between the one before and the next one with points.
    - A missing pair is filled in with what the others say of it and an error as large as is
      accepted among given pairs (`ahp.accepted_index`).
    """
    points = np.tile(np.array(said.points), (len(by.shares), 1))
    for column, before, after in said.between:
        low = points[:, after] if after >= 0 else 0.0
        points[:, column] = low + by.levels[:, column] * (points[:, before] - low)
    for block in said.blocks:
        spread = math.sqrt(accepted_index(len(block))) / len(block)
        for a, b in said.loose:
            if a in block:
                points[:, a] *= np.exp(spread * by.errors[:, a, b])
                points[:, b] *= np.exp(spread * by.errors[:, b, a])
    weights = np.zeros_like(points)
    for block in said.blocks:
        columns = list(block)
        total = points[:, columns].sum(axis=1, keepdims=True)
        share = by.shares[:, columns].sum(axis=1, keepdims=True)
        inside = np.divide(points[:, columns], total, where=total > 0, out=weights[:, columns])
        weights[:, columns] = inside * share
    return np.asarray(weights / weights.sum(axis=1, keepdims=True), dtype=np.float64)

"""How far people agree: on ranks, on weights, and on who belongs to a shortlist."""

from __future__ import annotations

import numpy as np

from prioritizer.elicitation.group import FloatArray


def kendall_w(ranks: FloatArray) -> float:
    """Return Kendall's coefficient of concordance W, 0 none to 1 complete.

    Parameters
    ----------
    ranks
        Mid-ranks, ``(people, alternatives)``. Ties are corrected for (Kendall and Gibbons 1990,
        section 6.9). NaN with fewer than two people or alternatives, or where everything ties.
    """
    people, alternatives = int(ranks.shape[0]), int(ranks.shape[1])
    if people < 2 or alternatives < 2:
        return float("nan")
    sums = ranks.sum(axis=0)
    spread = float(((sums - sums.mean()) ** 2).sum())
    ties = sum(_tie_term(person) for person in ranks)
    possible = people**2 * (alternatives**3 - alternatives) - people * ties
    return float(12 * spread / possible) if possible > 0 else float("nan")


def _tie_term(ranks: FloatArray) -> float:
    _, counts = np.unique(ranks, return_counts=True)
    return float((counts.astype(np.float64) ** 3 - counts).sum())


def consensus_index(weights: FloatArray) -> float:
    """Return the Shannon consensus of weight vectors, 0 none to 1 complete.

    The reciprocal of beta diversity, ``exp(alpha) / exp(gamma)``, stretched so that people who
    share no criterion at all score 0 (the form of Goepel 2013, without the limits of a
    pairwise scale).

    Parameters
    ----------
    weights
        ``(people, criteria)``, each row summing to 1. NaN for one person.
    """
    people, criteria = weights.shape
    if people < 2 or criteria < 2:
        return float("nan")
    alpha = float(np.mean([_entropy(row) for row in weights]))
    gamma = _entropy(weights.mean(axis=0))
    similarity, least = float(np.exp(alpha - gamma)), 1 / min(people, criteria)
    return float(min(1.0, max(0.0, (similarity - least) / (1 - least))))


def _entropy(weights: FloatArray) -> float:
    positive = weights[weights > 0]
    return float(-(positive * np.log(positive)).sum())


def distances(weights: FloatArray) -> FloatArray:
    """Return the weight two people must shift to agree, 0 to 1, ``(people, people)``."""
    differences = np.abs(weights[:, None, :] - weights[None, :, :]).sum(axis=2) / 2
    return np.asarray(differences, dtype=np.float64)


def shortlist_shares(ranks: FloatArray, size: int) -> FloatArray:
    """Return the share of people who have each alternative in their first ``size`` places.

    Competition ranks in, ``(people, alternatives)``; ``(alternatives,)`` out.
    """
    return np.asarray((ranks <= size).mean(axis=0), dtype=np.float64)


def shortlist_overlap(ranks: FloatArray, size: int) -> float:
    """Return the mean overlap (Jaccard) of two shortlists, 0 to 1; NaN for one person."""
    members = (ranks <= size).astype(np.float64)
    people = len(members)
    if people < 2:
        return float("nan")
    shared = members @ members.T
    sizes = members.sum(axis=1)
    either = sizes[:, None] + sizes[None, :] - shared
    overlap = np.divide(shared, either, out=np.ones_like(shared), where=either > 0)
    return float(overlap[np.triu_indices(people, k=1)].mean())

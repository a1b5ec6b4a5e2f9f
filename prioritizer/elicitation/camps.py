"""Camps: people whose weights lie close together, found the same way every time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from prioritizer.elicitation.agreement import distances
from prioritizer.elicitation.group import FloatArray

MOST_CAMPS = 5
# Below this mean silhouette a division is no more than noise (Kaufman and Rousseeuw 1990,
# table 4).
WEAKEST_SILHOUETTE = 0.26
Labels = NDArray[np.int64]


def camps(weights: FloatArray) -> tuple[Labels, float]:
    """Return the camp of each person, numbered from 0 by size, and the mean silhouette.

    Average-linkage clustering on the weight that would have to shift; the number of camps is
    the one with the largest mean silhouette (Rousseeuw 1987). One camp where no division is
    clear.

    Parameters
    ----------
    weights
        ``(people, criteria)``, each row summing to 1.
    """
    people = len(weights)
    apart = distances(weights)
    best, best_silhouette = np.zeros(people, dtype=np.int64), 0.0
    for labels in _divisions(apart):
        silhouette = mean_silhouette(apart, labels)
        if silhouette > max(best_silhouette + 1e-12, WEAKEST_SILHOUETTE):
            best, best_silhouette = labels, silhouette
    return _by_size(best, weights), best_silhouette


def _divisions(apart: FloatArray) -> list[Labels]:
    """Return the divisions into 2 to `MOST_CAMPS` camps, coarsest first."""
    members = [[person] for person in range(len(apart))]
    linkage = apart.copy()
    np.fill_diagonal(linkage, np.inf)
    found: list[Labels] = []
    while len(members) > 1:
        if len(members) <= MOST_CAMPS:
            found.append(_labels(members, len(apart)))
        # argmin takes the first of equals, so the same people always come together.
        row, column = divmod(int(np.argmin(linkage)), len(members))
        low, high = min(row, column), max(row, column)
        sizes = len(members[low]), len(members[high])
        merged = (sizes[0] * linkage[low] + sizes[1] * linkage[high]) / sum(sizes)
        linkage[low], linkage[:, low] = merged, merged
        linkage[low, low] = np.inf
        linkage = np.delete(np.delete(linkage, high, axis=0), high, axis=1)
        members[low] += members.pop(high)
    return found[::-1]


def _labels(members: list[list[int]], people: int) -> Labels:
    labels = np.zeros(people, dtype=np.int64)
    for number, camp in enumerate(members):
        labels[camp] = number
    return labels


def mean_silhouette(apart: FloatArray, labels: Labels) -> float:
    """Return the mean silhouette width of a division, -1 to 1; somebody alone counts 0."""
    names = np.unique(labels)
    if len(names) < 2:
        return 0.0
    widths = np.zeros(len(labels))
    for person, own in enumerate(labels):
        mates = (labels == own) & (np.arange(len(labels)) != person)
        if not mates.any():
            continue
        inside = float(apart[person, mates].mean())
        outside = min(
            float(apart[person, labels == name].mean()) for name in names if name != own
        )
        largest = max(inside, outside)
        widths[person] = (outside - inside) / largest if largest > 0 else 0.0
    return float(widths.mean())


def _by_size(labels: Labels, weights: FloatArray) -> Labels:
    """Return the labels renamed by size, then by mean weights, whoever came first."""

    def place(name: int) -> tuple[object, ...]:
        inside = labels == name
        mean = np.round(-np.sort(weights[inside], axis=0).mean(axis=0), 9)
        return -int(inside.sum()), *mean.tolist(), int(name)

    names = sorted(np.unique(labels).tolist(), key=place)
    renamed = {int(name): place for place, name in enumerate(names)}
    return np.array([renamed[int(label)] for label in labels], dtype=np.int64)

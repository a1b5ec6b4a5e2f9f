"""Which sites are alike: the same is known of them, so that the same chance is theirs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

import numpy as np

from prioritizer.domain.matrix import BoolArray, DecisionMatrix, FloatArray
from prioritizer.domain.results import IntArray
from prioritizer.domain.site import Site

_AT_ONCE = 10_000
# Names, positions and notes; everything else may say something of the values that are drawn.
_READ_TEXTS = ("commodity_mined", "crm_named", "tonnage_basis")


def alike_sites(
    sites: Sequence[Site],
    matrix: DecisionMatrix,
    classes: IntArray,
    apart_from: Collection[str] = (),
) -> IntArray | None:
    """Return labels of sites, ``(sites,)``, the same where the same is known; None if nowhere.

    Parameters
    ----------
    classes
        ``(levels, sites)``: the classes of like sites that unknown values come from.
    apart_from
        Ids of sites that are alike to none, such as those with values of a person's own.
    """
    first: dict[object, int] = {}
    labels = np.arange(len(sites))
    for row in np.flatnonzero(_repeated(matrix, classes)).tolist():
        site = sites[row]
        if site.site_id in apart_from:
            continue
        key = (_facts(matrix, classes, slice(row, row + 1)).tobytes(), repr(_evidence(site)))
        labels[row] = first.setdefault(key, row)
    return labels if len(np.unique(labels)) < len(labels) else None


def _facts(matrix: DecisionMatrix, classes: IntArray, part: slice) -> FloatArray:
    """Return the numbers that tell some sites apart, ``(sites, numbers)``."""
    tables = (matrix.low, matrix.best, matrix.high, matrix.gap, classes.T)
    return np.column_stack([np.asarray(table[part], dtype=np.float64) for table in tables])


def _repeated(matrix: DecisionMatrix, classes: IntArray) -> BoolArray:
    """Return which sites have the numbers of another one, or seem to."""
    keys = np.empty(len(matrix.low), dtype=np.int64)
    for start in range(0, len(keys), _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        keys[part] = [hash(row.tobytes()) for row in _facts(matrix, classes, part)]
    _, place, counts = np.unique(keys, return_inverse=True, return_counts=True)
    return np.asarray(counts[place] > 1)


def _evidence(site: Site) -> Site:
    """Return a site without what names it, places it on a map or cites a source."""
    return replace(
        site,
        site_id="",
        name="",
        row=0,
        country="",
        latitude=None,
        longitude=None,
        coordinate_error_km=None,
        assays=tuple(replace(assay, source="", note="") for assay in site.assays),
        texts={name: site.texts.get(name, "") for name in _READ_TEXTS},
        sources={},
    )


def groups_of(ids: Sequence[str], labels: IntArray | None) -> list[list[str]]:
    """Return the ids of sites that are alike, group by group; none where nobody is."""
    if labels is None:
        return []
    found: dict[int, list[str]] = {}
    for name, label in zip(ids, labels.tolist(), strict=True):
        found.setdefault(label, []).append(name)
    return sorted(sorted(group) for group in found.values() if len(group) > 1)


def labels_of(ids: Sequence[str], groups: Iterable[Sequence[str]]) -> IntArray | None:
    """Return the labels of sites whose groups `groups_of` gave; None without any."""
    at = {name: row for row, name in enumerate(ids)}
    labels = np.arange(len(ids))
    for group in groups:
        rows = sorted(at[name] for name in group if name in at)
        labels[rows] = rows[:1] * len(rows)
    return labels if len(np.unique(labels)) < len(labels) else None

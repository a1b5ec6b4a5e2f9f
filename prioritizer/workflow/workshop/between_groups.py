"""How far groups agree with one another, beside the same people divided by lot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple

import numpy as np

from prioritizer.domain.matrix import FloatArray
from prioritizer.domain.words import listed, percent
from prioritizer.engine.ranks import rank
from prioritizer.errors import InputError
from prioritizer.workflow.workshop.agreement import MEASURES, Agreement, agreement_of
from prioritizer.workflow.workshop.by_chance import LEVELS, SEED, Chance
from prioritizer.workflow.workshop.group_views import shown_groups
from prioritizer.workflow.workshop.opinions import Opinions, score_of

DIVISIONS = 400


def between_groups(
    found: Opinions, chosen: Sequence[str]
) -> tuple[Agreement, dict[str, Chance]]:
    """Return how far the means of groups agree, and what a division by lot gives.

    Each group counts as one voice: its mean weights, and the ranking that follows. Means of
    many people are always alike, so they are compared with the means of the same people when
    lots are drawn for who belongs to which group (a permutation test): agreement below nearly
    all of these says that the groups differ.

    Parameters
    ----------
    found
        The answers of a round.
    chosen
        At least two groups, each of which may be shown apart.

    Raises
    ------
    InputError
        If fewer than two groups are named, or one that may not be shown.
    """
    allowed = shown_groups(found)
    if len(set(chosen)) < 2 or not set(chosen) <= allowed:
        raise InputError(
            f"groups: found {listed(sorted(set(chosen))) or 'none'}. Expected at least two of "
            f"those that may be shown: {listed(sorted(allowed)) or 'none'}. Choose from them."
        )
    labels = np.array(found.groups, dtype=object)
    rows = [np.flatnonzero(labels == name) for name in sorted(set(chosen))]
    people, ends = np.concatenate(rows), np.cumsum([len(one) for one in rows])[:-1]
    rng = np.random.default_rng(SEED)
    lots = np.array(
        [
            astuple(_of_means(found, np.split(rng.permutation(people), ends)))
            for _ in range(DIVISIONS)
        ]
    )
    low, high = np.quantile(lots, LEVELS, axis=0)
    chances = {
        name: Chance(float(mean), float(a), float(b))
        for name, mean, a, b in zip(MEASURES, lots.mean(axis=0), low, high, strict=True)
    }
    return _of_means(found, rows), chances


def _of_means(found: Opinions, rows: Sequence[np.ndarray]) -> Agreement:
    means: FloatArray = np.array([found.weights[one].mean(axis=0) for one in rows])
    scores = np.array([score_of(found.problem, mean) for mean in means])
    ranks = np.array([rank(one) for one in scores])
    return agreement_of(means, scores, ranks, found.problem.shortlist)


def sentence(found: Agreement, chances: dict[str, Chance]) -> str:
    """Return whether the groups differ more than a division by lot, in words."""
    value, lot = found.consensus, chances["consensus"]
    figures = (
        f"consensus of their mean weights {value:.2f}; the same people divided by lot "
        f"{lot.mean:.2f} ({lot.low:.2f} to {lot.high:.2f})"
    )
    lists = percent(found.shortlist), percent(chances["shortlist"].mean)
    overlap = f"Their lists share {lists[0]}, by lot {lists[1]}."
    said = (
        "These groups weigh differently"
        if value < lot.low
        else "These groups differ no more than groups drawn by lot"
    )
    return f"{said}: {figures}. {overlap}"

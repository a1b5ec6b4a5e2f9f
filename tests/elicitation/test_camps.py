"""Camps: the same people make the same camps, in whatever order they come."""

from __future__ import annotations

import numpy as np

from prioritizer.elicitation.camps import camps


def test_camps_of_one_size_are_numbered_by_their_weights_not_by_who_came_first() -> None:
    rng = np.random.default_rng(4)
    centres = np.array([[0.7, 0.2, 0.1], [0.1, 0.2, 0.7]])
    weights = np.concatenate([rng.dirichlet(60 * centre, 6) for centre in centres])
    turned = weights[::-1].copy()

    labels, silhouette = camps(weights)
    other, same = camps(turned)

    assert labels.tolist() == [0] * 6 + [1] * 6
    assert other[::-1].tolist() == labels.tolist()
    assert silhouette > 0.5
    assert np.isclose(silhouette, same)

"""Numbered blocks of draws, each with its own random stream.

A block's stream depends on the seed and the block's number only. Whoever computes a block, in
whatever order and on however many machines, gets the same draws.
"""

from __future__ import annotations

import math

import numpy as np

_LARGEST_BLOCK = 1024
_CELLS = 1 << 18  # values of one block of uncertain evidence: two megabytes

WEIGHTS, VALUES, CONFIDENCE = 0, 1, 2


def stream(seed: int, purpose: int, block: int) -> np.random.Generator:
    """Return the generator of one block for one purpose.

    Parameters
    ----------
    seed
        What the user sees and can set, 0 or more.
    purpose
        `WEIGHTS`, `VALUES` or `CONFIDENCE`: streams that never overlap.
    block
        Number of the block, from 0.
    """
    sequence = np.random.SeedSequence(seed, spawn_key=(purpose, block))
    return np.random.Generator(np.random.PCG64(sequence))


def block_draws(n_alternatives: int, n_criteria: int, *, uncertain_values: bool) -> int:
    """Return how many draws a full block holds; it depends on the problem's shape only."""
    if not uncertain_values:
        return _LARGEST_BLOCK
    return int(np.clip(_CELLS // (n_alternatives * n_criteria), 1, _LARGEST_BLOCK))


def n_blocks(draws: int, per_block: int) -> int:
    """Return how many blocks hold that many draws; the last may be shorter."""
    return math.ceil(draws / per_block)

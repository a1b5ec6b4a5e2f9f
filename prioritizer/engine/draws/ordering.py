"""Sorting many draws at once, with ties found.

Scores are turned into whole numbers in steps of 2**-40 with the alternative's number packed
into the low bits, so that one in-place sort of integers yields the order. Two neighbours less
than two steps apart are a tie: the same twelve digits that the shown ranking keeps.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from prioritizer.engine.arrays import BoolArray, FloatArray, IntArray

# Adding 2**12 leaves 40 bits behind the point in a double: the sum's bits are the whole number.
_SHIFT_OF_SCALE = 4096.0
LARGEST_NUMBER = 1 << 22  # alternatives: what 63 bits leave beside 41 of the score


@dataclass(frozen=True, slots=True)
class Order:
    """A batch of draws in order.

    Attributes
    ----------
    places
        ``(draws, alternatives)``: the alternative at each place, best first.
    tied
        ``(draws,)``: whether the draw has a tie.
    tied_ranks
        ``(tied draws, alternatives)``: the rank, from 0, at each place of the draws with a tie;
        elsewhere the rank is the place.
    n_competing
        ``(draws,)``: how many compete; they have the first places. None where all do.
    """

    places: IntArray
    tied: BoolArray
    tied_ranks: IntArray
    n_competing: IntArray | None = None

    def competitors(self) -> IntArray:
        """Return the places with the number of alternatives where one does not compete."""
        if self.n_competing is None:
            return self.places
        n = self.places.shape[1]
        return np.where(np.arange(n) < self.n_competing[:, np.newaxis], self.places, n)

    def behind(self) -> tuple[IntArray, IntArray]:
        """Return draws and alternatives of all that do not compete."""
        if self.n_competing is None:
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
        at_place = np.arange(self.places.shape[1])
        draws, places = np.nonzero(at_place >= self.n_competing[:, np.newaxis])
        return draws, self.places[draws, places]

    def ranks(self) -> IntArray:
        """Return the rank, from 0, of each alternative, ``(draws, alternatives)``.

        Those that do not compete share the one after the last.
        """
        result = np.empty_like(self.places)
        at_place = np.arange(self.places.shape[1])
        np.put_along_axis(result, self.places, at_place[np.newaxis], axis=1)
        if self.tied.any():
            tied = np.empty_like(self.tied_ranks)
            np.put_along_axis(tied, self.places[self.tied], self.tied_ranks, axis=1)
            result[self.tied] = tied
        if self.n_competing is not None:
            np.minimum(result, self.n_competing[:, np.newaxis], out=result)
        return result

    def winners(self) -> tuple[IntArray, IntArray]:
        """Return draws and alternatives of every first rank, ties each counted."""
        clean = np.flatnonzero(~self.tied)
        rows, columns = np.nonzero(self.tied_ranks == 0)
        tied = np.flatnonzero(self.tied)[rows]
        return (
            np.concatenate([clean, tied]),
            np.concatenate([self.places[clean, 0], self.places[tied, columns]]),
        )


def order(badness: FloatArray, competing: BoolArray | None = None) -> Order:
    """Sort a batch of draws.

    Parameters
    ----------
    badness
        ``(draws, alternatives)``, 0 to 1; overwritten.
    competing
        ``(draws, alternatives)``: who competes, at least one in each draw; all where None.
    """
    n_alternatives = badness.shape[1]
    if competing is not None:
        # Behind all that compete, and none level with another: ties cost time.
        behind = 1.25 + 0.5 * np.arange(n_alternatives) / n_alternatives
        np.copyto(badness, behind, where=~competing)
    bits = max(1, (n_alternatives - 1).bit_length())
    mask = (1 << bits) - 1
    badness += _SHIFT_OF_SCALE
    keys = badness.view(np.int64)
    keys <<= bits
    keys |= np.arange(n_alternatives)
    keys.sort(axis=1)
    steps = np.diff(keys, axis=1)
    # Steps of the packed keys are off by the numbers' difference: a generous first look is
    # cheap.
    tied = (steps < (3 << bits)).any(axis=1)
    tied_ranks = np.empty((0, n_alternatives), dtype=np.int64)
    if tied.any():
        exact = np.diff(keys[tied] >> bits, axis=1) <= 1
        tied[tied] = exact.any(axis=1)
        tied_ranks = _competition_ranks(exact[exact.any(axis=1)])
    keys &= mask
    n_competing = None if competing is None else competing.sum(axis=1)
    return Order(keys, tied, tied_ranks, n_competing)


def _competition_ranks(equals_previous: BoolArray) -> IntArray:
    """Return ranks from 0 at each place: equal ones share that of their first."""
    n_draws, n_steps = equals_previous.shape
    starts = np.zeros((n_draws, n_steps + 1), dtype=np.int64)
    starts[:, 1:] = np.where(equals_previous, 0, np.arange(1, n_steps + 1))
    return np.maximum.accumulate(starts, axis=1)

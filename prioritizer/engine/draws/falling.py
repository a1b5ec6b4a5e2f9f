"""Some draws with their alternatives by falling merit: the places, and who is on a list."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from prioritizer.engine.arrays import BoolArray, FloatArray, IntArray

Merits = NDArray[np.floating]
_KEY_BITS = 32
# The number of an alternative takes part of a key; the rest must tell most merits apart.
_NUMBER_BITS = 14
_PASSES = 40
_LEAST_SPAN = 1e-30


@dataclass(frozen=True, slots=True, eq=False)
class Falling:
    """Some draws with their alternatives by falling merit.

    Attributes
    ----------
    merits
        ``(draws, alternatives)``, in the order of the alternatives; higher better.
    competing
        ``(alternatives,)``.
    order
        ``(draws, alternatives)``: the alternative at each position; equal ones in any order.
    is_less
        ``(draws, alternatives)``: whether the merit at each position is less than at the one
        before; true at the first.
    before
        ``(draws, alternatives)``: how many before each position compete.
    """

    merits: Merits
    competing: BoolArray
    order: IntArray
    is_less: BoolArray
    before: IntArray

    @classmethod
    def of(cls, merits: Merits, competing: BoolArray) -> Falling:
        """Return the draws with their alternatives in order."""
        order, is_less = by_falling(merits)
        if competing.all():
            before = np.broadcast_to(np.arange(merits.shape[1]), merits.shape)
        else:
            marks = competing[order]
            before = np.cumsum(marks, axis=1) - marks
        return cls(merits, competing, order, is_less, before)

    def places(self) -> NDArray[np.unsignedinteger]:
        """Return 1 + how many that compete have more merit, ``(draws, alternatives)``."""
        n_alternatives = self.order.shape[1]
        place = (self.before + 1).astype(np.min_scalar_type(n_alternatives + 1))
        # Those that tie have the place of the first of them.
        tied = np.flatnonzero(~self.is_less.all(axis=1))
        place[tied] = np.maximum.accumulate(place[tied] * self.is_less[tied], axis=1)
        found = np.empty_like(place)
        starts = n_alternatives * np.arange(len(place))[:, np.newaxis]
        found.reshape(-1)[(self.order + starts).reshape(-1)] = place.reshape(-1)
        return found

    def on_list(self, places: NDArray[np.unsignedinteger], top: int) -> BoolArray | FloatArray:
        """Return each alternative's part of a place on the list, ``(draws, alternatives)``.

        ``places`` are those of this object. Parts are yes or no where none ties for the last
        places.
        """
        n_rivals = int(np.count_nonzero(self.competing))
        listed = places <= max(1, min(top, n_rivals))
        if top >= n_rivals:
            return listed
        draws = np.arange(len(places))
        after = np.argmax(self.before == top, axis=1)  # the position after the last one listed
        tied = ~(self.is_less[draws, after - 1] & self.is_less[draws, after])
        if not tied.any():
            return listed
        parts = listed.astype(np.float64)
        last = self.merits[draws, self.order[draws, after - 1]]
        parts[tied] = self._shared(np.flatnonzero(tied), last[tied], top)
        return parts

    def _shared(self, draws: IntArray, last: Merits, top: int) -> FloatArray:
        """Return the parts in some draws, those of equals of the last one listed shared."""
        merits = self.merits[draws]
        parts = (merits > last[:, np.newaxis]).astype(np.float64)
        draw, level = np.nonzero(merits == last[:, np.newaxis])
        tied = np.bincount(draw, weights=self.competing[level], minlength=len(last))[draw]
        above = (parts * self.competing).sum(axis=1)[draw]
        parts[draw, level] = (top - above) / np.where(self.competing[level], tied, tied + 1.0)
        return parts


def by_falling(merits: Merits) -> tuple[IntArray, BoolArray]:
    """Return the alternatives of each draw by falling merit, and where it is less than before.

    Each merit is cut to a whole number and sorted together with the number of its alternative:
    numpy sorts numbers much faster than it finds their order. The few that then stand wrongly
    beside each other change places.

    Parameters
    ----------
    merits
        ``(draws, alternatives)``.

    Returns
    -------
    order, is_less
        ``(draws, alternatives)`` each, as in `Falling`.
    """
    n_alternatives = merits.shape[1]
    bits = max(1, n_alternatives - 1).bit_length()
    span = np.ptp(merits, axis=1, keepdims=True)
    if bits > _NUMBER_BITS or not np.isfinite(span).all():
        order = np.argsort(-merits, axis=1)
        falling = np.take_along_axis(merits, order, axis=1)
    else:
        order = _cut_and_sorted(merits, span, bits)
        starts = n_alternatives * np.arange(len(merits))[:, np.newaxis]
        falling = merits.reshape(-1)[order + starts]
        _put_right(merits, order, falling)
    is_less = np.ones(order.shape, dtype=np.bool_)
    np.not_equal(falling[:, 1:], falling[:, :-1], out=is_less[:, 1:])
    return order, is_less


def _cut_and_sorted(merits: Merits, span: Merits, bits: int) -> IntArray:
    """Return the order by merits that are cut to whole numbers."""
    steps = 0.99 * (1 << (_KEY_BITS - bits))  # less than all: rounding never reaches the next
    scale = np.divide(steps, span, out=np.zeros_like(span), where=span > _LEAST_SPAN)
    keys = ((merits.max(axis=1, keepdims=True) - merits) * scale).astype(np.uint32)
    keys <<= np.uint32(bits)
    keys |= np.arange(merits.shape[1], dtype=np.uint32)
    keys.sort(axis=1)
    return np.asarray(keys & np.uint32((1 << bits) - 1), dtype=np.int64)


def _put_right(merits: Merits, order: IntArray, falling: Merits) -> None:
    """Let neighbours that stand wrongly change places, in place."""
    n_alternatives = merits.shape[1]
    places, found = order.reshape(-1), falling.reshape(-1)
    wrong = _wrong_of(np.flatnonzero(found[:-1] < found[1:]), found, n_alternatives)
    for _ in range(_PASSES):
        if not len(wrong):
            return
        first = wrong[np.diff(wrong, prepend=-2) > 1]
        for values in (places, found):
            values[first], values[first + 1] = values[first + 1], values[first]
        near = np.unique(np.concatenate([wrong - 1, wrong, wrong + 1]).clip(0))
        wrong = _wrong_of(near, found, n_alternatives)
    draws = np.unique(wrong // n_alternatives)
    order[draws] = np.argsort(-merits[draws], axis=1)
    falling[draws] = np.take_along_axis(merits[draws], order[draws], axis=1)


def _wrong_of(near: IntArray, found: Merits, n_alternatives: int) -> IntArray:
    """Return those of some positions that have less merit than the next one of their draw."""
    near = near[near % n_alternatives != n_alternatives - 1]
    return near[found[near] < found[near + 1]]

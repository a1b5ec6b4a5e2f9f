"""Random inputs by name: the same draws whatever the block size, errors shared or not."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from prioritizer.appraisal.distributions import FloatArray, Shape
from prioritizer.errors import InputError

# Numbers in the largest array of a block: about 16 MB.
BLOCK_NUMBERS = 2_000_000


@dataclass(frozen=True, slots=True)
class Switches:
    """Which errors are shared, and how values spread between low and high.

    ``common_density`` and ``common_recovery``: a default that is too high is too high for every
    site that rests on it. ``uncertain_prices``: one factor per product, the same for every
    site, lognormal with ``price_log_sd``, a default of this project. ``uncertain_points``: a
    figure published without a range has the error of its class of evidence.
    """

    common_density: bool = True
    common_recovery: bool = True
    uncertain_prices: bool = True
    price_log_sd: float = 0.25
    uncertain_points: bool = True
    shape: Shape = Shape.TRIANGULAR


class DrawBlock:
    """The random inputs of a few draws, each drawn once, however many measures ask for it."""

    def __init__(
        self, n_draws: int, switches: Switches, stream: Callable[[str], np.random.Generator]
    ) -> None:
        self.n_draws = n_draws
        self.switches = switches
        self._stream = stream
        self._drawn: dict[str, FloatArray] = {}

    def uniform(self, name: str, *shape: int) -> FloatArray:
        """Return numbers from 0 to 1, ``(draws, *shape)``, of the input with this name."""
        if name not in self._drawn:
            self._drawn[name] = self._stream(name).random((self.n_draws, *shape))
        return self._drawn[name]

    def once(self, name: str, compute: Callable[[], FloatArray]) -> FloatArray:
        """Return what several measures derive alike from the inputs, computed once."""
        key = f"derived: {name}"
        if key not in self._drawn:
            self._drawn[key] = compute()
        return self._drawn[key]


Sampler = Callable[[DrawBlock], FloatArray]


def blocks(
    *, draws: int, seed: int, switches: Switches, sizes: Sequence[int]
) -> Iterator[DrawBlock]:
    """Yield blocks of so many draws each.

    Every input has a stream of its own that is read in order, so that neither the block size
    nor another measure changes what a draw holds.

    Parameters
    ----------
    sizes
        Draws in each block; they sum to ``draws``.
    """
    if draws < 1 or sum(sizes) != draws:
        raise InputError(f"draws: found {draws}. Expected 1 or more. Give for example 1000.")
    if seed < 0:
        raise InputError(f"seed: found {seed}. Expected 0 or more. Give for example 7.")
    generators: dict[str, np.random.Generator] = {}

    def stream(name: str) -> np.random.Generator:
        if name not in generators:
            generators[name] = np.random.default_rng([seed, zlib.crc32(name.encode())])
        return generators[name]

    for size in sizes:
        yield DrawBlock(size, switches, stream)


def block_sizes(draws: int, n_cells: int) -> list[int]:
    """Return the draws per block that keep ``n_cells`` numbers per draw within bounds."""
    size = min(max(1, BLOCK_NUMBERS // max(n_cells, 1)), max(draws, 1))
    return [size] * (draws // size) + ([draws % size] if draws % size else [])

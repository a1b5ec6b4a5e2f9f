"""Random inputs by name: the same draws whatever the block size, errors shared or not."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

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


class Uniforms(Protocol):
    """A source of numbers from 0 to 1, such as a NumPy generator."""

    def random(self, size: tuple[int, ...], /) -> FloatArray:
        """Return numbers of this shape."""
        ...


class DrawBlock:
    """The random inputs of a few draws, each drawn once, however many measures ask for it."""

    def __init__(
        self, n_draws: int, switches: Switches, stream: Callable[[str], Uniforms]
    ) -> None:
        self.n_draws = n_draws
        self.switches = switches
        self._stream = stream
        self._drawn: dict[str, FloatArray] = {}
        self._gone: set[str] = set()

    def uniform(self, name: str, *shape: int) -> FloatArray:
        """Return numbers from 0 to 1, ``(draws, *shape)``, of the input with this name."""
        if name in self._gone:
            raise KeyError(f"{name}: its numbers were let go")
        if name not in self._drawn:
            self._drawn[name] = self._stream(name).random((self.n_draws, *shape))
        return self._drawn[name]

    def let_go(self) -> None:
        """Forget the inputs that were drawn; nobody may ask for them again."""
        self._gone |= self._drawn.keys()
        self._drawn.clear()

    def common(self, name: str, *shape: int) -> FloatArray:
        """Return the same of an input that all sites share, such as the price of a product."""
        return self.uniform(name, *shape)

    def parts(self, sizes: Sequence[Mapping[str, int]]) -> Iterator[DrawBlock]:
        """Yield a block for each part of the sites, with the numbers that all would get.

        Parameters
        ----------
        sizes
            Of each part, how many numbers of each input one draw takes, by name.
        """
        totals: Counter[str] = Counter()
        for size in sizes:
            totals.update(size)
        first: Counter[str] = Counter()
        for size in sizes:
            yield _Part(self, dict(first), dict(totals))
            first.update(size)

    def once(self, name: str, compute: Callable[[], FloatArray]) -> FloatArray:
        """Return what several measures derive alike from the inputs, computed once."""
        key = f"derived: {name}"
        if key not in self._drawn:
            self._drawn[key] = compute()
        return self._drawn[key]


class _Part(DrawBlock):
    """The random inputs of some sites: their share of the numbers that are drawn for all."""

    def __init__(
        self, whole: DrawBlock, first: Mapping[str, int], totals: Mapping[str, int]
    ) -> None:
        super().__init__(whole.n_draws, whole.switches, whole._stream)
        self._whole, self._first, self._totals = whole, first, totals

    def uniform(self, name: str, *shape: int) -> FloatArray:
        first = self._first.get(name, 0)
        drawn = self._whole.uniform(name, *shape[:-1], self._totals[name])
        return drawn[..., first : first + shape[-1]]

    def common(self, name: str, *shape: int) -> FloatArray:
        return self._whole.common(name, *shape)


class SizeBlock(DrawBlock):
    """A block of one draw that tells nothing, but keeps how many numbers each input takes."""

    def __init__(self, switches: Switches) -> None:
        super().__init__(1, switches, lambda _name: _Halves())
        self.sizes: dict[str, int] = {}

    def uniform(self, name: str, *shape: int) -> FloatArray:
        """Return halves, and keep the last size: that of the sites or of their products."""
        self.sizes[name] = shape[-1]
        return super().uniform(name, *shape)

    def common(self, name: str, *shape: int) -> FloatArray:
        """Return halves."""
        return super().uniform(name, *shape)


class _Halves:
    def random(self, size: tuple[int, ...]) -> FloatArray:
        return np.full(size, 0.5)


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


Kept = dict[str, FloatArray]


def even_block(n_draws: int, *, seed: int = 0, kept: Kept | None = None) -> DrawBlock:
    """Return draws that fill each input evenly, one in each of ``n_draws`` equal parts.

    Latin hypercube sampling (McKay, Beckman and Conover 1979): a mean of few draws comes close.

    Parameters
    ----------
    kept
        Takes the numbers of each input; the next block of the same size and seed has the same.
    """
    known: Kept = {} if kept is None else kept

    def stream(name: str) -> Uniforms:
        return _Even(np.random.default_rng([seed, zlib.crc32(name.encode())]), name, known)

    return DrawBlock(n_draws, Switches(), stream)


class _Even:
    """Uniform numbers, one in each of as many equal parts as there are draws."""

    def __init__(self, generator: np.random.Generator, name: str, kept: Kept) -> None:
        self._generator = generator
        self._name, self._kept = name, kept

    def random(self, size: tuple[int, ...]) -> FloatArray:
        known = self._kept.get(self._name)
        if known is None or known.shape != size:
            known = self._kept[self._name] = self._drawn(size)
        return known

    def _drawn(self, size: tuple[int, ...]) -> FloatArray:
        within = self._generator.random(size)
        parts = np.broadcast_to(np.arange(size[0]).reshape(-1, *[1] * (len(size) - 1)), size)
        return np.asarray((self._generator.permuted(parts, axis=0) + within) / size[0])


def block_sizes(draws: int, n_cells: int, *, most: int | None = None) -> list[int]:
    """Return the draws per block, at most so many, that keep ``n_cells`` each in bounds."""
    size = min(max(1, BLOCK_NUMBERS // max(n_cells, 1)), max(draws, 1))
    size = size if most is None else min(size, most)
    return [size] * (draws // size) + ([draws % size] if draws % size else [])

"""What stands on the map: settlements with people, sea ports, plants and climate classes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from prioritizer.appraisal.geography.sphere import PointIndex
from prioritizer.appraisal.measurement import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Settlements:
    """Populated places with at least 500 people.

    Parameters
    ----------
    people
        ``(places,)``, as the list gives them, of very different years.
    """

    names: tuple[str, ...]
    countries: tuple[str, ...]
    points: PointIndex
    people: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Ports:
    """Commercial sea ports."""

    names: tuple[str, ...]
    points: PointIndex


@dataclass(frozen=True, slots=True, eq=False)
class Plants:
    """Plants in operation.

    Parameters
    ----------
    feeds
        Symbols of the elements that each plant works.
    error_km
        Likely error of each point, km, ``(plants,)``.
    """

    names: tuple[str, ...]
    points: PointIndex
    feeds: tuple[frozenset[str], ...]
    error_km: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Climate:
    """A map of Köppen–Geiger classes in equal steps of degrees, the north-west corner first.

    Parameters
    ----------
    numbers
        ``(rows, columns)``: of each cell the number of its class.
    classes
        The class of each number; a number that is not in it has none, as the sea.
    """

    numbers: NDArray[np.uint8]
    classes: dict[int, str]


@dataclass(frozen=True, slots=True, eq=False)
class Gazetteer:
    """Everything that is looked up around a site."""

    settlements: Settlements
    ports: Ports
    plants: Plants
    climate: Climate | None = None

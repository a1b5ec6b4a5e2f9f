"""A layer of a user's own: its name, how it counts, and how far it lies from points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

GATE = "gate-"
PROTECTED = "protected"


class LayerMode(StrEnum):
    """What is asked of a layer: how far it is, or whether an area of it holds the point."""

    DISTANCE = "distance"
    INSIDE = "inside"


@dataclass(frozen=True, slots=True)
class LayerSpec:
    """A layer as a person names it: ``rail=rails.gpkg:distance:SE+NO``.

    Parameters
    ----------
    name
        ``rail``, ``road``, ``power``, ``water``, ``town``, ``port`` or ``plant``: the distance
        of that name. ``protected``: the protection status. ``gate-`` and a code: a veto. Any
        other: an own column.
    countries
        Where the layer is complete; none: within the box around its features.
    """

    name: str
    path: Path
    mode: LayerMode
    countries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LayerPoint:
    """How a point lies to a layer, km.

    Parameters
    ----------
    km
        To the nearest feature, 0 inside; None where none lies within 500 km.
    depth_km
        From the edge of the area around it; None outside.
    edge_km
        From the edge of the box around the layer; negative outside.
    """

    km: float | None
    depth_km: float | None
    name: str
    edge_km: float


@dataclass(frozen=True, slots=True)
class MeasuredLayer:
    """A layer and how each point lies to it, by site.

    ``sources`` are the ids that its values cite, with a semicolon between them.
    """

    spec: LayerSpec
    layer: str
    n_features: int
    crs: str
    sha256: str
    sources: str
    points: Mapping[str, LayerPoint] = field(default_factory=dict)

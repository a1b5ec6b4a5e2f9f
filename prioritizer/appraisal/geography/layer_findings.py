"""A layer of one's own as values of a site, as far as the error of its point allows."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from prioritizer.appraisal.geography.located import Located
from prioritizer.domain.computed import Cell, Finding
from prioritizer.domain.layer import GATE, PROTECTED, LayerMode, LayerPoint, MeasuredLayer
from prioritizer.domain.site import DESTINATIONS

REACH_KM = 500.0  # how far is searched
# derived: parameter receptor_km of the criteria files; nature beyond this is not exposed
PROTECTED_REACH_KM = 10.0
METRES = 1000.0


def layer_findings(here: Sequence[Located], measured: MeasuredLayer) -> Iterator[Finding]:
    """Yield what a layer says of each site; nothing where the point cannot tell."""
    for one in here:
        point = measured.points.get(one.site.site_id)
        if point is not None:
            yield _finding(one, point, measured)


def joined(layers: Sequence[MeasuredLayer]) -> MeasuredLayer:
    """Return layers of one name as one: the nearest of all, complete where one of them is.

    Where only some of them say their countries, those alone count.
    """
    first, *others = layers
    if not others:
        return first
    countries = tuple(dict.fromkeys(code for one in layers for code in one.spec.countries))
    points = {
        site: _nearest([one.points[site] for one in layers if site in one.points])
        for site in dict.fromkeys(site for one in layers for site in one.points)
    }
    sources = ";".join(one.sources for one in layers)
    spec = replace(first.spec, countries=countries)
    return replace(first, spec=spec, sources=sources, points=points)


def _nearest(points: Sequence[LayerPoint]) -> LayerPoint:
    nearest = min(points, key=lambda point: math.inf if point.km is None else point.km)
    depths = [point.depth_km for point in points if point.depth_km is not None]
    edge = max(point.edge_km for point in points)
    return replace(nearest, depth_km=max(depths, default=None), edge_km=edge)


def _finding(one: Located, point: LayerPoint, measured: MeasuredLayer) -> Finding:
    spec = measured.spec
    columns: tuple[str, ...]
    cells: dict[str, Cell | None]
    if spec.name in DESTINATIONS:
        columns = tuple(f"distance_{spec.name}{end}_km" for end in ("_low", "", "_high"))
        cells = dict(zip(columns, distance_ends(one, point, measured), strict=True))
    elif spec.mode is LayerMode.DISTANCE:
        columns = (f"{spec.name}_low", spec.name, f"{spec.name}_high")
        cells = dict(zip(columns, distance_ends(one, point, measured), strict=True))
    else:
        columns, cells = _inside(one, point, measured)
    known: dict[str, Cell] = {name: value for name, value in cells.items() if value is not None}
    what = f"{spec.mode.value} of {spec.name}"
    return Finding(
        one.site.site_id, what, columns, known, measured.sources, _basis(one, point, measured)
    )


def distance_ends(
    one: Located, point: LayerPoint, measured: MeasuredLayer
) -> tuple[float | None, float | None, float | None]:
    """Return the shortest, likely and longest distance to the nearest feature, km.

    Where the layer ends, a nearer feature may stand beyond it. The likely one is blank where it
    cannot be told from the error of the point.
    """
    error = one.error.km
    least = min(REACH_KM if point.km is None else point.km, _covered_km(one, point, measured))
    low = math.floor(max(0.0, least - error) * METRES) / METRES
    if point.km is None:
        return low, None, None
    high = math.ceil(max(0.0, _signed(point) + error) * METRES) / METRES
    is_told = one.error.is_verified and point.km > error and least == point.km
    return low, round(point.km, 3) if is_told else None, high


def is_inside(one: Located, point: LayerPoint, measured: MeasuredLayer) -> bool | None:
    """Return whether a site lies inside an area; None where its point cannot tell."""
    if point.depth_km is not None and point.depth_km > one.error.km:
        return True
    low, _, _ = distance_ends(one, point, measured)
    return False if low is not None and low > 0 else None


def _inside(
    one: Located, point: LayerPoint, measured: MeasuredLayer
) -> tuple[tuple[str, ...], dict[str, Cell | None]]:
    spec, inside = measured.spec, is_inside(one, point, measured)
    if spec.name == PROTECTED:
        return (
            ("protection_status",),
            {"protection_status": _protection(one, point, measured)},
        )
    if spec.name.startswith(GATE):
        code = spec.name.removeprefix(GATE)
        return (("gate",), {"gate": code if inside else None})
    return ((spec.name,), {spec.name: inside})


def _protection(one: Located, point: LayerPoint, measured: MeasuredLayer) -> str | None:
    if is_inside(one, point, measured):
        return f"inside a protected area: {point.name or measured.layer}"
    low, _, _ = distance_ends(one, point, measured)
    return "no protected area" if low is not None and low > PROTECTED_REACH_KM else None


def _signed(point: LayerPoint) -> float:
    """Return the distance, negative inside by the depth."""
    return -point.depth_km if point.depth_km is not None else point.km or 0.0


def _covered_km(one: Located, point: LayerPoint, measured: MeasuredLayer) -> float:
    """Return how far around a site a layer is complete, km; 0 where it is not at all."""
    if measured.spec.countries:
        return math.inf if one.site.country in measured.spec.countries else 0.0
    return max(0.0, point.edge_km)


def _basis(one: Located, point: LayerPoint, measured: MeasuredLayer) -> str:
    error = f"point ±{one.error.km:.3g} km, {one.error.basis}"
    if point.km is None:
        where = f"none within {REACH_KM:.0f} km"
    elif point.depth_km is not None:
        where = f"inside {point.name or 'an area'}, {point.depth_km:.2f} km from its edge"
    else:
        where = f"{point.name or 'the nearest'}: {point.km:.2f} km"
    is_outside = _covered_km(one, point, measured) <= 0
    outside = "; outside what the layer covers" if is_outside else ""
    return f"{measured.spec.path.name}: {where} ({error}){outside}"

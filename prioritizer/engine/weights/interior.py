"""The inside of a weight region: a centre, the directions it extends in, and its corners."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from prioritizer.engine.arrays import FloatArray
from prioritizer.errors import InputError

_THIN = 1e-7  # a region thinner than this is treated as flat


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a region lies.

    ``center`` is the middle of the largest ball inside, ``(criteria,)``; ``directions`` are
    orthonormal, ``(dimensions, criteria)``: one less than the criteria, fewer where conditions
    fix something, none for a single point.
    """

    center: FloatArray
    directions: FloatArray


def find_frame(sides: FloatArray, limits: FloatArray) -> Frame:
    """Return the frame of the weight vectors w with sides @ w <= limits.

    Raises
    ------
    InputError
        If no weight vector satisfies everything.
    """
    n_criteria = sides.shape[1]
    directions = _kept(np.ones((1, n_criteria)))
    center, radius = _largest_ball(sides, limits, directions)
    if radius < _THIN and len(directions):
        fixed = [_slack(sides, limits, index) < 10 * _THIN for index in range(len(sides))]
        directions = _kept(np.vstack([np.ones(n_criteria), sides[fixed]]))
        center, _ = _largest_ball(sides, limits, directions)
    return Frame(center, directions)


def _kept(rows: FloatArray) -> FloatArray:
    """Return an orthonormal basis of the directions that change none of the rows' products."""
    _, sizes, axes = np.linalg.svd(rows)
    rank = int(np.count_nonzero(sizes > 1e-9))
    return np.ascontiguousarray(axes[rank:])


def _largest_ball(
    sides: FloatArray, limits: FloatArray, directions: FloatArray
) -> tuple[FloatArray, float]:
    n_criteria = sides.shape[1]
    reach = np.linalg.norm(sides @ directions.T, axis=1)
    reach[reach < 1e-9] = 0.0
    found = _solve(
        np.append(np.zeros(n_criteria), -1.0), np.column_stack([sides, reach]), limits
    )
    return np.asarray(found.x[:-1], dtype=np.float64), float(found.x[-1])


def _slack(sides: FloatArray, limits: FloatArray, index: int) -> float:
    """Return how far a weight vector of the region can stay below one limit."""
    padded = np.column_stack([sides, np.zeros(len(sides))])
    found = _solve(padded[index], padded, limits)
    return float(limits[index] - found.fun)


def _solve(cost: FloatArray, rows: FloatArray, limits: FloatArray) -> Any:
    """Solve for weights and one more variable, the radius."""
    from scipy.optimize import linprog

    n_criteria = rows.shape[1] - 1
    found = linprog(
        c=cost,
        A_ub=rows,
        b_ub=limits,
        A_eq=np.append(np.ones(n_criteria), 0.0)[np.newaxis],
        b_eq=[1.0],
        bounds=[(0, 1)] * (n_criteria + 1),
        method="highs",
    )
    if not found.success:
        message = (
            "Weight region: found conditions that contradict each other. Expected at least one "
            "weight vector that satisfies them all. Widen an interval or drop a condition."
        )
        raise InputError(message)
    return found


def triangulated(sides: FloatArray, limits: FloatArray, frame: Frame) -> FloatArray:
    """Return simplices that fill the region, ``(simplices, vertices, criteria)``.

    The number of vertices is one more than the dimensions of the frame.
    """
    from scipy.spatial import Delaunay, HalfspaceIntersection

    dimensions = len(frame.directions)
    if dimensions == 0:
        return frame.center[np.newaxis, np.newaxis]
    slopes = sides @ frame.directions.T
    bounding = np.linalg.norm(slopes, axis=1) > 1e-9
    slopes, room = slopes[bounding], (limits - sides @ frame.center)[bounding]
    if dimensions == 1:
        ends = room / slopes[:, 0]
        corners = np.array([[ends[ends <= 0].max()], [ends[ends >= 0].min()]])
        simplices = np.array([[0, 1]])
    else:
        corners = HalfspaceIntersection(
            np.column_stack([slopes, -room]), np.zeros(dimensions)
        ).intersections
        simplices = Delaunay(corners).simplices
    result: FloatArray = frame.center + corners[simplices] @ frame.directions
    return np.clip(result, 0.0, 1.0)

"""Leave one out: how often the range for an unknown value holds where the value is known."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count

import numpy as np

from prioritizer.appraisal.measures import ASSAYS, SIZE, measure_of
from prioritizer.domain.answer import GapMode
from prioritizer.domain.calibration import Calibration, Held
from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.facilities import Facilities
from prioritizer.domain.matrix import FloatArray
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import UNKNOWN, Site, SiteRegister
from prioritizer.domain.words import counted, listed, percent
from prioritizer.engine.draws.analogues import Analogues, Predictive
from prioritizer.errors import InputError
from prioritizer.workflow.ranking.assess import split_register
from prioritizer.workflow.ranking.gaps import Gaps, find_gaps
from prioritizer.workflow.ranking.measuring import build_matrix
from prioritizer.workflow.ranking.values import value_matrix

MOST_CELLS = 1000
"""Cells of a criterion that are tested at most; of more, as many spread evenly over the ids."""
FEWEST = 10
"""Cells below which a share says nothing, and is not put in words."""
GOAL = 0.87, 0.93
"""What a 90 % range should hold, as a share."""
Z_90 = 1.6448536269514722
_GRID = np.linspace(0.0, 1.0, 1001)
_LIMITS = np.array([0.05, 0.25, 0.75, 0.95])


@dataclass(frozen=True, slots=True)
class _Cell:
    kind: str
    in_half: bool
    in_ninety: bool
    scores: tuple[float, float, float]


def calibrate(
    register: SiteRegister,
    criteria: CriteriaSet,
    reference: Reference,
    facilities: Facilities = Facilities.HISTORICAL,
    progress: Callable[[int, int], None] | None = None,
) -> Calibration:
    """Take out every known cell in turn, and see whether like sites would have held it.

    What a site says besides stays: a site whose assays are taken out is still bounded by the
    commodities it names, so that bounds are tested together with like sites.

    Parameters
    ----------
    progress
        Told before each cell how many were taken out, of how many; what it raises ends the
        work.

    Raises
    ------
    InputError
        If no site has evidence.
    """
    sites, _ = split_register(register, criteria, reference, facilities)
    if not sites:
        raise InputError(
            f"{register.title}: found no site with a mass, volume or grade. "
            "Expected at least one. Add tonnages or grades."
        )
    sites = tuple(sorted(sites, key=lambda site: site.site_id))
    gaps = _gaps(sites, criteria, reference)
    overall, by_kind = [], []
    wanted = [_known(gaps, column) for column in range(len(criteria.criteria))]
    taken_out, n = count(), sum(map(len, wanted))

    def tell() -> None:
        if progress is not None:
            progress(next(taken_out), n)

    for column, criterion in enumerate(criteria.criteria):
        known = wanted[column]
        ends = _bounds_without(sites, criteria, reference, column, known)
        cells = _tested(gaps, column, known, ends, tell)
        overall += _held(criterion.id, "", cells)
        for kind in sorted({cell.kind for cell in cells}):
            by_kind += _held(criterion.id, kind, [c for c in cells if c.kind == kind])
    return Calibration(register.title, tuple(overall), tuple(by_kind))


def _gaps(sites: Sequence[Site], criteria: CriteriaSet, reference: Reference) -> Gaps:
    matrix = build_matrix(sites, criteria, reference)
    return find_gaps(matrix, value_matrix(matrix), sites, reference, GapMode.LIKE_INVENTORY)


def _known(gaps: Gaps, column: int) -> list[int]:
    """Return the rows of the known cells of a criterion that are tested."""
    known = np.flatnonzero(~np.isnan(gaps.analogues.centre[:, column]))
    if len(known) > MOST_CELLS:
        known = known[np.linspace(0, len(known) - 1, MOST_CELLS).astype(int)]
    return [int(row) for row in known]


def _tested(
    gaps: Gaps,
    column: int,
    known: Sequence[int],
    bounds: tuple[FloatArray, FloatArray],
    tell: Callable[[], None],
) -> list[_Cell]:
    centre, classes = gaps.analogues.centre, gaps.classes
    low, high = bounds
    cells = []
    for place, row in enumerate(known):
        tell()
        held_out = centre.copy()
        held_out[row, column] = np.nan
        ends = low[[place]], high[[place]]
        at, truth = np.array([row]), float(centre[row, column])
        found = Analogues(held_out, classes).predictive(at, column, *ends)
        broad = Analogues(held_out, classes[:1]).predictive(at, column, *ends)
        whole = np.array([0.0]), np.array([1.0])
        nothing = Analogues(held_out, classes[:0]).predictive(at, column, *whole)
        first, second, third, fourth = found.quantiles(0, _LIMITS).tolist()
        cells.append(
            _Cell(
                kind=gaps.kinds[1][row],
                in_half=second <= truth <= third,
                in_ninety=first <= truth <= fourth,
                scores=(_crps(found, truth), _crps(broad, truth), _crps(nothing, truth)),
            )
        )
    return cells


def _bounds_without(
    sites: Sequence[Site],
    criteria: CriteriaSet,
    reference: Reference,
    column: int,
    rows: list[int],
) -> tuple[FloatArray, FloatArray]:
    """Return the bounds of values that stay when the evidence of a criterion is taken out."""
    criterion = criteria.criteria[column]
    blanked = _blanked(measure_of(criterion).inputs)
    if blanked is None or not rows:
        return np.zeros(len(rows)), np.ones(len(rows))
    one = replace(criteria, criteria=(criterion,), branches=())
    matrix = build_matrix([blanked(sites[row]) for row in rows], one, reference)
    values = value_matrix(matrix)
    return values.low[:, 0], values.high[:, 0]


def _blanked(inputs: Sequence[str]) -> Callable[[Site], Site] | None:
    if ASSAYS in inputs:
        return lambda site: replace(site, assays=())
    if SIZE[0] in inputs:
        return lambda site: replace(
            site, tonnage_t=UNKNOWN, volume_m3=UNKNOWN, area_ha=None, dry_density_t_m3=None
        )
    return None


def _crps(found: Predictive, truth: float) -> float:
    """Return the integral of (distribution - step at the truth) squared over the scale."""
    step = (truth <= _GRID).astype(np.float64)
    return float(np.trapezoid((found.distribution(0, _GRID) - step) ** 2, _GRID))


def _held(criterion: str, kind: str, cells: Sequence[_Cell]) -> list[Held]:
    if not cells:
        return []
    scores = np.mean([cell.scores for cell in cells], axis=0).tolist()
    return [
        Held(
            criterion,
            kind,
            len(cells),
            float(np.mean([cell.in_half for cell in cells])),
            float(np.mean([cell.in_ninety for cell in cells])),
            *scores,
        )
    ]


def calibration_sentence(found: Calibration, criterion_id: str, name: str) -> str:
    """Return how well ranges held, in words; blank where too few values are known."""
    held = next((one for one in found.overall if one.criterion == criterion_id), None)
    if held is None or held.n < FEWEST:
        return ""
    return (
        f"Tested on the {counted(held.n, 'site')} whose {name[0].lower()}{name[1:]} is known: "
        f"the 90 % range held {percent(held.ninety)}, the 50 % range {percent(held.half)}."
    )


def whole_sentence(found: Calibration) -> str:
    """Return how well ranges held over all criteria, in words, or why nobody can say."""
    whole = found.whole
    if whole is None or whole.n < FEWEST:
        known = 0 if whole is None else whole.n
        return (
            "Too few values are known to test the ranges that stand for unknown ones: "
            f"{known}, and at least {FEWEST} are needed."
        )
    return (
        f"Each of the {counted(whole.n, 'value')} that are known was left out in turn and its "
        f"range worked out from the other sites: the 90 % range held {percent(whole.ninety)}, "
        f"the 50 % range {percent(whole.half)}."
    )


def goal_sentence(found: Calibration, criteria: CriteriaSet) -> str:
    """Return which criteria miss the goal of their 90 % range, and which are not tested."""
    tested = {one.criterion: one for one in found.overall if one.n >= FEWEST}
    named = {criterion.id: criterion.name for criterion in criteria.criteria}
    below = [one for one in tested.values() if one.ninety < GOAL[0]]
    above = [one for one in tested.values() if one.ninety > GOAL[1]]
    untested = [name for key, name in named.items() if key not in tested]
    goal = f"the goal of {percent(GOAL[0])} to {percent(GOAL[1])}"
    parts = []
    if below:
        parts.append(f"Too narrow for {goal}: {_of_each(below, named)}.")
    if above:
        parts.append(f"Wider than {goal}: {_of_each(above, named)}.")
    if below or above:
        parts.append(_luck(min(one.n for one in (*below, *above))))
    if untested:
        parts.append(
            f"Not tested, since fewer than {FEWEST} values are known: {listed(untested)}."
        )
    return " ".join(parts)


def _of_each(held: Sequence[Held], named: Mapping[str, str]) -> str:
    return listed([f"{named[h.criterion]} ({percent(h.ninety)} of {h.n})" for h in held])


def _luck(n: int) -> str:
    """Return how far luck alone moves a share of n values that is 90 % in truth."""
    error = Z_90 * math.sqrt(0.9 * 0.1 / n)
    return (
        f"Of {n} values, a range that is right holds {percent(0.9 - error)} to "
        f"{percent(min(0.9 + error, 1.0))} in nine such tests of ten."
    )

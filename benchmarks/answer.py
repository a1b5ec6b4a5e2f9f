"""What the answer says of the sample, beside the old convention; and what it costs.

``python -m benchmarks.answer [SITES]``. The figures follow from the data and a seed; the times
are those of this machine.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np

from prioritizer.domain.answer import RANKED_SECTIONS, CellState, GapMode
from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.facilities import Facilities
from prioritizer.domain.matrix import DecisionMatrix
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Settings
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.engine.draws.chances import decided_pairs
from prioritizer.readers.criteria import read_criteria
from prioritizer.readers.reference import read_reference
from prioritizer.readers.sites import read_sites
from prioritizer.shipped import named_sites
from prioritizer.workflow.ranking.assess import (
    assess,
    assess_matrix,
    draws_of,
    split_register,
)
from prioritizer.workflow.ranking.calibration import calibrate
from prioritizer.workflow.ranking.measuring import build_matrix
from prioritizer.workflow.ranking.values import value_matrix

FIRST = 20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sites", nargs="?", default="sample")
    parser.add_argument(
        "--blank", action="store_true", help="blank known values above the median"
    )
    parser.add_argument(
        "--status", type=Facilities, choices=list(Facilities), default=Facilities.HISTORICAL
    )
    arguments = parser.parse_args()
    path = Path(named_sites(arguments.sites))
    reference, criteria = read_reference(), read_criteria("default")
    register = read_sites(path, reference).register
    columns = [
        measured(register, criteria, reference, mode, arguments.status)
        for mode in reversed(tuple(GapMode))
    ]
    names = [name for name in columns[0] if name not in criteria.ids]
    width = max(map(len, names))
    for name in names:
        print(f"{name:<{width}}  " + "  ".join(f"{column[name]:>20}" for column in columns))
    print()
    for criterion in criteria.ids:
        print(f"{criterion:<{width}}  {columns[-1].get(criterion, '')}")
    print()
    whole = calibrate(register, criteria, reference, arguments.status).whole
    if whole is not None:
        print(
            f"leave one out, {whole.n} cells: 50 % range held {whole.half:.1%}, 90 % range "
            f"{whole.ninety:.1%}; CRPS {whole.score:.4f}, whole inventory "
            f"{whole.score_inventory:.4f}, uniform {whole.score_uniform:.4f}"
        )
    if arguments.blank:
        blank(register, criteria, reference, arguments.status)


def measured(
    register: SiteRegister,
    criteria: CriteriaSet,
    reference: Reference,
    mode: GapMode,
    facilities: Facilities,
) -> dict[str, str]:
    settings = Settings(WeightVector.equal(criteria.ids), gaps=mode, facilities=facilities)
    start = time.perf_counter()
    found = assess(register, criteria, settings, reference)
    seconds = time.perf_counter() - start
    answer = found.answer
    if answer is None or found.draws is None:
        raise SystemExit("nothing was drawn")
    widths = answer.rank_95 - answer.rank_5
    everybody = np.ones(len(found.matrix), dtype=np.bool_)
    pairs = decided_pairs(
        found.draws.levels, found.settings.weights.normalized, competing=everybody
    )
    grade = criteria.ids.index("grade") if "grade" in criteria.ids else 0
    first = found.order()[:FIRST].tolist()
    groundless = sum(answer.state(row, grade) is CellState.UNKNOWN for row in first)
    corners = found.ranking.rank_high - found.ranking.rank_low
    figures = {
        "what is taken for unknown values": mode.value,
        "sites ranked / apart": f"{len(found.matrix)} / {len(answer.apart)}",
        "median width, 5 to 95 % of draws": f"{np.median(widths):g}",
        "median width, worst corners": f"{np.median(corners):g}",
        "pairs decided at 90 %": f"{pairs:.1%}",
        "secure / likely / open / out": " / ".join(
            str(answer.count(section)) for section in RANKED_SECTIONS
        ),
        f"first {FIRST} with an unknown grade": str(groundless),
        "criteria left out": ", ".join(answer.criteria_left_out) or "none",
        "seconds": f"{seconds:.2f}",
    }
    n = len(found.matrix) + len(answer.apart)
    return figures | {
        name: f"measured or bounded for {count} of {n}"
        for name, count in answer.known_counts.items()
    }


def blank(
    register: SiteRegister, criteria: CriteriaSet, reference: Reference, facilities: Facilities
) -> None:
    """Blank each known value above the median of its kind of waste; print what chances do."""
    settings = Settings(WeightVector.equal(criteria.ids))
    sites, _ = split_register(register, criteria, reference, facilities)
    matrix = build_matrix(sites, criteria, reference)
    values, kinds = value_matrix(matrix), np.array([site.waste_type for site in sites])

    def chances(of: DecisionMatrix) -> dict[str, tuple[float, bool]]:
        worth = value_matrix(of)
        drawn = draws_of(of, worth, sites, criteria, settings, reference)
        whole = assess_matrix(of, criteria, settings, title="", drawn=drawn)
        ranked, found = whole.matrix.alternatives, whole.answer
        if found is None:
            raise SystemExit("nothing was drawn")
        inside = {
            name: (chance, True) for name, chance in zip(ranked, found.chance, strict=True)
        }
        return inside | {site.site_id: (site.chance, False) for site in found.apart}

    before, moved = chances(matrix), []
    for row, column in np.argwhere(~matrix.gap).tolist():
        alike = ~matrix.gap[:, column] & (kinds == kinds[row])
        if alike.sum() < 4 or values.expected[row, column] <= np.median(
            values.expected[alike, column]
        ):
            continue
        parts = [matrix.low.copy(), matrix.best.copy(), matrix.high.copy()]
        for part in parts:
            part[row, column] = np.nan
        gap = matrix.gap.copy()
        gap[row, column] = True
        name = matrix.alternatives[row]
        after = chances(
            DecisionMatrix(matrix.alternatives, matrix.names, matrix.criteria, *parts, gap)
        )
        moved.append((before[name], after[name]))
    change = np.array([after[0] - was[0] for was, after in moved])
    apart = sum(was[1] and not after[1] for was, after in moved)
    print(
        f"blanked {len(moved)} known values above the median of their kind: chance changes by "
        f"{100 * change.mean():+.1f} points on average, at most {100 * change.max():+.0f}; "
        f"{int((change > 0.03).sum())} gain more than 3 points, {apart} are no longer ranked"
    )


if __name__ == "__main__":
    main()

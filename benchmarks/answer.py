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
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Settings
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.engine.draws.chances import decided_pairs
from prioritizer.readers.criteria import read_criteria
from prioritizer.readers.reference import read_reference
from prioritizer.readers.sites import read_sites
from prioritizer.shipped import named_sites
from prioritizer.workflow.ranking.assess import assess
from prioritizer.workflow.ranking.calibration import calibrate

FIRST = 20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sites", nargs="?", default="sample")
    path = Path(named_sites(parser.parse_args().sites))
    reference, criteria = read_reference(), read_criteria("default")
    register = read_sites(path, reference).register
    columns = [
        measured(register, criteria, reference, mode) for mode in reversed(tuple(GapMode))
    ]
    names = [name for name in columns[0] if name not in criteria.ids]
    width = max(map(len, names))
    for name in names:
        print(f"{name:<{width}}  " + "  ".join(f"{column[name]:>20}" for column in columns))
    print()
    for criterion in criteria.ids:
        print(f"{criterion:<{width}}  {columns[-1].get(criterion, '')}")
    print()
    whole = calibrate(register, criteria, reference).whole
    if whole is not None:
        print(
            f"leave one out, {whole.n} cells: 50 % range held {whole.half:.1%}, 90 % range "
            f"{whole.ninety:.1%}; CRPS {whole.score:.4f}, whole inventory "
            f"{whole.score_inventory:.4f}, uniform {whole.score_uniform:.4f}"
        )


def measured(
    register: SiteRegister, criteria: CriteriaSet, reference: Reference, mode: GapMode
) -> dict[str, str]:
    settings = Settings(WeightVector.equal(criteria.ids), gaps=mode)
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


if __name__ == "__main__":
    main()

"""The hindcast of the shipped outcomes, and how ranges held, each worked out once."""

from __future__ import annotations

from functools import partial

from prioritizer.domain.calibration import Calibration
from prioritizer.domain.facilities import Facilities
from prioritizer.domain.hindcast import Hindcast
from prioritizer.ui.parts.long_work import LongWork
from prioritizer.ui.parts.working import Working
from prioritizer.ui.shell.cache import Problem
from prioritizer.workflow.hindcast.skill import Trying
from prioritizer.workflow.hindcast.study import hindcast_of_sample
from prioritizer.workflow.ranking.calibration import calibrate

HINDCAST = LongWork[Hindcast](
    "hindcast", "Ranking with the evidence of the time …", "how often the ranking was right", 1
)
RANGES = LongWork[Calibration](
    "ranges", "Leaving out each known value …", "how often ranges for unknown values held", 8
)


def of_sample() -> Hindcast | None:
    """Return it with the usual draws; None where the work was cancelled."""

    def make(work: Working) -> Hindcast:
        told = partial(work.counted, words="Tried {n} orders and lists")
        return hindcast_of_sample(Trying(), told)

    return HINDCAST.shown("sample", make)


def ranges_held(found: Problem, facilities: Facilities) -> Calibration | None:
    """Return how often the range for an unknown value holds where the value is known.

    None where the work was cancelled.
    """

    def make(work: Working) -> Calibration:
        told = partial(work.counted, words="Left out {n} known values")
        return calibrate(found.register, found.criteria, found.reference, facilities, told)

    return RANGES.shown(f"{found.key} {facilities.value}", make)

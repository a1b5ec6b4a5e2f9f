"""The hindcast of the shipped outcomes, and how ranges held, each worked out once."""

from __future__ import annotations

from prioritizer.domain.calibration import Calibration
from prioritizer.domain.facilities import Facilities
from prioritizer.domain.hindcast import Hindcast
from prioritizer.ui.shell.cache import Problem, cached
from prioritizer.workflow.hindcast.skill import Trying
from prioritizer.workflow.hindcast.study import hindcast_of_sample
from prioritizer.workflow.ranking.calibration import calibrate


@cached("Ranking with the evidence of the time …", most=1)
def of_sample() -> Hindcast:
    """Return it with the usual draws."""
    return hindcast_of_sample(Trying())


@cached("Leaving out each known value …", most=8)
def ranges_held(found: Problem, facilities: Facilities) -> Calibration:
    """Return how often the range for an unknown value holds where the value is known."""
    return calibrate(found.register, found.criteria, found.reference, facilities)

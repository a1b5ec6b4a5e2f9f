"""The hindcast of the shipped outcomes, worked out once for all sessions."""

from __future__ import annotations

from prioritizer.domain.hindcast import Hindcast
from prioritizer.ui.shell.cache import cached
from prioritizer.workflow.hindcast.skill import Trying
from prioritizer.workflow.hindcast.study import hindcast_of_sample


@cached("Ranking with the evidence of the time …", most=1)
def of_sample() -> Hindcast:
    """Return it with the usual draws."""
    return hindcast_of_sample(Trying())

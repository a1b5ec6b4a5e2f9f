"""What is worked out later: it gives way to a newer run of the page."""

from __future__ import annotations

import pytest

from prioritizer.domain.criterion import RiskMode
from prioritizer.domain.results import Settings
from prioritizer.domain.weights import WeightVector
from prioritizer.ui.ranking import later
from prioritizer.ui.shell import cache as cached


class NewerRunError(Exception):
    """What Streamlit raises in a run that a newer one has taken the place of."""


@pytest.mark.parametrize("part", ["steps", "modes"])
def test_work_for_weights_that_hold_no_more_ends_before_its_end(
    monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    criteria = cached.criteria_set()
    found = cached.problem(
        cached.sample(), criteria, cached.reference(), RiskMode.URGENCY, is_nordic=False
    )
    # Weights that no other test has worked out in this process.
    points = dict.fromkeys(criteria.ids, 20.0) | {"grade": 43.0}
    settings = Settings(weights=WeightVector.from_mapping(points, criteria.ids))
    looks: list[str] = []

    def look(name: str) -> str:
        looks.append(name)
        if len(looks) == 2:
            raise NewerRunError
        return ""

    monkeypatch.setattr(later.state, "get", look)

    with pytest.raises(NewerRunError):
        later.PARTS[part](found, cached.assess(found, settings), settings)
    assert len(looks) == 2

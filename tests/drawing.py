"""Rankings of a few hundred draws, where what a test asks does not hang on their number."""

from __future__ import annotations

import pytest

from prioritizer.workflow.ranking import draw_counts

USUAL = draw_counts.MOST_DRAWS
FEW = 300
# What modules of tests prepare when they are imported is as few.
draw_counts.MOST_DRAWS = FEW


def draw_few(item: pytest.Item) -> None:
    """Draw as a person's ranking does only for tests that are marked so."""
    is_usual = item.get_closest_marker("usual_draws") is not None
    draw_counts.MOST_DRAWS = USUAL if is_usual else FEW

"""Sections of chances, one by one and all at once."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from prioritizer.domain.answer import SectionLimits

SHARES = st.floats(0.0, 1.0)


@given(
    chances=st.lists(SHARES | st.integers(0, 10_000).map(lambda n: n / 10_000)),
    limits=st.lists(SHARES, min_size=3, max_size=3).map(sorted),
)
def test_all_chances_have_the_section_that_each_has_alone(
    chances: list[float], limits: list[float]
) -> None:
    made = SectionLimits(secure=limits[2], likely=limits[1], open=limits[0])
    assert made.sections(np.array(chances)) == tuple(map(made.section, chances))

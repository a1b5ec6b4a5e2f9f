"""No draw passes a limit; a limit reaches as far as the errors behind it; nothing piles up."""

from __future__ import annotations

import numpy as np
import pytest

from prioritizer.engine.draws.limits import error_reach, fold


@pytest.mark.parametrize("seed", range(20))
def test_bounded_draws_lie_within_limits_that_reach_as_far_as_errors(seed: int) -> None:
    rng = np.random.default_rng(seed)
    centre = rng.random((6, 3))
    low = np.clip(centre - 0.2 * rng.random((6, 3)), 0, 1)
    high = np.clip(centre + 0.2 * rng.random((6, 3)), 0, 1)
    drawn = np.clip(centre + rng.normal(0, 0.3 * rng.random((6, 3)), (400, 6, 3)), 0, 1)
    bounded = rng.random((6, 3)) < 0.6
    kept = drawn.copy()

    least, most = error_reach(drawn, low, high, bounded)
    fold(kept, least, most, bounded)

    assert ((kept >= least) & (kept <= most))[:, bounded].all()
    np.testing.assert_array_equal(kept[:, ~bounded], drawn[:, ~bounded])
    # Limits never shrink, and reach no farther than nine tenths of what was drawn.
    ends = np.quantile(drawn, (0.05, 0.95), axis=0, method="nearest")
    assert ((least <= low) & (least >= np.minimum(low, ends[0]))).all()
    assert ((most >= high) & (most <= np.maximum(high, ends[1]))).all()
    # What lies inside stays where it is; folding again changes nothing.
    within = (drawn >= least) & (drawn <= most)
    assert (kept == drawn)[within].all()
    again = kept.copy()
    fold(again, least, most, bounded)
    np.testing.assert_array_equal(again, kept)


def test_a_tail_is_folded_and_does_not_pile_up_on_the_limit() -> None:
    kept = np.linspace(0.2, 0.8, 1001)[:, None, None]
    everywhere = np.ones((1, 1), dtype=bool)

    ends = error_reach(kept, np.full((1, 1), 0.45), np.full((1, 1), 0.55), everywhere)
    fold(kept, *ends, everywhere)

    assert (kept.min(), kept.max()) == pytest.approx((0.23, 0.77), abs=0.001)
    assert np.unique(kept.round(9), return_counts=True)[1].max() <= 2

"""How many draws a ranking has, by the number of its sites."""

from __future__ import annotations

MOST_DRAWS, FEWEST_DRAWS, _FEWEST_HELD = 2000, 100, 50
_DRAWN_SITES, _HELD_SITES = 2_000_000, 50_000_000


def usual_draws(n_sites: int) -> int:
    """Return the usual number of draws: 2,000, fewer above 1,000 sites, at least 100.

    Above 500,000 sites it is fewer again, at least 50: the draws of all are held in memory.
    """
    n = max(n_sites, 1)
    usual = max(FEWEST_DRAWS, min(MOST_DRAWS, _DRAWN_SITES // n))
    return max(_FEWEST_HELD, min(usual, _HELD_SITES // n))

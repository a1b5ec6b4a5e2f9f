"""Values that a choice of the pages may take, where the command line fills it in, too."""

from __future__ import annotations

# The least and the most of a budget, thousand EUR.
BUDGETS = (10, 1_000_000)
# The first and the last stage of test work that a budget pays for.
STAGE_SPANS = ((1, 2), (1, 3), (1, 4), (1, 5), (5, 5))
REPORT_DRAWS = (0, 500, 2_000, 10_000)
# The most different materials, countries, regions or kinds of waste that a programme covers.
MOST_PLACES = 30

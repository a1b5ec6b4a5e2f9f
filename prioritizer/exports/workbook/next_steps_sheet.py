"""The sheet Next steps: what to find out at each site, in the words of the ranking page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from prioritizer.domain.results import Assessment
from prioritizer.exports.workbook.plain_sheets import PlainSheet

if TYPE_CHECKING:
    from prioritizer.workflow.robustness.next_step import NextSteps

NAME = "Next steps"
COLUMNS = (
    ("Site", 12.0),
    ("Name", 46.0),
    ("Next step", 90.0),
    ("Chance, %", 12.0),
    ("Cost, k EUR: low", 12.0),
    ("Cost, k EUR: high", 12.0),
)


def next_steps_sheet(assessment: Assessment, steps: NextSteps) -> PlainSheet:
    """Return the sheet: ranked sites in list order, then those that are too little known."""
    return PlainSheet(
        NAME,
        "What to find out next",
        "The work that is worth most for its cost, by the value of information for this list. "
        "Values of the tool: they do not follow a change here.",
        COLUMNS,
        tuple(_rows(assessment, steps)),
    )


def _rows(assessment: Assessment, steps: NextSteps) -> Iterator[tuple[str | float | None, ...]]:
    matrix, answer = assessment.matrix, assessment.answer
    listed = [matrix.alternatives[row] for row in assessment.order().tolist()]
    apart = [] if answer is None else [site.site_id for site in answer.apart]
    blank = [entry.site_id for entry in assessment.not_ranked if not entry.gate]
    for site_id in (*listed, *apart, *blank):
        step = steps.of_site.get(site_id)
        if step is None:
            continue
        chance = None if step.chance is None else 100.0 * step.chance
        costs = (step.cost_low_keur, step.cost_high_keur) if step.job else (None, None)
        yield site_id, step.name, step.words, chance, *costs

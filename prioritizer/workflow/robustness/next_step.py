"""One next step per site, in the same words everywhere: the work, its cost, what it may do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from prioritizer.domain.answer import Apart, CellState
from prioritizer.domain.criterion import Criterion
from prioritizer.domain.information import (
    CostClass,
    MeasurementOption,
    MeasurementWorth,
    NextData,
)
from prioritizer.domain.results import Assessment, NotRanked
from prioritizer.domain.words import listed, number, percent
from prioritizer.readers.measurement_costs import read_measurement_options

JOBS = 3
DESK_STUDY = "desk study"
NO_COST = "cost not known"
SETTLED = "Nothing measured here changes the list."
_SURE = (CellState.MEASURED, CellState.ASSUMED)


@dataclass(frozen=True, slots=True)
class NextStep:
    """What to find out at one site.

    Attributes
    ----------
    job
        The work, in words; blank where nothing that is measured changes the list.
    cost_low_keur, cost_high_keur
        Its cost, thousand EUR; 0 where nobody knows it, as for the columns of a person's own.
    chance
        Of a ranked site: the chance that the work changes the list. Of one that is too little
        known: the chance that it then reaches the list. Of one without any evidence it is not
        known: None.
    effect
        What that chance is of, in words.
    parts
        What a desk study is made of, in words; blank for one measurement.
    """

    site_id: str
    name: str
    job: str
    cost_low_keur: float = 0.0
    cost_high_keur: float = 0.0
    chance: float | None = None
    effect: str = ""
    parts: tuple[str, ...] = ()

    @property
    def cost_text(self) -> str:
        """Return the cost range in words; blank where there is no work."""
        if not self.job:
            return ""
        if not self.cost_high_keur:
            return NO_COST
        return f"{number(self.cost_low_keur)}–{number(self.cost_high_keur)} k EUR"

    @property
    def words(self) -> str:
        """Return the step in words, as they stand on every page."""
        if not self.job:
            return SETTLED
        start = f"{self.job[0].upper()}{self.job[1:]} ({self.cost_text})"
        if self.chance is None:
            return f"{start}."
        return f"{start}: {percent(self.chance)} chance to {self.effect}."

    @property
    def sentence(self) -> str:
        """Return the step with the name of its site."""
        return f"{self.name}: {self.words}"

    @property
    def parts_sentence(self) -> str:
        """Return what a desk study is made of; blank for one measurement."""
        return f"The desk study: {listed(self.parts)}." if self.parts else ""


def next_steps(
    assessment: Assessment,
    worth: NextData | None,
    options: Sequence[MeasurementOption] | None = None,
) -> Mapping[str, NextStep]:
    """Return the next step of every site by id: ranked, too little known or without evidence.

    A ranked site's step is the measurement whose value of information is the most for its
    cost. For a site that is too little known it is the desk work on all that is not known of
    it.

    Parameters
    ----------
    worth
        What each measurement is worth for this list; None leaves ranked sites without a step.
    options
        The measurements with their costs; those of the package if left out.
    """
    options = read_measurement_options() if options is None else options
    steps = {} if worth is None else _of_ranked(worth)
    for site in assessment.answer.apart if assessment.answer is not None else ():
        steps[site.site_id] = _desk_step(assessment, options, site, site.chance)
    for entry in assessment.not_ranked:
        if not entry.gate:
            steps[entry.site_id] = _desk_step(assessment, options, entry, None)
    return steps


def jobs(worth: NextData, *, most: int = JOBS) -> tuple[NextStep, ...]:
    """Return the work that settles most of the list for its cost, at most one per site."""
    found: dict[str, NextStep] = {}
    for one in worth.worths:
        if len(found) < most and one.gain > 0:
            found.setdefault(one.site_id, _step(one))
    return tuple(found.values())


def _of_ranked(worth: NextData) -> dict[str, NextStep]:
    steps = {
        site_id: NextStep(site_id, name, "")
        for site_id, name in zip(worth.alternatives, worth.names, strict=True)
    }
    for one in reversed(worth.worths):  # the most for its cost stands first, so it comes last
        steps[one.site_id] = _step(one)
    return steps


def _step(one: MeasurementWorth) -> NextStep:
    option = one.option
    return NextStep(
        one.site_id,
        one.name,
        option.name,
        option.cost_low_keur,
        option.cost_high_keur,
        one.chance,
        "change the list",
    )


def _unsure(assessment: Assessment, site_id: str) -> list[Criterion]:
    """Return the criteria in force that are not known of a site."""
    weights = assessment.settings.weights.normalized
    return [
        criterion
        for k, criterion in enumerate(assessment.criteria.criteria)
        if weights[k] > 0 and _is_unsure(assessment, site_id, k)
    ]


def _is_unsure(assessment: Assessment, site_id: str, column: int) -> bool:
    considered = assessment.considered
    if considered is None or site_id not in considered.matrix.alternatives:
        return True
    row = considered.matrix.alternatives.index(site_id)
    return considered.draws.state(row, column) not in _SURE


def _desk_step(
    assessment: Assessment,
    options: Sequence[MeasurementOption],
    site: Apart | NotRanked,
    chance: float | None,
) -> NextStep:
    """Return the desk studies of all that is not known; no study is listed for own columns."""
    unsure = _unsure(assessment, site.site_id)
    measures = {criterion.measure for criterion in unsure}
    work = [
        option
        for option in options
        if option.cost_class is CostClass.DESK and measures & set(option.measures)
    ]
    own = (f"find out {one.name}" for one in unsure if one.column)
    return NextStep(
        site.site_id,
        site.name,
        DESK_STUDY,
        sum(option.cost_low_keur for option in work),
        sum(option.cost_high_keur for option in work),
        chance,
        "reach the list" if chance is not None else "",
        (*(option.name for option in work), *own),
    )

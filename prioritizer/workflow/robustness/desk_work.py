"""Work at a desk on what is not known of a site: maps, registers and old reports."""

from __future__ import annotations

from collections.abc import Sequence

from prioritizer.domain.answer import CellState
from prioritizer.domain.criterion import Criterion, Status
from prioritizer.domain.information import CostClass, MeasurementOption
from prioritizer.domain.results import Assessment, Considered
from prioritizer.languages.speech import gettext, noop

DESK_STUDY = noop("desk study")
_SURE = (CellState.MEASURED, CellState.ASSUMED)


def desk_work(
    assessment: Assessment, options: Sequence[MeasurementOption], site_id: str
) -> list[MeasurementOption]:
    """Return the desk work on the criteria in force that are not known of a site."""
    measures = {criterion.measure for criterion in unsure_criteria(assessment, site_id)}
    return [
        option
        for option in options
        if option.cost_class is CostClass.DESK and measures & set(option.measures)
    ]


def unsure_criteria(assessment: Assessment, site_id: str) -> list[Criterion]:
    """Return the criteria in force that are not known of a site."""
    weights, considered = assessment.settings.weights.normalized, assessment.considered
    row = None if considered is None else considered.matrix.row_of(site_id)
    return [
        criterion
        for k, criterion in enumerate(assessment.criteria.criteria)
        if weights[k] > 0 and _is_unsure(considered, row, k)
    ]


def own_work(assessment: Assessment, site_id: str) -> tuple[str, ...]:
    """Return what to find out for own columns, in words: no work is listed for these."""
    if not any(one.column for one in assessment.criteria.criteria):
        return ()
    unsure = unsure_criteria(assessment, site_id)
    return tuple(
        gettext("find out {name}", name=gettext(one.name)) for one in unsure if one.column
    )


def _is_unsure(considered: Considered | None, row: int | None, column: int) -> bool:
    if considered is None or row is None:
        return True
    return considered.draws.state(row, column) not in _SURE


def desk_study(work: Sequence[MeasurementOption]) -> MeasurementOption:
    """Return pieces of desk work as one study: their costs added, the longest of them."""
    return MeasurementOption(
        id="desk_study",
        name=DESK_STUDY,
        cost_class=CostClass.DESK,
        measures=tuple(dict.fromkeys(name for option in work for name in option.measures)),
        reliability=min((option.reliability for option in work), default=0.0),
        cost_low_keur=sum(option.cost_low_keur for option in work),
        cost_high_keur=sum(option.cost_high_keur for option in work),
        months_low=max((option.months_low for option in work), default=0.0),
        months_high=max((option.months_high for option in work), default=0.0),
        status=Status.DERIVED,
        source="sum of its parts",
        parts=tuple(option.name for option in work),
    )

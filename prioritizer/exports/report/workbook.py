"""The sheets that a report's workbook has beyond the live ranking: draws, pilots, stages."""

from __future__ import annotations

from collections.abc import Iterator

from prioritizer.domain.pilot import Default, Estimate, PilotDefinition
from prioritizer.exports.report.input import ReportInput
from prioritizer.exports.report.pilots import flowsheet_lines
from prioritizer.exports.report.words import with_standing
from prioritizer.exports.workbook.plain_sheets import PlainSheet
from prioritizer.pilots.definition.testwork import derive

_VALUES = "Values at the weights and evidence of the report: they do not follow a change here."
_TEXTS = (
    "question", "hypothesis", "kill_criteria", "body", "zones", "products", "specifications",
    "residue", "nnp_target", "unfc_now", "unfc_steps", "trl_before", "trl_after", "permits",
    "partners", "owner_consent", "data_licence", "identifiers", "decision_rule",
)  # fmt: skip


def plain_sheets(found: ReportInput) -> tuple[PlainSheet, ...]:
    """Return the sheets Uncertainty (if draws were made), Pilots and Pilot stages."""
    return (*_uncertainty(found), _pilots(found), _stages(found))


def _uncertainty(found: ReportInput) -> Iterator[PlainSheet]:
    drawn = found.robustness
    if drawn is None:
        return
    yield PlainSheet(
        "Uncertainty",
        "How often a site is on the shortlist",
        f"{drawn.draws} draws over weights and evidence, seed {drawn.seed}, first {drawn.top} "
        f"places. Section and chance are the ranking's, weights as they are. {_VALUES}",
        (
            ("Site", 12), ("Name", 46), ("Section", 12), ("Chance", 10),
            (_capital(drawn.uncertainty.chance_name), 14),
            ("Mean place", 12), ("Place, 5 %", 11), ("Place, median", 11), ("Place, 95 %", 11),
        ),
        tuple(
            (
                drawn.alternatives[row],
                drawn.names[row],
                "" if (section := drawn.sections[row]) is None else section.value,
                None if drawn.chance is None else float(drawn.chance[row]),
                float(drawn.shortlist[row]),
                float(drawn.expected_rank[row]),
                *(float(place) for place in drawn.rank_quantiles[row, :3]),
            )
            for row in drawn.order().tolist()
        ),
    )  # fmt: skip


def _capital(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}"


def _pilots(found: ReportInput) -> PlainSheet:
    return PlainSheet(
        "Pilots",
        "Pilot studies of the shortlist",
        f"In brackets where each entry comes from. {_VALUES}",
        (
            ("Site", 12), ("Name", 36),
            *((name.replace("_", " ").capitalize(), 40.0) for name in _TEXTS),
            ("Flowsheets", 60),
            ("Holes", 8), ("Spacing, m", 11), ("Laboratory sample, g", 13),
            ("Bulk sample, t", 12), ("Plant to pilot", 11), *_ends("Budget, EUR"),
            *_ends("Months"),
        ),
        tuple(_pilot(pilot) for pilot in found.pilots),
    )  # fmt: skip


def _ends(name: str) -> tuple[tuple[str, float], ...]:
    return tuple((f"{name}: {end}", 13.0) for end in ("low", "best", "high"))


def _three(value: Estimate) -> tuple[float, float, float]:
    return value.low, value.best, value.high


def _pilot(pilot: PilotDefinition) -> tuple[str | float | None, ...]:
    derived = derive(pilot)
    texts: list[Default[str] | Default[tuple[str, ...]]] = [getattr(pilot, n) for n in _TEXTS]
    return (
        pilot.site_id,
        pilot.name,
        *(with_standing(text) for text in texts),
        "; ".join(flowsheet_lines(pilot)),
        derived.n_holes,
        derived.spacing_m,
        derived.laboratory_mass_g,
        derived.bulk_t,
        derived.scale_up,
        *_three(derived.budget_eur),
        *_three(derived.months),
    )


def _stages(found: ReportInput) -> PlainSheet:
    return PlainSheet(
        "Pilot stages",
        "Test sequence of each pilot",
        f"Low, best and high. {_VALUES}",
        (
            ("Site", 12), ("Stage", 7), ("Name", 28), ("Purpose", 36), *_ends("Mass, t"),
            *_ends("Months"), *_ends("Cost, EUR"), ("Cost is", 12), ("TRL", 7), ("UNFC", 16),
        ),
        tuple(
            (
                pilot.site_id,
                stage.number,
                stage.name,
                stage.purpose,
                *_three(stage.mass_t.value),
                *_three(stage.months.value),
                *_three(stage.cost_eur.value),
                stage.cost_eur.standing.value,
                stage.trl,
                stage.unfc,
            )
            for pilot in found.pilots
            for stage in pilot.stages
        ),
    )  # fmt: skip

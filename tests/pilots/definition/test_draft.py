"""The draft of a pilot, what follows from it, and edits."""

from __future__ import annotations

import json

import pytest

from prioritizer.appraisal.sampling import number_of_holes
from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.pilot import BulkSample, Default, Estimate, PilotDefinition, Standing
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import SiteRegister
from prioritizer.errors import InputError
from prioritizer.pilots.definition.testwork import bulk_sample_t, derive, scale_up
from prioritizer.readers.pilot_facts import read_pilot_facts
from prioritizer.workflow.pilots.definition import as_data, as_markdown, draft_pilot, edit


def _draft(
    site_id: str, sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> PilotDefinition:
    return draft_pilot(sample.by_id()[site_id], criteria, reference, read_pilot_facts())


@pytest.fixture(scope="module")
def pilot(sample: SiteRegister, criteria: CriteriaSet, reference: Reference) -> PilotDefinition:
    return _draft("RS-001", sample, criteria, reference)


def test_the_bulk_sample_of_the_worked_example_comes_out() -> None:
    inputs = (200.0, 72.0, 4.0, 0.4, 0.8)
    bulk = BulkSample(*(Default(x, Standing.DERIVED, "example") for x in inputs))

    assert bulk_sample_t(bulk) == pytest.approx(100.8)
    assert round(bulk_sample_t(bulk)) == 101


def test_scale_up_compares_tonnes_per_hour() -> None:
    assert scale_up(40.0, 200.0) == 200


def test_every_site_of_the_sample_gets_a_draft(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    for site in sample.sites[::12]:
        drafted = draft_pilot(site, criteria, reference, read_pilot_facts())

        derived = derive(drafted)
        assert derived.budget_eur.low <= derived.budget_eur.best <= derived.budget_eur.high
        assert derived.n_holes == number_of_holes(
            drafted.sampling.cv.value, drafted.sampling.precision.value
        )
        assert site.site_id in as_markdown(drafted).replace("\\", "")


def test_what_was_tried_on_the_waste_comes_first_and_asks_why_it_stopped(
    pilot: PilotDefinition,
) -> None:
    legacy = pilot.flowsheets[0]

    assert legacy.is_legacy
    assert "bioleaching" in legacy.name
    assert "68.3" in legacy.recovery_pct
    assert legacy.why_stopped is not None
    assert legacy.why_stopped.standing is Standing.OPEN
    assert any(not sheet.is_legacy and "Cu" in sheet.products for sheet in pilot.flowsheets)


def test_the_budget_is_the_sum_of_the_stages(pilot: PilotDefinition) -> None:
    derived = derive(pilot)

    assert derived.budget_eur.best == pytest.approx(
        sum(stage.cost_eur.value.best for stage in pilot.stages)
    )


def test_an_edit_replaces_the_value_marks_it_and_moves_what_follows(
    pilot: PilotDefinition,
) -> None:
    edited = edit(
        pilot,
        {
            "question": "Does it pay?",
            "bulk.runs": "8",
            "stages.5.cost_eur": "1;2;3",
            "partners": "mine museum; survey",
        },
        source="project meeting",
    )

    assert edited.question == Default("Does it pay?", Standing.EDITED, "project meeting")
    assert derive(edited).bulk_t == pytest.approx(2 * derive(pilot).bulk_t)
    assert edited.stages[-1].cost_eur.value == Estimate(1, 2, 3)
    assert edited.partners.value == ("mine museum", "survey")
    assert pilot.partners.standing is Standing.OPEN


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("nonsense", "x", "question"),
        ("bulk.nonsense", "1", "runs"),
        ("bulk", "1", "Expected one of"),
        ("stages.9.cost_eur", "1;2;3", "Expected one of: 1, 2, 3, 4, 5"),
        ("bulk.runs", "many", "a number above 0"),
        ("bulk.runs", "-1", "a number above 0"),
        ("stages.5.cost_eur", "3;2;1", "low;best;high in order"),
        ("site_id", "X", "Expected one of"),
    ],
)
def test_an_edit_that_does_not_fit_is_refused(
    pilot: PilotDefinition, path: str, value: str, words: str
) -> None:
    with pytest.raises(InputError, match=words):
        edit(pilot, {path: value})


def test_the_record_is_plain_data_with_every_standing(pilot: PilotDefinition) -> None:
    data = json.loads(json.dumps(as_data(pilot), allow_nan=False))

    assert data["pilot"]["question"]["standing"] == "derived"
    assert data["pilot"]["body"]["standing"] == "evidence"
    assert data["derived"]["bulk_t"] == pytest.approx(100.8)


def test_the_page_marks_defaults_and_open_fields(pilot: PilotDefinition) -> None:
    page = as_markdown(pilot)

    assert "To be filled in. [open: nobody has said yet]" in page
    assert "[derived" in page
    assert "Bulk sample of the pilot: 101 t." in page


def test_markup_in_a_name_stays_text(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    drafted = _draft("RS-001", sample, criteria, reference)

    page = as_markdown(edit(drafted, {"question": "<b>x</b>\n# head | [a](b)"}))

    assert "\\<b\\>x\\</b\\> \\# head \\| \\[a\\](b)" in page

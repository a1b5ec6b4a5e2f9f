"""A pilot definition as a paper, and the programme as a section of the report."""

from __future__ import annotations

from dataclasses import replace

import pytest

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.pilot import PilotDefinition
from prioritizer.domain.pilot_edit import PilotEdit
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Settings
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.errors import InputError
from prioritizer.exports.blocks import Block, Callout
from prioritizer.exports.layouts import docx as docx_report
from prioritizer.exports.layouts import pdf as pdf_report
from prioritizer.exports.report.input import ReportInput, ReportOptions, prepare_report
from prioritizer.exports.report.one_pilot import pilot_report
from prioritizer.exports.report.pilots import pilot_studies
from prioritizer.exports.report.programme import programme_section
from prioritizer.readers.pilot_facts import read_pilot_facts
from prioritizer.workflow.pilots.coverage import Request
from prioritizer.workflow.pilots.definition import draft_pilot
from prioritizer.workflow.pilots.definition import edit as edit_record
from prioritizer.workflow.pilots.edits import sections, with_edits
from prioritizer.workflow.pilots.programme_choice import ProgrammeChoice
from prioritizer.workflow.pilots.shortlist import Locks
from prioritizer.workflow.sites.audience import Audience


@pytest.fixture(scope="module")
def pilot(sample: SiteRegister, criteria: CriteriaSet, reference: Reference) -> PilotDefinition:
    return draft_pilot(sample.by_id()["PE-001"], criteria, reference, read_pilot_facts())


def edit(path: str, value: str) -> PilotEdit:
    return PilotEdit(1, "CZ-001", path, value, "Ada", "2026-03-01T12:00:00Z", "asked")


def words(blocks: tuple[Block, ...] | list[Block]) -> str:
    return "\n".join(repr(block) for block in blocks)


def test_the_paper_has_every_entry_with_where_it_comes_from(pilot: PilotDefinition) -> None:
    report = pilot_report(with_edits(pilot, []), date="2026-03-01")

    text = words(report.body)
    for part in sections(pilot):
        assert part.title in text
        for one in part.entries:
            assert one.path.startswith("stages.") or one.label in text
    assert "44 holes for ±10 % at 90 % confidence" in text
    assert "[default of this tool]" in text


def test_the_paper_is_set_as_pdf_and_docx_the_same_each_time(pilot: PilotDefinition) -> None:
    report = pilot_report(with_edits(pilot, []))

    assert pdf_report.write(report) == pdf_report.write(report)
    assert docx_report.write(report).startswith(b"PK")


def test_a_veto_stands_on_top_of_the_paper_and_nobody_edits_it_away(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference, pilot: PilotDefinition
) -> None:
    vetoed = draft_pilot(sample.by_id()["CL-001"], criteria, reference, read_pilot_facts())

    paper = pilot_report(with_edits(vetoed, []))

    assert isinstance(paper.answer[0], Callout)
    assert "being reprocessed: The tailings" in paper.answer[0].text
    assert "veto" not in words(pilot_report(with_edits(pilot, [])).answer)
    with pytest.raises(InputError, match="veto: found no field of this name"):
        edit_record(vetoed, {"veto": ""})


def test_a_report_says_of_a_vetoed_pilot_that_it_is_one(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    vetoed = draft_pilot(sample.by_id()["CL-001"], criteria, reference, read_pilot_facts())
    settings = Settings(WeightVector.equal(criteria.ids))
    few = replace(sample, sites=sample.sites[:12])
    found = prepare_report(few, criteria, settings, reference, ReportOptions(top=2, draws=0))

    blocks = list(pilot_studies(replace(found, pilots=(vetoed,))))

    [callout] = [block for block in blocks if isinstance(block, Callout)]
    assert "re-mined since 2015" in callout.text
    assert not any(isinstance(block, Callout) for block in pilot_studies(found))


def test_an_edit_changes_the_fingerprint_of_the_paper(pilot: PilotDefinition) -> None:
    other = with_edits(
        pilot, [PilotEdit(1, "PE-001", "question", "Why?", "Ada", "2026-03-01T12:00:00Z")]
    )

    assert pilot_report(other).fingerprint != pilot_report(with_edits(pilot, [])).fingerprint


def prepared(
    sample: SiteRegister,
    criteria: CriteriaSet,
    reference: Reference,
    *,
    audience: Audience = Audience.INTERNAL,
    request: Request | None = None,
) -> ReportInput:
    settings = Settings(WeightVector.equal(criteria.ids))
    options = ReportOptions(
        top=1,
        draws=0,
        audience=audience,
        locks=Locks({"CZ-001": "a test"}, {}),
        edits=(edit("owner_consent", "by phone"), edit("question", "Ours?")),
        programme=None if request is None else ProgrammeChoice(request),
    )
    return prepare_report(sample, criteria, settings, reference, options)


def test_the_report_takes_up_edits_and_keeps_consents_from_the_public(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    (internal,) = prepared(sample, criteria, reference).pilots
    (public,) = prepared(sample, criteria, reference, audience=Audience.PUBLIC).pilots

    assert internal.owner_consent.value == "by phone"
    assert public.owner_consent.value != "by phone"
    assert (internal.question.value, public.question.value) == ("Ours?", "Ours?")


@pytest.mark.parametrize(
    ("request_", "said"),
    [
        (Request(3e6), "add up to the highest sum of scores"),
        (Request(3e6, confidence=0.8), "It stays within 3 M EUR in"),
        (Request(3e6, confidence=0.8), "All costs are defaults"),
        (Request(3e6, confidence=0.8), "would come in"),
        (Request(1e5, at_least=30), "No programme keeps all rules"),
        (Request(3e6, must=("NOBODY",)), "No programme was made"),
    ],
)
def test_the_programme_is_answered_or_its_absence_explained(
    sample: SiteRegister,
    criteria: CriteriaSet,
    reference: Reference,
    request_: Request,
    said: str,
) -> None:
    found = prepared(sample, criteria, reference, request=request_)

    assert said in words(list(programme_section(found)))


def test_without_a_programme_asked_for_there_is_no_section(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    assert list(programme_section(prepared(sample, criteria, reference))) == []

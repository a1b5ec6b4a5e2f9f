"""Proposed sites in a report: the accepted ones from a checked record, in plain text."""

from __future__ import annotations

from prioritizer.domain.proposal import ProposedSite, Verdict
from prioritizer.domain.site import WasteType
from prioritizer.domain.workshop import Mode, Step
from prioritizer.exports.blocks import Table
from prioritizer.exports.report.room_proposals import room_proposals
from prioritizer.workflow.workshop import proposals
from prioritizer.workflow.workshop.record import workshop_record
from prioritizer.workflow.workshop.service import WorkshopService
from prioritizer.workflow.workshop.summary import read_workshop_view
from tests.rooms import facilitator
from tests.workflow.workshop.steps import come_in, move, opened, points, send

HEAP = ProposedSite("Åheap\u202e", "by the mill", "It leaks", WasteType.WASTE_ROCK, (60, 15.5))
YARD = ProposedSite("Yard", "Mill Lane 3", "Secret words", WasteType.OTHER)


def test_a_report_names_what_was_accepted_and_only_counts_what_was_declined(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    leader = facilitator(sqlite_desk)
    workshop = opened(sqlite_desk, leader, problem, Mode.NAMED)
    person = come_in(sqlite_desk, workshop)
    send(sqlite_desk, person, points(problem, 10))
    for site in (HEAP, YARD):
        proposals.propose(sqlite_desk, person, round_number=1, site=site)
    move(sqlite_desk, leader, workshop, Step.LOCK, Step.REVEAL)
    for one in proposals.listed_proposals(sqlite_desk, leader, workshop.id):
        verdict = Verdict.ACCEPTED if one.site.name == HEAP.name else Verdict.DECLINED
        proposals.decide(
            sqlite_desk, leader, workshop.id, one.digest, verdict=verdict, reason="Private"
        )

    view = read_workshop_view(workshop_record(sqlite_desk, leader, workshop.id))
    blocks = list(room_proposals(view.proposed, view.declined))

    (told,) = [block for block in blocks if isinstance(block, Table)]
    assert told.rows == (("Åheap", "by the mill (60, 15.5)", "waste rock", "It leaks"),)
    assert "1 site proposed" in told.caption
    assert "Declined: 1" in told.caption


def test_a_report_of_a_room_that_proposed_nothing_has_no_such_part() -> None:
    assert list(room_proposals((), 3)) == []

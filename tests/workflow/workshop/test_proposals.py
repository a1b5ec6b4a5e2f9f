"""Proposed sites: limits, verdicts, what the record tells, and that changes are found."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from prioritizer.domain.proposal import MOST_EACH, MOST_NAME, ProposedSite, Verdict
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import WasteType
from prioritizer.domain.workshop import Mode, Step
from prioritizer.errors import InputError, RefusedError
from prioritizer.exports.tables import proposals_table
from prioritizer.readers.sites import read_sites
from prioritizer.workflow.records.canonical import canonical
from prioritizer.workflow.workshop import proposals, results_view
from prioritizer.workflow.workshop.record import FOURTH_SCHEMA, workshop_record
from prioritizer.workflow.workshop.service import WorkshopService
from prioritizer.workflow.workshop.verifying import verify
from tests.rooms import facilitator
from tests.workflow.workshop.forger import bodies_of, rechained
from tests.workflow.workshop.steps import come_in, move, opened, points, send
from tests.workflow.workshop.test_budget_round import public_faults

Record = dict[str, Any]
HEAP = ProposedSite("Röda högen", "Behind the mill", "Copper in the brook", WasteType.TAILINGS)
POND = ProposedSite("Pond 7", "At the lake", "=cmd()", WasteType.OTHER, (60.07, -15.01))
FORM = {
    "name": "  Röda\thögen ",
    "place": "Behind the mill",
    "why": "Copper in the brook",
    "kind": "tailings",
}


def played(
    desk: WorkshopService, problem: str, mode: Mode, *sites: ProposedSite
) -> tuple[str, Any, tuple[str, ...]]:
    """Return a shown room of six, its leader, and the digests of what was proposed."""
    leader = facilitator(desk)
    workshop = opened(desk, leader, problem, mode)
    for n in range(6):
        person = come_in(desk, workshop, alias=f"Name {n}")
        send(desk, person, points(problem, 10.0 * n))
        if n < len(sites):
            proposals.propose(desk, person, round_number=1, site=sites[n])
    move(desk, leader, workshop, Step.LOCK, Step.REVEAL)
    listed = proposals.listed_proposals(desk, leader, workshop.id)
    return workshop.id, leader, tuple(one.digest for one in listed)


@pytest.mark.parametrize("mode", list(Mode))
def test_accepted_sites_stand_in_record_and_result_and_declined_ones_only_with_a_reason(
    desk: WorkshopService, problem: str, mode: Mode
) -> None:
    workshop_id, leader, _ = played(desk, problem, mode, HEAP, POND)
    listed = proposals.listed_proposals(desk, leader, workshop_id)
    heap, pond = sorted(listed, key=lambda one: one.site.name, reverse=True)
    yes, no = Verdict.ACCEPTED, Verdict.DECLINED
    proposals.decide(desk, leader, workshop_id, heap.digest, verdict=no, reason="Not sure")
    proposals.decide(desk, leader, workshop_id, heap.digest, verdict=yes, reason="Seen it")
    proposals.decide(desk, leader, workshop_id, pond.digest, verdict=no, reason="Not mining")

    content = workshop_record(desk, leader, workshop_id)
    record = json.loads(content)
    rows = {row["digest"]: row for row in record["proposals"]}
    found = results_view.result(desk, leader, workshop_id)

    assert record["schema"] == FOURTH_SCHEMA
    assert verify(content).differences == ()
    assert public_faults(record) == []
    assert "2 proposed sites and what became of them" in verify(content).checked
    assert rows[heap.digest]["site"] == proposals.site_data(HEAP)
    assert rows[heap.digest]["reason"] == "Seen it"
    assert "site" not in rows[pond.digest]
    assert b"At the lake" not in content
    assert [one.site for one in found.proposed] == [HEAP]
    is_anonymous = mode is Mode.ANONYMOUS
    assert all((row["participant"] == "") == is_anonymous for row in rows.values())


def test_a_room_without_proposals_has_the_record_it_had(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    workshop_id, leader, _ = played(sqlite_desk, problem, Mode.PSEUDONYMOUS)
    record = json.loads(workshop_record(sqlite_desk, leader, workshop_id))

    assert record["schema"] == "prioritizer-workshop/3"
    assert "proposals" not in record


@pytest.mark.parametrize("mode", list(Mode))
def test_somebody_proposes_three_sites_and_the_same_one_once(
    sqlite_desk: WorkshopService, problem: str, mode: Mode
) -> None:
    desk, leader = sqlite_desk, facilitator(sqlite_desk)
    workshop = opened(desk, leader, problem, mode)
    person, other = (come_in(desk, workshop, alias=name) for name in ("Ann", "Bo"))
    sites = [
        ProposedSite(f"Heap {n}", "There", "Why", WasteType.SLAG) for n in range(MOST_EACH + 1)
    ]
    for site in (*sites[:MOST_EACH], sites[0]):
        proposals.propose(desk, person, round_number=1, site=site)
    proposals.propose(desk, other, round_number=1, site=sites[0])
    with pytest.raises(RefusedError, match="proposed 3 sites"):
        proposals.propose(desk, person, round_number=1, site=sites[-1])

    mine = proposals.own_proposals(desk, person)
    assert {one.site for one in mine} == set(sites[:MOST_EACH])
    assert len(proposals.own_proposals(desk, other)) == 1
    move(desk, leader, workshop, Step.LOCK)
    with pytest.raises(RefusedError, match="locked"):
        proposals.propose(desk, other, round_number=1, site=sites[1])


def test_what_was_proposed_in_an_anonymous_round_is_shown_once_it_is_sealed_and_shown(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    desk, leader = sqlite_desk, facilitator(sqlite_desk)
    workshop = opened(desk, leader, problem, Mode.ANONYMOUS)
    person = come_in(desk, workshop)
    proposals.propose(desk, person, round_number=1, site=HEAP)
    mine = proposals.own_proposals(desk, person)
    with pytest.raises(InputError, match="found none"):
        proposals.decide(desk, leader, workshop.id, mine[0].digest, verdict=Verdict.ACCEPTED)

    told = [proposals.listed_proposals(desk, leader, workshop.id)]
    for step in (Step.LOCK, Step.CLOSE, Step.REVEAL):
        move(desk, leader, workshop, step)
        told.append(proposals.listed_proposals(desk, leader, workshop.id))

    assert [len(one) for one in told] == [0, 0, 0, 1]
    assert proposals.own_proposals(desk, person) == ()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": " \u200b "}, "Name of the site: please write something"),
        ({"name": "x" * (MOST_NAME + 1)}, "use 80 characters at most; these are 81"),
        ({"why": ""}, "Why it deserves a pilot: please write"),
        ({"kind": "gold"}, "what kind of waste"),
        ({"latitude": "60"}, "both degrees"),
        ({"latitude": "91", "longitude": "0"}, "both degrees"),
        ({"latitude": "north", "longitude": "0"}, "both degrees"),
    ],
)
def test_a_form_that_cannot_be_used_is_refused_in_words(
    change: dict[str, str], words: str
) -> None:
    with pytest.raises(InputError, match=words):
        proposals.site_of({**FORM, **change})


def test_a_form_is_read_in_one_way_however_it_is_typed() -> None:
    typed = {**FORM, "latitude": "60,07004°", "longitude": "١٥٫٠١"}

    assert proposals.site_of(FORM) == HEAP
    assert proposals.site_of(typed).point == (60.07, 15.01)


def test_a_declined_proposal_needs_a_reason(sqlite_desk: WorkshopService, problem: str) -> None:
    workshop_id, leader, digests = played(sqlite_desk, problem, Mode.PSEUDONYMOUS, HEAP)
    for verdict in (Verdict.DECLINED, Verdict.OPEN):
        with pytest.raises(InputError, match="Please say why it is declined"):
            proposals.decide(sqlite_desk, leader, workshop_id, digests[0], verdict=verdict)


def _text(record: Record) -> None:
    _accepted(record)["site"]["name"] += "!"


def _salt(record: Record) -> None:
    _accepted(record)["salt"] = "0" * 64


def _verdict(record: Record) -> None:
    row = next(row for row in record["proposals"] if row["verdict"] == "declined")
    row["verdict"] = "open"


def _reason(record: Record) -> None:
    _accepted(record)["reason"] = "Another"


def _left_out(record: Record) -> None:
    record["proposals"].pop()


def _all_left_out(record: Record) -> None:
    del record["proposals"]
    record["schema"] = "prioritizer-workshop/3"


def _more(record: Record) -> None:
    record["proposals"].append({**record["proposals"][0], "digest": "0" * 64})


def _accepted(record: Record) -> Record:
    found: Record = next(row for row in record["proposals"] if row["verdict"] == "accepted")
    return found


@pytest.mark.parametrize(
    "tamper", [_text, _salt, _verdict, _reason, _left_out, _all_left_out, _more]
)
@pytest.mark.parametrize("mode", [Mode.PSEUDONYMOUS, Mode.ANONYMOUS])
def test_each_change_of_a_record_is_found(
    sqlite_desk: WorkshopService,
    problem: str,
    mode: Mode,
    tamper: Callable[[Record], None],
) -> None:
    desk = sqlite_desk
    workshop_id, leader, digests = played(desk, problem, mode, HEAP, POND)
    for digest, verdict in zip(digests, (Verdict.ACCEPTED, Verdict.DECLINED), strict=True):
        proposals.decide(desk, leader, workshop_id, digest, verdict=verdict, reason="So")
    record = json.loads(workshop_record(desk, leader, workshop_id))
    changed = copy.deepcopy(record)
    tamper(changed)

    assert verify(canonical(record)).holds
    assert not verify(canonical(changed)).holds


def test_a_log_that_breaks_the_rules_of_proposals_is_found(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    workshop_id, leader, _ = played(sqlite_desk, problem, Mode.PSEUDONYMOUS, HEAP)
    record = json.loads(workshop_record(sqlite_desk, leader, workshop_id))
    bodies = bodies_of(record)
    place = next(n for n, body in enumerate(bodies) if body["action"] == "propose")
    late = [*bodies[:place], *bodies[place + 1 :], bodies[place]]
    by_another = copy.deepcopy(bodies)
    by_another[place]["actor"] = {**by_another[place]["actor"], "id": "somebody"}
    published = [*bodies, {**bodies[-1], "action": "proposals", "round": 1, "digests": []}]

    said = [
        " ".join(verify(canonical(rechained(record, forged))).differences)
        for forged in (late, by_another, published)
    ]

    assert "proposes a site in round 1 while round 1 was revealed" in said[0]
    assert "was proposed by somebody else" in said[1]
    assert "publishes proposals of a round that is not sealed" in said[2]


def test_the_table_is_a_site_table_without_evidence_and_without_formulas(
    sqlite_desk: WorkshopService, problem: str, reference: Reference, tmp_path: Path
) -> None:
    workshop_id, leader, digests = played(sqlite_desk, problem, Mode.ANONYMOUS, HEAP, POND)
    for digest in digests:
        proposals.decide(sqlite_desk, leader, workshop_id, digest, verdict=Verdict.ACCEPTED)
    listed = proposals.listed_proposals(sqlite_desk, leader, workshop_id)
    content = proposals_table.write(proposals.accepted(listed), "=Title")
    path = tmp_path / "room.csv"
    path.write_bytes(content)

    read = read_sites(path, reference)
    sites = {site.name: site for site in read.register.sites}

    assert [issue.text for issue in read.issues if issue.severity.value == "error"] == []
    assert sites.keys() == {"Röda högen", "Pond 7"}
    assert sites["Pond 7"].latitude == 60.07
    assert sites["Röda högen"].latitude is None
    assert sites["Röda högen"].tonnage_t.best is None
    assert b"Proposed by the room of the workshop =Title: Copper" in content
    assert not any(
        cell.startswith(("=", "+", "@")) for line in content.decode().split("\r\n")
        for cell in line.split(",")
    )  # fmt: skip

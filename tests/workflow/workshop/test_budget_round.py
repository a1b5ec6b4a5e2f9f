"""A budget round from its set-up to the record: course, ballots, results, verification."""

from __future__ import annotations

import copy
import json
import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from prioritizer.domain.budget import UNSPENT, WHOLE
from prioritizer.domain.workshop import Mode, State, Step
from prioritizer.errors import ConflictError, InputError, PrioritizerError, RefusedError
from prioritizer.workflow.records.canonical import canonical
from prioritizer.workflow.workshop import (
    answering,
    budget_round,
    facilitating,
    results_view,
    spending,
    verify_workshop,
)
from prioritizer.workflow.workshop.budget_question import parse_question, question_text
from prioritizer.workflow.workshop.budget_result import whole_amounts
from prioritizer.workflow.workshop.record import FOURTH_SCHEMA, SCHEMA, workshop_record
from prioritizer.workflow.workshop.service import WorkshopService
from prioritizer.workflow.workshop.verifying import verify
from tests.workflow.workshop.budgets import (
    AMOUNT,
    BudgetRoom,
    all_spend,
    all_to,
    drawn,
    form_of,
    plan,
    shown,
    spend,
    spending_room,
    weighed,
)
from tests.workflow.workshop.forger import rechained
from tests.workflow.workshop.steps import come_in, move, points, send

Record = dict[str, Any]


def by_chance(room: BudgetRoom, seed: int = 1) -> list[dict[str, int]]:
    """Return a ballot for everybody."""
    chance = random.Random(seed)  # noqa: S311
    return [drawn(chance, room.question) for _ in room.people]


@pytest.mark.parametrize("mode", list(Mode))
def test_a_budget_round_is_held_recorded_and_verified(
    desk: WorkshopService, problem: str, mode: Mode
) -> None:
    room = spending_room(desk, problem, 7, mode)
    all_spend(desk, room, by_chance(room))
    workshop = shown(desk, room)
    content = workshop_record(desk, room.leader, workshop.id)
    record = json.loads(content)
    found = results_view.result(desk, room.leader, workshop.id)

    assert record["schema"] == FOURTH_SCHEMA
    assert verify(content).differences == ()
    assert public_faults(record) == []
    assert found.budget is not None
    assert found.budget.people == 7
    assert [one.number for one in found.rounds] == [1]
    assert sum(found.budget.median.values()) == sum(found.budget.mean.values()) == AMOUNT
    assert found.budget.cost.best <= AMOUNT
    rows = record["ballots" if mode is Mode.ANONYMOUS else "submissions"]
    assert {frozenset(row["judgement"]) for row in rows if row["round"] == 2} == {
        frozenset({"shares"})
    }


def public_faults(record: Record) -> list[str]:
    """Return what the public program finds."""
    bodies = [json.loads(entry["body"]) for entry in record["log"]]
    gone: dict[int, set[str]] = {}
    return [
        *verify_workshop.chain(record),
        *verify_workshop.procedure(record, bodies, gone),
        *verify_workshop.bound(record, bodies),
        *verify_workshop.answers(record),
        *verify_workshop.results(record, gone),
    ]


def test_the_sites_are_the_shortlist_shown_with_names_costs_and_what_is_default(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    workshop, leader, _ = weighed(sqlite_desk, problem)
    shortlist = results_view.result(sqlite_desk, leader, workshop.id).rounds[-1].shortlist
    asked = plan(problem, currency="SEK", per_eur=11.25)

    question = budget_round.set_up(sqlite_desk, leader, workshop.id, asked)

    assert tuple(site.id for site in question.sites) == tuple(shortlist)
    assert {site.id: site.is_default for site in question.sites} == {
        site: site not in asked.own for site in shortlist
    }
    for site in question.sites:
        exact = asked.costs[site.id].best * 11.25
        # A default is an order of magnitude: two digits of it are frozen.
        assert site.cost.best == round(float(f"{exact:.2g}") if site.is_default else exact)
    assert parse_question(question_text(question)) == question


def test_it_follows_a_shown_round_of_weights_and_is_the_last(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    desk = sqlite_desk
    workshop, leader, people = weighed(desk, problem)
    budget_round.set_up(desk, leader, workshop.id, plan(problem))
    with pytest.raises(RefusedError, match="budget round, which is the last"):
        facilitating.add_round(desk, leader, workshop.id)
    again = budget_round.set_up(desk, leader, workshop.id, plan(problem, 5_000))
    workshop = move(desk, leader, workshop, Step.NEXT_ROUND)

    assert (workshop.round, workshop.n_rounds, workshop.spends) == (2, 2, True)
    assert answering.seat(desk, people[0]).budget == again
    with pytest.raises(RefusedError, match="Expected a round of weights"):
        budget_round.set_up(desk, leader, workshop.id, plan(problem))
    workshop = move(desk, leader, workshop, Step.LOCK, Step.REVEAL)
    with pytest.raises(RefusedError, match="last of 2"):
        move(desk, leader, workshop, Step.NEXT_ROUND)
    with pytest.raises(RefusedError, match="Expected a round of weights"):
        budget_round.set_up(desk, leader, workshop.id, plan(problem))
    assert move(desk, leader, workshop, Step.CLOSE).state is State.CLOSED
    assert verify(workshop_record(desk, leader, workshop.id)).holds


def test_a_result_that_is_taken_back_takes_the_budget_round_with_it(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    desk = sqlite_desk
    workshop, leader, people = weighed(desk, problem)
    budget_round.set_up(desk, leader, workshop.id, plan(problem))

    workshop = move(desk, leader, workshop, Step.UNDO, Step.UNDO)
    send(desk, people[0], points(problem, 90))
    workshop = move(desk, leader, workshop, Step.LOCK, Step.REVEAL)
    offered = budget_round.offer(desk, leader, workshop.id)
    content = workshop_record(desk, leader, workshop.id)

    assert offered.question is None
    assert json.loads(content)["schema"] == SCHEMA
    assert verify(content).holds
    move(desk, leader, workshop, Step.NEXT_ROUND)
    assert answering.seat(desk, people[0]).budget is None


def test_a_round_that_was_set_up_and_not_held_verifies(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    workshop, leader, _ = weighed(sqlite_desk, problem)
    budget_round.set_up(sqlite_desk, leader, workshop.id, plan(problem))
    move(sqlite_desk, leader, workshop, Step.CLOSE)
    content = workshop_record(sqlite_desk, leader, workshop.id)

    assert verify(content).differences == ()
    assert "budget" not in json.loads(content)["result"]


def test_weights_do_not_count_in_it_nor_shares_before_it(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    desk = sqlite_desk
    room = spending_room(desk, problem)
    with pytest.raises(RefusedError, match="another kind of round"):
        send(desk, room.people[0], points(problem, 1), round_number=2)
    draft = dict(points(problem, 1).answers)
    answering.save_draft(desk, room.people[0], 2, draft)
    with pytest.raises(PrioritizerError):
        answering.send_draft(
            desk, room.people[0], round_number=2, client_key="k" * 32, content="x"
        )
    other = move(
        desk, room.leader, facilitating.create(
            desk, room.leader, problem, facilitating.Rules("Other")
        ), Step.OPEN
    )  # fmt: skip
    stranger = come_in(desk, other)
    with pytest.raises(RefusedError, match="another kind of round"):
        spending.save_shares(desk, stranger, 1, form_of(all_to(room.question, UNSPENT)))
    assert not desk.store.see(room.workshop.id, lambda reader: reader.sends(2))


@pytest.mark.parametrize("share", [-10.0, 1010.0, 5.0, "ten"])
def test_a_draft_that_breaks_the_rules_cannot_be_sent(
    sqlite_desk: WorkshopService, problem: str, share: float | str
) -> None:
    """Whoever gets such a draft into the store does not get it counted."""
    desk, room = sqlite_desk, spending_room(sqlite_desk, problem, 5, Mode.ANONYMOUS)
    first = room.question.ids[0]
    draft: dict[str, float | str] = {f"share.{line}": 0.0 for line in room.question.ids}
    rest = 1000.0 - share if isinstance(share, float) else 1000.0
    draft |= {f"share.{first}": share, f"share.{UNSPENT}": rest}
    answering.save_draft(desk, room.people[0], 2, draft)
    shares = spending.draft_shares(room.question, draft)
    body = spending.ballot_body(room.question, shares) if shares else ""

    for content in (verify_workshop.sha(body), verify_workshop.sha("")):
        with pytest.raises(ConflictError):
            spending.send_shares(
                desk, room.people[0], round_number=2, client_key="k" * 32, content=content
            )
    assert desk.store.see(room.workshop.id, lambda reader: reader.ballots(2)) == ()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "You have shared out 0 %. 100 % are left"),
        ({0: "60", 1: "39,5"}, r"99.5 %. 0.5 % are left"),
        ({0: "60", 1: "50"}, "110 %. That is 10 % too much"),
        ({0: "-1", 1: "101"}, "from 0 to 100"),
        ({0: "a lot", 1: "100"}, "from 0 to 100"),
        ({0: "33.33", 1: "66.67"}, "one decimal at most"),
    ],
)
def test_what_cannot_be_counted_is_named_in_words(
    sqlite_desk: WorkshopService, problem: str, typed: dict[int, str], words: str
) -> None:
    room = spending_room(sqlite_desk, problem)
    form = {f"share.{room.question.ids[k]}": text for k, text in typed.items()}

    with pytest.raises(InputError, match=words):
        spending.save_shares(sqlite_desk, room.people[0], 2, form)
    assert answering.seat(sqlite_desk, room.people[0]).draft == {}


@pytest.mark.parametrize("typed", ["62,5", "62.5", " 62.5 % ", "٦٢٫٥", "６２．５"])
def test_a_share_is_the_same_ballot_however_it_is_typed(
    sqlite_desk: WorkshopService, problem: str, typed: str
) -> None:
    room = spending_room(sqlite_desk, problem)
    first, second, *_ = room.question.ids
    form = {f"share.{first}": typed, f"share.{second}": "37.5", f"share.{UNSPENT}": ""}
    names = dict.fromkeys(room.question.ids, "Name")

    assert spending.shares_of(names, form, is_whole=False) == {
        line: {first: 625, second: 375}.get(line, 0) for line in room.question.ids
    }
    with pytest.raises(InputError, match="whole per cent"):
        spending.shares_of(names, form, is_whole=True)


def test_a_ballot_counts_once_is_revised_once_and_the_last_one_counts(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    desk, room = sqlite_desk, spending_room(sqlite_desk, problem, 5)
    all_spend(desk, room, [all_to(room.question, UNSPENT)] * 5)
    answering.save_draft(desk, room.people[0], 2, {answering.REVISING: "yes"})
    wanted = all_to(room.question, room.question.sites[0].id)
    spend(desk, room.people[0], wanted, 2)
    with pytest.raises(RefusedError, match="one revision"):
        spend(desk, room.people[0], all_to(room.question, UNSPENT), 2)
    workshop = shown(desk, room)
    found = results_view.result(desk, room.leader, workshop.id).budget

    assert found is not None
    assert found.people == 5
    assert found.mean[room.question.sites[0].id] == AMOUNT // 5
    assert answering.seat(desk, room.people[0]).shares == wanted


def test_a_room_of_one_mind_gets_its_projects_and_keeps_the_rest(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    room = spending_room(sqlite_desk, problem, 5)
    first, second = room.question.sites[:2]
    shares = {line: {first.id: 300, second.id: 300, UNSPENT: 400}.get(line, 0)
              for line in room.question.ids}  # fmt: skip
    all_spend(sqlite_desk, room, [shares] * 5)
    workshop = shown(sqlite_desk, room)
    found = results_view.result(sqlite_desk, room.leader, workshop.id).budget

    assert found is not None
    assert found.median == {line: AMOUNT * share // WHOLE for line, share in shares.items()}
    assert set(found.projects) == {first.id, second.id}
    assert found.only_median == found.only_projects == ()
    assert found.funded is not None
    assert found.funded.kept == AMOUNT * 400 // WHOLE


@pytest.mark.parametrize("mode", list(Mode))
def test_of_fewer_than_five_people_nothing_but_their_number_is_told(
    sqlite_desk: WorkshopService, problem: str, mode: Mode
) -> None:
    room = spending_room(sqlite_desk, problem, 5, mode)
    for person, shares in zip(room.people[:4], by_chance(room), strict=False):
        spend(sqlite_desk, person, shares, 2)
    workshop = shown(sqlite_desk, room)
    found = results_view.shared_result(sqlite_desk, room.people[0]).budget
    content = workshop_record(sqlite_desk, room.leader, workshop.id)

    assert found is not None
    assert (found.people, found.is_told, found.median, found.projects) == (4, False, {}, {})
    assert json.loads(content)["result"]["budget"] == {"round": 2, "people": 4}
    assert verify(content).holds


def test_nothing_is_told_before_the_reveal_nor_of_a_round_closed_without_showing(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    desk, room = sqlite_desk, spending_room(sqlite_desk, problem)
    all_spend(desk, room, by_chance(room))
    told = []
    for step in (Step.LOCK, Step.CLOSE, Step.REVEAL):
        told.append(results_view.result(desk, room.leader, room.workshop.id).budget)
        move(desk, room.leader, room.workshop, step)
    after = results_view.result(desk, room.leader, room.workshop.id).budget

    assert told == [None, None, None]
    assert after is not None
    assert after.is_told


def _other_amount(record: Record) -> None:
    record["budget"]["amount"] += 1


def _other_site(record: Record) -> None:
    record["budget"]["sites"] = record["budget"]["sites"][1:]


def _no_budget(record: Record) -> None:
    del record["budget"]


def _other_result(record: Record) -> None:
    record["result"]["budget"]["projects"] = []


def _other_share(record: Record) -> None:
    row = next(row for row in record["submissions"] if row["round"] == 2)
    row["judgement"]["shares"][UNSPENT] += 1


def _old_schema(record: Record) -> None:
    record["schema"] = SCHEMA


@pytest.mark.parametrize(
    "tamper",
    [_other_amount, _other_site, _no_budget, _other_result, _other_share, _old_schema],
)
def test_each_change_of_a_record_is_found(
    sqlite_desk: WorkshopService, problem: str, tamper: Callable[[Record], None]
) -> None:
    room = spending_room(sqlite_desk, problem)
    all_spend(sqlite_desk, room, by_chance(room))
    workshop = shown(sqlite_desk, room)
    record = json.loads(workshop_record(sqlite_desk, room.leader, workshop.id))
    changed = copy.deepcopy(record)
    tamper(changed)

    assert verify(canonical(record)).holds
    assert not verify(canonical(changed)).holds
    if tamper in (_other_amount, _other_site, _other_share):
        assert public_faults(changed) != []


def test_other_sites_than_the_shortlist_are_found_though_chained_anew(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    """Who leads with a changed program, and logs a list of the own choice, is found out."""
    desk = sqlite_desk
    workshop, leader, _ = weighed(desk, problem)
    question = budget_round.set_up(desk, leader, workshop.id, plan(problem))
    record = json.loads(workshop_record(desk, leader, workshop.id))
    swapped = replace(question, sites=question.sites[1:])
    bodies = [json.loads(entry["body"]) for entry in record["log"]]
    record["budget"] = json.loads(question_text(swapped))
    bodies[-1]["question"] = verify_workshop.sha(question_text(swapped))
    forged = rechained(record, bodies)

    assert any(
        "not the shortlist of round 1" in d for d in verify(canonical(forged)).differences
    )


@pytest.mark.parametrize(
    "changed",
    [
        {"amount": 0},
        {"amount": -5},
        {"currency": "<b>"},
        {"currency": "SEK", "per_eur": -1.0},
        {"per_eur": 2.0},
        {"name": "Another name"},
        {"best": 0.0, "low": 0.0},
        {"low": 10_000_000.0},
        {"low": -1.0},
    ],
    ids=str,
)
def test_a_question_that_nobody_can_set_up_is_found_though_chained_anew(
    sqlite_desk: WorkshopService, problem: str, changed: Record
) -> None:
    desk = sqlite_desk
    workshop, leader, _ = weighed(desk, problem)
    budget_round.set_up(desk, leader, workshop.id, plan(problem))
    record = json.loads(workshop_record(desk, leader, workshop.id))
    asked = record["budget"]
    (asked["sites"][0] if {"name", "best", "low"} & {*changed} else asked).update(changed)
    bodies = [json.loads(entry["body"]) for entry in record["log"]]
    bodies[-1]["question"] = verify_workshop.sha(canonical(asked).decode())
    forged = rechained(record, bodies)

    said = verify(canonical(forged)).differences

    assert said == ("budget: amount, currency, a cost or a name is none that can be set up",)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"amount": 0}, "budget: found 0"),
        ({"currency": "kr"}, "currency: found 'kr'"),
        ({"currency": "SEK", "per_eur": 0.0}, "rate: found 0"),
        ({"per_eur": 2.0}, "rate: found a rate other than 1 for EUR"),
    ],
)
def test_a_plan_that_cannot_be_used_says_what_to_change(
    sqlite_desk: WorkshopService, problem: str, changes: dict[str, Any], words: str
) -> None:
    workshop, leader, _ = weighed(sqlite_desk, problem)
    with pytest.raises(InputError, match=words):
        budget_round.set_up(sqlite_desk, leader, workshop.id, replace(plan(problem), **changes))


def test_a_site_without_a_cost_is_named(sqlite_desk: WorkshopService, problem: str) -> None:
    workshop, leader, _ = weighed(sqlite_desk, problem)
    with pytest.raises(InputError, match=r"cost, .*: found none\. Expected the cost"):
        budget_round.set_up(sqlite_desk, leader, workshop.id, replace(plan(problem), costs={}))


def test_amounts_are_whole_and_add_up() -> None:
    third = Fraction(1, 3)
    assert whole_amounts((third, third, third), 100) == (34, 33, 33)
    assert whole_amounts((Fraction(1, 6), Fraction(5, 6)), 10) == (2, 8)
    assert whole_amounts((), 10) == ()


def test_a_result_that_many_ask_for_at_once_is_worked_out_once(
    sqlite_desk: WorkshopService, problem: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When a budget is shown all phones ask: five hundred times some seconds were minutes."""
    room = spending_room(sqlite_desk, problem)
    all_spend(sqlite_desk, room, by_chance(room))
    shown(sqlite_desk, room)
    calls: list[int] = []
    count = results_view.budget_result

    def slowly(*given: Any) -> Any:
        calls.append(1)
        time.sleep(0.1)
        return count(*given)

    monkeypatch.setattr(results_view, "budget_result", slowly)
    results_view._budget_of.cache_clear()
    with ThreadPoolExecutor(6) as phones:
        found = list(
            phones.map(lambda p: results_view.shared_result(sqlite_desk, p).budget, room.people)
        )

    assert calls == [1]
    assert all(one is found[0] for one in found)

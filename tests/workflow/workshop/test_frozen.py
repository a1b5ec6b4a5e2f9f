"""A frozen problem is read once for all, and never kept under a digest that it has not."""

from __future__ import annotations

from dataclasses import replace

import sqlalchemy as sa

from prioritizer.storage.workshop.reading import WorkshopReader
from prioritizer.workflow.workshop import answering, frozen
from prioritizer.workflow.workshop.answering import client_key_of, draft_judgement
from prioritizer.workflow.workshop.frozen import problem_in
from prioritizer.workflow.workshop.service import WorkshopService
from tests.rooms import facilitator
from tests.workflow.workshop.steps import come_in, opened, points

MOST_STATEMENTS = 22
OTHER = 64 * "0"


def test_a_problem_is_parsed_once_for_its_digest(desk: WorkshopService, problem: str) -> None:
    workshop = opened(desk, facilitator(desk), problem)

    first = desk.store.see(workshop.id, problem_in)

    assert desk.store.see(workshop.id, problem_in) is first


def test_a_text_of_another_digest_is_not_kept(desk: WorkshopService, problem: str) -> None:
    workshop = opened(desk, facilitator(desk), problem)

    def as_if_of_another(reader: WorkshopReader) -> None:
        reader.workshop = replace(reader.workshop, problem_digest=OTHER)
        problem_in(reader)

    desk.store.see(workshop.id, as_if_of_another)

    assert OTHER not in frozen._KEPT


def test_an_answer_asks_the_database_little(sqlite_desk: WorkshopService, problem: str) -> None:
    desk = sqlite_desk
    person = come_in(desk, opened(desk, facilitator(desk), problem))
    answering.save_draft(desk, person, 1, points(problem, 40.0).answers)
    seat = answering.seat(desk, person)
    kept = draft_judgement(seat.problem, seat.workshop, seat.draft)
    content = answering.sha256(answering.body_of(kept))
    key, said = client_key_of(person.token, 1, 0, content), list[str]()
    sa.event.listen(
        desk.store.database.engine,
        "before_cursor_execute",
        lambda *given: said.append(given[2]),
    )

    answering.send_draft(desk, person, round_number=1, client_key=key, content=content)

    assert 0 < len(said) <= MOST_STATEMENTS
    assert not any("problem," in statement for statement in said)

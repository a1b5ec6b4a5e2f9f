"""The pages that a phone shows in one workshop, to be drawn again in any language."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from prioritizer.domain.answer_options import UNKNOWN
from prioritizer.domain.authority import NOT_OPEN, Actor
from prioritizer.domain.workshop import Mode, State, Step, Technique, Workshop
from prioritizer.errors import PrioritizerError
from prioritizer.languages.speech import gettext
from prioritizer.ui.phone import (
    coming_in,
    lead_pages,
    lead_proposing,
    outcome,
    pages,
    signing,
    tongues,
    watch,
)
from prioritizer.ui.phone.lead_pages import Entry
from prioritizer.ui.phone.visit import Handler, Visit
from prioritizer.workflow.weights.asked import Question
from prioritizer.workflow.weights.questions import checked
from prioritizer.workflow.workshop import (
    answering,
    entering,
    facilitating,
    open_round,
    paper_questions,
    places,
    results_view,
    returning,
    watching,
)
from prioritizer.workflow.workshop.answering import Seat
from prioritizer.workflow.workshop.joining import NOT_KNOWN
from prioritizer.workflow.workshop.places import CARDS_ONLY
from prioritizer.workflow.workshop.problem import parse_problem
from prioritizer.workflow.workshop.service import WorkshopService
from tests.rooms import facilitator

TITLE, NAME = "№ 1", "А-1"
Draw = Callable[[], str]


@dataclass
class Room:
    """An open workshop with somebody in it; neither bears a word of any language."""

    desk: WorkshopService
    leader: Actor
    workshop: Workshop
    actor: Actor

    def seat(self) -> Seat:
        """Return where the participant stands now."""
        return answering.seat(self.desk, self.actor)

    def move(self, *steps: Step) -> None:
        """Take steps."""
        for step in steps:
            self.workshop = facilitating.move(self.desk, self.leader, self.workshop.id, step)


def room(desk: WorkshopService, problem: str, mode: Mode, technique: Technique) -> Room:
    """Return an open workshop in which somebody has just sat down."""
    leader = facilitator(desk)
    rules = facilitating.Rules(TITLE, mode, technique)
    workshop = facilitating.create(desk, leader, problem, rules)
    facilitating.move(desk, leader, workshop.id, Step.OPEN)
    actor, _ = entering.join(desk, workshop.id, alias=NAME, group="ngo")
    return Room(desk, leader, workshop, actor)


def all_pages(found: Room) -> Iterator[Draw]:
    """Yield each page as a call that draws it in the language spoken then."""
    tongues.offer("/w")
    yield from _doorway(found)
    yield from _leading(found)
    yield from _questions(found)
    yield from _afterwards(found)


def _doorway(found: Room) -> Iterator[Draw]:
    name, workshop = found.seat().participant.alias, found.workshop
    yield lambda: coming_in.code_page(gettext(NOT_KNOWN))
    yield lambda: coming_in.who_page(workshop)
    yield lambda: coming_in.who_page(workshop, gettext(CARDS_ONLY), side="ngo")
    yield lambda: coming_in.lobby_page(TITLE, name)
    yield lambda: coming_in.lobby_page(TITLE, name, is_late=True)
    yield lambda: coming_in.gone_page()
    yield lambda: coming_in.return_page(gettext(returning.NOT_TOGETHER))
    yield lambda: coming_in.moved_page("/s/0", workshop, name)
    yield lambda: coming_in.message_page(gettext("Not open"), gettext(places.SPENT))
    yield lambda: coming_in.message_page(gettext("Not open"), gettext(returning.SPENT))
    yield _page_of(_set_aside(found.seat()))
    yield lambda: coming_in.message_page(gettext("Not open"), gettext(watch.NOT_ON))
    yield lambda: _watched(found)
    yield lambda: coming_in.taken_page(workshop, name)
    yield lambda: coming_in.leave_page(name)
    yield lambda: coming_in.resume_page("https://192.168.1.20/w/r/0123456789")
    yield lambda: coming_in.message_page(gettext("Not open"), gettext(NOT_OPEN))


def _leading(found: Room) -> Iterator[Draw]:
    workshop, mark = found.workshop, "0" * 32
    for announce in (None, lambda: True):
        visit = Visit(found.desk, {}, {}, {"token": mark}, {}, "", "", announce=announce)
        for handler in (
            signing.way_in,
            signing.open_here,
            signing.recover,
            signing.sign_in_form,
        ):
            yield partial(_body, handler, visit)
    yield lambda: lead_proposing.slip_page(workshop)
    yield lambda: lead_pages.lead_page(())
    yield lambda: lead_pages.lead_page((workshop,))
    yield lambda: lead_pages.number_page(workshop, mark, saved="B-007")
    yield _typed(found, {})
    yield _typed(found, {"order.size": "1", "points.size": "90"})


def _body(handler: Handler, visit: Visit) -> str:
    return bytes(handler(visit).body).decode()


def _typed(found: Room, form: dict[str, str]) -> Draw:
    workshop = found.workshop

    def draw() -> str:
        problem = parse_problem(found.desk.store.see(workshop.id, lambda one: one.problem()))
        ballot = paper_questions.ballot(problem, "B-007")
        entry = Entry(workshop, ballot, "B-007", "ngo", "0" * 32)
        try:
            paper_questions.answers_of(ballot.lines, workshop.technique, form)
        except PrioritizerError as error:
            return lead_pages.answers_page(entry, first=form, problem=str(error))
        raise AssertionError("a blank ballot was taken")

    return draw


def _watched(found: Room) -> str:
    """Return the page of who looks on, which shows what is revealed."""
    token = watching.new_link(found.desk, found.leader, found.workshop.id)
    actor = watching.watcher(found.desk, token)
    return watch.watch_page(watching.watched(found.desk, actor))


def _set_aside(seat: Seat) -> Seat:
    return replace(seat, participant=replace(seat.participant, aside=TITLE))


def _questions(found: Room) -> Iterator[Draw]:
    while (screen := (seat := found.seat()).asking().next(seat.draft)) is not None:
        yield _page_of(seat)
        yield _refused(seat, screen)
        options = [option.value for option in screen.options]
        wanted = next((v for v in ("fewer", "yes") if v in options), None)
        value = wanted or (options[0] if options else 30.0)
        if "access" in screen.key and screen.unknown:
            value = UNKNOWN
        answers = {**seat.draft, screen.key: value}
        answering.save_draft(found.desk, found.actor, 1, answers)
    yield _page_of(found.seat())


def _page_of(seat: Seat, problem: str = "") -> Draw:
    return lambda: pages.seat_page(seat, seat.token, problem)


def _refused(seat: Seat, screen: Question) -> Draw:
    def draw() -> str:
        try:
            checked(screen, "1000")
        except PrioritizerError as error:
            return pages.question_page(seat, seat.token, str(error), "1000")
        raise AssertionError("1000 was taken")

    return draw


def _afterwards(found: Room) -> Iterator[Draw]:
    seat = found.seat()
    judgement = answering.draft_judgement(seat.problem, seat.workshop, seat.draft)
    answering.submit(
        found.desk, found.actor, round_number=1, client_key="0" * 32, judgement=judgement
    )
    yield _page_of(found.seat())
    for step in (Step.PAUSE, Step.LOCK, Step.REVEAL):
        found.move(step)
        yield _page_of(found.seat())
        yield _too_late(found, found.seat().workshop.state)
    shared, revealed = results_view.shared_result(found.desk, found.actor), found.seat()
    yield lambda: outcome.result_page(shared, revealed)
    found.move(Step.NEXT_ROUND)
    yield _page_of(found.seat())
    found.move(Step.LOCK, Step.CLOSE)
    yield _page_of(found.seat())


def _too_late(found: Room, state: State) -> Draw:
    workshop = found.seat().workshop

    def draw() -> str:
        try:
            open_round.check_open(found.desk, workshop, 1)
        except PrioritizerError as error:
            return coming_in.message_page(gettext("That did not work"), str(error))
        raise AssertionError(f"an answer was taken while {state}")

    return draw

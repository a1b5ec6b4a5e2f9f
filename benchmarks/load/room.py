"""A workshop in the store of the app, and the people in it."""

from __future__ import annotations

import random
from pathlib import Path

from benchmarks.load.phones import Phone, Times, at_times, timed
from prioritizer.domain.authority import Actor
from prioritizer.domain.chain import sha256
from prioritizer.domain.workshop import Step, Technique, Workshop
from prioritizer.readers.criteria import read_criteria
from prioritizer.readers.reference import read_reference
from prioritizer.readers.sites import read_sites
from prioritizer.workflow.workshop import answering, entering, facilitating, one_form
from prioritizer.workflow.workshop.problem import parse_problem, problem_text
from prioritizer.workflow.workshop.service import WorkshopService

ROOT = Path(__file__).resolve().parents[2]


class Room:
    """The app, and a workshop in its store."""

    def __init__(self, store: str, port: int) -> None:
        self.port, self.desk = port, WorkshopService.open(store)
        reference = read_reference()
        register = read_sites(ROOT / "sample_data" / "sites.csv", reference).register
        self.problem = problem_text(register, read_criteria("default"), reference)
        self.leader = self.desk.store.facilitator("benchmark", "Benchmark")

    def opened(self) -> Workshop:
        """Return a workshop whose first round is open."""
        rules = facilitating.Rules("Load", technique=Technique.POINTS, n_rounds=9)
        made = facilitating.create(self.desk, self.leader, self.problem, rules)
        return facilitating.move(self.desk, self.leader, made.id, Step.OPEN)

    def seated(self, workshop: Workshop, number: int) -> list[Actor]:
        """Return people who have joined."""
        groups = workshop.groups
        return [
            entering.join(self.desk, workshop.id, alias="", group=groups[n % len(groups)].id)[0]
            for n in range(number)
        ]

    def ready_to_send(self, person: Actor, round_number: int, number: int) -> dict[str, str]:
        """Give somebody a whole draft; return the form of the Send button."""
        criteria = parse_problem(self.problem).criteria
        points = {
            f"points.{c.id}": float((number + 7 * k) % 100 + 1) for k, c in enumerate(criteria)
        }
        answers = {**points, "swap": "fewer", "readback": "yes"}
        answering.save_draft(self.desk, person, round_number, answers)
        seat = answering.seat(self.desk, person)
        kept = answering.draft_judgement(seat.problem, seat.workshop, answers)
        content = sha256(one_form.body_of(kept))
        key = answering.client_key_of(person.token, round_number, 0, content)
        return {"key": key, "content": content, "round": str(round_number)}

    def send(
        self, times: Times, people: list[Actor], moments: list[float], number: int
    ) -> None:
        """Let everybody send once, each at a moment."""
        forms = [self.ready_to_send(p, number, n) for n, p in enumerate(people)]
        phones = [Phone(self.port, {"pp_seat": p.token}) for p in people]
        for phone in phones:
            phone.ask("/w/state")

        def job(phone: Phone, form: dict[str, str]) -> object:
            return lambda: timed(times, phone, "/w/send", form, "Saved: your answer")

        at_times([(m, job(p, f)) for m, p, f in zip(moments, phones, forms, strict=True)])

    def next_round(self, workshop: Workshop) -> None:
        """Go on to the next round."""
        for step in (Step.LOCK, Step.REVEAL, Step.NEXT_ROUND):
            facilitating.move(self.desk, self.leader, workshop.id, step)

    def join(self, times: Times, phones: int, seconds: float) -> Workshop:
        """Let phones come in by the code, each up to its first question."""
        workshop = self.opened()
        code = facilitating.invite(self.desk, self.leader, workshop.id).code

        def job() -> None:
            phone = Phone(self.port)
            timed(times, phone, "/w/join", None, "Type the code")
            page = timed(times, phone, "/w/join", {"code": code}, "Which side")
            place = page.partition('name="place" value="')[2][:32]
            group = workshop.groups[0].id
            timed(times, phone, "/w/who", {"group": group, "place": place}, "Question 1")

        chance = random.Random(1)  # noqa: S311 - arrivals, not secrets
        at_times([(chance.uniform(0, seconds), job) for _ in range(phones)])
        return workshop

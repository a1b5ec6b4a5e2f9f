"""Sends every answer again and again, three at a time, also across the end of the round.

By hand: ``python -m tests.workflow.workshop.resubmit --sends 10000 --store FILE_OR_URL``.
"""

from __future__ import annotations

import argparse
import sys
import threading
from collections import Counter
from dataclasses import dataclass
from functools import partial

from prioritizer.domain.authority import Actor
from prioritizer.domain.chain import chain_faults, sha256
from prioritizer.domain.workshop import Judgement, Mode, Step
from prioritizer.errors import PrioritizerError
from prioritizer.workflow.workshop.service import WorkshopService
from tests.storage.workshop.test_store import at_once
from tests.workflow.workshop.crash import sample_problem
from tests.workflow.workshop.steps import come_in, move, opened, points, send

COUNTING = threading.Lock()


@dataclass
class Count:
    """What a run has seen."""

    sends: int = 0
    confirmed: int = 0
    stored: int = 0
    duplicates: int = 0
    late: int = 0
    wrong_answers: int = 0
    broken_chains: int = 0

    @property
    def faults(self) -> int:
        """Return how often a promise was broken."""
        return self.duplicates + self.late + self.wrong_answers + self.broken_chains

    def __str__(self) -> str:
        return (
            f"{self.sends} sends three at a time, {self.confirmed} confirmed, {self.stored} "
            f"stored: {self.duplicates} duplicates, {self.late} late, {self.wrong_answers} "
            f"wrong answers, {self.broken_chains} broken chains"
        )


def run(store: str, sends: int, *, people: int = 100) -> Count:
    """Play one workshop of each mode; a quarter of the people come too late."""
    desk, count = WorkshopService.open(store), Count()
    times = max(2, -(-sends // (3 * people * len(Mode))))
    for mode in Mode:
        _play(desk, mode, count, people, times)
    desk.close()
    return count


def _play(desk: WorkshopService, mode: Mode, count: Count, people: int, times: int) -> None:
    problem, in_time = sample_problem(), people * 3 // 4
    leader = desk.store.facilitator("resubmit", "Resubmit")
    workshop = opened(desk, leader, problem, mode, f"Resubmit {mode}")
    actors = [come_in(desk, workshop) for _ in range(people)]
    answer, seen = points(problem, 80, 20), [Counter[str]() for _ in actors]
    for turn in range(times):
        if turn == 1:
            move(desk, leader, workshop, Step.LOCK)
        for place in range(people if turn else in_time):
            at_once(*[partial(_press, desk, actors[place], answer, seen[place])] * 3)
    count.sends += sum(found.total() for found in seen)
    count.confirmed += sum(found["saved"] + found["again"] for found in seen)
    for place, found in enumerate(seen):
        if place < in_time:
            count.wrong_answers += dict(found) != {"saved": 1, "again": 3 * times - 1}
        else:
            count.late += found["saved"] + found["again"]
            count.wrong_answers += dict(found) != {"RefusedError": 3 * (times - 1)}
    stored = _stored(desk, workshop.id, mode)
    count.stored += stored
    count.duplicates += abs(stored - in_time)
    entries = desk.store.see(workshop.id, lambda reader: reader.entries())
    count.broken_chains += bool(chain_faults(entries))


def _press(desk: WorkshopService, actor: Actor, answer: Judgement, seen: Counter[str]) -> None:
    try:
        receipt = send(desk, actor, answer, key=sha256(actor.id)[:32])
        kind = "again" if receipt.was_already_saved else "saved"
    except PrioritizerError as error:
        kind = type(error).__name__
    with COUNTING:
        seen[kind] += 1


def _stored(desk: WorkshopService, workshop_id: str, mode: Mode) -> int:
    if mode is Mode.ANONYMOUS:
        return desk.store.see(workshop_id, lambda reader: len(reader.ballots(1)))
    return desk.store.see(workshop_id, lambda reader: len(reader.judgement_rows()))


def main() -> None:
    """Run by hand and print what was seen."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", required=True)
    parser.add_argument("--sends", type=int, default=10_000)
    given = parser.parse_args()
    count = run(given.store, given.sends)
    sys.stdout.write(f"{count}\n")
    sys.exit(bool(count.faults))


if __name__ == "__main__":
    main()

"""A workshop under load, against the whole app: one line for each level, with its goal.

Only the loopback address is used, with a store in a temporary folder. Run with ``python -m
benchmarks.workshop_load [--phones 200] [--seconds 60] [--only burst]``. Each phone keeps its
connection, as browsers do; times are from sending a request to having the whole reply. Exit
status 1 if a goal is missed.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.load.phones import Times
from benchmarks.load.room import ROOT, Room
from benchmarks.load.server import cpu_seconds, memory_mb
from benchmarks.load.weights import moved_weights
from benchmarks.load.whole_room import whole_room
from prioritizer.domain.chain import chain_faults
from prioritizer.domain.workshop import Workshop
from prioritizer.workflow.workshop import facilitating
from tests.server import Server

MEMORY_GOAL_MB = 1024
SESSIONS = 25
LOST_NONE = re.compile(r"\b0 lost, 0 doubled, 0 broken chains")


@dataclass
class Level:
    """What a level prints, and whether its goal is reached."""

    line: str
    is_reached: bool


@dataclass
class Load:
    """The app, the workshops in its store, and how much is asked of it."""

    room: Room
    pid: int
    phones: int
    seconds: float

    def steady(self) -> Level:
        """Let each phone send once in ten seconds; each ten seconds is a round of its own."""
        times, chance = Times("steady"), random.Random(2)  # noqa: S311 - arrivals, not secrets
        workshop = self.room.opened()
        people = self.room.seated(workshop, self.phones)
        rounds = max(1, min(9, round(self.seconds / 10)))
        for number in range(1, rounds + 1):
            self.room.send(times, people, [chance.uniform(0, 10) for _ in people], number)
            if number < rounds:
                self.room.next_round(workshop)
        return self._level(times, 300.0, workshop)

    def burst(self) -> Level:
        """Let all phones send within one second."""
        times, chance = Times("burst in 1 s"), random.Random(3)  # noqa: S311 - no secrets
        workshop = self.room.opened()
        people = self.room.seated(workshop, self.phones)
        used = cpu_seconds(self.pid)
        self.room.send(times, people, [chance.uniform(0, 1) for _ in people], 1)
        # What a busy machine does not change: tells a slow server from a slow day.
        each = 1000 * (cpu_seconds(self.pid) - used) / self.phones
        found = self._level(times, 5000.0, workshop, longest=True)
        found.line += f"; {each:.1f} ms of processor time each"
        return found

    def join(self) -> Level:
        """Let phones come in by the code."""
        seconds = 60 if self.phones >= 100 else 10
        times = Times(f"join in {seconds} s")
        return self._level(times, 5000.0, self.room.join(times, self.phones, seconds))

    def whole_room(self) -> Level:
        """Let 60 phones send and look, beside a facilitator's page and a projector."""
        times = Times("room of 60 with facilitator's page and projector")
        workshop, pages = whole_room(self.room, times, self.seconds)
        found = self._level(times, 400.0, workshop)
        found.line += f"; {pages}"
        return found

    def weights(self) -> Level:
        """Let 25 sessions move weights on the ranking page, each about every 4 s."""
        times = Times("25 sessions moving weights")
        times.taken, times.faults = moved_weights(self.room.port, SESSIONS, self.seconds)
        return Level(times.line(600.0), times.is_reached(600.0))

    def _level(
        self, times: Times, goal: float, workshop: Workshop, *, longest: bool = False
    ) -> Level:
        entries = self.room.desk.store.see(workshop.id, lambda reader: reader.entries())
        counts = facilitating.progress(self.room.desk, self.room.leader, workshop.id)
        broken = chain_faults(entries)
        stored = f"{counts.joined} joined, {counts.sent} sent, {len(broken)} broken chains"
        is_reached = times.is_reached(goal, longest=longest) and not broken
        return Level(f"{times.line(goal, longest=longest)}; {stored}", is_reached)


def kills(number: int) -> Level:
    """Kill the whole app while 40 phones send, as often as asked."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "tests.workflow.workshop.crash", "--whole-app"]
        command += ["--people", "40", "--kills", str(number)]
        command += ["--store", str(Path(folder) / "kills.db")]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    said = done.stdout.strip() or (done.stderr.strip().splitlines() or ["nothing said"])[-1]
    is_reached = done.returncode == 0 and bool(LOST_NONE.search(said))
    verdict = "reached" if is_reached else "MISSED"
    return Level(f"kills: {said}; goal none lost or doubled: {verdict}", is_reached)


LEVELS: dict[str, Callable[[Load], Level]] = {
    "steady": Load.steady,
    "burst": Load.burst,
    "join": Load.join,
    "room": Load.whole_room,
    "weights": Load.weights,
}


def memory(pid: int) -> Level:
    """Say how much memory the app takes."""
    now, most = memory_mb(pid)
    is_reached = most <= MEMORY_GOAL_MB
    verdict = "reached" if is_reached else "MISSED"
    return Level(
        f"memory of the server: {now:.0f} MB, highest {most:.0f} MB; goal {MEMORY_GOAL_MB} MB: "
        f"{verdict}; load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores",
        is_reached,
    )


def under_load(given: argparse.Namespace) -> bool:
    """Run the levels that were chosen against one app; return whether all are reached."""
    chosen = [level for name, level in LEVELS.items() if given.only in (None, name)]
    found = []
    with tempfile.TemporaryDirectory() as folder:
        store = given.store or str(Path(folder) / "load.db")
        with Server(Path(folder), ready="/w/readyz", PRIORITIZER_STORE=store) as server:
            room = Room(store, server.port)
            load = Load(room, server.pid, given.phones, given.seconds)
            people = room.seated(room.opened(), 10)
            room.send(Times("warm-up"), people, [0.1 * n for n in range(10)], 1)
            for run in (*chosen, lambda one: memory(one.pid)):
                found.append(run(load))
                print(found[-1].line, flush=True)
            room.desk.close()
    return all(level.is_reached for level in found)


def main() -> int:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--phones", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--only", choices=[*LEVELS, "kills"], help="one level alone")
    parser.add_argument("--store", help="a PostgreSQL URL; a SQLite file of its own otherwise")
    given = parser.parse_args()
    # Whoever ends this run ends the app as well: SIGTERM then passes through `finally`.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    is_reached = given.only == "kills" or under_load(given)
    if given.only in (None, "kills"):
        killed = kills(given.kills)
        print(killed.line)
        is_reached = is_reached and killed.is_reached
    return 0 if is_reached else 1


if __name__ == "__main__":
    sys.exit(main())

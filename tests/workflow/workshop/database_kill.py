"""Kills the PostgreSQL server while people send, and starts it again; the app is left alone.

By hand: ``python -m tests.workflow.workshop.database_kill --kills 100``. Only a server started
here, on the loopback address, is killed.
"""

from __future__ import annotations

import argparse
import random
import sys
import threading
import time

from prioritizer.workflow.workshop.service import WorkshopService
from tests.patience import until
from tests.postgres import Server, binaries
from tests.workflow.workshop.crash import MODES, Tally, note, prepared, sample_problem, sender
from tests.workflow.workshop.serving import Phone, Reply, served
from tests.workflow.workshop.steps import come_in, opened


def look_meanwhile(base: str, token: str) -> Reply:
    """Return what a phone sees that looks while the database is away."""
    phone = Phone(base, headers={"Cookie": f"pp_seat={token}"})
    return phone.ask("/w", timeout=30)


def run(
    server: Server, kills: int, *, people: int = 50, seed: int = 1
) -> tuple[Tally, list[Reply]]:
    """Kill the server as often as asked, with one app that is never started again."""
    tally, chance = Tally(), random.Random(seed)  # noqa: S311
    server.start()
    desk = WorkshopService.serve(server.url)
    with served(desk) as base:
        seen = [one_kill(desk, server, base, tally, n, people, chance) for n in range(kills)]
    desk.close()
    return tally, seen


def one_kill(
    desk: WorkshopService,
    server: Server,
    base: str,
    tally: Tally,
    number: int,
    people: int,
    chance: random.Random,
) -> Reply:
    """Let people send, kill the database amid it, look, start it, let them finish."""
    leader, problem = desk.store.facilitator("crash-test", "Crash test"), sample_problem()
    workshop = opened(desk, leader, problem, MODES[number % 2], f"Kill {number + 1}")
    actors = [come_in(desk, workshop) for _ in range(people)]
    forms = [prepared(desk, a, problem, float(n % 100)) for n, a in enumerate(actors)]
    done: dict[str, float] = {}
    threads = [
        threading.Thread(target=sender, args=(actor, form, base, done))
        for actor, form in zip(actors, forms, strict=True)
    ]
    for thread in threads:
        thread.start()
    for _ in until(lambda: done, 30_000):
        time.sleep(0.002)
    time.sleep(chance.uniform(0, 0.01 * people * 0.5))
    server.kill()
    confirmed = set(done)
    looked = look_meanwhile(base, actors[0].token)
    begun = time.monotonic()
    server.start()
    for thread in threads:
        thread.join()
    tally.seconds_to_return.append(time.monotonic() - begun)
    note(tally, desk, workshop, confirmed, set(done), people)
    return looked


def main() -> None:
    """Run by hand and print what was seen."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--people", type=int, default=50)
    given = parser.parse_args()
    found = binaries()
    if found is None:
        sys.exit("no PostgreSQL here")
    server = Server(found, fsync=True)
    try:
        tally, _ = run(server, given.kills, people=given.people)
    finally:
        server.remove()
    sys.stdout.write(f"{tally}\n")
    sys.exit(bool(tally.lost or tally.doubled or tally.broken_chains))


if __name__ == "__main__":
    main()

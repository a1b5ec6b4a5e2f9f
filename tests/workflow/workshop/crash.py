"""Kills the server with signal 9 while people send, and counts what was confirmed and is gone.

By hand: ``python -m tests.workflow.workshop.crash --kills 100 --store FILE_OR_URL``, with
``--whole-app`` for all of it. Only the loopback address is used, and only the server started
here is killed.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from http.cookiejar import Cookie
from pathlib import Path

from prioritizer.domain.authority import Actor
from prioritizer.domain.chain import chain_faults, sha256
from prioritizer.domain.workshop import Mode, Workshop
from prioritizer.readers.criteria import read_criteria
from prioritizer.readers.reference import read_reference
from prioritizer.readers.sites import read_sites
from prioritizer.workflow.workshop import answering, one_form
from prioritizer.workflow.workshop.problem import parse_problem, problem_text
from prioritizer.workflow.workshop.service import WorkshopService
from tests.server import free_port
from tests.workflow.workshop.serving import BREAKS, Phone
from tests.workflow.workshop.steps import come_in, opened, points

# Seconds until the first of many senders is confirmed, at the very most.
PATIENCE = 60.0
ROOT = Path(__file__).resolve().parents[3]
MODES = (Mode.PSEUDONYMOUS, Mode.ANONYMOUS)


@dataclass
class Tally:
    """What a run has seen."""

    kills: int = 0
    confirmed_before_kill: int = 0
    confirmed: int = 0
    lost: int = 0
    doubled: int = 0
    broken_chains: int = 0
    seconds_to_return: list[float] = field(default_factory=list)

    def __str__(self) -> str:
        slowest = max(self.seconds_to_return, default=0.0)
        return (
            f"{self.kills} kills, {self.confirmed_before_kill} answers confirmed before a "
            f"kill and {self.confirmed} in all: {self.lost} lost, {self.doubled} doubled, "
            f"{self.broken_chains} broken chains; back after {slowest:.1f} s at most"
        )


def sample_problem() -> str:
    """Return the problem of the sample inventory."""
    reference = read_reference()
    register = read_sites(ROOT / "sample_data" / "sites.csv", reference).register
    return problem_text(register, read_criteria("default"), reference)


def server_command(store: str, port: int, *, whole_app: bool, broken: str = "") -> list[str]:
    """Return how to start the small server, broken on purpose or not, or the whole app."""
    if whole_app:
        script = str(ROOT / "app.py")
        return [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port)]
    serving = ["-m", "tests.workflow.workshop.serving", "--store", store, "--port", str(port)]
    if broken:
        serving += ["--broken", broken]
    return [sys.executable, *serving]


def started(
    store: str, port: int, *, whole_app: bool, broken: str = ""
) -> tuple[subprocess.Popen[bytes], float]:
    """Start a server and wait until it can store answers; return it and the seconds it took."""
    begun = time.monotonic()
    process = subprocess.Popen(
        server_command(store, port, whole_app=whole_app, broken=broken),
        cwd=ROOT,
        start_new_session=True,
        env={**os.environ, "PRIORITIZER_STORE": store},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    Phone(f"http://127.0.0.1:{port}").ask_until_answered("/w/join", {"code": "x"}, 30)
    return process, time.monotonic() - begun


def sender(actor: Actor, form: dict[str, str], base: str, done: dict[str, float]) -> None:
    """Press Send until the server answers, as the script on a phone does."""
    phone = Phone(base)
    phone.jar.set_cookie(_cookie(actor.token))
    reply = phone.ask_until_answered("/w/send", form, 60)
    if reply.status == 200 and "Saved" in reply.text:
        done[actor.id] = time.monotonic()


def _cookie(token: str) -> Cookie:
    return Cookie(
        0,
        "pp_seat",
        token,
        None,
        False,
        "127.0.0.1",
        True,
        False,
        "/w",
        True,
        False,
        None,
        False,
        None,
        None,
        {},
    )


def prepared(desk: WorkshopService, actor: Actor, problem: str, point: float) -> dict[str, str]:
    """Give somebody a complete draft; return the form of the Send button."""
    judgement = points(problem, point)
    answering.save_draft(desk, actor, 1, judgement.answers)
    seat = answering.seat(desk, actor)
    kept = answering.draft_judgement(parse_problem(problem), seat.workshop, judgement.answers)
    content = sha256(one_form.body_of(kept))
    key = answering.client_key_of(actor.token, 1, 0, content)
    return {"key": key, "content": content, "round": "1"}


def one_kill(
    desk: WorkshopService,
    problem: str,
    workshop: Workshop,
    tally: Tally,
    *,
    store: str,
    port: int,
    people: int,
    chance: random.Random,
    whole_app: bool,
    broken: str = "",
) -> None:
    """Let people send, kill the server amid it, look, start it, let them finish."""
    actors = [come_in(desk, workshop) for _ in range(people)]
    forms = [prepared(desk, a, problem, float(n % 100)) for n, a in enumerate(actors)]
    process, _ = started(store, port, whole_app=whole_app, broken=broken)
    done: dict[str, float] = {}
    base = f"http://127.0.0.1:{port}"
    threads = [
        threading.Thread(target=sender, args=(a, form, base, done))
        for a, form in zip(actors, forms, strict=True)
    ]
    for thread in threads:
        thread.start()
    deadline = time.monotonic() + PATIENCE
    while not done:
        if time.monotonic() > deadline:
            raise TimeoutError("the server confirmed nobody's answer")
        time.sleep(0.002)
    time.sleep(chance.uniform(0, 0.02 * people * 0.5))
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    confirmed = set(done)
    tally.lost += len(confirmed - set(_sends(desk, workshop)))
    process, seconds = started(store, port, whole_app=whole_app, broken=broken)
    for thread in threads:
        thread.join()
    process.terminate()
    process.wait()
    note(tally, desk, workshop, confirmed, set(done), people)
    tally.seconds_to_return.append(seconds)


def note(
    tally: Tally,
    desk: WorkshopService,
    workshop: Workshop,
    early: set[str],
    done: set[str],
    people: int,
) -> None:
    """Compare what was confirmed, ``early`` before the kill, with what is stored."""
    sends = _sends(desk, workshop)
    tally.kills += 1
    tally.confirmed_before_kill += len(early)
    tally.confirmed += len(done)
    tally.lost += len(done - set(sends)) + (people - len(done))
    tally.doubled += sum(count > 1 for count in sends.values())
    tally.doubled += surplus(desk, workshop, sends)
    entries = desk.store.see(workshop.id, lambda reader: reader.entries())
    tally.broken_chains += bool(chain_faults(entries))


def _sends(desk: WorkshopService, workshop: Workshop) -> dict[str, int]:
    return desk.store.see(workshop.id, lambda reader: reader.sends(1))


def surplus(desk: WorkshopService, workshop: Workshop, sends: dict[str, int]) -> int:
    """Return by how much stored answers differ from those counted."""
    if workshop.mode is Mode.ANONYMOUS:
        n = desk.store.see(workshop.id, lambda reader: len(reader.ballots(1)))
    else:
        n = desk.store.see(workshop.id, lambda reader: len(reader.judgement_rows()))
    return abs(n - sum(sends.values()))


def run(
    store: str,
    kills: int,
    *,
    people: int = 50,
    seed: int = 1,
    whole_app: bool = False,
    broken: str = "",
) -> Tally:
    """Kill as often as asked, each time with another workshop, named and anonymous in turn."""
    problem = sample_problem()
    desk, tally, chance = WorkshopService.open(store), Tally(), random.Random(seed)  # noqa: S311
    leader = desk.store.facilitator("crash-test", "Crash test")
    for number in range(kills):
        workshop = opened(desk, leader, problem, MODES[number % 2], f"Kill {number + 1}")
        one_kill(
            desk,
            problem,
            workshop,
            tally,
            store=store,
            port=free_port(),
            people=people,
            chance=chance,
            whole_app=whole_app,
            broken=broken,
        )
    desk.close()
    return tally


def main(arguments: Sequence[str] | None = None) -> None:
    """Run by hand and print what was seen."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", required=True)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--whole-app", action="store_true")
    parser.add_argument("--broken", default="", choices=["", *BREAKS], help="a control")
    given = parser.parse_args(arguments)
    tally = run(
        given.store,
        given.kills,
        people=given.people,
        whole_app=given.whole_app,
        broken=given.broken,
    )
    sys.stdout.write(f"{tally}\n")
    sys.exit(bool(tally.lost or tally.doubled or tally.broken_chains))


if __name__ == "__main__":
    main()

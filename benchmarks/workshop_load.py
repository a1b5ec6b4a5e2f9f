"""A room of phones against the whole app: steady, all at once, and while they join.

Only the loopback address is used, with a store in a temporary folder. Run with ``python -m
benchmarks.workshop_load [--phones 200] [--seconds 60]``. Each phone keeps its connection, as
browsers do; times are from sending a request to having the whole reply.
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from dataclasses import dataclass, field
from pathlib import Path

from prioritizer.domain.authority import Actor
from prioritizer.domain.chain import chain_faults, sha256
from prioritizer.domain.workshop import Step, Technique, Workshop
from prioritizer.readers.criteria import read_criteria
from prioritizer.readers.reference import read_reference
from prioritizer.readers.sites import read_sites
from prioritizer.workflow.workshop import answering, entering, facilitating, one_form
from prioritizer.workflow.workshop.problem import parse_problem, problem_text
from prioritizer.workflow.workshop.service import WorkshopService

ROOT = Path(__file__).resolve().parents[1]
GOALS_MS = {"send": 300.0, "burst": 5000.0, "join": 5000.0}


@dataclass
class Times:
    """How long requests took, in milliseconds, and what went wrong."""

    name: str
    taken: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def line(self, goal: float, *, longest: bool = False) -> str:
        """Return the figures, and whether the goal is reached."""
        taken = sorted(self.taken) or [float("inf")]
        p50, p95, p99 = (
            taken[min(int(len(taken) * q), len(taken) - 1)] for q in (0.5, 0.95, 0.99)
        )
        figure = taken[-1] if longest else p95
        verdict = "reached" if figure <= goal and not self.faults else "MISSED"
        which = "longest" if longest else "p95"
        return (
            f"{self.name}: {len(self.taken)} requests, p50 {p50:.0f} ms, p95 {p95:.0f} ms, "
            f"p99 {p99:.0f} ms, longest {taken[-1]:.0f} ms, {len(self.faults)} errors "
            f"{self.faults[:3] or ''}; goal {which} {goal:.0f} ms: {verdict}"
        )


class Phone:
    """A browser that keeps one connection and its cookies."""

    def __init__(self, port: int, cookies: dict[str, str] | None = None) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies = dict(cookies or {})

    def _once(
        self, method: str, path: str, body: str | None, headers: dict[str, str]
    ) -> tuple[http.client.HTTPResponse, str]:
        """Ask once; a connection that the server closed as idle is opened again."""
        for attempt in (1, 2):
            try:
                self._connection.request(method, path, body, headers)
                reply = self._connection.getresponse()
                return reply, reply.read().decode()
            except (BrokenPipeError, http.client.RemoteDisconnected, ConnectionResetError):
                self._connection.close()
                if attempt == 2:
                    raise
        raise AssertionError("unreachable")

    def ask(self, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        """Get or post, follow redirects, and return the status and the page."""
        for _ in range(5):
            headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
            body = None if form is None else urllib.parse.urlencode(form)
            if body is not None:
                headers["Content-Type"] = "application/x-www-form-urlencoded"
            reply, text = self._once("GET" if body is None else "POST", path, body, headers)
            for line in reply.headers.get_all("Set-Cookie") or ():
                name, _, rest = line.partition("=")
                self.cookies[name] = rest.partition(";")[0].strip('"')
            if reply.status != 303:
                return reply.status, text
            path, form = reply.headers["Location"], None
        return 599, "too many redirects"


def timed(times: Times, phone: Phone, path: str, form: dict[str, str] | None, sign: str) -> str:
    """Ask, note the time, and return the page; one without the sign is a fault."""
    begun = time.perf_counter()
    try:
        status, text = phone.ask(path, form)
    except (OSError, http.client.HTTPException) as error:
        times.faults.append(type(error).__name__)
        return ""
    times.taken.append(1000 * (time.perf_counter() - begun))
    if status != 200 or sign not in text:
        times.faults.append(f"{status} {path}")
    return text


def at_times(jobs: list[tuple[float, object]]) -> None:
    """Run each job on a thread of its own at its moment, in seconds from now."""
    start = time.monotonic() + 0.5

    def run(moment: float, job: object) -> None:
        time.sleep(max(0.0, start + moment - time.monotonic()))
        job()  # type: ignore[operator]

    threads = [threading.Thread(target=run, args=entry) for entry in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


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


def memory_mb(pid: int) -> tuple[float, float]:
    """Return resident memory of a process now and at its highest, in MB (Linux)."""
    lines = Path(f"/proc/{pid}/status").read_text("ascii").splitlines()
    found = {line.split(":")[0]: line.split()[1] for line in lines if line.startswith("Vm")}
    return int(found["VmRSS"]) / 1024, int(found["VmHWM"]) / 1024


def cpu_seconds(pid: int) -> float:
    """Return the processor time that a process has used (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def started(store: str, port: int) -> subprocess.Popen[bytes]:
    """Start the whole app and wait until it can store answers."""
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "PRIORITIZER_STORE": store},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    for _ in range(300):
        try:
            if Phone(port).ask("/w/readyz")[0] == 200:
                return process
        except (OSError, http.client.HTTPException):
            pass
        time.sleep(0.2)
    process.kill()
    raise SystemExit("the app did not start")


def measure(room: Room, phones: int, seconds: float, pid: int) -> list[str]:
    """Play the three situations and return the lines of the report."""
    steady, burst, join = Times("steady"), Times("burst in 1 s"), Times("join in 60 s")
    chance = random.Random(2)  # noqa: S311 - arrivals, not secrets
    room.send(Times("warm-up"), room.seated(room.opened(), 10), [0.1 * n for n in range(10)], 1)
    # One submission per phone and ten seconds: each ten seconds is a round of its own.
    workshop = room.opened()
    people = room.seated(workshop, phones)
    rounds = max(1, min(9, round(seconds / 10)))
    for number in range(1, rounds + 1):
        room.send(steady, people, [chance.uniform(0, 10) for _ in people], number)
        if number < rounds:
            room.next_round(workshop)
    crowd = room.opened()
    everybody = room.seated(crowd, phones)
    used = cpu_seconds(pid)
    room.send(burst, everybody, [chance.uniform(0, 1) for _ in everybody], 1)
    # What a busy machine does not change: tells a slow server from a slow day.
    each = 1000 * (cpu_seconds(pid) - used) / phones
    joined = room.join(join, phones, 60 if phones >= 100 else 10)
    counts = [
        facilitating.progress(room.desk, room.leader, w.id) for w in (workshop, crowd, joined)
    ]
    chains = [
        fault
        for w in (workshop, crowd, joined)
        for fault in chain_faults(room.desk.store.see(w.id, lambda r: r.entries()))
    ]
    now, most = memory_mb(pid)
    return [
        steady.line(GOALS_MS["send"]),
        burst.line(GOALS_MS["burst"], longest=True),
        join.line(GOALS_MS["join"]),
        f"stored: {counts[0].sent} and {counts[1].sent} answers, {counts[2].joined} joined, "
        f"{len(chains)} broken chains",
        f"processor time of the server: {each:.1f} ms for each answer and the page after it",
        f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores",
        f"memory of the server: {now:.0f} MB, highest {most:.0f} MB; goal 1024 MB",
    ]


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--phones", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--port", type=int, default=8599)
    parser.add_argument("--store", help="a PostgreSQL URL; a SQLite file of its own otherwise")
    given, _ = parser.parse_known_args()
    with tempfile.TemporaryDirectory() as folder:
        store = given.store or str(Path(folder) / "load.db")
        process = started(store, given.port)
        try:
            room = Room(store, given.port)
            for line in measure(room, given.phones, given.seconds, process.pid):
                print(line)
            room.desk.close()
        finally:
            process.terminate()
            process.wait()


if __name__ == "__main__":
    main()

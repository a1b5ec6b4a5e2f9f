"""What was confirmed is there afterwards, once, whatever was killed; breaks are found."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from prioritizer.workflow.workshop import answering, submissions
from tests.conftest import ROOT
from tests.postgres import Server, binaries, skip_loudly
from tests.rooms import emptied
from tests.workflow.workshop import database_kill, resubmit
from tests.workflow.workshop.crash import run

pytestmark = pytest.mark.slow


@pytest.fixture
def on_disk() -> Iterator[Path]:
    """Yield a folder on a disk: other tests keep their files in memory, which syncs at once."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, on_disk: Path) -> str:
    """Return where an empty store of either kind goes."""
    if request.param == "sqlite":
        return str(on_disk / "workshops.db")
    return emptied(request.getfixturevalue("postgres"))


def test_nothing_confirmed_is_lost_or_doubled_when_the_server_is_killed(store: str) -> None:
    tally = run(store, kills=2, people=12)

    assert tally.confirmed == 24
    assert tally.confirmed_before_kill >= 2
    assert (tally.lost, tally.doubled, tally.broken_chains) == (0, 0, 0)


def test_control_a_server_that_confirms_before_it_stores_is_found(on_disk: Path) -> None:
    tally = run(str(on_disk / "broken.db"), kills=1, people=12, broken="early-answer")

    assert tally.lost > 0


def test_the_app_goes_on_when_the_database_was_killed() -> None:
    found = binaries()
    if found is None:
        skip_loudly()
        return
    server = Server(found, fsync=True)
    try:
        tally, seen = database_kill.run(server, kills=2, people=12)
    finally:
        server.remove()

    assert tally.confirmed == 24
    assert (tally.lost, tally.doubled, tally.broken_chains) == (0, 0, 0)
    for reply in seen:
        assert reply.status == 503
        assert "Please try again" in reply.text
        assert reply.headers["refresh"] == "3"


def test_answers_sent_again_and_again_count_once_and_never_late(store: str) -> None:
    count = resubmit.run(store, sends=200, people=12)

    assert count.sends > 150
    assert count.stored == 27
    assert count.faults == 0, str(count)


def test_control_a_store_that_forgets_keys_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering, "saved_before", _knows_nothing)
    monkeypatch.setattr(submissions, "MOST_SENDS", 1000)
    kept = submissions.WorkshopWriter.add_judgement

    def under_a_new_key(self: object, *given: object, client_key: str, **more: object) -> None:
        kept(self, *given, client_key=f"{client_key} {more['digest']} {given}", **more)

    monkeypatch.setattr(submissions.WorkshopWriter, "add_judgement", under_a_new_key)

    assert resubmit.run(str(tmp_path / "broken.db"), sends=50, people=4).duplicates > 0


def _knows_nothing(*_given: object) -> None:
    return None


WRITER = """
import sys
from prioritizer.storage.database import connection
connection.PRAGMAS = tuple(
    (n, sys.argv[2], {"FULL": 2, "OFF": 0}[sys.argv[2]]) if n == "synchronous" else (n, v, e)
    for n, v, e in connection.PRAGMAS
)
from prioritizer.workflow.workshop.service import WorkshopService
from tests.workflow.workshop.crash import sample_problem
from tests.workflow.workshop.steps import come_in, opened, points, send
desk, problem = WorkshopService.serve(sys.argv[1]), sample_problem()
workshop = opened(desk, desk.store.facilitator("x", "X"), problem)
for person in [come_in(desk, workshop) for _ in range(5)]:
    sys.stderr.write("BEGIN\\n")
    send(desk, person, points(problem, 80))
    sys.stderr.write("CONFIRMED\\n")
"""


def traced(store: Path, synchronous: str) -> list[str]:
    """Return what the system was asked for between each send and its confirmation."""
    trace = store.with_suffix(".trace")
    calls = "trace=write,pwrite64,fdatasync,fsync"
    command = [sys.executable, "-c", WRITER, str(store), synchronous]
    subprocess.run(
        ["strace", "-f", "-y", "-qq", "-e", calls, "-o", str(trace), *command],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return re.findall(r'"BEGIN\\n"(.*?)"CONFIRMED\\n"', trace.read_text(), re.DOTALL)


@pytest.mark.skipif(shutil.which("strace") is None, reason="NO strace: syncs are not watched")
@pytest.mark.parametrize(("synchronous", "holds"), [("FULL", True), ("OFF", False)])
def test_an_answer_is_confirmed_only_after_the_disk_has_it(
    on_disk: Path, synchronous: str, holds: bool
) -> None:
    spans = traced(on_disk / "w.db", synchronous)

    assert len(spans) == 5
    for span in spans:
        written = [line for line in span.splitlines() if "w.db-wal>" in line]
        assert any("pwrite64" in line for line in written)
        assert ("sync(" in written[-1]) is holds

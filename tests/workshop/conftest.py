"""A desk on each kind of database, and a small problem to decide on."""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from prioritizer.domain.authority import Actor
from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import SiteRegister
from prioritizer.workflow.workshop.desk import Desk
from prioritizer.workflow.workshop.problem import problem_text

URL_VARIABLE = "PRIORITIZER_TEST_POSTGRES"


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def move(self, **span: float) -> None:
        self.now += timedelta(**span)


@pytest.fixture
def clock() -> Clock:
    """Return a clock that tests move."""
    return Clock()


@pytest.fixture(scope="session")
def problem(sample: SiteRegister, criteria: CriteriaSet, reference: Reference) -> str:
    """Return the problem of the sample inventory."""
    return problem_text(sample, criteria, reference)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _postgres_binaries() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
    on_path = shutil.which("pg_ctl")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Yield the URL of a PostgreSQL that is named, or started for this session."""
    if url := os.environ.get(URL_VARIABLE):
        yield url
        return
    binaries = _postgres_binaries()
    if binaries is None or importlib.util.find_spec("psycopg") is None:
        words = "PostgreSQL is NOT tested: install the package postgresql, and psycopg."
        sys.stderr.write(f"\n*** {words} ***\n")
        pytest.skip(words)
    # A socket path has at most about 100 letters, so not pytest's deep folders.
    folder = Path(tempfile.mkdtemp(prefix="pp-pg-"))
    user: dict[str, str] = {}
    if os.geteuid() == 0:
        account = pwd.getpwnam("postgres")
        os.chown(folder, account.pw_uid, account.pw_gid)
        user = {"user": "postgres"}
    data, port = folder / "data", _free_port()

    def run(*command: object) -> None:
        subprocess.run(
            [str(part) for part in command],
            check=True,
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=60,
            **user,  # type: ignore[call-overload]
        )

    run(
        binaries / "initdb",
        "-D",
        data,
        "-U",
        "tester",
        "-A",
        "trust",
        "-N",
        "--no-instructions",
    )
    options = f"-p {port} -c listen_addresses=127.0.0.1 -k {folder}"
    run(binaries / "pg_ctl", "-D", data, "-o", options, "-l", folder / "log", "-w", "start")
    try:
        yield f"postgresql://tester@127.0.0.1:{port}/postgres"
    finally:
        run(binaries / "pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def emptied(url: str) -> str:
    """Drop everything in a database and return its URL."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def desk(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> Iterator[Desk]:
    """Yield an empty desk on either database."""
    if request.param == "sqlite":
        spec = str(tmp_path / "workshops.db")
    else:
        spec = emptied(request.getfixturevalue("postgres"))
    opened = Desk.open(spec, clock)
    yield opened
    opened.close()


@pytest.fixture
def sqlite_desk(tmp_path: Path, clock: Clock) -> Iterator[Desk]:
    """Yield an empty desk on a SQLite file."""
    opened = Desk.open(str(tmp_path / "workshops.db"), clock)
    yield opened
    opened.close()


def facilitator(desk: Desk, name: str = "Ida") -> Actor:
    """Return a facilitator."""
    return desk.store.facilitator(f"test:{name}", name)

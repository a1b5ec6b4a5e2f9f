"""A real PostgreSQL server, started by the test session itself on the loopback address."""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.server import free_port

URL_VARIABLE = "PRIORITIZER_TEST_POSTGRES"
MISSING = "PostgreSQL is NOT tested: install the package postgresql, and psycopg."


def binaries() -> Path | None:
    """Return the folder of the server's programs, None where it is not installed."""
    if importlib.util.find_spec("psycopg") is None:
        return None
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
    on_path = shutil.which("pg_ctl")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


@dataclass
class Server:
    """One server with a folder of its own; ``fsync`` off is for tests that cut no power."""

    bin: Path
    fsync: bool = False
    # A socket path has at most about 100 letters, so not pytest's deep folders.
    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="pp-pg-")))
    port: int = field(default_factory=free_port)

    def __post_init__(self) -> None:
        self._as: dict[str, str] = {}
        if os.geteuid() == 0:
            account = pwd.getpwnam("postgres")
            os.chown(self.folder, account.pw_uid, account.pw_gid)
            self._as = {"user": "postgres"}
        self._run("initdb", "-U", "tester", "-A", "trust", "-N", "--no-instructions")

    @property
    def url(self) -> str:
        """Return the address of the server's database."""
        return f"postgresql://tester@127.0.0.1:{self.port}/postgres"

    def _run(self, program: str, *options: object) -> None:
        subprocess.run(
            [str(part) for part in (self.bin / program, "-D", self.folder / "data", *options)],
            check=True,
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=60,
            **self._as,  # type: ignore[call-overload]
        )

    def start(self) -> None:
        """Start and wait until it answers."""
        sync = "on" if self.fsync else "off"
        options = (
            f"-p {self.port} -c listen_addresses=127.0.0.1 -c fsync={sync} -k {self.folder}"
        )
        # After a kill the system may take a moment to give the memory back.
        for _ in range(40):
            try:
                self._run("pg_ctl", "-o", options, "-l", self.folder / "log", "-w", "start")
            except subprocess.CalledProcessError:
                time.sleep(0.25)
            else:
                return
        raise RuntimeError((self.folder / "log").read_text()[-2000:])

    def kill(self) -> None:
        """Kill the server and all its processes with signal 9."""
        pid = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])
        os.kill(pid, signal.SIGSTOP)  # so that it has no more children meanwhile
        children = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=True
        )
        for victim in (*map(int, children.stdout.split()), pid):
            try:
                os.kill(victim, signal.SIGKILL)
            except ProcessLookupError:
                continue

    def remove(self) -> None:
        """Stop it and delete its folder."""
        subprocess.run(
            [
                str(self.bin / "pg_ctl"),
                "-D",
                str(self.folder / "data"),
                "-m",
                "immediate",
                "stop",
            ],
            check=False,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self.folder,
            **self._as,  # type: ignore[call-overload]
        )
        shutil.rmtree(self.folder, ignore_errors=True)


def skip_loudly() -> None:
    """Skip a test for want of a server, so that nobody overlooks it."""
    sys.stderr.write(f"\n*** {MISSING} ***\n")
    pytest.skip(MISSING)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Yield the URL of a PostgreSQL that is named, or started for this session."""
    if url := os.environ.get(URL_VARIABLE):
        yield url
        return
    found = binaries()
    if found is None:
        skip_loudly()
        return
    server = Server(found)
    try:
        server.start()
        yield server.url
    finally:
        server.remove()

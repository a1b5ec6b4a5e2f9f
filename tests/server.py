"""The app on a free port, with stores of its own: for walks in a browser and for benchmarks."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Self

from tests.patience import until

ROOT = Path(__file__).resolve().parents[1]
# What ``python -m prioritizer app`` runs.
START = "prioritizer.ui.server.start"
# Settings of whoever runs the tests.
_OURS = ("PRIORITIZER_", "FORWARDED_")


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """The app on a free port, with stores and a log in a folder.

    Parameters
    ----------
    runner
        A module that runs the app as Streamlit does.
    ready
        What answers once the app is up.
    variables
        Variables of its environment, on top of the stores.
    """

    def __init__(
        self,
        folder: Path,
        runner: str = START,
        *,
        ready: str = "/_stcore/health",
        **variables: str,
    ) -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.log = folder / "log.txt"
        self._runner, self._ready = runner, ready
        stores = {
            f"PRIORITIZER_{what}": str(folder / file)
            for what, file in (
                ("STORE", "workshops.db"),
                ("INVENTORIES", "inventories.db"),
                ("PROJECTS", "projects.db"),
            )
        }
        self._variables = {**stores, **variables}
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", self._runner, "run", "app.py"]
        others = {k: v for k, v in os.environ.items() if not k.startswith(_OURS)}
        with self.log.open("w") as file:
            self._process = subprocess.Popen(
                [*command, "--server.port", str(self.port)],
                cwd=ROOT,
                stdout=file,
                stderr=file,
                env={**others, **self._variables},
            )
        try:
            for _ in until(self._answers, 600):
                assert self._process.poll() is None, self.log.read_text()
                time.sleep(0.2)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(timeout=60)

    @property
    def pid(self) -> int:
        """Return the number of the process."""
        assert self._process is not None
        return self._process.pid

    def restart(self) -> None:
        """Stop the server and start another one at its address."""
        self.__exit__()
        self.__enter__()

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}{self._ready}", timeout=2):  # noqa: S310 - this machine
                return True
        except OSError:
            return False

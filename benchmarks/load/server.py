"""The app under load: its start, its processor time and its memory."""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.load.phones import Phone

ROOT = Path(__file__).resolve().parents[2]


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
    command = [
        sys.executable,
        "-m",
        "prioritizer.ui.server.start",
        "run",
        "app.py",
        "--server.port",
        str(port),
    ]
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

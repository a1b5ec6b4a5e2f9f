"""A closed or a full output ends a command in words, never in a traceback."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

WORDS = [
    "matrix",
    "sample_data/matrix.csv",
    "--objectives",
    "max,max,max",
    "--normalization",
    "minmax",
]
FULL = Path("/dev/full")


def run(shell: str) -> subprocess.CompletedProcess[str]:
    command = f"{sys.executable} -m prioritizer {' '.join(WORDS)} {shell}"
    return subprocess.run(
        ["/bin/sh", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False
    )


pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="redirections of a POSIX shell")


def test_a_closed_output_is_no_fault() -> None:
    result = run(">&-")

    assert (result.returncode, result.stderr) == (0, "")


@pytest.mark.skipif(not FULL.exists(), reason="no device here that is always full")
def test_a_full_output_is_told() -> None:
    result = run(f">{FULL}")

    assert result.returncode == 1
    assert result.stderr.startswith("output: could not be written (No space left on device).")
    assert len(result.stderr.splitlines()) == 1

"""A wheel, installed outside the checkout, runs: commands, the sample, the report, the app."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from prioritizer.version import __version__
from tests.conftest import ROOT
from tests.server import free_port

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Installed:
    """A folder with the installed wheel, and an empty one to work in."""

    packages: Path
    work: Path

    @property
    def environment(self) -> Mapping[str, str]:
        """Return an environment that knows the installed package, and its own data folder."""
        own = {"PYTHONPATH": str(self.packages), "XDG_DATA_HOME": str(self.work / "home")}
        return {**os.environ, **own}

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run the command that pip made."""
        command = [sys.executable, str(self.packages / "bin" / "prioritizer"), *arguments]
        return subprocess.run(
            command,
            cwd=self.work,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """Build the wheel and install it; what it needs is there already."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    build = [*pip, "wheel", str(ROOT), "--no-deps", "--no-build-isolation", "-w", str(folder)]
    subprocess.run(build, check=True, capture_output=True)
    wheel = next(folder.glob("*.whl"))
    packages, work = folder / "packages", folder / "work"
    work.mkdir()
    subprocess.run(
        [*pip, "install", str(wheel), "--no-deps", "--no-index", "--target", str(packages)],
        check=True,
        capture_output=True,
    )
    return Installed(packages, work)


def test_the_installed_command_tells_its_version(installed: Installed) -> None:
    assert installed.run("--version").stdout.strip().endswith(__version__)


def test_the_installed_command_ranks_the_sample_as_the_checkout_does(
    installed: Installed,
) -> None:
    here = [sys.executable, "-m", "prioritizer", "rank", "sample", "--format", "json"]

    there = installed.run("rank", "sample", "--format", "json")

    assert there.returncode == 0, there.stderr
    expected = subprocess.run(here, cwd=ROOT, capture_output=True, text=True, check=True)
    assert there.stdout == expected.stdout


def test_the_installed_command_ranks_and_imports_a_file(installed: Installed) -> None:
    example = ROOT / "sample_data" / "import_examples" / "halden.csv"

    imported = installed.run("import", str(example), "--out", "imported")
    ranked = installed.run("rank", "imported/sites.csv", "--format", "json")

    assert imported.returncode == 0, imported.stderr
    assert ranked.returncode == 0, ranked.stderr


def test_the_installed_command_sets_a_report(installed: Installed) -> None:
    result = installed.run("report", "sample", "--output", "r.pdf")

    assert result.returncode == 0, result.stderr
    assert (installed.work / "r.pdf").read_bytes().startswith(b"%PDF")


def test_the_installed_app_answers_and_keeps_its_data_outside_the_package(
    installed: Installed,
) -> None:
    before = sorted(path for path in installed.packages.rglob("*") if path.suffix != ".pyc")
    port = free_port()
    command = [sys.executable, "-m", "prioritizer", "app", "--port", str(port)]
    log = installed.work / "app.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=installed.work,
            env=installed.environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        answers = {
            path: _answer(process, log, f"http://127.0.0.1:{port}{path}")
            for path in ("/healthz", "/", "/w/join", "/app/static/topojson/world_50m.json")
        }
    finally:
        process.terminate()
        process.wait(timeout=20)

    assert answers["/healthz"] == b"ok"
    assert b"<html" in answers["/"]
    assert b"arcs" in answers["/app/static/topojson/world_50m.json"]
    assert (installed.work / "home" / "pilot-prioritizer" / "workshops.db").is_file()
    after = sorted(path for path in installed.packages.rglob("*") if path.suffix != ".pyc")
    assert after == before


def _answer(process: subprocess.Popen[bytes], log: Path, address: str) -> bytes:
    """Return what an address answers, once the server is up."""
    for _ in range(300):
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(address, timeout=10) as response:  # noqa: S310 - ours
                content: bytes = response.read()
                return content
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"{address}: no answer. {log.read_text(errors='replace')}")

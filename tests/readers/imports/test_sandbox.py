"""Hostile files end in a refusal, in time, and change nothing; progress and cancel work."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from prioritizer.domain.imports import ImportOptions, Limits, Progress
from prioritizer.errors import Cancelled, DataError
from prioritizer.readers.imports import sandbox
from prioritizer.readers.imports.files.vector_files import DRIVERS
from prioritizer.readers.imports.sandbox import parse_in_child
from tests.readers.imports.builders import FIXED, ROW

pytestmark = pytest.mark.walled

ANALYTES = ("Cu", "Zn")


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    path = tmp_path / "plain.csv"
    path.write_text(f"{FIXED},Cu %\n{ROW},0.35\n", encoding="utf-8")
    return path


def sleeper(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Put another program in the place of the parser."""

    def start(folder: str, _parser: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", code],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=folder,
        )

    monkeypatch.setattr(sandbox, "_start", start)


def test_the_child_reads_a_file_and_reports_progress(plain: Path) -> None:
    seen: list[Progress] = []

    outcome = parse_in_child(plain, ImportOptions(), ANALYTES, progress=seen.append)

    assert outcome.rows[0][:2] == ["A1", "Pond"]
    assert outcome.grade_rows[0][1] == "Cu"
    assert seen
    assert seen[0].total == 1


def test_a_parser_that_hangs_is_ended(plain: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sleeper(monkeypatch, "import time; time.sleep(60)")

    with pytest.raises(DataError, match="no end after"):
        parse_in_child(plain, ImportOptions(limits=Limits(seconds=0.3)), ANALYTES)


def test_a_parser_that_dies_is_a_refusal(plain: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sleeper(monkeypatch, "import os; os._exit(9)")

    with pytest.raises(DataError, match=r"ended the parser \(status 9\)"):
        parse_in_child(plain, ImportOptions(), ANALYTES)


def test_cancel_ends_the_parser(plain: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sleeper(monkeypatch, "import time; time.sleep(60)")

    with pytest.raises(Cancelled, match="Nothing was changed"):
        parse_in_child(plain, ImportOptions(), ANALYTES, is_cancelled=lambda: True)


@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited by the system on Linux")
def test_a_file_that_wants_too_much_memory_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "deep.geojson"
    numbers = ",".join(f'"p{i}":{i}' for i in range(400_000))
    path.write_text("[{" + numbers + "}]", encoding="utf-8")

    with pytest.raises(DataError, match=r"more memory|ended the parser"):
        parse_in_child(path, ImportOptions(limits=Limits(memory_bytes=90_000_000)), ANALYTES)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"gone\.csv: found no such file"):
        parse_in_child(tmp_path / "gone.csv", ImportOptions(), ANALYTES)


def test_the_child_gets_no_secret_of_its_surroundings(
    plain: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_PASSWORD", "canary")
    given: dict[str, str] = {}
    start = subprocess.Popen

    def spy(command: list[str], **settings: Any) -> subprocess.Popen[str]:
        given.update(settings["env"])
        return start(command, **settings)

    monkeypatch.setattr(sandbox.subprocess, "Popen", spy)

    parse_in_child(plain, ImportOptions(), ANALYTES)

    assert "PYTHONPATH" in given
    assert "canary" not in given.values()


def test_options_reach_the_child(plain: Path) -> None:
    options = ImportOptions(columns={"Cu %": "ignore"}, constants={"region": "Dalarna"})

    outcome = parse_in_child(plain, options, ANALYTES)

    assert outcome.grade_rows == []
    assert "Dalarna" in outcome.rows[0]


@pytest.mark.skipif(sys.platform != "linux", reason="wheels of other systems bring others")
def test_gdal_has_the_drivers_that_are_needed_and_no_other() -> None:
    code = "import pyogrio; print(*sorted(pyogrio.list_drivers()), sep=';')"
    environment = {"GDAL_SKIP": sandbox.SKIPPED_DRIVERS}

    found = subprocess.run(
        [sys.executable, "-c", code],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )

    needed = {driver for drivers in DRIVERS.values() for driver in drivers}
    # MEM holds what is in memory only.
    assert set(found.stdout.strip().split(";")) - {"MEM"} == needed

"""Long commands: they end on Ctrl-C, keep to a limit of time, and show signs of life."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from prioritizer.cli import COMMANDS, STOPPED, main
from prioritizer.cli.progress import Progress

SITES = "sample_data/sites.csv"
PORTFOLIO = ["portfolio", SITES, "--budget", "3000000"]


@pytest.mark.parametrize("name", ["portfolio", "rank", "robustness", "next-data"])
def test_ctrl_c_ends_a_command_with_the_status_of_shells(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    module = sys.modules.get(COMMANDS[name]) or __import__(COMMANDS[name], fromlist=["command"])
    monkeypatch.setattr(module.command, "callback", interrupted)

    found = CliRunner().invoke(
        main, [name, SITES, "--budget", "1"][: 4 if name == "portfolio" else 2]
    )

    assert found.exit_code == STOPPED == 130
    assert "Traceback" not in found.output
    assert "Stopped" in found.stderr


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_ctrl_c_ends_draws_in_several_processes_and_leaves_none() -> None:
    asked = [sys.executable, "-m", "prioritizer", *PORTFOLIO, "--draws", "30000"]
    with subprocess.Popen(
        asked,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        # Tests that run in the background of a shell inherit that the signal is ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as running:
        try:
            assert running.stderr is not None
            # Its first sign of life says that it is at work.
            assert any(line.startswith(b"portfolio: ") for line in running.stderr)
            os.killpg(running.pid, signal.SIGINT)
            _, errors = running.communicate(timeout=60)
        finally:
            running.kill()

    assert running.returncode == STOPPED
    assert b"Traceback" not in errors
    with pytest.raises(ProcessLookupError):
        os.killpg(running.pid, 0)


def test_a_programme_in_no_time_says_how_far_off_it_may_be(tmp_path: Path) -> None:
    asked = [*PORTFOLIO, "--time-limit", "1e-9"]

    shown = CliRunner().invoke(main, asked)
    data = CliRunner().invoke(main, [*asked, "--format", "json"])

    assert shown.exit_code == 0
    assert "Not proven best: time ended." in shown.stdout
    assert "No programme is worth more" not in shown.stdout
    found = json.loads(data.stdout)
    assert found["total_value_at_most"] > found["total_value"]
    assert found["unfinished"]


def test_draws_that_time_does_not_allow_are_said_and_the_programme_still_shown() -> None:
    shown = CliRunner().invoke(main, [*PORTFOLIO, "--draws", "200", "--time-limit", "1e-9"])

    assert shown.exit_code == 0
    assert "time ended before a draw was solved" in shown.stderr
    assert "pilots, total score" in shown.stdout


def test_too_many_draws_for_so_many_sites_are_refused_early(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from prioritizer.workflow.pilots import portfolio_draws

    monkeypatch.setattr(portfolio_draws, "MOST_CELLS", 1000)
    shown = CliRunner().invoke(main, [*PORTFOLIO, "--draws", "500"])

    assert shown.exit_code == 1
    assert "Ask for fewer draws" in shown.stderr


def test_signs_of_life_come_only_from_what_takes_long(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from prioritizer.cli import progress

    monkeypatch.setattr(progress, "TICK", 0.005)
    with Progress("quick") as quick:
        quick.say("nothing")
    monkeypatch.setattr(progress, "QUIET_SECONDS", 0.0)
    with Progress("long") as found:
        found.count(3, 10)
        deadline = time.monotonic() + 10
        while not found._has_spoken and time.monotonic() < deadline:
            time.sleep(0.005)

    errors = capsys.readouterr().err
    assert "quick" not in errors
    assert "long: 3 of 10 draws (0 s)\n" in errors

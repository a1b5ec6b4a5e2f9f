"""Draws in several processes: the same answer, and no process left behind."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from prioritizer.pilots.portfolio import draw_workers, draws, rules
from prioritizer.pilots.portfolio.draws import DrawnPortfolios, portfolios
from prioritizer.pilots.portfolio.stop import Stop

N = 12
RULES = [rules.at_most(5, N), rules.cover_kinds("kinds", {"a": [0, 1], "b": [4, 7, 9]}, 2, N)]


@pytest.fixture
def children(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """All processes that are started."""
    started = []

    class Recorded(subprocess.Popen):
        def __init__(self, *args: object, **options: object) -> None:
            super().__init__(*args, **options)
            started.append(self)

    monkeypatch.setattr(draw_workers.subprocess, "Popen", Recorded)
    return started


def _run(n_draws: int = 120, **options: object) -> DrawnPortfolios:
    rng = np.random.default_rng(11)
    # Rounded values tie: the choice between equals must not depend on who solves the draw.
    values = np.round(rng.random((n_draws, N)), 1)
    return portfolios(values, rng.uniform(1, 4, (n_draws, N)), 9.0, RULES, **options)


@pytest.fixture(autouse=True)
def _small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draws, "BLOCK", 20)


def test_two_processes_give_the_answer_of_one(children: list[subprocess.Popen[bytes]]) -> None:
    seen: list[int] = []

    one = _run(processes=1)
    assert not children
    two = _run(processes=2, progress=lambda done, _: seen.append(done))

    assert len(children) == 2
    assert two.chosen.tolist() == one.chosen.tolist()
    assert two.is_feasible.tolist() == one.is_feasible.tolist()
    assert seen == [20, 40, 60, 80, 100, 120]
    assert all(child.poll() is not None for child in children)


def test_a_cancelled_run_leaves_no_process(children: list[subprocess.Popen[bytes]]) -> None:
    seen: list[int] = []

    found = _run(
        processes=2,
        progress=lambda done, _: seen.append(done),
        stop=Stop(is_asked=lambda: len(seen) >= 2),
    )

    assert found.n_draws == seen[-1] < 120
    assert found.chosen.tolist() == _run(processes=1).chosen[: found.n_draws].tolist()
    assert len(children) == 2
    assert all(child.poll() is not None for child in children)


def test_a_caller_that_breaks_off_leaves_no_process(
    children: list[subprocess.Popen[bytes]],
) -> None:
    def stop(done: int, _asked: int) -> None:
        if done > 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        _run(processes=2, progress=stop)

    assert len(children) == 2
    assert all(child.poll() is not None for child in children)


@pytest.mark.parametrize("command", [("-c", "pass"), ("-c", "print('nonsense')")])
def test_draws_of_a_child_that_ends_early_are_solved_all_the_same(
    command: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = _run(processes=1)
    monkeypatch.setattr(draw_workers, "CHILD", command)

    found = _run(processes=2)

    assert found.chosen.tolist() == expected.chosen.tolist()


def test_where_no_process_can_start_one_does_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = _run(processes=1)
    monkeypatch.setattr(sys, "executable", "/nowhere/python")

    found = _run(processes=2)

    assert found.chosen.tolist() == expected.chosen.tolist()


def test_short_work_starts_no_process(children: list[subprocess.Popen[bytes]]) -> None:
    _run(n_draws=40)

    assert not children

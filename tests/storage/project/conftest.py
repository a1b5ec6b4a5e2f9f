"""A store of projects in both kinds of database, two owners, and states to keep."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from prioritizer.domain.project import NewState, NewStates
from prioritizer.storage.project.store import ProjectStore, new_id

ADA, BO = "a" * 64, "b" * 64
START = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


class Clock:
    """A clock that goes on by a minute whenever it is read."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "projects.db"


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, file: Path) -> Any:
    spec = str(file)
    if request.param == "postgresql":
        spec = request.getfixturevalue("postgres")
    opened = ProjectStore.open(spec, clock=Clock())
    if request.param == "postgresql":  # one database for all tests
        for owner in (ADA, BO):
            for kept in opened.projects(owner):
                opened.delete(kept.id, owner)
    yield opened
    opened.close()


def state(
    said: str, n: int, *, is_quiet: bool = False, is_more: bool = False, table: str = "t"
) -> NewState:
    choices = {"n": n, "x": 0.1 + 0.2}
    return NewState(
        "2026-03-01T10:00:00", said, choices, table, is_quiet=is_quiet, is_more=is_more
    )


def made(store: ProjectStore, *states: NewState, owner: str = ADA) -> str:
    project_id = new_id()
    store.save(
        [NewStates(project_id, owner, "Ponds", states or (state("Start", 1),))],
        {"t": b"sites", "u": b"others"},
    )
    return project_id

"""A desk on each kind of database, and a small problem to decide on."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from prioritizer.domain.authority import Actor
from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import SiteRegister
from prioritizer.ui.server import serving
from prioritizer.workflow.workshop.problem import problem_text
from prioritizer.workflow.workshop.service import STORE_VARIABLE, WorkshopService


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


@pytest.fixture
def served_desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[WorkshopService]:
    """Yield the store that the pages of a test use, in a process that answers phones."""
    monkeypatch.setenv(STORE_VARIABLE, str(tmp_path / "workshops.db"))
    serving._opened.cache_clear()
    monkeypatch.setattr(serving, "is_on", lambda: True)
    opened = serving.desk()
    yield opened
    opened.close()
    serving._opened.cache_clear()


def emptied(url: str) -> str:
    """Drop everything in a database and return its URL."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
    return url


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store without a room: to copy one takes less than to make its tables."""
    path = tmp_path_factory.mktemp("empty") / "workshops.db"
    WorkshopService.open(str(path), Clock()).close()
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def desk(
    request: pytest.FixtureRequest, tmp_path: Path, clock: Clock, empty_store: Path
) -> Iterator[WorkshopService]:
    """Yield an empty desk on either database."""
    if request.param == "sqlite":
        spec = str(shutil.copyfile(empty_store, tmp_path / "workshops.db"))
    else:
        spec = emptied(request.getfixturevalue("postgres"))
    opened = WorkshopService.open(spec, clock)
    yield opened
    opened.close()


@pytest.fixture
def sqlite_desk(tmp_path: Path, clock: Clock, empty_store: Path) -> Iterator[WorkshopService]:
    """Yield an empty desk on a SQLite file."""
    path = shutil.copyfile(empty_store, tmp_path / "workshops.db")
    opened = WorkshopService.open(str(path), clock)
    yield opened
    opened.close()


def facilitator(desk: WorkshopService, name: str = "Ida") -> Actor:
    """Return a facilitator."""
    return desk.store.facilitator(f"test:{name}", name)

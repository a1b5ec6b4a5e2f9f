"""Fixtures that several tests share."""

from __future__ import annotations

import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import SiteRegister
from prioritizer.readers.criteria import read_criteria
from prioritizer.readers.reference import read_reference
from prioritizer.readers.sites import read_sites
from tests.browser import (
    app_address,
    end_shared_app,
    fresh_page,
    launched,
    leave_no_page,
    open_app,
    pages_at,
    ranking_page,
    ranking_tab,
    slow_address,
    tabs,
)
from tests.drawing import draw_few
from tests.hashing import hash_at_little_cost
from tests.memory import remember
from tests.postgres import postgres
from tests.reading import read_at_hand
from tests.rooms import clock, desk, empty_store, problem, sqlite_desk

# Fixtures of other modules that all tests may ask for.
__all__ = [
    "app_address",
    "clock",
    "desk",
    "empty_store",
    "fresh_page",
    "leave_no_page",
    "open_app",
    "postgres",
    "problem",
    "ranking_page",
    "ranking_tab",
    "slow_address",
    "sqlite_desk",
    "tabs",
]

# A busy machine is no fault, and a run must not differ from the next.
settings.register_profile("project", deadline=None, derandomize=True, max_examples=50)
# Run now and then: HYPOTHESIS_PROFILE=thorough make test
settings.register_profile("thorough", deadline=None, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "project"))

# Tests start some hundred processes: without compiled modules each would compile them anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "sample_data" / "sites.csv"
PROJECTS = "prioritizer-test-projects"
ROOM = 4_000_000_000
"""What a run writes several times over, in bytes."""


def pytest_xdist_auto_num_workers() -> int:
    """Run one more test than there are cores: some wait for a browser or a server."""
    return (os.cpu_count() or 1) + 1


def pytest_configure() -> None:
    """Keep the files of tests in memory where there is room: a disk takes 4 ms to sync one."""
    hash_at_little_cost()
    memory = Path("/dev/shm")  # noqa: S108 - pytest makes a folder of its own in it
    if memory.is_dir() and shutil.disk_usage(memory).free > ROOM:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(memory))
    # Pages save projects by themselves: never into the data of whoever runs the tests.
    folder = Path(os.environ.get("PYTEST_DEBUG_TEMPROOT", tempfile.gettempdir()))
    os.environ.setdefault("PRIORITIZER_PROJECTS", str(folder / f"{PROJECTS}-{os.getpid()}.db"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the tests that wait: the others fill their gaps, and none comes last."""
    items.sort(
        key=lambda item: not (item.get_closest_marker("browser") or "crash" in item.name)
    )


def pytest_collection_finish() -> None:
    """Let the collector of garbage pass over the tests themselves, and come less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Stop the app that the processes of this run shared."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        kept = Path(os.environ["PRIORITIZER_PROJECTS"])
        for path in kept.parent.glob(f"{PROJECTS}-{os.getpid()}.db*"):
            path.unlink(missing_ok=True)
        end_shared_app(session.config._tmp_path_factory)  # type: ignore[attr-defined]


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Do at hand, and few times, what a test is not about."""
    read_at_hand(item)
    draw_few(item)
    remember(item)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Tell what the pages of a failed test showed, while they are still open."""
    report: pytest.TestReport = yield
    browser = getattr(item, "funcargs", {}).get("browser")
    if report.failed and browser is not None:
        report.sections.append(("pages when it failed", pages_at(browser, ROOT, item.nodeid)))
    return report


@pytest.fixture(scope="session")
def reference() -> Reference:
    """Return the reference facts shipped with the project."""
    return read_reference()


@pytest.fixture(scope="session")
def criteria() -> CriteriaSet:
    """Return the default criteria set."""
    return read_criteria("default")


@pytest.fixture(scope="session")
def sample(reference: Reference) -> SiteRegister:
    """Return the sample inventory."""
    return read_sites(SAMPLE, reference).register


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Start the system's Chromium, once a session: two drivers cannot share a thread."""
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        try:
            chromium = launched(driver)
        except FileNotFoundError as error:
            pytest.skip(str(error))
        yield chromium
        chromium.close()

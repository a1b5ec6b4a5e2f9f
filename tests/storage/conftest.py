"""Stores of every kind, each test in one of its own, with a clock that stands still."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from prioritizer.domain.inventory_store import Store
from prioritizer.domain.site import Assay, Range, Site, SiteRegister, Source, WasteType
from prioritizer.storage.inventory.opening import open_store


class Clock:
    """Tells a time that moves on by a minute whenever it is asked."""

    def __init__(self) -> None:
        self.now = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


@pytest.fixture
def sqlite_path(tmp_path: Path) -> Path:
    """Return where a new SQLite store goes."""
    return tmp_path / "inventories.db"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, sqlite_path: Path) -> Iterator[str]:
    """Return the address of an empty store: SQLite, and a real PostgreSQL."""
    if request.param == "sqlite":
        yield str(sqlite_path)
        return
    server = request.getfixturevalue("postgres")
    import sqlalchemy as sa

    schema = f"t{uuid.uuid4().hex}"
    engine = sa.create_engine(server.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        connection.execute(sa.text(f"CREATE SCHEMA {schema}"))
    yield f"{server}?options=-csearch_path%3D{schema}"
    with engine.begin() as connection:
        connection.execute(sa.text(f"DROP SCHEMA {schema} CASCADE"))
    engine.dispose()


@pytest.fixture
def open_here(url: str) -> Callable[[], Store]:
    """Return a function that opens the store of this test."""
    return lambda: open_store(url, clock=Clock())


@pytest.fixture
def store(open_here: Callable[[], Store]) -> Iterator[Store]:
    """Return an empty store."""
    with open_here() as opened:
        yield opened


@pytest.fixture
def two_ponds() -> SiteRegister:
    """Return two sites, one of them without a grade."""
    copper = Assay("Cu", Range(0.1, 0.2, 0.4), "%", source="S1", statistic="mean")
    return SiteRegister(
        "ponds",
        (
            Site(
                "P1",
                "North pond",
                row=2,
                country="SE",
                latitude=60.5,
                longitude=15.25,
                waste_type=WasteType.TAILINGS,
                tonnage_t=Range(1e6, 2e6, 3e6),
                assays=(copper, Assay("Cu", Range(best=0.3), "%", source="S2")),
                texts={"owner": "Stora Kopparberg", "notes": ""},
                sources={"tonnage_source": "S1"},
            ),
            Site("P2", "South pond", row=3, waste_type=WasteType.TAILINGS, area_ha=12.0),
        ),
        {"S1": Source("S1", "Survey report"), "S2": Source("S2", "Assay certificate", "1987")},
    )

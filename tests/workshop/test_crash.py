"""What was confirmed before the server was killed is there afterwards, once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workshop.conftest import emptied
from tests.workshop.crash import run


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_nothing_confirmed_is_lost_or_doubled_when_the_server_is_killed(
    database: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    store = str(tmp_path / "workshops.db")
    if database == "postgresql":
        store = emptied(request.getfixturevalue("postgres"))

    tally = run(store, kills=2, people=12)

    assert tally.confirmed == 24
    assert tally.confirmed_before_kill >= 2
    assert (tally.lost, tally.doubled, tally.broken_chains) == (0, 0, 0)

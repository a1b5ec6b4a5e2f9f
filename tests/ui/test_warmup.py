"""What a server loads ahead is what its first page needs."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from prioritizer.ui import warmup
from prioritizer.ui.server import parts
from prioritizer.ui.shell import cache
from tests.ui.conftest import Open, assert_calm


def test_the_first_page_draws_nothing_that_was_drawn_ahead(
    open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    warmup.ahead()
    drawn: list[Any] = []

    def draws_of(*given: Any) -> Any:
        drawn.append(given)
        return whole(*given)

    whole = cache.draws_of  # type: ignore[attr-defined]
    monkeypatch.setattr(cache, "draws_of", draws_of)

    assert_calm(open_page(area=""))

    assert drawn == []


def test_a_server_starts_though_nothing_can_be_loaded_ahead(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "prioritizer.ui.warmup", None)
    parts._load_ahead()

"""Draws for browsers: one address per problem, and nothing that its readers may not see."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from starlette.routing import Router
from starlette.types import Message, Scope

from prioritizer.domain.answer import GapMode, ValueDraws
from prioritizer.domain.criterion import RiskMode
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Settings
from prioritizer.domain.weights import WeightVector
from prioritizer.readers.sites import read_sites
from prioritizer.ui.ranking import draw_offers
from prioritizer.ui.ranking.live_preview import payload
from prioritizer.ui.shell import cache
from prioritizer.ui.shell.cache import Inventory
from prioritizer.workflow.sites.audience import Audience
from tests.stories.restricted import SECRETS, found_in, write_inventory


def draws(seed: int, n_draws: int = 7) -> ValueDraws:
    levels = np.random.default_rng(seed).integers(0, 65536, (n_draws, 3, 2)).astype(np.uint16)
    states = np.zeros((3, 2), dtype=np.int64)
    return ValueDraws(levels, states, np.zeros((3, 2)), seed, GapMode.LIKE_INVENTORY)


def fetched(path: str) -> tuple[int, bytes]:
    """Ask the routes for a path; return status and body."""
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        await asyncio.sleep(60)
        return {"type": "http.disconnect"}

    scope: Scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "headers": [],
        "query_string": b"",
    }
    # In a thread of its own: a browser that is driven beside it has a loop in this one.
    with ThreadPoolExecutor(1) as threads:
        answering = Router(draw_offers.routes())(scope, receive, send)
        threads.submit(asyncio.run, answering).result()
    body = b"".join(message.get("body", b"") for message in sent[1:])
    return int(sent[0]["status"]), body


def test_draws_are_fetched_whole_and_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draw_offers, "_BYTES_AT_ONCE", 30)
    offered = draws(1)

    status, body = fetched(f"/{draw_offers.offer(offered)}")

    assert status == 200
    assert np.frombuffer(body, "<u2").reshape(7, 3, 2).tolist() == offered.levels.tolist()


def test_an_address_stays_while_the_draws_are_kept_and_cannot_be_guessed() -> None:
    first, second = draws(1), draws(1)

    assert draw_offers.offer(first) == draw_offers.offer(first)
    assert draw_offers.offer(first) != draw_offers.offer(second)
    assert len(draw_offers.offer(first).removeprefix("draws/")) >= 32
    assert fetched("/draws/" + "A" * 32)[0] == 404


def test_old_draws_are_forgotten_and_offered_anew() -> None:
    first = draws(1)
    address = draw_offers.offer(first)
    kept = [draws(seed) for seed in range(2, 20)]
    for other in kept:
        draw_offers.offer(other)

    assert fetched(f"/{address}")[0] == 404
    again = draw_offers.offer(first)
    assert again != address
    assert fetched(f"/{again}")[0] == 200


@pytest.mark.parametrize("audience", [Audience.PUBLIC, Audience.INTERNAL])
def test_what_goes_to_a_browser_tells_nothing_restricted(
    audience: Audience, tmp_path: Path, reference: Reference
) -> None:
    sent: list[tuple[bytes, str]] = []
    for secrets in SECRETS[:2]:
        folder = tmp_path / str(len(sent))
        folder.mkdir()
        read = read_sites(write_inventory(folder, secrets), reference)
        own = Inventory(f"own{folder}", read.register, read.issues, False, read.restricted_in)
        found = cache.problem(
            cache.seen(own, audience),
            cache.criteria_set(),
            cache.reference(),
            RiskMode.URGENCY,
            is_nordic=False,
        )
        assessment = cache.assess(found, Settings(WeightVector.equal(found.criteria.ids)))
        assert assessment.considered is not None
        levels = assessment.considered.draws.levels
        data = payload(found, assessment, "chance", "draws/token")
        assert len(data["sites"]) == levels.shape[1]
        sent.append((levels.tobytes(), repr(data)))

    is_public = audience is Audience.PUBLIC
    # Other secrets, the same draws and numbers: nothing of them is in what is sent.
    assert (sent[0] == sent[1]) == is_public
    assert bool(found_in(sent[0][1].encode(), SECRETS[0])) != is_public

"""Phones that send too slowly, half, or under a name that nobody could read."""

from __future__ import annotations

import socket
from contextlib import ExitStack
from urllib.parse import urlsplit

import pytest

from prioritizer.domain.workshop import Mode
from prioritizer.errors import RefusedError
from prioritizer.ui.phone import bodies
from prioritizer.workflow.workshop.service import WorkshopService
from tests.rooms import facilitator
from tests.workflow.workshop.serving import Phone, served
from tests.workflow.workshop.steps import come_in, opened

BEGUN = (
    b"POST /w/join HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: "
    b"application/x-www-form-urlencoded\r\nContent-Length: 60000\r\n\r\ncode="
)


def test_a_form_that_is_never_finished_is_dropped_and_holds_nobody_up(
    sqlite_desk: WorkshopService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "BODY_SECONDS", 0.2)
    with served(sqlite_desk) as base, ExitStack() as held:
        place = urlsplit(base)
        lines = [
            held.enter_context(socket.create_connection((place.hostname, place.port), 10))
            for _ in range(40)
        ]
        for line in lines:
            line.sendall(BEGUN)

        assert Phone(base).ask("/w/join").status == 200
        for line in lines:
            assert b" 408 " in line.recv(1_000)
            while line.recv(1_000):
                pass


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("\u202eannA", "annA"),
        ("Anna\x1b[2J\x00", "Anna [2J"),
        ("An\u2028na\u200b", "An na"),
        ("  Åsa\tÖberg ", "Åsa Öberg"),
    ],
)
def test_a_name_holds_nothing_that_steers_a_screen(
    sqlite_desk: WorkshopService, problem: str, typed: str, kept: str
) -> None:
    workshop = opened(sqlite_desk, facilitator(sqlite_desk), problem, Mode.NAMED)

    assert come_in(sqlite_desk, workshop, alias=typed).name == kept


@pytest.mark.parametrize("typed", ["\u200b", "\u2060\u00ad", "\u3164", "\x07"])
def test_a_name_that_cannot_be_seen_is_none(
    sqlite_desk: WorkshopService, problem: str, typed: str
) -> None:
    workshop = opened(sqlite_desk, facilitator(sqlite_desk), problem, Mode.NAMED)

    with pytest.raises(RefusedError, match="Please give yours"):
        come_in(sqlite_desk, workshop, alias=typed)

"""A room as it is: phones that send and look, a facilitator's page and a projector."""

from __future__ import annotations

import asyncio
import random
import threading
from datetime import UTC, datetime, timedelta

from benchmarks.load.pages import Page
from benchmarks.load.phones import Phone, Times, at_times, timed
from benchmarks.load.room import Room
from prioritizer.domain.workshop import Workshop
from prioritizer.ui.phone.html import FACILITATOR_COOKIE
from prioritizer.workflow.workshop import facilitating

PEOPLE = 60
# How long the script of the phone page waits between two looks, in seconds.
LEAST_PAUSE, MOST_PAUSE = 6.0, 10.0
SCREEN = "pp-screen"


def _looks(seconds: float, chance: random.Random) -> list[float]:
    """Return when a phone looks whether anything has changed."""
    found, at = [], chance.uniform(0, MOST_PAUSE)
    while at < seconds:
        found.append(at)
        at += chance.uniform(LEAST_PAUSE, MOST_PAUSE)
    return found


def _play(room: Room, workshop: Workshop, times: Times, seconds: float) -> None:
    """Let everybody send once and look again and again."""
    chance = random.Random(4)  # noqa: S311 - arrivals, not secrets
    people = room.seated(workshop, PEOPLE)
    jobs: list[tuple[float, object]] = []
    for person in people:
        phone = Phone(room.port, {"pp_seat": person.token})
        jobs += [
            (at, lambda phone=phone: timed(times, phone, "/w/state", None, "1"))
            for at in _looks(seconds, chance)
        ]
    sending = threading.Thread(
        target=room.send,
        args=(times, people, [chance.uniform(0, seconds) for _ in people], 1),
    )
    sending.start()
    at_times(jobs)
    sending.join()


async def _beside(room: Room, workshop: Workshop, times: Times, seconds: float) -> str:
    life = datetime.now(UTC) + timedelta(hours=1)
    token = room.desk.store.new_session(room.leader.id, life)
    cookie = f"{FACILITATOR_COOKIE}={token}"
    projector = Page(room.port, "projector", f"workshop={workshop.id}", cookie)
    leader = Page(room.port, "workshop", "", cookie)
    for page in (projector, leader):
        await page.open()
    await leader.press(f"open-{workshop.id}")
    await asyncio.to_thread(_play, room, workshop, times, seconds)
    await asyncio.sleep(3)
    screens = [text for text in projector.texts if SCREEN in text]
    counts = facilitating.progress(room.desk, room.leader, workshop.id)
    shown = f"<b>{counts.sent}</b> of <b>{counts.joined}</b> have sent"
    anew = len(set(screens))
    for page, name in ((projector, "projector"), (leader, "facilitator's page")):
        times.faults += [f"{name}: {fault}" for fault in page.faults]
        if not any(shown in text for text in page.texts[-40:]):
            times.faults.append(f"{name} does not show that {counts.sent} have sent")
        await page.close()
    return (
        f"projector drawn {len(screens)} times, {anew} of them anew; facilitator's page "
        f"{leader.n_runs} runs"
    )


def whole_room(room: Room, times: Times, seconds: float) -> tuple[Workshop, str]:
    """Play a room; return the workshop, and how often its pages were drawn."""
    workshop = room.opened()
    return workshop, asyncio.run(_beside(room, workshop, times, seconds))

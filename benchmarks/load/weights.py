"""People who move weights on the ranking page, each in a session of its own."""

from __future__ import annotations

import asyncio
import random

from benchmarks.load.pages import Page

PAUSE_S = 4.0


async def _move(page: Page, seconds: float, seed: int, taken: list[float]) -> None:
    """Release a slider about every four seconds; note how long each answer took, in ms."""
    chance = random.Random(seed)  # noqa: S311 - movements, not secrets
    end = asyncio.get_running_loop().time() + seconds
    await asyncio.sleep(chance.uniform(0, PAUSE_S))
    while asyncio.get_running_loop().time() < end:
        name = chance.choice(sorted(page.sliders))
        slider = page.sliders[name][0]
        steps = round((slider.max - slider.min) / slider.step)
        run = await page.set(name, slider.min + slider.step * chance.randint(0, steps))
        await page.finished(run)
        if run.done.is_set():
            taken.append(run.ms)
        await asyncio.sleep(PAUSE_S * chance.uniform(0.5, 1.5))


async def _all(port: int, sessions: int, seconds: float) -> tuple[list[float], list[str]]:
    pages, taken = [Page(port) for _ in range(sessions)], list[float]()
    for page in pages:
        await page.open()
    faults = ["no slider" for page in pages if not page.sliders]
    if not faults:
        await asyncio.gather(*(_move(p, seconds, n, taken) for n, p in enumerate(pages)))
    for page in pages:
        faults += page.faults
        await page.close()
    return taken, faults


def moved_weights(port: int, sessions: int, seconds: float) -> tuple[list[float], list[str]]:
    """Return the ms from a released weight to the end of its run, and what went wrong."""
    return asyncio.run(_all(port, sessions, seconds))

"""Takes every page at three sizes, light and dark: ``python -m tests.screens [FOLDER] [LOOK]``.

Pages stand as somebody finds them who has just come, with the sample. What hangs over the edge
of a page is said, and makes the exit status 1. LOOK is ``light``, ``dark`` or, as usual, both.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from prioritizer.ui.navigation import PAGES
from tests.browser import launched
from tests.server import ROOT, Server
from tests.stories.test_browser_walk import OVERFLOW
from tests.stories.test_every_page import rest

SIZES = ((1440, 900), (1280, 720), (390, 844))
LOOKS = ("light", "dark")
FOLDER = ROOT / "out" / "screens"


def main(folder: Path = FOLDER, looks: Sequence[str] = LOOKS) -> int:
    """Take all pages; return whether one hangs over, as an exit status."""
    from playwright.sync_api import sync_playwright

    folder.mkdir(parents=True, exist_ok=True)
    wide: list[str] = []
    with (
        tempfile.TemporaryDirectory() as stores,
        Server(Path(stores)) as server,
        sync_playwright() as driver,
    ):
        browser = launched(driver)
        page = browser.new_page()
        for address in (page.address for page in PAGES):
            page.goto(f"{server.address}/{address}")
            rest(page)
            wide += _take(page, folder, address, looks)
        browser.close()
    sys.stdout.write(f"{len(PAGES) * len(SIZES) * len(looks)} pictures in {folder}\n")
    sys.stdout.write("".join(f"hangs over: {name}\n" for name in wide))
    return int(bool(wide))


def _take(page: Any, folder: Path, address: str, looks: Sequence[str]) -> list[str]:
    """Take one page in all sizes and looks; return the names of those that hang over."""
    wide = []
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        for look in looks:
            page.emulate_media(color_scheme=look)
            # What is drawn to a width, or in other colours, follows a moment later.
            page.wait_for_timeout(400)
            name = f"{address}-{width}x{height}-{look}"
            page.screenshot(path=folder / f"{name}.png")
            wide += [name] if page.evaluate(OVERFLOW) > 0 else []
    return wide


if __name__ == "__main__":
    given = sys.argv[1:]
    folders = [Path(one) for one in given if one not in LOOKS]
    asked = [look for look in LOOKS if look in given] or LOOKS
    raise SystemExit(main(*folders[:1], looks=asked))

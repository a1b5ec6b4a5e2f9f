"""Takes every page at three sizes into a folder: ``python -m tests.screens [FOLDER]``.

Pages stand as somebody finds them who has just come, with the sample. What hangs over the edge
of a page is said, and makes the exit status 1.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from prioritizer.ui.navigation import PAGES
from tests.browser import ROOT, Server
from tests.stories.test_browser_walk import OVERFLOW
from tests.stories.test_every_page import rest

SIZES = ((1440, 900), (1280, 720), (390, 844))
FOLDER = ROOT / "out" / "screens"


def main(folder: Path = FOLDER) -> int:
    """Take all pages; return how many hang over, as an exit status."""
    from playwright.sync_api import sync_playwright

    from tests.conftest import CHROMIUM, FLAGS

    folder.mkdir(parents=True, exist_ok=True)
    wide: list[str] = []
    with (
        tempfile.TemporaryDirectory() as stores,
        Server(Path(stores)) as server,
        sync_playwright() as driver,
    ):
        path = next((one for one in CHROMIUM if Path(one).exists()), None)
        browser = driver.chromium.launch(executable_path=path, args=FLAGS)
        for width, height in SIZES:
            context = browser.new_context(viewport={"width": width, "height": height})
            for address in (page.address for page in PAGES):
                name = f"{address}-{width}x{height}"
                if _take(context.new_page(), f"{server.address}/{address}", folder / name) > 0:
                    wide.append(name)
            context.close()
        browser.close()
    sys.stdout.write(f"{len(PAGES) * len(SIZES)} pictures in {folder}\n")
    sys.stdout.write("".join(f"hangs over: {name}\n" for name in wide))
    return int(bool(wide))


def _take(page: Any, address: str, place: Path) -> int:
    """Take one page; return by how many pixels it hangs over."""
    page.goto(address)
    rest(page)
    page.screenshot(path=place.with_suffix(".png"))
    hangs = int(page.evaluate(OVERFLOW))
    page.close()
    return hangs


if __name__ == "__main__":
    raise SystemExit(main(*map(Path, sys.argv[1:2])))

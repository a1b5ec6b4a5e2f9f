"""How long a weight change takes to show in a browser: ``python -m benchmarks.ui_latency``.

Starts the app on a free port of this machine, loads an inventory of made-up sites through the
Sites page (they exist only in a temporary folder; ``--sites 0`` takes the sample), presses an
arrow key on a slider and takes the time until the frame is painted: drawn ahead by the browser,
confirmed by the server in the list, and list, map and reasons all done. Then it drags a slider
to and fro with the mouse and takes, for each frame, the script's time (chances, order, rows),
and the time from frame to frame; 16.7 ms is the beat of the screen. Before that it takes how
long the first page of a server that has just started needs until answer and list are drawn, and
after it how long each page of the menu takes when one comes from another: the first time, when
its figures are worked out, and the second time, when they are kept. A page stands when its run
is over, or when it shows how far its work is beside a button that cancels it; the time until
its figures are there as well is printed beside it. Exit status 1 if a goal is missed: ahead p95
<= 100 ms, confirmed p95 <= 300 ms, whole page p95 <= 1000 ms, script of a frame p95 <= 33 ms
(16 ms up to 125 sites), first page <= 2500 ms, a page stands p95 <= 1000 ms. What a large
inventory does not have is left out, and the benchmark says so: above 2,000 sites nothing is
drawn ahead.
"""

from __future__ import annotations

import argparse
import csv
import random
import re
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from prioritizer.ui.navigation import PAGES
from prioritizer.ui.ranking.live_preview import MAX_SITES
from tests.browser import launched
from tests.server import Server

AHEAD, CONFIRMED, WHOLE = (
    "list, drawn ahead by the browser",
    "list, confirmed by the server",
    "list, map and reasons",
)
SCRIPT, BEAT = "a frame of a drag, script", "a frame of a drag, to the next"
COLD, FIRST, FIGURES, AGAIN = (
    "first page of a cold server",
    "a page stands, the first time",
    "the same page, all its figures",
    "change of page, again",
)
GOALS_MS = {
    AHEAD: 100.0,
    CONFIRMED: 300.0,
    WHOLE: 1000.0,
    COLD: 2500.0,
    FIRST: 1000.0,
    AGAIN: 1000.0,
}
FEW_SITES = 125
SLOWEST = 5
"""Pages that are named."""
SCRIPT_GOALS_MS = (16.0, 33.0)

WATCH = """
() => {
  const inShadow = (name) => [...document.querySelectorAll('*')]
    .map((element) => element.shadowRoot?.querySelector(name)).find(Boolean);
  const list = inShadow('.pp-list'), map = inShadow('.pp-map');
  const main = document.querySelector('[data-testid=stMain]');
  window.sample = {};
  const note = (name) => {
    if (name === 'page' || !(name in window.sample)) {
      window.sample[name] = performance.now() - window.pressed;
    }
  };
  const mark = (name) => requestAnimationFrame(() => setTimeout(() => note(name)));
  document.addEventListener('keydown', () => {
    window.pressed = performance.now();
    window.sample = {};
  }, true);
  const watch = (node, attribute, name) => new MutationObserver(() => mark(name))
    .observe(node, { attributes: true, attributeFilter: [attribute] });
  watch(list, 'data-points', 'ahead');
  watch(list, 'data-confirmed', 'list');
  watch(map, 'data-points', 'map');
  new MutationObserver(() => mark('page'))
    .observe(main, { subtree: true, childList: true, characterData: true });
}
"""


DRAG = """
() => {
  const live = [...document.querySelectorAll('*')]
    .map((element) => element.shadowRoot?.querySelector('.pp-live')).find(Boolean);
  window.drag = { script: [], beat: [], isOn: true };
  new MutationObserver(() => window.drag.script.push(Number(live.dataset.frame)))
    .observe(live, { attributes: true, attributeFilter: ['data-frame'] });
  let last = performance.now();
  const tick = (now) => {
    window.drag.beat.push(now - last);
    last = now;
    if (window.drag.isOn) requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
}
"""


# A click on the link of a page, until the title of that page is there: ms until it stands, with
# the progress of its work or whole, and until its run is over. Between the click and the run of
# the new page, and between two runs, the app looks done for a moment: only what stays so for
# some looks counts, and then from the first of them.
CHANGE = """
async ([section, title, address]) => {
  const LOOKS = 10;
  const pause = () => new Promise((on) => setTimeout(on, 10));
  const wait = async (isSo) => { while (!isSo()) await pause(); };
  const since = async (isSo) => {
    let first = 0;
    for (let seen = 0; seen < LOOKS; await pause()) {
      seen = isSo() ? seen + 1 : 0;
      if (seen === 1) first = performance.now();
    }
    return first;
  };
  const end = `/${address === 'ranking' ? '' : address}`;
  const link = () => [...document.querySelectorAll('a')]
    .find((one) => one.textContent.includes(title) && one.getClientRects().length
      && new URL(one.href, location.href).pathname.endsWith(end));
  const menu = [...document.querySelectorAll('[data-testid=stTopNavSection]')]
    .find((one) => one.textContent.includes(section));
  const app = document.querySelector('[data-testid=stApp]');
  const heading = () => document.querySelector('h1')?.textContent;
  const isDrawn = () => app.dataset.testScriptState === 'notRunning'
    && !document.querySelector('[data-testid=stSkeleton]');
  const works = () => document.querySelector('[data-testid=stProgress]')
    && [...document.querySelectorAll('button')].some((one) => one.textContent === 'Cancel');
  await since(() => heading() && isDrawn());
  if (!link()) menu?.click();
  await wait(link);
  const before = heading(), begun = performance.now();
  link().click();
  const isNew = () => heading() && heading() !== before;
  const found = await Promise.all([
    since(() => isNew() && (isDrawn() || works())), since(() => isNew() && isDrawn()),
  ]);
  return found.map((one) => one - begun);
}
"""


def write_inventory(folder: Path, n_sites: int, seed: int) -> tuple[Path, Path]:
    """Write made-up sites and grades; return the two paths."""
    draw = random.Random(seed)  # noqa: S311 - no secret in it
    sites, grades = folder / "sites.csv", folder / "grades.csv"
    with sites.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(
            [
                "site_id",
                "name",
                "country",
                "latitude",
                "longitude",
                "waste_type",
                "tonnage_t",
                "sulfide_class",
                "distance_road_km",
                "distance_rail_km",
                "distance_power_km",
            ]
        )
        for i in range(n_sites):
            table.writerow(
                [
                    f"MU-{i:05d}",
                    f"Made-up pond {i}",
                    draw.choice(["SE", "FI", "NO", "DE", "PL", "ES"]),
                    round(draw.uniform(38, 69), 3),
                    round(draw.uniform(-8, 29), 3),
                    "tailings",
                    int(10 ** draw.uniform(4, 8)),
                    draw.choice(["none", "low", "moderate", "high", ""]),
                    round(draw.uniform(0, 25), 1),
                    draw.choice(["", round(draw.uniform(1, 200), 1)]),
                    draw.choice(["", round(draw.uniform(0, 30), 1)]),
                ]
            )
    with grades.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(["site_id", "analyte", "best", "unit"])
        for i in range(n_sites):
            for metal in draw.sample(["Cu", "Zn", "Co", "W", "Ni", "Au"], 2):
                grade = draw.uniform(0.1, 2) if metal == "Au" else draw.uniform(50, 9000)
                table.writerow([f"MU-{i:05d}", metal, round(grade, 2), "g/t"])
    return sites, grades


def load(page: Any, address: str, sites: Path, grades: Path) -> None:
    """Load the tables through the page Import and open the ranking."""
    page.goto(f"{address}/import")
    inputs = page.locator("input[type=file]")
    inputs.nth(0).set_input_files(str(sites))
    page.get_by_text("Grades, sources and own columns").click()
    inputs.nth(2).set_input_files(str(grades))
    page.get_by_role("button", name="Read this file").click()
    page.get_by_role("button", name=re.compile("Rank these")).click()
    settle(page)


def settle(page: Any) -> None:
    """Wait until list, map and draws are there, and what comes later is worked out."""
    page.locator(".pp-list[data-confirmed]").wait_for()
    page.locator(".pp-map[data-points]").wait_for()
    page.wait_for_timeout(2500)


def measure(page: Any, n_samples: int) -> list[dict[str, float]]:
    """Press an arrow key again and again; return the times of each press in ms."""
    page.evaluate(WATCH)
    sliders = page.locator("[class*=st-key-weight-box-] input[type=range]")
    samples = []
    for i in range(n_samples + 3):
        sliders.nth(i % sliders.count()).focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_function(
            "window.sample.list !== undefined && window.sample.map !== undefined"
        )
        page.wait_for_timeout(450)
        samples.append(page.evaluate("window.sample"))
    return samples[3:]


def drag(page: Any, n_moves: int) -> dict[str, list[float]]:
    """Drag the second slider to and fro; return ms of script per frame, and between frames."""
    page.locator(".pp-live[data-draws]").wait_for(state="attached")
    thumb = page.locator("[class*=st-key-weight-box-] input[type=range]").nth(1)
    box = thumb.locator("xpath=../..").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 20, y, steps=5)
    page.evaluate(DRAG)
    for i in range(n_moves):
        place = i % 100
        page.mouse.move(x + 2 * (place if place < 50 else 100 - place), y)
        page.wait_for_timeout(8)
    found: dict[str, list[float]] = page.evaluate(
        "() => { window.drag.isOn = false; return window.drag; }"
    )
    page.mouse.up()
    return found


def cold(page: Any, address: str) -> float:
    """Open the first page of a server that nobody has asked before; return ms to the list."""
    begun = time.perf_counter()
    page.goto(address)
    page.locator(".pp-answer").wait_for(timeout=120_000)
    page.locator(".pp-list[data-confirmed]").wait_for(timeout=120_000)
    return 1000 * (time.perf_counter() - begun)


def page_changes(page: Any) -> list[tuple[str, float, float]]:
    """Go to each page by its link in the menu; return title, ms until it stands, is done."""
    found = []
    for entry in (*PAGES[1:], PAGES[0]):
        stands, done = page.evaluate(CHANGE, [entry.section, entry.title, entry.address])
        found.append((entry.title, float(stands), float(done)))
    return found


def percentile(values: list[float], share: float) -> float:
    """Return the value that this share of the values does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def measured(n_sites: int, n_samples: int, n_moves: int) -> dict[str, list[float]]:
    """Run the app and a browser; return the times in ms by measure."""
    from playwright.sync_api import sync_playwright

    with (
        tempfile.TemporaryDirectory() as folder,
        Server(Path(folder)) as server,
        sync_playwright() as driver,
    ):
        browser, address = launched(driver), server.address
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        first = cold(page, f"{address}/?area=all")
        if n_sites:
            load(page, address, *write_inventory(Path(folder), n_sites, seed=1))
        else:
            settle(page)
        is_live = n_sites <= MAX_SITES
        samples = measure(page, n_samples)
        frames = drag(page, n_moves) if is_live else {"script": [], "beat": []}
        changes = [page_changes(page) for _ in range(2)]
        browser.close()
    for time_, visits in zip(("the first time", "again"), changes, strict=True):
        for title, stands, done in sorted(visits, key=lambda one: -one[2])[:SLOWEST]:
            print(f"  {title:32} stands {stands:6.0f} ms, done {done:6.0f} ms {time_}")
    if not is_live:
        print(f"  drawn ahead: not above {MAX_SITES} sites")
    return {
        COLD: [first],
        FIRST: [stands for _, stands, _ in changes[0]],
        FIGURES: [done for *_, done in changes[0]],
        AGAIN: [done for *_, done in changes[1]],
        AHEAD: [s["ahead"] for s in samples if "ahead" in s] if is_live else [],
        CONFIRMED: [s["list"] for s in samples],
        WHOLE: [max(s["list"], s["map"], s.get("page", 0.0)) for s in samples],
        SCRIPT: frames["script"],
        BEAT: frames["beat"],
    }


def main() -> int:
    """Run the benchmark and print one line per measure."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sites", type=int, default=1000)
    parser.add_argument("--samples", type=int, default=40)
    parser.add_argument("--moves", type=int, default=400)
    options = parser.parse_args()
    goals = GOALS_MS | {SCRIPT: SCRIPT_GOALS_MS[options.sites > FEW_SITES]}
    is_met = True
    for name, values in measured(options.sites, options.samples, options.moves).items():
        if not values:
            continue
        p95, goal = percentile(values, 0.95), goals.get(name)
        is_met = is_met and (goal is None or p95 <= goal)
        print(
            f"{name:34} n {len(values):3}  p50 {statistics.median(values):5.0f} ms  p95 "
            f"{p95:5.1f} ms" + (f"  goal {goal:.0f} ms" if goal else "")
        )
    return 0 if is_met else 1


if __name__ == "__main__":
    sys.exit(main())

"""How smooth the list is with many sites: ``python benchmarks/list_rows.py --sites 10000``.

Draws the list alone, without a server, from made-up numbers, and takes the time to the painted
frame: new numbers for all rows in another order, a step of scrolling, letters of a search, and
a sorted column. Exit status 1 if a goal is missed: p95 of a step of scrolling and of a letter
<= 100 ms, of new numbers <= 300 ms.
"""

from __future__ import annotations

import argparse
import base64
import statistics
import sys
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from prioritizer.ui.ranking import said, table
from prioritizer.ui.ranking.columns import SECTIONS
from tests.browser import launched

CRITERIA = 5
WORDS = ("o", "ow", "own", "owner", "kob", "kobolt", "sverige", "id 99")
SCROLL, SEARCH, NUMBERS, SORT = "scrolling", "search", "new numbers", "sort"
GOALS_MS = {SCROLL: 100.0, SEARCH: 100.0, NUMBERS: 300.0}

START = """
async ([source, style, facts]) => {
  document.body.innerHTML = `<style>${style}</style>` +
    '<div id=p style="container-type:inline-size;width:1100px;height:700px">' +
    '<div class="pp-list"></div></div>';
  window.pilotFacts = facts;
  const blob = new Blob([source], { type: 'text/javascript' });
  window.list = (await import(URL.createObjectURL(blob))).default;
  window.timed = async (act) => {
    const start = performance.now();
    act();
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    return performance.now() - start;
  };
}
"""
DRAW = """(data) => timed(() => list(
  { data, parentElement: document.querySelector('#p'), setStateValue: () => {} }))"""
TURN = "(top) => timed(() => { document.querySelector('.wrap').scrollTop = top; })"
FIND = """(words) => timed(() => { const box = document.querySelector('.search');
  box.value = words; box.dispatchEvent(new Event('input')); })"""
ORDER = "(name) => timed(() => document.querySelector(`.head .${name}`).click())"


def facts(n: int) -> dict[str, Any]:
    """Return made-up facts of some sites."""
    parts = ("id", "name", "about", "evidenceTitle")
    sites = {name: [f"{name} {i}" for i in range(n)] for name in parts}
    return {
        "key": "facts",
        "sites": {**sites, "evidence": ["ABC"[i % 3] for i in range(n)]},
        "country": [("SE", "FI")[i % 2] for i in range(n)],
        "waste": ["tailings"] * n,
        "metal": [["Cu", "Co"][: 1 + i % 2] for i in range(n)],
        "words": ["owner of the mine"] * n,
        "found": {
            "metal": {"Cu": "cu copper koppar", "Co": "co cobalt kobolt"},
            "country": {"SE": "se sweden sverige", "FI": "fi finland suomi"},
        },
        "titles": {"country": {}, "waste": {"tailings": "tailings"}},
    }


def numbers(n: int, point: int, rng: np.random.Generator) -> dict[str, Any]:
    """Return what the list is sent for one standing of the weights."""
    chance = rng.random(n)
    order = np.argsort(-chance).astype("<i4")
    rank = np.empty(n, "<i4")
    rank[order] = np.arange(1, n + 1)
    columns: dict[str, Any] = {
        "order": order, "row": np.arange(n, dtype="<i4"), "rank": rank, "median": rank,
        "low": rank, "high": rank + 3, "score": rng.random(n), "known": rng.random(n),
        "chance": chance, "gapShare": np.zeros(n, "<f4"), "section": np.full(n, 3, "u1"),
        "parts": (rng.random((n, CRITERIA)) / CRITERIA).astype("<f4"),
        "textures": rng.integers(0, 3, (n, CRITERIA)).astype("u1"),
    }  # fmt: skip
    packed = {name: base64.b64encode(one.tobytes()).decode() for name, one in columns.items()}
    criteria = [{"name": f"c{k}", "color": "#345", "isIn": True} for k in range(CRITERIA)]
    return {
        "columns": packed, "texts": {"steps": {}, "marks": {}, "missing": {}}, "sections": {},
        "sectionNames": [one.value for one in SECTIONS], "isInSections": True,
        "criteria": criteria, "additive": True, "barTitle": "bar", "hasAnswer": True,
        "axis": 1, "digits": 2, "leastKnown": 0.5, "places": n, "shortlist": 10,
        "selected": "id 3", "points": [point], "ranked": n, "set": "s", "nSites": n,
        "outside": None,
        "facts": "facts", "key": "k", "headline": None, "view": "", "pins": [],
    }  # fmt: skip


def measure(page: Any, n: int) -> dict[str, list[float]]:
    """Return milliseconds to the painted frame by what was done."""
    rng = np.random.default_rng(1)
    page.evaluate(START, [said.script(*table.SCRIPTS), table.style(), facts(n)])
    page.evaluate(DRAW, numbers(n, 0, rng))
    return {
        NUMBERS: [page.evaluate(DRAW, numbers(n, k, rng)) for k in range(1, 13)],
        SCROLL: [page.evaluate(TURN, 1000 * k) for k in range(1, 21)],
        SEARCH: [page.evaluate(FIND, words) for words in WORDS * 2],
        SORT: [page.evaluate(ORDER, name) for name in ("chance", "site", "bar")],
    }


def main() -> int:
    """Print the times; return 1 if a goal is missed."""
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sites", type=int, default=10_000)
    n = parser.parse_args().sites
    with sync_playwright() as playwright:
        browser = launched(playwright)
        found = measure(browser.new_page(viewport={"width": 1200, "height": 800}), n)
        browser.close()
    missed = False
    for name, times in found.items():
        p95 = float(np.percentile(times, 95))
        goal = GOALS_MS.get(name)
        missed |= goal is not None and p95 > goal
        middle = statistics.median(times)
        print(f"{name:12} p50 {middle:6.0f} ms  p95 {p95:6.0f} ms  goal {goal or '–'}")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())

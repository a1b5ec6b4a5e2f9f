"""The same draws give the same counts in Python and in the browser, to the last one."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from prioritizer.engine.draws.chances import LARGEST, chances
from prioritizer.ui.shell import theme

pytestmark = pytest.mark.browser

COUNT = """
async ([source, sent]) => {
  const blob = new Blob([source], { type: 'text/javascript' });
  const math = await import(URL.createObjectURL(blob));
  const bytes = Uint8Array.from(atob(sent.levels), (letter) => letter.charCodeAt(0));
  const levels = new Uint16Array(bytes.buffer);
  const tally = math.newTally(sent.competing.length, sent);
  for (const until of sent.stops) math.count(tally, levels, until);
  const { chance, low, median, high } = math.chances(tally);
  return { chance: [...chance], low: [...low], median: [...median], high: [...high] };
}
"""


@pytest.fixture(scope="module")
def blank_page(browser: Any) -> Iterator[Any]:
    """Yield an empty page: the arithmetic needs no server."""
    page = browser.new_page()
    yield page
    page.close()


def levels_of(kind: str) -> np.ndarray[Any, Any]:
    """Return draws of 23 sites on 4 criteria: fine, in few steps so that many tie, or at 0."""
    draw = np.random.default_rng(11)
    shape = (301, 23, 4)
    if kind == "fine":
        return draw.integers(0, LARGEST + 1, shape).astype(np.uint16)
    if kind == "ties":
        return (draw.integers(0, 3, shape) * (LARGEST // 2)).astype(np.uint16)
    return (draw.integers(0, 2, shape) * draw.integers(0, 2, shape) * LARGEST).astype(np.uint16)


WEIGHTS = {
    "uneven": (0.1, 0.45, 0.15, 0.3),
    "one only": (0.0, 1.0, 0.0, 0.0),
    "one left out, one of signed zero": (0.7, 0.0, -0.0, 0.3),
    "thirds": (1 / 3, 1 / 3, 1 / 3, 0.0),
}


@pytest.mark.parametrize("method", ["weighted-sum", "topsis"])
@pytest.mark.parametrize("kind", ["fine", "ties", "ends"])
@pytest.mark.parametrize("weights", WEIGHTS)
@pytest.mark.parametrize("top", [1, 5, 18, 40])
def test_the_browser_counts_as_python_does(
    blank_page: Any, method: str, kind: str, weights: str, top: int
) -> None:
    levels = levels_of(kind)
    competing = np.random.default_rng(3).random(23) < 0.8
    sent = {
        "levels": base64.b64encode(levels.astype("<u2").tobytes()).decode(),
        "weights": list(WEIGHTS[weights]),
        "method": method,
        "top": top,
        "competing": competing.tolist(),
        "stops": [50, 51, 301],
    }

    counted = blank_page.evaluate(
        COUNT, [(theme.ASSETS / "draw_math.js").read_text(encoding="utf-8"), sent]
    )

    wanted = chances(
        levels, np.array(WEIGHTS[weights]), top=top, competing=competing, method=method
    )
    assert counted["chance"] == wanted.chance.tolist()
    for name, ranks in (
        ("low", wanted.rank_5),
        ("median", wanted.rank_median),
        ("high", wanted.rank_95),
    ):
        counted_ranks = np.array(counted[name])
        assert counted_ranks[competing].tolist() == ranks[competing].tolist()


def test_costs_and_benefits_are_counted_alike(blank_page: Any) -> None:
    # A level is a value, 1 for the best end of a scale, whichever way its performance runs.
    performance = np.linspace(0.0, 90.0, 10)
    cost, benefit = 1.0 - performance / 90.0, performance / 90.0
    levels = np.rint(np.stack([cost, benefit], axis=1) * LARGEST).astype(np.uint16)[np.newaxis]
    sent = {
        "levels": base64.b64encode(levels.astype("<u2").tobytes()).decode(),
        "method": "weighted-sum",
        "top": 1,
        "competing": [True] * 10,
        "stops": [1],
    }
    source = (theme.ASSETS / "draw_math.js").read_text(encoding="utf-8")

    by_cost = blank_page.evaluate(COUNT, [source, {**sent, "weights": [1, 0]}])
    by_benefit = blank_page.evaluate(COUNT, [source, {**sent, "weights": [0, 1]}])

    assert by_cost["chance"].index(1.0) == 0
    assert by_benefit["chance"].index(1.0) == 9
    assert by_cost["median"] == by_benefit["median"][::-1]

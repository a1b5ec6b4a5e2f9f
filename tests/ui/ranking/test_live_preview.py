"""The browser's arithmetic equals Python's: scores, places, place intervals, shares of gaps."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np
import pytest

from prioritizer.domain.criterion import Criterion, Objective, ValueFunction
from prioritizer.domain.matrix import DecisionMatrix, ValueMatrix
from prioritizer.domain.results import Order, Settings
from prioritizer.domain.value_tree import leaf_weights
from prioritizer.domain.weights import WeightVector
from prioritizer.readers.criteria import read_criteria
from prioritizer.ui.ranking.live_preview import tree_data
from prioritizer.ui.shell import theme
from prioritizer.workflow.ranking.ranks import rank_matrix

pytestmark = pytest.mark.browser

RANK = """
async ([source, data, points]) => {
  const blob = new Blob([source], { type: 'text/javascript' });
  const math = await import(URL.createObjectURL(blob));
  const names = ['low', 'expected', 'high', 'gap'];
  for (const name of names) data[name] = math.decodeFloats(data[name]);
  const found = math.rankSites(data, points);
  return found && {
    scores: [...found.expected], low: [...found.low], high: [...found.high],
    ranks: [...found.ranks], best: [...found.places.best], worst: [...found.places.worst],
    gapShare: [...found.gapShare],
  };
}
"""
CASES = {
    "as they come": (1, (20, 20, 20, 20, 20)),
    "one weight only": (2, (0, 100, 0, 0, 0)),
    "uneven": (3, (3, 97, 0, 41, 8)),
    "many ties": (4, (10, 10, 10, 10, 10)),
}


def values(seed: int) -> ValueMatrix:
    draw = np.random.default_rng(seed)
    expected = draw.random((60, 5))
    if seed == 4:
        expected = draw.integers(0, 3, (60, 5)) / 2
    expected[:, 4] = 0.5  # a criterion that tells nobody apart
    gap = draw.random((60, 5)) < 0.3
    reach = np.where(gap, draw.random((60, 5)), 0.0)
    low, high = np.maximum(expected - reach, 0.0), np.minimum(expected + reach, 1.0)
    return ValueMatrix(low, expected, high, gap)


def packed(array: np.ndarray[Any, Any]) -> str:
    return base64.b64encode(np.ascontiguousarray(array, dtype="<f8").tobytes()).decode()


def by_python(found: ValueMatrix, settings: Settings) -> Any:
    criteria = tuple(
        Criterion(
            name, name, "", "", "", Objective.MAX, ValueFunction("linear", 0, 1), "", "", ""
        )
        for name in settings.weights.criteria
    )
    names = tuple(f"S{i:02}" for i in range(60))
    cells = (found.low.copy(), found.expected.copy(), found.high.copy(), found.gap.copy())
    return rank_matrix(DecisionMatrix(names, names, criteria, *cells), found, settings)


@pytest.mark.parametrize("order", [Order.EXPECTED, Order.PESSIMISTIC, Order.OPTIMISTIC])
@pytest.mark.parametrize("method", ["weighted-sum", "topsis"])
@pytest.mark.parametrize("case", CASES)
def test_the_browser_ranks_as_python_does(
    ranking_page: Any, case: str, method: str, order: Order
) -> None:
    seed, points = CASES[case]
    found = values(seed)
    weights = WeightVector(tuple("abcde"), tuple(map(float, points)))
    source = (theme.ASSETS / "ranking_math.js").read_text(encoding="utf-8")
    data = {
        "method": method,
        "order": order.value,
        "low": packed(found.low),
        "expected": packed(found.expected),
        "high": packed(found.high),
        "gap": packed(found.gap),
    }

    drawn = ranking_page.evaluate(RANK, [source, data, list(points)])

    wanted = by_python(found, Settings(weights, method=method, order=order))
    assert drawn["ranks"] == wanted.ranks.tolist()
    assert drawn["best"] == wanted.rank_low.tolist()
    assert drawn["worst"] == wanted.rank_high.tolist()
    assert drawn["scores"] == pytest.approx(wanted.scores.tolist(), rel=1e-11)
    assert drawn["low"] == pytest.approx(wanted.score_low.tolist(), rel=1e-11)
    assert drawn["high"] == pytest.approx(wanted.score_high.tolist(), rel=1e-11)
    assert drawn["gapShare"] == pytest.approx(wanted.gap_share.tolist(), abs=1e-11)


def test_without_any_weight_the_browser_ranks_nothing(ranking_page: Any) -> None:
    found = values(1)
    source = (theme.ASSETS / "ranking_math.js").read_text(encoding="utf-8")
    data = {"method": "topsis", "order": "expected", "gap": packed(found.gap)}
    data |= {name: packed(found.low) for name in ("low", "expected", "high")}

    assert ranking_page.evaluate(RANK, [source, data, [0, 0, 0, 0, 0]]) is None


WEIGH = """
async ([source, data, points]) => {
  const blob = new Blob([source], { type: 'text/javascript' });
  const math = await import(URL.createObjectURL(blob));
  const shares = math.treeShares(data.tree, points);
  return shares && math.leafShares(data, shares);
}
"""


@pytest.mark.parametrize("name", ["default", "screening", "detailed"])
def test_the_browser_weighs_a_tree_as_python_does(ranking_page: Any, name: str) -> None:
    criteria = read_criteria(name)
    nodes = criteria.tree()
    source = (theme.ASSETS / "ranking_math.js").read_text(encoding="utf-8")
    data = {"tree": tree_data(criteria), "criteria": list(criteria.ids)}
    draw = np.random.default_rng(7)

    for _ in range(20):
        points = draw.integers(0, 101, len(nodes)) * (draw.random(len(nodes)) < 0.7)
        local = {node.id: float(p) for node, p in zip(nodes, points, strict=True)}

        drawn = ranking_page.evaluate(WEIGH, [source, data, points.tolist()])

        if not any(local[node.id] for node in nodes if not node.parent):
            assert drawn is None
            continue
        wanted = leaf_weights(nodes, local)
        assert drawn == pytest.approx([wanted[leaf] for leaf in criteria.ids], abs=1e-12)

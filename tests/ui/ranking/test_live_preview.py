"""The browser's answer equals Python's for the same draws: order, chances, sections, words."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from prioritizer.domain.answer import GapMode, Section, known_percent
from prioritizer.domain.criterion import RiskMode
from prioritizer.domain.results import Assessment, Order, Settings
from prioritizer.domain.value_tree import leaf_weights
from prioritizer.domain.weights import WeightVector
from prioritizer.languages.speech import LANGUAGES, SOURCE, signed, speaking
from prioritizer.readers.criteria import read_criteria
from prioritizer.ui.ranking import live_preview
from prioritizer.ui.ranking.live_preview import payload, tree_data
from prioritizer.ui.shell import cache, theme
from prioritizer.ui.shell.cache import Problem
from prioritizer.ui.shell.tree_points import (
    Start,
    exact,
    leaf_points,
    points_at,
    slider_points,
)
from prioritizer.workflow.ranking import answer_words
from prioritizer.workflow.ranking.answer_words import without_evidence

pytestmark = pytest.mark.browser

ANSWER = """
async ([source, sent, levels, points]) => {
  const blob = new Blob([source], { type: 'text/javascript' });
  const math = await import(URL.createObjectURL(blob));
  if (levels) {
    const bytes = Uint8Array.from(atob(levels), (letter) => letter.charCodeAt(0));
    window.levels = new Uint16Array(bytes.buffer);
  }
  const data = math.decoded(sent);
  return points.map((one) => {
    const weights = math.weightsOf(math.countedPoints(data, math.leafPoints(data, one)));
    if (!weights) return null;
    const begun = math.beginAnswer(data, weights);
    math.count(begun.tally, window.levels, data.draws);
    const found = math.answerOf(data, begun);
    const named = (rows) => rows.map((i) => data.sites[i].id);
    return {
      weights: [...weights], order: named(found.rows), apart: named(found.apart),
      ranks: found.rows.map((i) => found.ranks[i]),
      chance: found.rows.map((i) => found.chance[i]),
      apartChance: found.apart.map((i) => found.chance[i]),
      places: found.rows.map((i) => [found.low[i], found.median[i], found.high[i]]),
      sections: found.rows.map((i) => found.sections[i]),
      known: [...found.rows, ...found.apart].map(
        (i) => math.knownText(found.knownWeight[i], data.leastKnown)),
      scores: found.rows.map(
        (i) => math.signed(math.fixedText(found.expected[i], found.digits))),
      headline: found.headline, texts: found.sectionTexts,
    };
  });
}
"""


@pytest.fixture(scope="module")
def blank_page(browser: Any) -> Iterator[Any]:
    """Yield an empty page: the arithmetic needs no server."""
    page = browser.new_page()
    yield page
    page.close()


def problem_of(criteria: str) -> Problem:
    """Return the sample measured on a shipped criteria set."""
    return cache.problem(
        cache.sample(),
        cache.criteria_set(criteria),
        cache.reference(),
        RiskMode.URGENCY,
        is_nordic=False,
    )


def given_points(found: Problem) -> list[list[float]]:
    """Return points on the sliders: even, random, with zeros, one alone."""
    n_nodes = len(found.criteria.tree())
    draw = np.random.default_rng(5)
    rows = [
        [20.0] * n_nodes,
        *draw.integers(0, 101, (3, n_nodes)).tolist(),
        *(draw.integers(0, 101, (2, n_nodes)) * (draw.random((2, n_nodes)) < 0.6)).tolist(),
        [100.0, *[0.0] * (n_nodes - 1)],
    ]
    return [list(map(float, row)) for row in rows]


def by_python(found: Problem, base: Settings, points: list[float]) -> Assessment | None:
    nodes = found.criteria.tree()
    local = {node.id: point for node, point in zip(nodes, points, strict=True)}
    leaves = leaf_points(found.criteria, local)
    if not any(leaves.values()):
        return None
    weights = WeightVector.from_mapping(leaves, found.criteria.ids)
    return cache.assess(found, replace(base, weights=weights))


def wanted_of(assessment: Assessment) -> dict[str, Any]:
    answer, ranking = assessment.answer, assessment.ranking
    assert answer is not None
    rows = assessment.order()
    digits = 2 if ranking.scores.max() > 0.1 else 4
    counts = {one: answer.count(one) for one in Section}
    counts[Section.TOO_LITTLE_KNOWN] += len(without_evidence(assessment.not_ranked))
    known = [*answer.known_weight[rows].tolist(), *(one.known_weight for one in answer.apart)]
    return {
        "weights": assessment.settings.weights.normalized.tolist(),
        "order": [assessment.matrix.alternatives[row] for row in rows],
        "apart": [one.site_id for one in answer.apart],
        "ranks": ranking.ranks[rows].tolist(),
        "chance": answer.chance[rows].tolist(),
        "apartChance": [one.chance for one in answer.apart],
        "places": np.stack([answer.rank_5, answer.rank_median, answer.rank_95], axis=1)[
            rows
        ].tolist(),
        "sections": [answer.sections[row].value for row in rows],
        "known": [known_percent(share) for share in known],
        "scores": [signed(f"{ranking.scores[row]:.{digits}f}") for row in rows],
        "headline": list(answer_words.line_on_top(answer, assessment.not_ranked)),
        "texts": {
            one.value: answer_words.section_sentence(one, answer, counts[one])
            for one in Section
        },
    }


CASES = {
    "default": ("default", "weighted-sum", Order.CHANCE, GapMode.LIKE_INVENTORY, 10),
    "topsis, a long list": ("default", "topsis", Order.CHANCE, GapMode.LIKE_INVENTORY, 60),
    "a tree": ("detailed", "weighted-sum", Order.CHANCE, GapMode.LIKE_INVENTORY, 10),
    "a tree by median": ("detailed", "topsis", Order.MEDIAN, GapMode.NOTHING_ASSUMED, 3),
    "cautious": ("default", "weighted-sum", Order.CAUTIOUS, GapMode.NOTHING_ASSUMED, 100),
    "middle of the scale": ("default", "weighted-sum", Order.CHANCE, GapMode.MIDDLE, 10),
    "by the worst case": ("default", "topsis", Order.PESSIMISTIC, GapMode.LIKE_INVENTORY, 10),
    "by the best case": ("default", "weighted-sum", Order.OPTIMISTIC, GapMode.MIDDLE, 10),
}


@pytest.mark.parametrize(
    ("case", "language"),
    [*((case, SOURCE) for case in CASES), *(("default", code) for code in LANGUAGES)],
)
def test_the_browser_answers_as_python_does(blank_page: Any, case: str, language: str) -> None:
    with speaking(language):
        _compare(blank_page, case)


def _compare(blank_page: Any, case: str) -> None:
    criteria, method, order, gaps, top = CASES[case]
    found = problem_of(criteria)
    base = Settings(
        WeightVector.equal(found.criteria.ids), method=method, order=order, gaps=gaps, top=top
    )
    first = cache.assess(found, base)
    assert first.considered is not None
    levels = first.considered.draws.levels.astype("<u2").tobytes()
    sent = json.loads(json.dumps(payload(found, first, order.value, "draws/token")))
    points = given_points(found)

    drawn = blank_page.evaluate(
        ANSWER, [live_preview.script(), sent, base64.b64encode(levels).decode(), points]
    )

    for one, given in zip(drawn, points, strict=True):
        assessment = by_python(found, base, given)
        assert one == (assessment and wanted_of(assessment)), given


HEADLINE = """
async ([source, data, cases]) => {
  const blob = new Blob([source], { type: 'text/javascript' });
  const { headline } = await import(URL.createObjectURL(blob));
  return cases.map(([counts, reach]) => headline(data, counts, reach));
}
"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_line_on_top_has_the_same_words_whatever_the_counts(
    blank_page: Any, language: str
) -> None:
    with speaking(language):
        _compare_lines(blank_page)


def _compare_lines(blank_page: Any) -> None:
    found = problem_of("default")
    assessment = cache.assess(found, Settings(WeightVector.equal(found.criteria.ids)))
    assert assessment.answer is not None
    draw = np.random.default_rng(9)
    limits = {"secure": 0.95, "likely": 0.5, "open": 0.2}
    chances = [
        np.round(draw.random(int(n)) ** power, 2)
        for n in (0, 1, 4, 10, 11, 30, 1200)
        for power in (0.05, 1, 8, 60)
    ]
    chances += [np.ones(10), np.r_[np.ones(10), np.zeros(5)], np.r_[np.ones(9), np.zeros(5)]]
    chances += [np.r_[np.ones(14), np.full(3, 0.4)], np.zeros(12)]
    cases, wanted = [], []
    for chance in chances:
        answer = replace(
            assessment.answer,
            chance=chance,
            apart=assessment.answer.apart[: int(draw.integers(0, 4))],
            limits=replace(assessment.answer.limits, **limits),
        )
        counts = {one.value: answer.count(one) for one in Section}
        cases.append([counts, answer.could_reach])
        wanted.append(list(answer_words.line_on_top(answer, ())))
    data = {"top": assessment.answer.top, "limits": limits, "blank": 0}

    assert blank_page.evaluate(HEADLINE, [live_preview.script(), data, cases]) == wanted


WEIGH = """
async ([source, data, points]) => {
  const blob = new Blob([source], { type: 'text/javascript' });
  const math = await import(URL.createObjectURL(blob));
  return points.map((one) => math.weightsOf(math.leafPoints(data, one)));
}
"""


@pytest.mark.parametrize("name", ["default", "screening", "detailed"])
def test_the_browser_weighs_a_tree_as_python_does(blank_page: Any, name: str) -> None:
    criteria = read_criteria(name)
    nodes = criteria.tree()
    source = (theme.ASSETS / "ranking_math.js").read_text(encoding="utf-8")
    data = {"tree": tree_data(criteria), "criteria": list(criteria.ids)}
    draw = np.random.default_rng(7)
    given = draw.integers(0, 101, (40, len(nodes))) * (draw.random((40, len(nodes))) < 0.7)

    drawn = blank_page.evaluate(WEIGH, [source, data, given.tolist()])

    for weights, points in zip(drawn, given, strict=True):
        local = {node.id: float(p) for node, p in zip(nodes, points, strict=True)}
        if not any(local[node.id] for node in nodes if not node.parent):
            assert weights is None
            continue
        leaves = leaf_points(criteria, local)
        wanted = WeightVector.from_mapping(leaves, criteria.ids).normalized.tolist()
        assert weights == wanted
        assert leaf_weights(nodes, local)[criteria.ids[0]] == pytest.approx(wanted[0])


WEIGH_FROM = """
async ([source, data, places, start]) => {
  const blob = new Blob([source], { type: 'text/javascript' });
  const math = await import(URL.createObjectURL(blob));
  return places.map((one) => math.pointsAt(data, one, start));
}
"""


@pytest.mark.parametrize("name", ["default", "screening", "detailed"])
def test_the_browser_leaves_the_weights_that_are_not_moved_as_python_does(
    blank_page: Any, name: str
) -> None:
    criteria = read_criteria(name)
    points = {one: 100 / (3 + k) for k, one in enumerate(criteria.ids)}
    # Halves: Python rounds them to the even number.
    points |= {criteria.ids[0]: 2.5, criteria.ids[1]: 3.5}
    sliders = slider_points(criteria, points, {})
    start = Start(sliders, points)
    shown = [round(value) for value in sliders.values()]
    sent = {"sliders": [*sliders.values()], "shown": shown, "points": [*points.values()]}
    places = [shown, *([*shown[:k], 60, *shown[k + 1 :]] for k in range(len(shown)))]
    source = (theme.ASSETS / "ranking_math.js").read_text(encoding="utf-8")
    data = {"tree": tree_data(criteria), "criteria": list(criteria.ids)}

    drawn = blank_page.evaluate(WEIGH_FROM, [source, data, places, sent])

    assert drawn[0] == [*points.values()]
    for found, one in zip(drawn, places, strict=True):
        given = exact(dict(zip(sliders, one, strict=True)), start)
        wanted = points_at(criteria, given, start)
        assert found == [wanted[name] for name in criteria.ids]


NUMBERS = """
async ([source, sums, numbers]) => {
  const blob = new Blob([source], { type: 'text/javascript' });
  const math = await import(URL.createObjectURL(blob));
  return [sums.map(math.exactSum), numbers.map(([x, digits]) => math.fixedText(x, digits))];
}
"""


def test_the_browser_adds_up_and_rounds_as_python_does(blank_page: Any) -> None:
    import math

    draw = np.random.default_rng(2)
    sums = [
        (draw.random(9) * 10.0 ** draw.integers(-12, 12, 9)).round(10).tolist()
        for _ in range(200)
    ]
    sums += [[0.1] * 10, [1e16, 1.0, 1e-16], [1.0, 2**-53, 2**-80], [], [0.0, 0.0]]
    numbers = [[k / 64, digits] for k in range(65) for digits in (2, 4, 5)]
    numbers += [[float(x), 2] for x in draw.random(200)] + [[1.005, 2], [0.285, 2]]
    source = (theme.ASSETS / "ranking_math.js").read_text(encoding="utf-8")

    added, texts = blank_page.evaluate(NUMBERS, [source, sums, numbers])

    assert added == [math.fsum(one) for one in sums]
    assert texts == [f"{x:.{digits}f}" for x, digits in numbers]

"""Contribution bars: what each score is made of, hatched where it rests on gaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from prioritizer.domain.matrix import FloatArray
from prioritizer.figures.svg import (
    GRID,
    INK,
    LABEL_WIDTH,
    MUTED,
    PALETTE,
    WIDTH,
    Figure,
    box,
    frame,
    hatch,
    label,
    legend,
    line,
    words,
)

ROW, BAR = 22.0, 13.0
RIGHT = 46.0


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """Scores in list order with their parts.

    ``secured`` and ``on_gaps`` are ``(sites, parts)`` and add up to ``score``; ``low`` and
    ``high`` are the interval. A score that is no sum has one part, itself.
    """

    labels: Sequence[str]
    parts: Sequence[str]
    secured: FloatArray
    on_gaps: FloatArray
    score: FloatArray
    low: FloatArray
    high: FloatArray


def contribution_bars(scores: Scores, *, measure: str = "score") -> Figure:
    """Return a stacked bar per site with the interval of its score as a whisker."""
    colors = [PALETTE[k % len(PALETTE)] for k in range(len(scores.parts))]
    end = _nice_end(float(np.max(scores.high, initial=0.0)))
    per_unit = (WIDTH - LABEL_WIDTH - RIGHT) / end
    keys, top = legend(
        [*zip(colors, scores.parts, strict=True), ("url(#gap)", "hatched: rests on gaps")], 12
    )
    bottom = top + ROW * len(scores.labels)
    body = [*keys, *_axis(end, per_unit, top, bottom, measure)]
    for row, name in enumerate(scores.labels):
        body += _bar(scores, row, name, colors, top + ROW * row, per_unit)
    patterns = [hatch(f"h{k}", color) for k, color in enumerate(colors)] + [hatch("gap", MUTED)]
    title = f"{measure.capitalize()} of {len(scores.labels)} sites"
    return Figure(
        frame(bottom + 34, body, title=title, definitions=patterns),
        _in_words(scores, measure),
        f"{title} and what each is made of. The whisker is the interval that the evidence "
        "allows at these weights; hatching marks what rests on gaps.",
    )


def _nice_end(highest: float) -> float:
    return next((end for end in (0.25, 0.5, 0.75, 1.0) if highest <= end), highest)


def _axis(end: float, per_unit: float, top: float, bottom: float, measure: str) -> list[str]:
    found = []
    for k in range(6):
        x = LABEL_WIDTH + per_unit * end * k / 5
        found += [
            line(x, top - 4, x, bottom, stroke=GRID),
            words(x, bottom + 14, f"{end * k / 5:.2g}", size=11, anchor="middle", fill=MUTED),
        ]
    middle = LABEL_WIDTH + per_unit * end / 2
    found.append(words(middle, bottom + 29, measure, size=11, anchor="middle", fill=MUTED))
    return found


def _bar(
    scores: Scores, row: int, name: str, colors: Sequence[str], y: float, per_unit: float
) -> list[str]:
    found = [words(LABEL_WIDTH - 8, y + 13, label(name), anchor="end")]
    x = LABEL_WIDTH
    for k, color in enumerate(colors):
        for amount, fill in (
            (scores.secured[row, k], color),
            (scores.on_gaps[row, k], f"url(#h{k})"),
        ):
            width = float(amount) * per_unit
            found.append(
                box(x, y + 3, width, BAR, fill, extra=' stroke="#FFFFFF" stroke-width="0.6"')
            )
            x += max(width, 0.0)
    low, high = (LABEL_WIDTH + per_unit * float(v[row]) for v in (scores.low, scores.high))
    middle = y + 3 + BAR / 2
    found += [
        line(low, middle, high, middle, stroke=INK),
        line(low, middle - 3, low, middle + 3, stroke=INK),
        line(high, middle - 3, high, middle + 3, stroke=INK),
        words(WIDTH, y + 13, f"{scores.score[row]:.3f}", anchor="end", weight="bold"),
    ]
    return found


def _in_words(scores: Scores, measure: str) -> str:
    rows = []
    for row, name in enumerate(scores.labels):
        largest = int(np.argmax(scores.secured[row] + scores.on_gaps[row]))
        most = f", most from {scores.parts[largest]}" if len(scores.parts) > 1 else ""
        rows.append(
            f"{label(name)}: {scores.score[row]:.3f} "
            f"({scores.low[row]:.3f} to {scores.high[row]:.3f}){most}"
        )
    return f"Bar chart of the {measure}. " + "; ".join(rows) + "."

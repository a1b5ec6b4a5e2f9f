"""The moving numbers of the list, packed in columns: what changes with each weight, no more."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from prioritizer.domain.answer import STATES, Answer, CellState, Section
from prioritizer.domain.matrix import FloatArray
from prioritizer.domain.results import Assessment, IntArray
from prioritizer.ui.ranking.entries import Listed
from prioritizer.ui.shell.cache import Problem
from prioritizer.workflow.ranking import explain

SECTIONS = tuple(Section)
NO_SECTION = 255
_CODES = {section: code for code, section in enumerate(SECTIONS)}
# How a part of a bar is drawn: measured, said by facts or like sites, or unknown.
TEXTURES: Mapping[CellState, int] = {
    CellState.MEASURED: 0,
    CellState.BOUNDED: 1,
    CellState.ANALOGUE: 1,
    CellState.ASSUMED: 1,
    CellState.UNKNOWN: 2,
}
_TEXTURE_OF = np.array([TEXTURES[one] for one in STATES])
_MEASURED, _UNKNOWN = 0, 2


def packed_columns(
    found: Problem,
    assessment: Assessment,
    listed: Listed,
    pieces: explain.Parts,
    places: Mapping[str, int],
) -> dict[str, str]:
    """Return all numbers of the list as texts of bytes.

    Sites are counted as ``places`` does, by id. ``order`` holds the sites of the list; ``row``
    where each stands in ``parts`` and ``textures``, -1 where it is not ranked; ``rank`` is 0
    there.
    """
    n = len(places)
    columns = _of_ranked(assessment, listed, n) | _of_answer(found, assessment, places)
    columns["order"] = np.array([places[e.site_id] for e in listed.entries], dtype="<i4")
    columns |= _bars(assessment, pieces)
    return {name: packed(values) for name, values in columns.items()}


def _of_ranked(assessment: Assessment, listed: Listed, n: int) -> dict[str, NDArray[Any]]:
    """Return the numbers that every method gives, by site."""
    ranking, answer, rows = assessment.ranking, assessment.answer, assessment.rows
    median, low, high = ranking.ranks, ranking.rank_low, ranking.rank_high
    if answer is not None:
        median, low, high = answer.rank_median, answer.rank_5, answer.rank_95
    spread = {"rank": listed.ranks, "median": median, "low": low, "high": high}
    found: dict[str, NDArray[Any]] = {
        name: _spread(values, rows, n, 0, "<i4") for name, values in spread.items()
    }
    found["row"] = _spread(np.arange(len(rows)), rows, n, -1, "<i4")
    found["score"] = _spread(ranking.scores, rows, n, np.nan, "<f8")
    found["gapShare"] = _spread(ranking.gap_share, rows, n, 0.0, "<f4")
    return found


def _of_answer(
    found: Problem, assessment: Assessment, places: Mapping[str, int]
) -> dict[str, NDArray[Any]]:
    """Return chance, known weight and section by site; NaN where none is drawn."""
    n, answer, rows = len(places), assessment.answer, assessment.rows
    chance, known = np.full(n, np.nan), np.zeros(n)
    section = np.full(n, NO_SECTION, dtype="u1")
    apart_code = SECTIONS.index(Section.TOO_LITTLE_KNOWN)
    section[len(found.sites) :] = apart_code
    if answer is not None:
        chance[rows], known[rows] = answer.chance, answer.known_weight
        section[rows] = list(map(_CODES.__getitem__, answer.sections))
        for one in answer.apart:
            at = places[one.site_id]
            chance[at], known[at], section[at] = one.chance, one.known_weight, apart_code
    return {"chance": chance, "known": known, "section": section}


def _bars(assessment: Assessment, pieces: explain.Parts) -> dict[str, NDArray[Any]]:
    """Return what the bars are made of, ranked sites by criteria, and how each part is drawn.

    Where nothing is drawn, ``onGaps`` holds a second part of each, which rests on gaps.
    """
    if not pieces.is_additive:
        return {"parts": _short(pieces.to_ideal)}
    if assessment.answer is None:
        whole = np.zeros(pieces.secured.shape, dtype="u1")
        return {
            "parts": _short(pieces.secured),
            "onGaps": _short(pieces.on_gaps),
            "textures": whole,
        }
    return {
        "parts": _short(pieces.secured + pieces.on_gaps),
        "textures": _textures(assessment.answer),
    }


def _textures(answer: Answer) -> NDArray[Any]:
    return _TEXTURE_OF[answer.states].astype("u1")


def _spread(values: Any, rows: IntArray, n: int, blank: float, kind: str) -> NDArray[Any]:
    """Return the values of some rows among all sites."""
    found = np.full(n, blank, dtype=kind)
    found[rows] = values
    return found


def _short(values: FloatArray) -> NDArray[Any]:
    # Five digits are all that a bar is drawn from, and single precision keeps them.
    return np.round(values, 5).astype("<f4")


def packed(array: NDArray[Any]) -> str:
    """Return the bytes of an array as text."""
    return base64.b64encode(np.ascontiguousarray(array).tobytes()).decode("ascii")

"""What a workshop knows of its sites, frozen: how each cell is known, draws, who is apart."""

from __future__ import annotations

import base64
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from prioritizer.domain.answer import (
    MOST_UNKNOWN,
    STATES,
    Answer,
    Apart,
    CellState,
    GapMode,
    Levels,
    ValueDraws,
)
from prioritizer.domain.facilities import WORKING
from prioritizer.domain.matrix import FloatArray
from prioritizer.domain.results import Assessment, IntArray, NotRanked
from prioritizer.workflow.ranking.alike import groups_of, labels_of
from prioritizer.workflow.ranking.answer_words import without_evidence
from prioritizer.workflow.ranking.known_limit import candidates

MEMBER = "answer"
MOST_DRAWS, FEWEST_DRAWS = 300, 100
"""The standard error of a chance of 50 % is 3 % with 300 draws, and 5 % with 100."""
_MOST_LEVELS = 1_000_000
_LEVEL = np.dtype("<u2")


@dataclass(frozen=True, slots=True)
class HardlyKnown:
    """A criterion that separates nobody, for how many sites it is known, and of how many."""

    id: str
    name: str
    known: int
    of: int


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """What is known of the sites of a workshop.

    Attributes
    ----------
    drawn
        Of the ranked sites; ``drawn.draws`` is 0 where too many sites left no room for draws.
    apart
        Sites that are too little known to be ranked, with their chance when all criteria count
        the same.
    not_asked
        Criteria that are left out.
    switched_on
        Criteria that separate nobody either, and that somebody switched on all the same.
    without_evidence
        How many sites are not ranked because neither mass, volume nor grade is known. Earlier
        versions did not count them here.
    working
        How many working facilities are set aside; earlier versions ranked them.
    not_ranked
        The sites that are not ranked for lack of any evidence, for their status or for a veto,
        each with its reason. None where an earlier version did not keep them.
    apart_known
        ``(apart, criteria asked about)``: the share of each value that is known of the sites
        apart. None where an earlier version did not keep it, or where all sites are ranked
        whatever is known of them.
    """

    drawn: ValueDraws
    apart: tuple[Apart, ...]
    not_asked: tuple[HardlyKnown, ...]
    switched_on: tuple[HardlyKnown, ...] = ()
    without_evidence: int = 0
    working: int = 0
    not_ranked: tuple[NotRanked, ...] | None = None
    apart_known: FloatArray | None = None


def known_data(
    assessment: Assessment, columns: IntArray
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return what is known as plain data, of the whole and of each ranked site.

    Levels are whole numbers of 1/65535, two bytes each with the smaller first, in the order
    draw, site, criterion, as base64. Of a site, ``state`` says how each cell is known and
    ``mean`` what is expected of a cell that evidence says nothing about.

    Parameters
    ----------
    assessment
        On fixed scales, under a method that scores each site by its own values.
    columns
        The criteria that people are asked about.
    """
    answer, drawn = assessment.answer, assessment.draws
    if answer is None or drawn is None:
        raise ValueError("Nothing can be drawn for this method, or on scales of the data.")
    return _whole(assessment, answer, drawn, columns), _cells(drawn, columns)


def _whole(
    assessment: Assessment, answer: Answer, drawn: ValueDraws, columns: IntArray
) -> dict[str, Any]:
    kept = drawn.levels[: _room_for(len(assessment.matrix) * len(columns)), :, columns]
    names = {criterion.id: criterion.name for criterion in assessment.matrix.criteria}
    n_sites = len(answer.chance) + len(answer.apart)
    alike = groups_of(assessment.matrix.alternatives, drawn.alike)

    def counted(ids: Iterable[str]) -> list[dict[str, Any]]:
        known = answer.known_counts
        return [
            {"id": name, "name": names[name], "known": int(known[name]), "of": n_sites}
            for name in ids
        ]

    return {
        "gaps": answer.gaps.value,
        "seed": answer.seed,
        "draws": len(kept),
        **({"alike": alike} if alike else {}),
        "levels": base64.b64encode(kept.astype(_LEVEL).tobytes()).decode("ascii"),
        "apart": [
            {
                "id": site.site_id,
                "name": site.name,
                "known_weight": site.known_weight,
                "chance": site.chance,
                "missing": list(site.missing),
            }
            for site in answer.apart
        ],
        "not_asked": counted(answer.criteria_left_out),
        "switched_on": counted(_switched_on(assessment, answer, n_sites)),
        "without_evidence": len(without_evidence(assessment.not_ranked)),
        "facilities": assessment.settings.facilities.value,
        "working": sum(entry.gate == WORKING for entry in assessment.not_ranked),
        "not_ranked": [
            {"id": one.site_id, "name": one.name, "gate": one.gate, "reason": one.reason}
            for one in assessment.not_ranked
        ],
        **_apart_known(assessment, answer, columns),
    }


def _apart_known(assessment: Assessment, answer: Answer, columns: IntArray) -> dict[str, Any]:
    """Return how well each value of the sites apart is known; nothing where that is idle."""
    found = candidates(assessment)
    if found.limit is None:
        return {}
    row_of = {name: row for row, name in enumerate(found.matrix.alternatives)}
    rows = np.array([row_of[site.site_id] for site in answer.apart], dtype=np.int64)
    return {"apart_known": found.limit.known[np.ix_(rows, columns)].tolist()}


def _switched_on(assessment: Assessment, answer: Answer, n_sites: int) -> list[str]:
    """Return the criteria that count only because somebody switched them on."""
    return [
        name
        for name in assessment.settings.switched_on
        if 1 - answer.known_counts.get(name, n_sites) / max(n_sites, 1) > MOST_UNKNOWN
    ]


def _cells(drawn: ValueDraws, columns: IntArray) -> list[dict[str, Any]]:
    return [
        {
            "state": [STATES[code].value for code in states],
            "mean": [None if math.isnan(mean) else mean for mean in means],
        }
        for states, means in zip(
            drawn.states[:, columns].tolist(), drawn.means[:, columns].tolist(), strict=True
        )
    ]


def _room_for(n_cells: int) -> int:
    """Return how many draws of so many cells are kept: fewer of many, none of too many."""
    draws = min(MOST_DRAWS, _MOST_LEVELS // max(n_cells, 1))
    return draws if draws >= FEWEST_DRAWS else 0


def parse_known(data: Mapping[str, Any], sites: Sequence[Mapping[str, Any]]) -> Known:
    """Return what is known, of its plain data.

    Raises
    ------
    KeyError, TypeError, ValueError
        If the data is something else.
    """
    states = np.array(
        [[STATES.index(CellState(state)) for state in site["state"]] for site in sites],
        dtype=np.int64,
    )
    means = np.array([site["mean"] for site in sites], dtype=np.float64)
    draws, known = int(data["draws"]), means[~np.isnan(means)]
    if means.shape != states.shape or draws < 0 or np.any((known < 0) | (known > 1)):
        raise ValueError("means of values are not one per cell, from 0 to 1")
    levels = _levels(data["levels"], (draws, *states.shape))
    apart_known = _shares(data.get("apart_known"), (len(data["apart"]), states.shape[1]))
    return Known(
        ValueDraws(
            levels,
            states,
            means,
            int(data["seed"]),
            GapMode(data["gaps"]),
            labels_of([site["id"] for site in sites], data.get("alike", ())),
        ),
        tuple(
            Apart(
                site["id"],
                site["name"],
                float(site["known_weight"]),
                float(site["chance"]),
                tuple(site["missing"]),
            )
            for site in data["apart"]
        ),
        _hardly_known(data["not_asked"]),
        # Problems of earlier versions do not say the rest.
        _hardly_known(data.get("switched_on", ())),
        int(data.get("without_evidence", 0)),
        int(data.get("working", 0)),
        _not_ranked(data.get("not_ranked")),
        apart_known,
    )


def _not_ranked(data: Iterable[Mapping[str, Any]] | None) -> tuple[NotRanked, ...] | None:
    if data is None:
        return None
    return tuple(
        NotRanked(str(one["id"]), str(one["name"]), str(one["reason"]), gate=str(one["gate"]))
        for one in data
    )


def _shares(data: Sequence[Any] | None, shape: tuple[int, int]) -> FloatArray | None:
    if data is None:
        return None
    found = np.array(data, dtype=np.float64).reshape(shape)
    if not np.all((found >= 0) & (found <= 1)):
        raise ValueError("shares of values are not from 0 to 1")
    return found


def _hardly_known(data: Iterable[Mapping[str, Any]]) -> tuple[HardlyKnown, ...]:
    return tuple(
        HardlyKnown(one["id"], one["name"], int(one["known"]), int(one["of"])) for one in data
    )


def _levels(text: str, shape: tuple[int, ...]) -> Levels:
    content = base64.b64decode(text, validate=True)
    return np.frombuffer(content, dtype=_LEVEL).reshape(shape).astype(np.uint16)

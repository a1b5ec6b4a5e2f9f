"""What the list holds, in its order: ranked sites, then those of which too little is known."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from prioritizer.domain.answer import Apart, Section
from prioritizer.domain.results import Assessment, IntArray, NotRanked
from prioritizer.ui.shell import cache as cached
from prioritizer.ui.shell import state
from prioritizer.ui.shell.cache import Problem
from prioritizer.workflow.ranking.answer_words import without_evidence
from prioritizer.workflow.ranking.known_only import known_only_ranks

FIRST = 100
KNOWN_ONLY, EVIDENCE_A = "known", "evidence-a"
FIRST_CLASS = "A"


class Entry(NamedTuple):
    """One site of the list.

    ``row`` is its row in the assessment, None where it is not ranked; then ``apart`` says how
    little is known, or ``blank`` that nothing is. ``section`` is blank where nothing is drawn.
    """

    site_id: str
    name: str
    row: int | None = None
    section: str = ""
    apart: Apart | None = None
    blank: NotRanked | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Listed:
    """The list as shown, whole, and the places that its numbers are.

    ``outside`` is how many entries an area drawn on the map leaves out, None without an area.
    """

    entries: tuple[Entry, ...]
    ranks: IntArray
    is_in_sections: bool
    outside: int | None = None

    @property
    def n_ranked(self) -> int:
        """Return how many of the entries are ranked."""
        return bisect_left(self.entries, True, key=lambda entry: entry.row is None)

    @property
    def first(self) -> tuple[Entry, ...]:
        """Return the first entries."""
        return self.entries[:FIRST]

    def find(self, site_id: str | None) -> Entry | None:
        """Return the entry of a site; None where the list does not hold it."""
        return next((one for one in self.entries if one.site_id == site_id), None)


def listed(found: Problem, assessment: Assessment) -> Listed:
    """Return the list in the order that was chosen on the page."""
    view = state.get("order")
    ranks, order = assessment.ranking.ranks, assessment.order()
    if view == KNOWN_ONLY and assessment.answer is not None:
        ranks = known_only_ranks(assessment)
        order = order[np.argsort(ranks[order], kind="stable")]
    entries = [*_ranked(assessment, order), *_apart(assessment), *_blank(assessment)]
    if view == EVIDENCE_A:
        well_known = {s.site_id for s in found.sites if s.evidence_class == FIRST_CLASS}
        entries = [entry for entry in entries if entry.site_id in well_known]
    area, n_all = state.get("map_area"), len(entries)
    if area:
        inside = set(area)
        entries = [entry for entry in entries if entry.site_id in inside]
    is_by_chance = view in ("chance", EVIDENCE_A) and assessment.answer is not None
    outside = n_all - len(entries) if area else None
    return Listed(tuple(entries), ranks, is_by_chance, outside)


def ranked_list(assessment: Assessment) -> Listed:
    """Return the list of the ranked sites alone, in the order of the settings."""
    entries = tuple(_ranked(assessment, assessment.order()))
    return Listed(entries, assessment.ranking.ranks, is_in_sections=False)


def _ranked(assessment: Assessment, order: IntArray) -> list[Entry]:
    names, ids = assessment.matrix.names, assessment.matrix.alternatives
    rows, answer = order.tolist(), assessment.answer
    if answer is None:
        return [Entry(ids[row], names[row], row) for row in rows]
    words = {section: section.value for section in Section}
    sections = list(map(words.__getitem__, answer.sections))
    return [Entry(ids[row], names[row], row, sections[row]) for row in rows]


def _apart(assessment: Assessment) -> list[Entry]:
    if assessment.answer is None:
        return []
    section = Section.TOO_LITTLE_KNOWN.value
    return [
        Entry(one.site_id, one.name, section=section, apart=one)
        for one in assessment.answer.apart
    ]


def _blank(assessment: Assessment) -> list[Entry]:
    section = Section.TOO_LITTLE_KNOWN.value
    return [
        Entry(one.site_id, one.name, section=section, blank=one)
        for one in without_evidence(assessment.not_ranked)
    ]


@cached.cached(most=16)
def problem_rows(found: Problem) -> dict[str, int]:
    """Return the rows of the sites of a problem by id."""
    return {site.site_id: row for row, site in enumerate(found.sites)}

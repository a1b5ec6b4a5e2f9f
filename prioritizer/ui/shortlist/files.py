"""The shortlist to take away: places, probabilities, locks with reasons, and its record."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial

import streamlit as st

from prioritizer.domain.pilot_edit import PilotEdit, in_force
from prioritizer.domain.results import Assessment
from prioritizer.exports.formats import CSV, JSON
from prioritizer.exports.marking import marked
from prioritizer.exports.tables.flat import Cell, csv_table
from prioritizer.ui.parts import fingerprint
from prioritizer.ui.shell import session
from prioritizer.ui.shell.cache import Problem
from prioritizer.ui.shortlist import edits as pilot_book
from prioritizer.workflow.pilots.shortlist import Shortlist

COLUMNS = (
    "rank", "rank_low", "rank_high", "id", "name", "score", "chance", "section", "evidence",
    "lock", "reason",
)  # fmt: skip


def show(found: Problem, assessment: Assessment, listed: Shortlist) -> None:
    """Draw the two downloads; a click builds a file out of reach of the session."""
    mark = session.inventory().mark
    locks = [edit for edit in in_force(pilot_book.seen()) if pilot_book.is_lock(edit)]
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            "Shortlist (CSV)",
            partial(_csv, listed, mark),
            "shortlist.csv",
            CSV.media_type,
            icon=":material/csv:",
            on_click="ignore",
            key="shortlist-csv",
        )
        st.download_button(
            "Shortlist with locks and fingerprint (JSON)",
            partial(_json, found, assessment, listed, mark, locks),
            "shortlist.json",
            JSON.media_type,
            icon=":material/data_object:",
            on_click="ignore",
            key="shortlist-json",
        )


def _rows(listed: Shortlist) -> list[dict[str, Cell]]:
    return [
        {
            "rank": entry.rank,
            "rank_low": entry.rank_low,
            "rank_high": entry.rank_high,
            "id": entry.site_id,
            "name": entry.name,
            "score": entry.score,
            "chance": entry.probability,
            "section": None if entry.section is None else entry.section.value,
            "evidence": entry.evidence,
            "lock": entry.lock,
            "reason": entry.reason,
        }
        for entry in listed.entries
        if entry.is_listed or entry.lock
    ]


def _csv(listed: Shortlist, mark: str) -> bytes:
    rows = [[row[name] for name in COLUMNS] for row in _rows(listed)]
    return marked(csv_table(COLUMNS, rows), mark)


def _json(
    found: Problem,
    assessment: Assessment,
    listed: Shortlist,
    mark: str,
    locks: Sequence[PilotEdit],
) -> bytes:
    answer = assessment.answer
    data = {
        "title": assessment.title,
        "rule": listed.rule.text,
        "fingerprint_of_ranking": fingerprint.made(found, assessment),
        "draws": None
        if answer is None
        else {"draws": answer.draws, "seed": answer.seed, "gaps": answer.gaps.value},
        "listed": [entry.site_id for entry in listed.listed],
        "sites": _rows(listed),
        "locks": [
            {"id": e.site_id, "lock": e.value, "reason": e.why, "who": e.who, "at": e.at}
            for e in locks
        ],
    }
    text = json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    return marked(text.encode(), mark)

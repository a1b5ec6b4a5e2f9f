"""The files to take away: each says what it holds, and is built only when it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from prioritizer.domain.results import Assessment
from prioritizer.exports.formats import (
    JSON,
    RANKING_FORMATS,
    Format,
    Options,
    RankingWriter,
)
from prioritizer.exports.marking import marked
from prioritizer.exports.sizes import size_fault
from prioritizer.exports.workbook.model import has_formulas
from prioritizer.ui.parts import fingerprint
from prioritizer.ui.robustness import cache as cached_robustness
from prioritizer.ui.shell import markup, session, state
from prioritizer.ui.shell.cache import Problem
from prioritizer.ui.shell.text import escape_markdown
from prioritizer.workflow.records.replay import make_record

HOLDS = {
    "xlsx": "Live formulas: raw value, scale, value, weight, score and rank "
    "recompute in a spreadsheet when you change a weight; a check cell says whether it still "
    "equals the tool. Evidence and sources on sheets of their own.",
    "csv": "One row per site: ranks, scores with their intervals, performances with units, "
    "values, contributions, and the sites left out with the reason.",
    "json": "The same answer for programs: parallel lists, weights, method, criteria, "
    "fingerprint.",
    "table": "Plain text for a mail or the minutes.",
}
ICONS = {
    "xlsx": ":material/table_view:",
    "csv": ":material/csv:",
    "json": ":material/data_object:",
    "table": ":material/notes:",
}
RECORD = (
    "Everything the ranking was made from, as canonical JSON. "
    "`python -m prioritizer replay FILE` recomputes it to the last bit and names every change."
)
ONLY = (
    "Off: all ranked sites. The workbook and the record always rank all sites, or their ranks "
    "would not recompute."
)
COPIED = (
    "Every figure of the ranking, evidence and sources on sheets of their own. The scores of "
    "this method are copied from the tool: they do not follow a change in the workbook."
)
NAME = "pilot-shortlist"


def show(found: Problem, assessment: Assessment) -> None:
    """Draw one button per format, and the decision record."""
    is_short = st.toggle(
        "Only the shortlist",
        **state.started("only_shortlist"),
        help=ONLY,
    )
    top = state.get("shortlist") if is_short else None
    mark = session.inventory().mark
    known = [name for name in HOLDS if name in RANKING_FORMATS]
    for name in dict.fromkeys((*known, *RANKING_FORMATS)):
        entry = RANKING_FORMATS[name]
        fault = size_fault(entry.extension, len(found.register.sites))
        if fault is not None:
            st.info(escape_markdown(fault), icon=":material/database:")
            continue
        _button(
            entry.title,
            COPIED if name == "xlsx" and not has_formulas(assessment) else HOLDS.get(name, ""),
            ICONS.get(name, ":material/download:"),
            (f"{NAME}{entry.extension}", entry.media_type),
            partial(_written, entry, assessment, found, top, mark),
        )
    _button(
        "Decision record",
        RECORD,
        ":material/verified:",
        ("decision-record.json", JSON.media_type),
        partial(make_record, assessment, found.register),
    )
    _fingerprint(found, assessment)


def _fingerprint(found: Problem, assessment: Assessment) -> None:
    """Draw the fingerprint; it comes last, so that no file waits for it."""
    print_ = fingerprint.shown(found, assessment)
    if print_ is not None:
        markup.draw(
            markup.note(f'Fingerprint of this ranking: <code class="pp-code">{print_}</code>')
        )


def _written(
    entry: Format[RankingWriter],
    assessment: Assessment,
    found: Problem,
    top: int | None,
    mark: str,
) -> bytes:
    options = Options(top, cached_robustness.next_steps_of(found, assessment))
    return marked(entry.write(assessment, found.register, options), mark)


def _button(
    title: str, holds: str, icon: str, file: tuple[str, str], build: Callable[[], bytes]
) -> None:
    name, media_type = file
    with st.container(border=True, gap="xsmall"):
        st.download_button(
            title,
            build,
            name,
            media_type,
            key=f"download-{name}",
            on_click="ignore",
            icon=icon,
            type="primary" if name.endswith(".xlsx") else "secondary",
            width="stretch",
        )
        markup.draw(markup.note(markup.prose(holds)))

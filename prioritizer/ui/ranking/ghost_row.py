"""Where the row of a what-if would stand: told to the list, which shows it beside the rest."""

from __future__ import annotations

import json
from typing import Any

from prioritizer.domain.results import Assessment
from prioritizer.domain.words import percent
from prioritizer.languages.speech import gettext, noop
from prioritizer.ui.ranking import said
from prioritizer.ui.ranking.entries import Listed
from prioritizer.ui.ranking.table import list_key
from prioritizer.ui.shell import component, session
from prioritizer.ui.shell.cache import Problem
from prioritizer.ui.shell.text import plain

COMPONENT = "prioritizer_list_what_if"
MARK = noop("What-if")
SHOWN = noop("In the order of the answer, a dashed row of the list shows the new place.")
NOTE = noop("Only here, only to look at: no file, record or other page knows of it.")
WOULD, STAYS = noop("What-if: place {rank}"), noop("What-if: still place {rank}")
CANNOT = noop("With this value the site cannot be ranked.")

Ranked = tuple[Problem, Assessment, Listed]
"""A ranking with its list, as the page shows it."""


def show(now: Ranked, after: Ranked | None, site_id: str, tried: str) -> None:
    """Mount what carries the row to the list, which has been drawn before.

    ``after`` is the ranking with the value that is tried out, None where none can be made;
    ``tried`` says that value in words.
    """
    component.mount(
        said.component(COMPONENT),
        "<i></i>",
        js=component.asset("list_what_if.js"),
        key="list-what-if",
        data=json.dumps(payload(now, after, site_id, tried)).encode(),
        height=1,
    )


def payload(now: Ranked, after: Ranked | None, site_id: str, tried: str) -> dict[str, Any]:
    """Return the row as the list draws it, and beside which list it was worked out.

    ``rank`` is None where the site would not be ranked; then there is no row, only a mark.
    """
    found, assessment, _ = now
    old = place_of(now, site_id)
    new = None if after is None else place_of(after, site_id)
    return {
        "key": list_key(found, assessment),
        "points": [round(p) for p in session.sliders(found.criteria).values()],
        "id": site_id,
        "rank": new,
        "chip": gettext(MARK),
        "text": plain(tried, limit=300),
        "mark": _mark(old, new),
        "note": gettext(NOTE),
        **_numbers(None if after is None else after[1], site_id),
    }


def is_moved(now: Ranked, after: Ranked | None, site_id: str) -> bool:
    """Return whether the value that is tried out gives the site another place."""
    new = None if after is None else place_of(after, site_id)
    return new is not None and new != place_of(now, site_id)


def place_of(ranked: Ranked, site_id: str) -> int | None:
    """Return the place of a site by the numbers of the list; None where it is not ranked."""
    _, assessment, shown = ranked
    row = _row(assessment, site_id)
    return None if row is None else int(shown.ranks[row])


def _row(assessment: Assessment, site_id: str) -> int | None:
    ids = assessment.matrix.alternatives
    return ids.index(site_id) if site_id in ids else None


def _mark(old: int | None, new: int | None) -> str:
    if new is None:
        return gettext(CANNOT)
    return gettext(STAYS if new == old else WOULD, rank=new)


def _numbers(after: Assessment | None, site_id: str) -> dict[str, Any]:
    """Return section, median place, its range and the chance, blank where none are drawn."""
    answer = None if after is None else after.answer
    row = None if after is None else _row(after, site_id)
    if answer is None or row is None:
        return {"section": "", "median": "", "range": "", "chance": None, "chanceText": ""}
    low, high = int(answer.rank_5[row]), int(answer.rank_95[row])
    chance = float(answer.chance[row])
    return {
        "section": answer.sections[row].value,
        "median": str(int(answer.rank_median[row])),
        "range": f"{low}–{high}" if high > low else "",
        "chance": chance,
        "chanceText": percent(chance),
    }

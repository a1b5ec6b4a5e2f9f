"""The map of the sites: same selection, same chances as the list; no tile server."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np

from prioritizer.domain.results import IntArray
from prioritizer.domain.site import Assay, Site
from prioritizer.domain.words import format_number
from prioritizer.languages.speech import SOURCE, counted, gettext, plural, speaking, spoken
from prioritizer.ui.ranking import said
from prioritizer.ui.shell import component, markup, scripts, state
from prioritizer.ui.shell.cache import Problem, cached
from prioritizer.ui.shell.text import escape_html, plain
from prioritizer.workflow.sites.outlines import outline_rings

MAX_POINTS = 10_000
UNSURE = plural(
    "{n} position is not verified (dashed).", "{n} positions are not verified (dashed)."
)
NOWHERE = plural("{n} site has no position.", "{n} sites have no position.")
MAP = plural(
    "Map of {n} site. The list beside it holds it with its place.",
    "Map of {n} sites. The list beside it holds them with their places.",
)
COMPONENT = "prioritizer_site_map"
SCRIPTS = (
    "map_projection.js",
    "map_colors.js",
    "map_base.js",
    "map_close.js",
    "map_marks.js",
    "map_layers.js",
    "map_print.js",
    "tab_memory.js",
    "site_map.js",
)
UNVERIFIED = frozenset({"latitude", "longitude"})
MOST_GRADES = 6
Area = tuple[()] | tuple[int, str, str]


def script() -> str:
    """Return the scripts of the map as one module, which begins with what they say."""
    return said.script(*SCRIPTS)


def show(found: Problem, order: IntArray) -> None:
    """Draw the map, and say what it cannot show. Places come from the list, in the browser.

    ``order`` are the rows of the ranked sites in the problem, best first.
    """
    best = order[:MAX_POINTS].tolist() if len(found.sites) > MAX_POINTS else ()
    mount(
        payload(found, tuple(best), spoken(), area=_area()),
        key="site-map",
        on_selected_change=_selected,
        on_area_change=_kept,
    )
    hollow, nowhere = _unsure(found)
    notes = [
        counted(UNSURE, hollow, n=hollow) if hollow else "",
        counted(NOWHERE, nowhere, n=nowhere) if nowhere else "",
        gettext("Only the best {n} are drawn.", n=MAX_POINTS) if best else "",
    ]
    if any(notes):
        told = escape_html(" ".join(note for note in notes if note))
        markup.draw(markup.note(told))


@cached(most=16)
def _unsure(found: Problem) -> tuple[int, int]:
    """Return how many sites have an unverified position, and how many have none."""
    located = [site for site in found.sites if is_located(site)]
    return sum(map(is_unverified, located)), len(found.sites) - len(located)


def _area() -> Area:
    """Return what tells the area on the map from others: how many sites, first and last."""
    ids = state.get("map_area")
    return (len(ids), ids[0], ids[-1]) if ids else ()


def mount(data: bytes, *, key: str, **answers: Any) -> None:
    """Draw the component with what it draws as JSON; ``answers`` are called by what it says."""
    component.mount(
        said.component(COMPONENT),
        '<div class="pp-map"></div>',
        css=component.asset("site_map.css"),
        js=scripts.module(script()),
        key=key,
        data=data,
        **answers,
    )


def _reported(name: str) -> Any:
    return (state.component("site-map") or {}).get(name)


def _selected() -> None:
    site_id = _reported("selected")
    if isinstance(site_id, str):
        state.put("selected", site_id)


def _kept() -> None:
    """Keep the sites of an area on the list; an area without any lets all back."""
    area = _reported("area")
    ids = area.get("ids") if isinstance(area, dict) else None
    if isinstance(ids, list) and all(isinstance(one, str) for one in ids):
        state.put("map_area", tuple(ids) or None)


def is_located(site: Site) -> bool:
    """Return whether a site has a position."""
    return site.latitude is not None and site.longitude is not None


def is_unverified(site: Site) -> bool:
    """Return whether the position of a site is marked as not verified."""
    return bool(UNVERIFIED & set(site.unverified))


@cached(most=16)
def payload(
    found: Problem, best: tuple[int, ...], language: str = SOURCE, area: Area = ()
) -> bytes:
    """Return what the component draws, as JSON; the same bytes for every weight, so sent once.

    With more sites than can be drawn, ``best`` holds the rows that are. Sites stand in columns,
    ``sites``, and so do the values of each criterion on its scale, in hundredths, with ``1``
    where one rests on a gap.
    """
    rows = [i for i in sorted(best or range(len(found.sites))) if is_located(found.sites[i])]
    with speaking(language):
        shown = {
            "sites": columns([found.sites[i] for i in rows]) | {"row": rows},
            "criteria": _criteria(found, np.array(rows, dtype=np.int64)),
            "bodies": [polygon for i in rows for polygon in outline_rings(found.sites[i])],
            "set": f"{found.key}-{hash(best)}",
            "key": found.key,
            "alt": counted(MAP, len(rows), n=len(rows)),
            "area": list(area),
            "isRanked": True,
        }
    return json.dumps(shown, separators=(",", ":")).encode()


def columns(sites: Sequence[Site]) -> dict[str, list[Any]]:
    """Return what the map says of sites that have a position."""
    return {
        "id": [site.site_id for site in sites],
        "name": [plain(site.name, limit=80) for site in sites],
        "about": [_about(site) for site in sites],
        "lon": [site.longitude for site in sites],
        "lat": [site.latitude for site in sites],
        "open": [int(is_unverified(site)) for site in sites],
        "metals": [" ".join(_metals(site)) for site in sites],
        "grades": [_grades(site) for site in sites],
        "protection": [
            plain(site.texts.get("protection_status", ""), limit=120) for site in sites
        ],
    }


def _criteria(found: Problem, rows: IntArray) -> list[dict[str, Any]]:
    values, gap = found.values.expected[rows], found.values.gap[rows]
    hundredths = np.floor(np.nan_to_num(values) * 100 + 0.5).astype(np.int64)
    return [
        {
            "name": gettext(criterion.name),
            "values": hundredths[:, k].tolist(),
            "gaps": "".join("1" if one else "0" for one in gap[:, k].tolist()),
        }
        for k, criterion in enumerate(found.criteria.criteria)
    ]


def _about(site: Site) -> str:
    bits = (
        site.country,
        gettext(site.waste_type.value.replace("_", " ")),
        site.texts.get("commodity_mined", ""),
    )
    return plain(" · ".join(bit for bit in bits if bit), limit=80)


def _used(site: Site) -> list[Assay]:
    """Return assays that are used and say how much, each analyte once."""
    found: dict[str, Assay] = {}
    for assay in site.assays:
        if assay.is_used and (assay.grade.is_known or assay.contained_t is not None):
            found.setdefault(assay.analyte, assay)
    return list(found.values())


def _metals(site: Site) -> list[str]:
    return [plain(assay.analyte, limit=20).replace(" ", "\u00a0") for assay in _used(site)]


def _grades(site: Site) -> str:
    """Return the grades as published, the first few."""
    used = [assay for assay in _used(site) if assay.grade.is_known]
    words = [f"{assay.analyte} {_grade(assay)} {assay.unit}" for assay in used[:MOST_GRADES]]
    rest = len(used) - MOST_GRADES
    more = f" {gettext('and {n} more', n=rest)}" if rest > 0 else ""
    return plain(", ".join(words) + more, limit=160)


def _grade(assay: Assay) -> str:
    grade = assay.grade
    if grade.best is not None:
        return format_number(grade.best)
    ends = ("?" if e is None else format_number(e) for e in (grade.low, grade.high))
    return "–".join(ends)

"""What was computed around the points of an inventory, as text, CSV or JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from prioritizer.domain.computed import Cell
from prioritizer.domain.words import counted, format_number
from prioritizer.exports.tables.flat import csv_table, text_table
from prioritizer.workflow.sites.enrichment import Enrichment, Entry

HEADER = ("site_id", "what", "column", "value", "taken", "source", "computed_on", "basis")
# What the text shows of each site: column of the low end, of the high end, the heading.
SHOWN = (
    ("distance_town_low_km", "distance_town_high_km", "settlement km"),
    ("people_10km_low", "people_10km_high", "people 10 km"),
    ("", "distance_road_high_km", "road km"),
    ("distance_port_low_km", "distance_port_high_km", "port km"),
    ("distance_plant_low_km", "distance_plant_high_km", "plant km"),
    ("", "climate_class", "climate"),
)
FEWEST = 0.0


def as_csv(found: Enrichment) -> bytes:
    """Return a row per value; one that the table has already is told with ``taken`` no."""
    return csv_table(HEADER, (list(row.values()) for row in _rows(found)))


def as_json(found: Enrichment) -> bytes:
    """Return the values, the sites without a point, and the counts."""
    data = {
        "computed_on": found.computed_on,
        "values_computed": found.n_taken,
        "values_kept": found.n_kept,
        "without_point": list(found.without_point),
        "values": list(_rows(found)),
    }
    return (json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def as_table(found: Enrichment) -> bytes:
    """Return a line per site with the bounds; in brackets where the own value was kept."""
    by_site: dict[str, list[Entry]] = {}
    for entry in found.entries:
        by_site.setdefault(entry.finding.site_id, []).append(entry)
    names = {site.site_id: site.name for site in found.register.sites}
    rows = [(site, names[site], *_line(entries)) for site, entries in by_site.items()]
    header = ("site", "name", *(heading for _, _, heading in SHOWN))
    lines = [text_table(header, rows), *_layers(found), summary(found)]
    return ("\n".join(lines) + "\n").encode()


def summary(found: Enrichment) -> str:
    """Return what was done, in sentences."""
    parts = [
        f"{counted(found.n_taken, 'value')} computed on {found.computed_on}; "
        f"{counted(found.n_kept, 'time')} a value of your own was kept (in brackets)."
    ]
    if found.without_point:
        n = len(found.without_point)
        parts.append(f"{counted(n, 'site')} without a point: nothing computed.")
    parts.append("A great circle is a lower bound, never a road.")
    return " ".join(parts)


def _rows(found: Enrichment) -> Iterator[dict[str, Any]]:
    for entry in found.entries:
        for column, value in entry.finding.cells.items():
            yield dict(
                zip(
                    HEADER,
                    (
                        entry.finding.site_id,
                        entry.finding.what,
                        column,
                        value,
                        "yes" if entry.is_taken else "no",
                        entry.finding.source,
                        found.computed_on,
                        entry.finding.basis,
                    ),
                    strict=True,
                )
            )


def _line(entries: Sequence[Entry]) -> Iterator[str]:
    for low, high, _ in SHOWN:
        entry = next((e for e in entries if high in e.finding.columns), None)
        text = "" if entry is None else _ends(entry.finding.cells, low, high)
        yield text if entry is None or entry.is_taken else f"({text})"


def _ends(cells: Any, low: str, high: str) -> str:
    if high not in cells:
        return ""
    longest: Cell = cells[high]
    if isinstance(longest, str):
        return longest
    return f"{format_number(cells.get(low, FEWEST))}–{format_number(float(longest))}"


def _layers(found: Enrichment) -> list[str]:
    shown = {column for pair in SHOWN for column in pair[:2]}
    cells = [
        (e.finding.site_id, e.finding.what, column, str(value), "" if e.is_taken else "kept")
        for e in found.entries
        if e.finding.source.startswith("LAYER-")
        for column, value in e.finding.cells.items()
        if column not in shown
    ]
    return [text_table(("site", "layer", "column", "value", ""), cells)] if cells else []

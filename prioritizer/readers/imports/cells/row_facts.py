"""Facts of a row that rest on several cells: the dry mass, the order of ranges."""

from __future__ import annotations

from prioritizer.domain.columns import ranges
from prioritizer.domain.imports import Topic
from prioritizer.errors import Severity
from prioritizer.readers.imports.cells.row_context import RowContext, format_number


def check_order(row: RowContext) -> None:
    """Leave out a range whose ends stand the wrong way round; the rest of its row stays."""
    for names in ranges().values():
        known = [row.out[name] for name in names if name in row.out]
        if len(known) < 2:
            continue
        if [float(value) for value in known] != sorted(map(float, known)):
            row.log.add(
                Severity.ERROR,
                row.line,
                names[1],
                f"low, best, high: {', '.join(known)}",
                "low ≤ best ≤ high",
                "They are left blank; exchange or correct them.",
            )
            for name in names:
                row.out.pop(name, None)


def take_dry_mass(row: RowContext) -> None:
    """Replace a wet mass by ``wet x (1 - moisture)``; without moisture by a high end."""
    wet, moisture = row.out.pop("tonnage_wet_t", None), row.out.pop("moisture_pct", None)
    for name in ("low", "high"):
        row.out.pop(f"moisture_{name}", None)
    if wet is None:
        return
    if moisture is None:
        row.out.setdefault("tonnage_high_t", wet)
        row.tally.add(
            Topic.CONVERSION,
            "wet mass",
            "taken as the high end of the dry mass, because no moisture is known",
            wet,
            0.9,
        )
        return
    if "tonnage_t" in row.out:
        return
    row.out["tonnage_t"] = format_number(float(wet) * (1 - float(moisture) / 100))
    row.tally.add(
        Topic.CONVERSION,
        "wet mass",
        "times (1 - moisture) to dry mass",
        f"{wet} t, {moisture} %",
        0.95,
    )

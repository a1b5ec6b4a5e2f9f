"""Wet mass to dry mass where the moisture is known; otherwise it is an upper end only."""

from __future__ import annotations

from prioritizer.domain.imports import Topic
from prioritizer.readers.imports.cells.row_context import RowContext, format_number


def dry_mass(row: RowContext) -> None:
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

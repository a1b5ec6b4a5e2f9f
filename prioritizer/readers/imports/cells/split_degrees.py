"""Coordinates from several cells: degrees, minutes, seconds, and the letter of a hemisphere."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from prioritizer.domain.imports import Topic
from prioritizer.readers.imports.cells.number_cells import read_number
from prioritizer.readers.imports.cells.row_context import RowContext, shown
from prioritizer.readers.imports.columns.coordinate_columns import AXES, hemisphere_in
from prioritizer.readers.imports.columns.plans import Plan
from prioritizer.readers.imports.texts.side_letters import (
    OPEN,
    header_in_english,
    in_english,
    without_letter,
)
from prioritizer.readers.imports.words.records import Cell
from prioritizer.readers.imports.words.vocabulary import codes, fold

PLACES = {"latitude": "=y", "longitude": "=x"}
PARTS = ("minutes", "seconds", "hemisphere")


def convert_part(plan: Plan, cell: Cell, row: RowContext) -> None:
    """Keep minutes or seconds until the angle is put together."""
    quantity = read_number(plan, cell, row)
    if quantity is not None and quantity.best is not None:
        row.out[f"={plan.field.name}"] = quantity.best


def convert_hemisphere(plan: Plan, cell: Cell, row: RowContext) -> None:
    """Keep the letter of a hemisphere; O is east in German and west in Spanish."""
    axis = plan.field.name.partition("_")[0]
    said = in_english(shown(cell), row.letters)
    letter = codes("hemisphere").get(fold(said), "")
    if letter and letter in AXES[axis]:
        row.out[f"={plan.field.name}"] = letter
    else:
        row.error(plan, cell, " or ".join(AXES[axis]), "Write the letter in English.")


def join_degrees(row: RowContext, plans: Mapping[str, Plan]) -> None:
    """Put the parts of latitude and longitude together; a point with a faulty part is unread.

    Parameters
    ----------
    plans
        The columns of the file by field.
    """
    for axis, place in PLACES.items():
        parts = {part: row.out.pop(f"={axis}_{part}", None) for part in PARTS}
        if place not in row.out or axis not in plans:
            continue
        degrees = float(row.out.pop(place))
        missing = [part for part in PARTS if f"{axis}_{part}" in plans and parts[part] is None]
        fault = _fault(degrees, parts, missing)
        if fault:
            row.error(plans[axis], f"{degrees:g}", fault, "The point is not read; correct it.")
            continue
        header = header_in_english(plans[axis].header, row.letters)
        if row.letters.get(without_letter(header, row.letters)[0]) == OPEN:
            # It was said once which letter leaves the side open.
            row.out["=faulty_point"] = "yes"
            continue
        side = hemisphere_in(header, axis) or row.sides.get(f"{axis}_hemisphere", "")
        value = _signed(degrees, parts, side)
        row.out[place] = value
        if value != degrees:
            row.tally.add(
                Topic.CONVERSION,
                plans[axis].where,
                "put together from degrees, minutes, seconds and hemisphere",
                f"{value:.6g}",
                0.97,
            )


def _fault(
    degrees: float, parts: Mapping[str, float | str | None], missing: Sequence[str]
) -> str:
    if "minutes" in missing and degrees % 1 == 0:
        return "minutes beside whole degrees"
    if "hemisphere" in missing and math.copysign(1, degrees) > 0:
        return "a hemisphere beside degrees without a sign"
    if degrees % 1 and any(parts[part] for part in ("minutes", "seconds")):
        return "whole degrees beside minutes"
    if parts["hemisphere"] in {"N", "E"} and math.copysign(1, degrees) < 0:
        return f"no minus beside the hemisphere {parts['hemisphere']}"
    return ""


def _signed(degrees: float, parts: Mapping[str, float | str | None], letter: str) -> float:
    minutes, seconds = (float(parts[part] or 0) for part in ("minutes", "seconds"))
    size = abs(degrees) + minutes / 60 + seconds / 3600
    side = parts["hemisphere"] or letter
    is_negative = math.copysign(1, degrees) < 0 or side in {"S", "W"}
    return -size if is_negative else size

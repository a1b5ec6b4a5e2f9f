"""Columns that look like coordinates of which no point is made: said, never passed over."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from prioritizer.domain.imports import ColumnMatch
from prioritizer.readers.imports.columns.coordinate_columns import (
    AXES,
    part_of,
    speaks_of_place,
)
from prioritizer.readers.imports.texts.coordinate_texts import read_degrees
from prioritizer.readers.imports.words.fields import OWN
from prioritizer.readers.imports.words.records import Cell, Log

# One of these together make a point.
POINTS = (
    {"latitude", "longitude"},
    {"easting", "northing"},
    {"coordinates"},
    {"geometry_wkt"},
)
OTHERS = (("latitude", "longitude"), ("easting", "northing"))
SHOWN = 6
HINT = 'Their sites have no point; say --map "{header}={field}", and so for the others.'


def say_unread_places(
    matches: Sequence[ColumnMatch],
    samples: Sequence[Sequence[Cell]],
    stated: Collection[int],
    log: Log,
    *,
    has_shapes: bool,
) -> None:
    """Warn of columns that speak of places and come to no point, or leave a point coarse.

    Parameters
    ----------
    stated
        Columns that somebody decided.
    has_shapes
        Whether the file has geometries, which are the points.
    """
    fields = {match.field for match in matches if match.field}
    kept = [m for m in matches if m.field == OWN and m.index not in stated]
    if has_shapes or any(point <= fields for point in POINTS):
        _say_coarse(kept, matches, samples, log)
        return
    half = [match for match in matches if _is_of_place(match.field)]
    own = [
        m
        for m in kept
        if _has_digits(samples[m.index]) and speaks_of_place(m.header, samples[m.index])
    ]
    unsure = {part_of(m.header).axis for m in own if not part_of(m.header).is_sure}
    if unsure and unsure != set(AXES):
        own = [m for m in own if part_of(m.header).is_sure]
    columns = sorted({match.index: match for match in (*half, *own)}.values(), key=_place)
    if columns and not all("perhaps" in match.reason for match in columns):
        _say_no_point(columns, _missing(fields), log)


def _missing(fields: Collection[str]) -> str:
    """Return what is to be named to make a point."""
    for one, other in (*OTHERS, *(pair[::-1] for pair in OTHERS)):
        if one in fields and other not in fields:
            return other
    return "latitude"


def _say_no_point(columns: Sequence[ColumnMatch], missing: str, log: Log) -> None:
    names = ", ".join(match.header[:40] for match in columns[:SHOWN])
    more = " …" if len(columns) > SHOWN else ""
    own = [m for m in columns if m.field == OWN]
    first = own[0] if own else columns[0]
    named = part_of(first.header)
    field = named.axis if own and named.axis and not named.part else missing
    log.warn(
        None,
        first.header[:80],
        f"columns of coordinates of which no point is made ({names}{more})",
        "latitude and longitude, or easting and northing",
        HINT.format(header=first.header[:60] if own else "COLUMN", field=field),
    )


def _say_coarse(
    kept: Sequence[ColumnMatch],
    matches: Sequence[ColumnMatch],
    samples: Sequence[Sequence[Cell]],
    log: Log,
) -> None:
    """Warn of minutes and the like that are left over beside whole degrees."""
    place_of = {match.field: match.index for match in matches}
    for axis in AXES:
        rest = [m for m in kept if _is_part(m, axis) and _has_digits(samples[m.index])]
        if not rest or axis not in place_of or not _are_whole(samples[place_of[axis]]):
            continue
        part = part_of(rest[0].header).part
        log.warn(
            None,
            rest[0].header[:80],
            f"{part} of the {axis} that are not read, beside whole degrees",
            f"degrees and {part} that are read together",
            f'The points are wrong by up to a degree; say --map "{rest[0].header[:60]}='
            f'{axis}_{part}".',
        )


def _is_part(match: ColumnMatch, axis: str) -> bool:
    named = part_of(match.header)
    return named.is_sure and named.axis == axis and named.part in ("minutes", "seconds")


def _is_of_place(field: str) -> bool:
    of_axis = field.partition("_")[0] in AXES
    return of_axis or field in ("easting", "northing")


def _place(match: ColumnMatch) -> int:
    return match.index


def _has_digits(sample: Sequence[Cell]) -> bool:
    n = sum(any(c.isdigit() for c in str(cell)) for cell in sample)
    return 2 * n > len(sample) > 0


def _are_whole(sample: Sequence[Cell]) -> bool:
    values = [read_degrees(cell) for cell in sample]
    return bool(values) and all(value is not None and value % 1 == 0 for value in values)

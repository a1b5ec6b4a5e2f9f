"""GeoJSON that this tool exported, and the JSON of its answers, which is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from prioritizer.domain.imports import ImportOptions
from prioritizer.readers.imports.files.geojson_source import load_json, shape_of
from prioritizer.readers.imports.own import package as own_package
from prioritizer.readers.imports.own.answers import INSTEAD
from prioritizer.readers.imports.own.tables import (
    REQUIRED,
    OwnTables,
    Row,
    check_points,
    row_of,
    source_row,
)
from prioritizer.readers.imports.words.records import Log, Shape
from prioritizer.readers.tables import fault

ASSAYS = "assays"
# Without one of these words a file is none of ours, and is not read twice.
MARKS = (b'"assays"', b'"resources"', b'"fingerprint"', b'"ranks"', b'"listed"', b'"log"')
ANSWERS = (
    ({"schema", "fingerprint"}, "a decision record"),
    ({"schema", "log"}, "the record of a workshop"),
    ({"alternatives", "scores", "ranks"}, "a ranking"),
    ({"weights", "listed", "sites"}, "a shortlist"),
)


def read(path: Path, options: ImportOptions, log: Log) -> OwnTables | None:
    """Return the tables of the file; None for GeoJSON of another source.

    Raises
    ------
    DataError
        If it is an answer of this tool, or its sources are missing.
    """
    content = path.read_bytes()
    if not any(mark in content for mark in MARKS):
        return None
    data = load_json(path, options, log)
    if not isinstance(data, dict):
        return None
    if own_package.is_descriptor(data):
        return own_package.read_beside(path, data, options, log)
    _refuse_answers(data, log)
    features = data.get("features")
    if data.get("type") != "FeatureCollection" or not _is_own(features):
        return None
    if not isinstance(data.get("sources"), list):
        raise fault(
            log.file,
            "sites with assays, but without the list 'sources'",
            "the file as it was exported; other programs drop that list",
            "Take the unchanged file, or a GeoPackage, which keeps its tables.",
        )
    return _tables(data, options, log)


def _is_own(features: Any) -> bool:
    if not isinstance(features, list) or not features:
        return False
    first = features[0].get("properties") if isinstance(features[0], dict) else None
    return isinstance(first, dict) and first.keys() >= REQUIRED | {ASSAYS}


def _refuse_answers(data: dict[str, Any], log: Log) -> None:
    is_map = (
        data.get("type") == "FeatureCollection" and {"fingerprint", "fields"} <= data.keys()
    )
    if is_map:
        what = "the map of a ranking"
    else:
        what = next((words for keys, words in ANSWERS if keys <= data.keys()), "")
    if what:
        raise fault(
            log.file,
            f"{what}, from which the sites do not come back whole",
            "sites with their evidence",
            INSTEAD,
        )


def _tables(data: dict[str, Any], options: ImportOptions, log: Log) -> OwnTables:
    sites: list[Row] = []
    grades: list[Row] = []
    lines: list[int] = []
    shapes: list[Shape | None] = []
    for number, feature in enumerate(data["features"], start=1):
        known = feature.get("properties") if isinstance(feature, dict) else None
        if not isinstance(known, dict):
            log.error(number, None, "an entry that is not a feature", "a feature", "Delete it.")
            continue
        row = row_of({name: value for name, value in known.items() if name != ASSAYS})
        sites.append(row)
        lines.append(number)
        shapes.append(shape_of(feature.get("geometry"), number, log))
        site_id = row.get("site_id", "")
        grades += [
            row_of({**assay, "site_id": site_id}) for assay in _assays(known, number, log)
        ]
    check_points(sites, lines, shapes, log)
    sources = [source_row(entry) for entry in data["sources"] if isinstance(entry, dict)]
    declared = data.get("own_columns")
    rows = declared if isinstance(declared, list) else []
    own = [row_of(entry) for entry in rows if isinstance(entry, dict)]
    title = data.get("title")
    return OwnTables(
        "GeoJSON",
        "",
        title if isinstance(title, str) else "",
        sites,
        lines,
        grades,
        sources,
        own,
    )


def _assays(known: dict[str, Any], number: int, log: Log) -> list[dict[str, Any]]:
    """Return the assays of a site; some programs write the list as one text."""
    given = known.get(ASSAYS)
    if isinstance(given, str):
        try:
            given = json.loads(given)
        except (ValueError, RecursionError):
            given = None
    if isinstance(given, list) and all(isinstance(assay, dict) for assay in given):
        return given
    log.error(number, ASSAYS, "no list of assays", "a list, which may be empty", "Restore it.")
    return []

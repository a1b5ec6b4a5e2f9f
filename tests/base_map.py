"""The names, ports and plants of the base map; ``python -m tests.base_map`` writes them.

What the map draws besides outlines comes from tables that the project holds anyway. A browser
wants less of them, in columns, largest first; nothing is taken from anywhere else.
"""

from __future__ import annotations

import csv
import gzip
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from prioritizer import shipped
from prioritizer.languages.speech import LANGUAGES, SOURCE
from prioritizer.readers.gazetteer import WORKING
from prioritizer.readers.imports.words.vocabulary import table_rows

FOLDER = shipped.BASE_MAP
# People from which a place is on the map of a continent, and on that of a county.
LARGE, TOWN = 100_000, 30_000
# Below a town, the largest place of each cell of so many degrees.
CELL = 0.25
# Classes of people by which names are written larger.
SIZES = (1_000_000, 300_000, 100_000, 30_000)
DECIMALS = 3  # 110 m, less than a mark covers
Row = Mapping[str, str]


def pages() -> Iterator[tuple[Path, str]]:
    """Yield each file and what belongs into it."""
    rows = sorted(_places(), key=lambda row: (-int(row["population"]), row["name"]))
    large = [row for row in rows if int(row["population"]) >= LARGE]
    yield FOLDER / "places.json", _written(_with_sizes(large))
    yield FOLDER / "towns.json", _written(_with_sizes(_thinned(rows)))
    yield FOLDER / "ports.json", _written(_columns(_table("sea_ports.csv")))
    plants = [row for row in _table("processing_plants.csv") if row["status"] == WORKING]
    told = {
        "kind": [row["kind"] for row in plants],
        "feeds": [row["feeds"].replace(";", " ") for row in plants],
    }
    yield FOLDER / "plants.json", _written({**_columns(plants), **told})
    for code in LANGUAGES:
        names = {row["alpha3"]: row[code] for row in table_rows("country_names.csv")}
        name = "countries.json" if code == SOURCE else f"countries_{code}.json"
        yield FOLDER / name, _written(dict(sorted(names.items())))


def _places() -> list[Row]:
    path = shipped.REFERENCE / "places.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _table(name: str) -> list[Row]:
    with (shipped.REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _thinned(rows: Sequence[Row]) -> list[Row]:
    """Return the towns that are not large, and the largest place of each cell without one."""
    kept, cells = [], set()
    for row in rows:
        cell = tuple(math.floor(float(row[name]) / CELL) for name in ("latitude", "longitude"))
        if int(row["population"]) >= TOWN or cell not in cells:
            cells.add(cell)
            if int(row["population"]) < LARGE:
                kept.append(row)
    return kept


def _columns(rows: Sequence[Row]) -> dict[str, Any]:
    return {
        "name": [row["name"] for row in rows],
        "lon": [round(float(row["longitude"]), DECIMALS) for row in rows],
        "lat": [round(float(row["latitude"]), DECIMALS) for row in rows],
    }


def _with_sizes(rows: Sequence[Row]) -> dict[str, Any]:
    """Return places with how many of them, from the first, are of each class or larger."""
    people = [int(row["population"]) for row in rows]
    return {**_columns(rows), "upTo": [sum(n >= least for n in people) for least in SIZES]}


def _written(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for path, text in pages():
        path.write_text(text, encoding="utf-8")

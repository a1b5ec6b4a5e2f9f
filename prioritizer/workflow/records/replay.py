"""Decision records: write one from an assessment, and replay one to see that it still holds."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from prioritizer.domain.criterion import Criterion, Objective, RiskMode, Status, ValueFunction
from prioritizer.domain.matrix import DecisionMatrix
from prioritizer.domain.results import Assessment, Order, Scales, Settings
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.errors import InputError, PrioritizerError
from prioritizer.version import __version__
from prioritizer.workflow.ranking.ranks import rank_matrix
from prioritizer.workflow.ranking.values import value_matrix
from prioritizer.workflow.records.canonical import canonical
from prioritizer.workflow.records.digests import changed_since
from prioritizer.workflow.records.parsing import parse_record
from prioritizer.workflow.records.writing import CELL_PARTS, as_record, results


@dataclass(frozen=True, slots=True)
class Replay:
    """What a replay found.

    ``differences`` name each place that changed or that no longer follows from the rest;
    ``notes`` are facts that are no difference, such as another version of the software.
    """

    title: str
    fingerprint: str
    checked: tuple[str, ...]
    differences: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def is_same(self) -> bool:
        """Return whether nothing changed and the ranking comes out the same to the last bit."""
        return not self.differences


def make_record(assessment: Assessment, register: SiteRegister | None) -> bytes:
    """Return the decision record as canonical JSON (RFC 8785)."""
    return canonical(as_record(assessment, register))


def replay(content: bytes) -> Replay:
    """Check every digest of a record and compute its ranking again from its own matrix.

    Blank space, the order of members and the way a character is escaped carry no meaning in
    JSON and are no difference.

    Raises
    ------
    RecordError
        If the content is not a record at all, or not one of this schema.
    """
    record = parse_record(content)
    # By place, so that a result that is both changed and recomputed otherwise is named once.
    differences = dict(_other_results(record))
    for place, text in changed_since(record):
        differences.setdefault(place, text)
    return Replay(
        title=record["about"]["title"],
        fingerprint=record["fingerprint"],
        checked=tuple(_checked(record)),
        differences=tuple(f"{place}: {text}" for place, text in differences.items()),
        notes=tuple(_notes(record["about"])),
    )


def _checked(record: dict[str, Any]) -> Iterator[str]:
    settings = record["settings"]
    n_digests = sum(len(d["rows"]) + len(d["columns"]) + 1 for d in record["digests"].values())
    yield (
        f"{len(record['matrix'])} ranked sites on {len(record['criteria'])} criteria, "
        f"{settings['method']} on {settings['scales']} scales"
    )
    yield f"{n_digests} digests of {len(record['digests'])} sections"
    yield "scores, intervals and ranks computed again and compared bit by bit"


def _notes(about: dict[str, str]) -> Iterator[str]:
    present = {
        "prioritizer": __version__,
        "python": platform.python_version(),
        "numpy": np.__version__,
    }
    for name, version in present.items():
        if about[name] != version:
            yield f"recorded with {name} {about[name]}, replayed with {version}"


def _other_results(record: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the results that do not follow from the matrix and the settings of the record."""
    try:
        computed = _recomputed(record)
    except (PrioritizerError, ValueError, KeyError, OverflowError) as error:
        yield "results", f"could not be computed again ({error})"
        return
    recorded = {row["id"]: row for row in record["results"]}
    if list(recorded) != [row["id"] for row in computed]:
        yield "results", "record lists other sites, or another order, than its matrix"
    for row in computed:
        for name, value in row.items():
            said = recorded.get(row["id"], {}).get(name, value)
            if said != value:
                yield f"results, {row['id']}, {name}", f"record says {said}, recomputed {value}"


def parts_of(record: dict[str, Any]) -> tuple[DecisionMatrix, Settings]:
    """Return the matrix and the settings of a parsed record.

    Raises
    ------
    ValueError
        If they do not fit each other.
    """
    criteria = tuple(_criterion(entry) for entry in record["criteria"])
    matrix = _matrix(record["matrix"], criteria)
    return matrix, _settings(record["settings"], [criterion.id for criterion in criteria])


def _recomputed(record: dict[str, Any]) -> list[dict[str, Any]]:
    matrix, settings = parts_of(record)
    with np.errstate(all="ignore"):
        return results(matrix, rank_matrix(matrix, value_matrix(matrix), settings))


def _criterion(entry: dict[str, Any]) -> Criterion:
    try:
        function = ValueFunction.from_dict(entry["value_function"])
    except InputError as error:
        raise ValueError(f"criteria, {entry['id']}: {error}") from None
    texts = ("id", "name", "question", "measure", "unit", "formula", "description", "source")
    return Criterion(
        **{name: entry[name] for name in texts},
        objective=Objective(entry["objective"]),
        status=Status(entry["status"]),
        value_function=function,
    )


def _settings(entry: dict[str, Any], ids: list[str]) -> Settings:
    if set(entry["points"]) != set(ids):
        raise ValueError("settings: points and criteria do not match")
    return Settings(
        weights=WeightVector.from_mapping(entry["points"], ids),
        method=entry["method"],
        scales=Scales(entry["scales"]),
        normalization=entry["normalization"],
        risk=RiskMode(entry["risk"]),
        order=Order(entry["order"]),
        policy_lists=tuple(entry["policy_lists"]),
        weight_source=entry.get("weight_source", ""),
    )


def _matrix(rows: list[dict[str, Any]], criteria: tuple[Criterion, ...]) -> DecisionMatrix:
    ids = [criterion.id for criterion in criteria]
    if not rows or not ids:
        raise ValueError("matrix: no site or no criterion")
    for row in rows:
        if set(row["cells"]) != set(ids):
            raise ValueError(f"matrix, {row['id']}: cells and criteria do not match")
    low, best, high, gap = (
        [[row["cells"][name][part] for name in ids] for row in rows] for part in CELL_PARTS
    )
    return DecisionMatrix(
        alternatives=tuple(row["id"] for row in rows),
        names=tuple(row["name"] for row in rows),
        criteria=criteria,
        low=np.array(low, dtype=np.float64),
        best=np.array(best, dtype=np.float64),
        high=np.array(high, dtype=np.float64),
        gap=np.array(gap, dtype=np.bool_),
    )

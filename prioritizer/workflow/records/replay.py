"""Decision records: write one from an assessment, and replay one to see that it still holds."""

from __future__ import annotations

import base64
import binascii
import hashlib
import platform
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from prioritizer.domain.answer import LIST_SIZE, STATES, Assumption, GapMode, ValueDraws
from prioritizer.domain.criterion import (
    ColumnKind,
    Combine,
    CriteriaSet,
    Criterion,
    Objective,
    RiskMode,
    Status,
    ValueFunction,
)
from prioritizer.domain.facilities import Facilities
from prioritizer.domain.matrix import DecisionMatrix
from prioritizer.domain.results import Assessment, Order, Scales, Settings
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.errors import InputError, PrioritizerError
from prioritizer.version import __version__
from prioritizer.workflow.ranking.alike import labels_of
from prioritizer.workflow.ranking.assess import assess_matrix
from prioritizer.workflow.records.canonical import canonical
from prioritizer.workflow.records.digests import changed_since
from prioritizer.workflow.records.parsing import parse_record
from prioritizer.workflow.records.writing import (
    CELL_PARTS,
    ENCODING,
    as_record,
    raw_levels,
    results,
)


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
        f"{len(record['results'])} ranked sites on {len(record['criteria'])} criteria, "
        f"{settings['method']} on {settings['scales']} scales"
    )
    yield f"{n_digests} digests of {len(record['digests'])} sections"
    if "draws" in record:
        yield (
            f"chances counted again from {record['draws']['count']} draws of "
            f"{len(record['matrix'])} sites, {len(record['apart'])} of them too little known"
        )
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
        again = assessment_of(record)
        computed = results(again)
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
    yield from _other_answer(record, again)


def _other_answer(record: dict[str, Any], again: Assessment) -> Iterator[tuple[str, str]]:
    """Yield what does not follow from the drawn values of the record."""
    answer, considered = again.answer, again.considered
    if answer is None or considered is None:
        return
    found = hashlib.sha256(raw_levels(considered)).hexdigest()
    if found != record["draws"]["sha256"]:
        yield "drawn, content", "changed since it was recorded (digest differs)"
    if list(answer.criteria_left_out) != record["draws"]["criteria_left_out"]:
        recomputed = ", ".join(answer.criteria_left_out) or "none"
        yield "draws, criteria_left_out", f"recomputed {recomputed}"
    recorded = {row["id"]: row for row in record["apart"]}
    computed = {site.site_id: site for site in answer.apart}
    for name in sorted({*recorded, *computed}):
        if name not in recorded or name not in computed:
            yield f"apart, {name}", "record and recomputation differ on who is too little known"
            continue
        for part in ("known_weight", "chance"):
            said, value = recorded[name][part], getattr(computed[name], part)
            if said != value:
                yield f"apart, {name}, {part}", f"record says {said}, recomputed {value}"


def parts_of(record: dict[str, Any]) -> tuple[DecisionMatrix, Settings]:
    """Return the matrix and the settings of a parsed record.

    Raises
    ------
    ValueError
        If they do not fit each other.
    """
    criteria = tuple(_criterion(entry) for entry in record["criteria"])
    matrix = _matrix(record["matrix"], criteria)
    seed = record["draws"]["seed"] if "draws" in record else 1
    return matrix, _settings(record["settings"], [c.id for c in criteria], seed)


def assessment_of(record: dict[str, Any]) -> Assessment:
    """Return the assessment that a parsed record describes, computed again from its parts.

    Raises
    ------
    ValueError
        If the parts do not fit each other.
    """
    matrix, settings = parts_of(record)
    about = record["criteria_set"]
    criteria = CriteriaSet(about["id"], about["title"], about["version"], matrix.criteria)
    with np.errstate(all="ignore"):
        return assess_matrix(
            matrix,
            criteria,
            settings,
            title=record["about"]["title"],
            drawn=drawn_of(record, settings),
        )


def drawn_of(record: dict[str, Any], settings: Settings) -> ValueDraws | None:
    """Return the drawn values of a parsed record; None where nothing was drawn.

    Raises
    ------
    ValueError
        If they do not fit the rest of the record.
    """
    if "draws" not in record:
        return None
    n_draws, rows, ids = record["draws"]["count"], record["matrix"], settings.weights.criteria
    if record["drawn"]["encoding"] != ENCODING:
        raise ValueError(f"drawn, encoding: not '{ENCODING}'")
    expected = 2 * n_draws * len(rows) * len(ids)
    unpacking = zlib.decompressobj()
    try:
        packed = base64.b64decode(record["drawn"]["content"], validate=True)
        # No more is unpacked than can be right: a small text may unpack to any size.
        raw = unpacking.decompress(packed, expected + 1)
    except (binascii.Error, zlib.error) as error:
        raise ValueError(f"drawn, content: {error}") from None
    if len(raw) != expected:
        raise ValueError(f"drawn, content: {len(raw)} bytes, expected {expected}")
    levels = np.frombuffer(raw, dtype=">u2").astype(np.uint16)
    codes = {state.value: code for code, state in enumerate(STATES)}
    return ValueDraws(
        levels=levels.reshape(n_draws, len(rows), len(ids)),
        states=np.array([[codes[row["cells"][i]["state"]] for i in ids] for row in rows]),
        means=np.array(
            [[row["cells"][i]["mean"] for i in ids] for row in rows], dtype=np.float64
        ),
        seed=record["draws"]["seed"],
        gaps=settings.gaps,
        alike=labels_of([row["id"] for row in rows], record["draws"].get("alike", ())),
    )


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
        combine=Combine(entry["combine"]) if "combine" in entry else None,
        kind=ColumnKind(entry["kind"]) if "kind" in entry else None,
        classes=entry.get("classes", {}),
    )


def _settings(entry: dict[str, Any], ids: list[str], seed: int) -> Settings:
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
        seed=seed,
        gaps=GapMode(entry.get("gaps", GapMode.MIDDLE.value)),
        top=entry.get("list_size", LIST_SIZE),
        switched_on=tuple(entry.get("switched_on", ())),
        assumptions=tuple(Assumption(**one) for one in entry.get("assumptions", ())),
        facilities=Facilities(entry.get("facilities", Facilities.ALL.value)),
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

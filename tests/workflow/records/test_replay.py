"""Decision records: they replay to the last bit, and any change is noticed and named."""

from __future__ import annotations

import hashlib
import json
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from typing import Any

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from prioritizer.domain.criterion import CriteriaSet, RiskMode
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Assessment, Order, Scales, Settings
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.engine.methods.normalization import NORMALIZATIONS
from prioritizer.engine.methods.table import METHODS
from prioritizer.errors import RecordError
from prioritizer.readers.criteria import read_criteria
from prioritizer.readers.reference import read_reference
from prioritizer.readers.sites import read_sites
from prioritizer.workflow.ranking.assess import assess
from prioritizer.workflow.records import replay as module
from prioritizer.workflow.records.replay import make_record, replay
from tests.conftest import SAMPLE
from tests.sweeps import sweep

POINTS = (3.0, 2.0, 1.0, 0.7, 0.1)


def few_sites(register: SiteRegister) -> SiteRegister:
    """Return every fifteenth site: ranked, gated and unknown ones are among them."""
    return replace(register, sites=register.sites[::15])


def _small() -> tuple[Assessment, SiteRegister]:
    reference, criteria = read_reference(), read_criteria("default")
    register = few_sites(read_sites(SAMPLE, reference).register)
    chosen = Settings(WeightVector(criteria.ids, POINTS))
    return assess(register, criteria, chosen, reference), register


SMALL, SMALL_REGISTER = _small()
SMALL_RECORD = make_record(SMALL, SMALL_REGISTER)


def leaf_paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    parts = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for key, part in parts:
        yield from leaf_paths(part, (*path, key))
    if not isinstance(value, (dict, list)):
        yield path


PATHS = list(leaf_paths(json.loads(SMALL_RECORD)))


def at(value: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        value = value[step]
    return value


def mutated(path: tuple[Any, ...], leaf: Any) -> bytes:
    data = json.loads(SMALL_RECORD)
    at(data, path[:-1])[path[-1]] = leaf
    return rfc8785.dumps(data)


def complaints(content: bytes) -> str:
    try:
        found = replay(content)
    except RecordError as error:
        return str(error)
    return "\n".join(found.differences)


@pytest.mark.parametrize("method", ["weighted-sum", "topsis"])
@pytest.mark.parametrize("scales", list(Scales))
def test_a_record_replays_to_the_last_bit(
    method: str,
    scales: Scales,
    sample: SiteRegister,
    criteria: CriteriaSet,
    reference: Reference,
) -> None:
    chosen = Settings(
        WeightVector(criteria.ids, POINTS),
        method,
        scales,
        risk=RiskMode.PROJECT_RISK,
        order=Order.PESSIMISTIC,
    )
    assessment = assess(sample, criteria, chosen, reference)

    found = replay(make_record(assessment, sample))

    assert found.differences == ()
    assert found.is_same


@pytest.mark.parametrize(
    "normalization", [name for name in NORMALIZATIONS if name != "inverse-sum"]
)
def test_every_normalization_replays(
    normalization: str, criteria: CriteriaSet, reference: Reference
) -> None:
    chosen = Settings(
        WeightVector(criteria.ids, POINTS), "topsis", Scales.DATA, normalization=normalization
    )

    found = replay(make_record(assess(SMALL_REGISTER, criteria, chosen, reference), None))

    assert found.differences == ()


def test_a_record_is_canonical_json() -> None:
    assert rfc8785.dumps(json.loads(SMALL_RECORD)) == SMALL_RECORD


def test_a_record_is_complete() -> None:
    data = json.loads(SMALL_RECORD)

    sites = sorted(SMALL_REGISTER.sites, key=lambda site: site.site_id)
    assert [row["id"] for row in data["evidence"]] == [site.site_id for site in sites]
    assert {row["id"] for row in data["matrix"]} | {
        row["id"] for row in data["not_ranked"]
    } == {site.site_id for site in SMALL_REGISTER.sites}
    gates = {site.site_id: site.gate for site in SMALL_REGISTER.sites}
    for row in data["not_ranked"]:
        of_site = gates[row["id"]].code if gates[row["id"]] else ""
        assert row["gate"] in (of_site, "working facility")
        assert row["reason"]
    for row, site in zip(data["evidence"], sites, strict=True):
        assert Counter(
            (a["analyte"], a.get("best"), a.get("contained_t")) for a in row["assays"]
        ) == Counter((a.analyte, a.grade.best, a.contained_t) for a in site.assays)
    assert data["settings"]["points"] == dict(zip(SMALL.criteria.ids, POINTS, strict=True))
    assert [entry["id"] for entry in data["risk_variants"]] == [mode.value for mode in RiskMode]
    [first] = [row for row in data["evidence"] if row["id"] == "SE-001"]
    assert first["published"]["tonnage_t"] == 3_460_000
    assert first["published"]["tonnage_source"] == "S001;S002;S003"


def test_the_section_digests_are_plain_sha256_that_others_can_check() -> None:
    data = json.loads(SMALL_RECORD)

    for section in ("about", "settings", "matrix", "results", "evidence"):
        expected = hashlib.sha256(rfc8785.dumps(data[section])).hexdigest()
        assert data["digests"][section]["whole"] == expected


@settings(max_examples=60, deadline=None)
@given(path=st.sampled_from(PATHS), data=st.data())
def test_a_change_of_any_one_leaf_is_noticed(
    path: tuple[Any, ...], data: st.DataObject
) -> None:
    leaf = at(json.loads(SMALL_RECORD), path)
    changed = data.draw(other_leaf(leaf))

    assert complaints(mutated(path, changed)) != ""


def other_leaf(leaf: Any) -> st.SearchStrategy[Any]:
    if isinstance(leaf, bool):
        return st.just(not leaf)
    if isinstance(leaf, (int, float)):
        numbers = st.floats(allow_nan=False, allow_infinity=False)
        nearby = st.sampled_from([leaf + 1, -leaf - 1, leaf * 1.0000000000000002 + 1e-300])
        return st.one_of(nearby, numbers, st.none()).filter(lambda x: x != leaf)
    if leaf is None:
        return st.one_of(st.floats(0, 1), st.just("none"))
    replaced = st.integers(0, max(len(leaf) - 1, 0)).map(
        lambda i: leaf[:i] + "x" + leaf[i + 1 :]
    )
    return st.one_of(replaced, st.text(), st.just(leaf + " ")).filter(lambda x: x != leaf)


@pytest.mark.parametrize(
    "path", [PATHS[i] for i in range(0, len(PATHS), 97)], ids=lambda p: ".".join(map(str, p))
)
def test_a_changed_leaf_is_named_where_it_is(path: tuple[Any, ...]) -> None:
    leaf = at(json.loads(SMALL_RECORD), path)
    changed = (
        not leaf
        if isinstance(leaf, bool)
        else leaf + 1
        if isinstance(leaf, (int, float))
        else 0.25
        if leaf is None
        else leaf + "x"
    )

    text = complaints(mutated(path, changed))

    data = json.loads(SMALL_RECORD)
    steps = [
        at(data, path[: i + 1])["id"] if i == 1 and isinstance(step, int) else str(step)
        for i, step in enumerate(path)
        if step not in ("cells", "id")
    ]
    named = [line for line in text.splitlines() if all(step in line for step in steps if step)]
    assert named, f"{steps} not named in: {text}"


def test_a_changed_performance_names_site_criterion_and_number() -> None:
    row = [row["id"] for row in json.loads(SMALL_RECORD)["matrix"]].index("SE-001")
    path = ("matrix", row, "cells", "volume", "best")

    found = replay(mutated(path, 3_460_001))

    assert (
        "matrix, SE-001, volume, best: changed since it was recorded (digest differs)"
        in found.differences
    )
    assert any(d.startswith("results, SE-001, score: record says ") for d in found.differences)


def test_a_forged_result_with_fresh_digests_is_recomputed_and_refused() -> None:
    data = json.loads(SMALL_RECORD)
    [result] = [row for row in data["results"] if row["id"] == "SE-001"]
    recorded = result["score"]
    result["score"] = 0.9
    reseal(data)

    found = replay(rfc8785.dumps(data))

    assert (
        f"results, SE-001, score: record says 0.9, recomputed {recorded}" in found.differences
    )


def reseal(data: dict[str, Any]) -> None:
    """Take all digests anew, by a plainer route than the package."""

    def sha(value: Any) -> str:
        return hashlib.sha256(rfc8785.dumps(value)).hexdigest()

    section = data["results"]
    data["digests"]["results"] = {
        "whole": sha(section),
        "rows": {row["id"]: sha(row) for row in section},
        "columns": {name: sha([row[name] for row in section]) for name in section[0]},
    }
    wholes = {name: part["whole"] for name, part in data["digests"].items() if name != "about"}
    data["fingerprint"] = sha({"schema": data["schema"], **wholes})


def test_resealing_alone_changes_nothing() -> None:
    data = json.loads(SMALL_RECORD)
    reseal(data)

    assert rfc8785.dumps(data) == SMALL_RECORD


def test_a_changed_fingerprint_or_digest_is_named_as_such() -> None:
    data = json.loads(SMALL_RECORD)

    assert "fingerprint: changed since" in complaints(mutated(("fingerprint",), "0" * 64))
    for path in (("digests", "matrix", "whole"), ("digests", "about", "whole")):
        text = complaints(mutated(path, at(data, path)[::-1]))
        assert f"{', '.join(path)}: the digest was changed" in text


def test_exchanged_rows_are_noticed() -> None:
    data = json.loads(SMALL_RECORD)
    data["evidence"].reverse()

    assert "evidence: the order of its rows was changed" in complaints(rfc8785.dumps(data))


def test_a_row_taken_out_is_named() -> None:
    data = json.loads(SMALL_RECORD)
    gone = data["evidence"].pop()["id"]

    assert f"evidence, {gone}: was recorded and is missing" in complaints(rfc8785.dumps(data))


def test_two_changes_in_two_places_are_both_named() -> None:
    data = json.loads(SMALL_RECORD)
    data["evidence"][0]["published"]["region"] = "Skåne"
    data["evidence"][1]["published"]["country"] = "XX"

    text = complaints(rfc8785.dumps(data))

    for row in data["evidence"][:2]:
        assert f"evidence, {row['id']}: changed since" in text
    assert "published, region" in text
    assert "published, country" in text


def test_the_look_of_the_file_is_no_difference() -> None:
    pretty = json.dumps(
        dict(reversed(json.loads(SMALL_RECORD).items())), indent=2, ensure_ascii=True
    )

    assert replay(pretty.encode()).is_same


def test_another_version_of_the_software_is_a_note_and_no_difference(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "__version__", "99.0")

    found = replay(SMALL_RECORD)

    assert found.is_same
    assert any("99.0" in note for note in found.notes)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "not JSON"),
        (b"\xff\xfe", "not UTF-8"),
        (b"[1]", "no JSON object"),
        (b'{"schema": "prioritizer-record/9"}', "Expected 'prioritizer-record/2'"),
        (b'{"schema": "prioritizer-record/1", "schema": "x"}', "'schema' twice"),
        (b'{"schema": NaN}', "found 'NaN'"),
        (b'{"schema": -Infinity}', "found '-Infinity'"),
        (b'{"schema": "prioritizer-record/1"}', "no member 'matrix'"),
        (b"[" * 100_000, "too many brackets"),
    ],
)
def test_what_is_no_record_is_refused_with_the_reason(content: bytes, message: str) -> None:
    with pytest.raises(RecordError, match=message):
        replay(content)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (b'"best":3460000', b'"best":3460000.0', "volume, best: found the number 3460000.0"),
        (b'"best":3460000', b'"best":3.46e6', "Expected it as it was written: 3460000"),
        (
            b'"best":3460000',
            b'"best":3460000.0000000001',
            "found the number 3460000.0000000001",
        ),
        (b'"best":3460000', b'"best":1e999', "within the range of a double"),
        (b'"best":3460000', b'"best":"3460000"', "Expected a number or null"),
        (b'"best":3460000', b'"best":true', "Expected a number or null"),
        (b'"best":3460000', b'"bast":3460000', "unknown member 'bast'"),
        (b'"country":"SE"', b'"country":"\\ud800"', "half a character"),
    ],
)
def test_a_record_written_in_another_way_is_refused(
    old: bytes, new: bytes, message: str
) -> None:
    assert old in SMALL_RECORD

    with pytest.raises(RecordError) as refusal:
        replay(SMALL_RECORD.replace(old, new, 1))

    assert message in str(refusal.value)


def test_the_fingerprint_does_not_depend_on_the_title(
    criteria: CriteriaSet, reference: Reference
) -> None:
    renamed = replace(SMALL_REGISTER, title="another file name")

    again = make_record(assess(renamed, criteria, SMALL.settings, reference), renamed)

    assert json.loads(again)["fingerprint"] == json.loads(SMALL_RECORD)["fingerprint"]


@pytest.mark.parametrize(("method", "scales"), sweep(product(METHODS, Scales), every=3))
def test_rows_in_another_order_give_the_same_record(
    criteria: CriteriaSet, reference: Reference, method: str, scales: Scales
) -> None:
    chosen = replace(SMALL.settings, method=method, scales=scales)
    dice = random.Random(3)  # noqa: S311 - an order, no secret
    sites = [
        replace(site, assays=tuple(dice.sample(site.assays, len(site.assays))))
        for site in dice.sample(SMALL_REGISTER.sites, len(SMALL_REGISTER))
    ]
    sources = dict(
        dice.sample(list(SMALL_REGISTER.sources.items()), len(SMALL_REGISTER.sources))
    )
    shuffled = replace(SMALL_REGISTER, sites=tuple(sites), sources=sources)

    before, after = (
        make_record(assess(register, criteria, chosen, reference), register)
        for register in (SMALL_REGISTER, shuffled)
    )

    assert [site.site_id for site in sites] != [s.site_id for s in SMALL_REGISTER.sites]
    assert after == before
    assert replay(after).is_same


def test_where_the_weights_come_from_is_kept_and_changes_no_score(
    criteria: CriteriaSet, reference: Reference
) -> None:
    chosen = replace(SMALL.settings, weight_source="Swing weighting, 22 Nov 2026")
    said = make_record(assess(SMALL_REGISTER, criteria, chosen, reference), SMALL_REGISTER)

    with_source, without = json.loads(said), json.loads(SMALL_RECORD)
    assert with_source["settings"]["weight_source"] == "Swing weighting, 22 Nov 2026"
    assert "weight_source" not in without["settings"]
    assert with_source["results"] == without["results"]
    assert replay(said).is_same

"""Own columns in a decision record: a section where there are some, nothing where not."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.own_columns import OwnColumn, OwnKind, OwnValue
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Settings
from prioritizer.domain.site import Range, SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.errors import RecordError
from prioritizer.workflow.ranking.assess import assess
from prioritizer.workflow.records.canonical import canonical
from prioritizer.workflow.records.replay import make_record, replay

DUST = OwnColumn("dust", OwnKind.NUMBER, "mg/m3", source="dust_source")
WALL = OwnColumn("wall", OwnKind.CLASSES, classes=("poor", "good"), title="Wall")


@pytest.fixture
def plain(sample: SiteRegister) -> SiteRegister:
    """Return a few sites of the sample."""
    return replace(sample, sites=sample.sites[:12])


@pytest.fixture
def own(plain: SiteRegister) -> SiteRegister:
    """Return those sites with a number and a class of their own."""
    held = {"dust": OwnValue(DUST, Range(1.0, 2.5)), "wall": OwnValue(WALL, "poor")}
    first = replace(plain.sites[0], own=held)
    columns = {"dust": DUST, "wall": WALL}
    return replace(plain, sites=(first, *plain.sites[1:]), own_columns=columns)


@pytest.fixture
def record(criteria: CriteriaSet, reference: Reference):  # type: ignore[no-untyped-def]
    """Return what makes the record of a register."""

    def make(register: SiteRegister) -> bytes:
        equal = Settings(WeightVector.equal(criteria.ids))
        return make_record(assess(register, criteria, equal, reference), register)

    return make


def test_a_record_says_what_own_columns_mean_and_replays(record, own: SiteRegister) -> None:  # type: ignore[no-untyped-def]
    content = record(own)
    data = json.loads(content)

    assert replay(content).is_same
    assert [row["id"] for row in data["own_columns"]] == ["dust", "wall"]
    assert data["own_columns"][0]["unit"] == "mg/m3"
    assert data["own_columns"][1]["classes"] == ["poor", "good"]
    row = next(row for row in data["evidence"] if row["id"] == own.sites[0].site_id)
    assert row["published"]["dust_low"] == 1
    assert row["published"]["wall"] == "poor"


def test_a_record_without_own_columns_has_no_word_of_them(record, plain: SiteRegister) -> None:  # type: ignore[no-untyped-def]
    assert b"own_columns" not in record(plain)


def test_own_columns_do_not_move_a_rank(record, own: SiteRegister, plain: SiteRegister) -> None:  # type: ignore[no-untyped-def]
    with_own, without = json.loads(record(own)), json.loads(record(plain))

    assert with_own["results"] == without["results"]
    assert with_own["digests"]["results"] == without["digests"]["results"]
    assert with_own["fingerprint"] != without["fingerprint"]


def test_a_changed_declaration_is_noticed_and_named(record, own: SiteRegister) -> None:  # type: ignore[no-untyped-def]
    data = json.loads(record(own))
    data["own_columns"][0]["unit"] = "g/m3"

    found = replay(canonical(data))

    assert found.differences == (
        "own_columns, dust, unit: changed since it was recorded (digest differs)",
    )


@pytest.mark.parametrize("where", ["section", "digest"])
def test_a_declaration_that_was_taken_out_is_noticed(  # type: ignore[no-untyped-def]
    record, own: SiteRegister, where: str
) -> None:
    data: dict[str, Any] = json.loads(record(own))
    del (data if where == "section" else data["digests"])["own_columns"]

    with pytest.raises(RecordError, match="own_columns"):
        replay(canonical(data))


def test_section_and_digests_taken_out_together_break_the_fingerprint(  # type: ignore[no-untyped-def]
    record, own: SiteRegister
) -> None:
    data = json.loads(record(own))
    del data["own_columns"], data["digests"]["own_columns"]

    assert any(text.startswith("fingerprint") for text in replay(canonical(data)).differences)

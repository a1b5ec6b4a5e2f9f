"""Inventories by the names people give them, and values as people type them."""

from __future__ import annotations

from pathlib import Path

import pytest

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.inventory_value import Confidence, Method, Value, ValueKind
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Settings
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.errors import DataError, InputError, StoreError
from prioritizer.exports.opendata.prepare import prepare_open
from prioritizer.storage.inventory.opening import open_store
from prioritizer.workflow.ranking.assess import assess
from prioritizer.workflow.sites.edits import (
    FieldForm,
    editable_fields,
    field_form,
    value_from_texts,
)
from prioritizer.workflow.sites.inventory import (
    is_store,
    make_store,
    open_register,
    open_to_write,
    parse_spec,
    restrict,
    save_register,
)
from tests.conftest import SAMPLE

ME = {"who": "Ada", "why": "test"}


@pytest.fixture
def spec(tmp_path: Path, reference: Reference) -> str:
    """Return the sample inventory, saved in a store."""
    spec = f"{tmp_path / 'sites.db'}#world"
    save_register(SAMPLE, spec, reference, **ME)
    return spec


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sites.db", True),
        ("a/b.SQLite#x", True),
        ("postgresql://host/db#x@v1", True),
        ("sites.csv", False),
        ("sites#1.csv", False),
        ("data.xlsx", False),
    ],
)
def test_a_store_is_known_by_its_name(text: str, expected: bool) -> None:
    assert is_store(text) is expected


def test_a_spec_names_store_and_inventory() -> None:
    parts = parse_spec("postgresql://host/db#nordic@v1")

    assert (parts.url, parts.reference) == ("postgresql://host/db", "nordic@v1")
    with pytest.raises(InputError, match=r"Write for example sites\.db#nordic"):
        parse_spec("sites.csv")


def test_table_and_store_give_the_same_ranking(
    spec: str, reference: Reference, criteria: CriteriaSet
) -> None:
    settings = Settings(WeightVector.equal(criteria.ids))

    from_store = assess(open_register(spec, reference).register, criteria, settings, reference)
    from_table = assess(
        open_register(SAMPLE, reference).register, criteria, settings, reference
    )

    assert from_store.matrix.alternatives == from_table.matrix.alternatives
    assert from_store.ranking.scores.tolist() == from_table.ranking.scores.tolist()
    assert from_store.ranking.ranks.tolist() == from_table.ranking.ranks.tolist()


def test_the_only_inventory_needs_no_name(
    spec: str, reference: Reference, sample: SiteRegister
) -> None:
    path = parse_spec(spec).url
    assert open_register(path, reference).register == sample

    with open_store(path) as store:
        store.copy_inventory("world", "mine", **ME)
    with pytest.raises(StoreError, match=r"found 2 inventories \(mine, world\)"):
        open_register(path, reference)


def test_a_table_with_errors_is_not_saved_in_part(tmp_path: Path, reference: Reference) -> None:
    with pytest.raises(DataError):
        save_register(
            SAMPLE.with_name("sites_with_errors.csv"), f"{tmp_path / 'a.db'}#x", reference, **ME
        )

    assert not (tmp_path / "a.db").exists()


def test_what_is_restricted_in_the_store_is_not_published(
    spec: str, reference: Reference
) -> None:
    with open_store(parse_spec(spec).url) as store:
        restrict(store, "world", "SE-001", (), **ME)
        restrict(store, "world", "SE-002", ("owner",), **ME)
        restrict(store, "world", "SE-002", ("tonnage_t", "owner"), **ME)
        fields = store.values("world", "SE-002")["restricted_fields"]
        with pytest.raises(InputError, match="found 'ownr'"):
            restrict(store, "world", "SE-002", ("ownr",), **ME)

    public = prepare_open(spec, reference, without=["notes"])

    assert fields.text == "owner;tonnage_t"
    assert "SE-001" not in public.register.by_id()
    assert public.n_sites_withheld == 1
    assert all("notes" not in site.texts for site in public.register.sites)
    assert len(public.updated_on) == 10


TYPED = {
    "best": "3.4e6",
    "low": " 2800000",
    "high": "5e6",
    "source": "S001",
    "confidence": "high",
    "method": "measured",
    "n_samples": "40",
    "date": "2021-06",
}


def test_a_typed_value_carries_its_evidence() -> None:
    assert value_from_texts("tonnage_t", TYPED) == Value(
        ValueKind.RANGE,
        2.8e6,
        3.4e6,
        5e6,
        source="S001",
        confidence=Confidence.HIGH,
        method=Method.MEASURED,
        n_samples=40,
        date="2021-06",
    )


@pytest.mark.parametrize(
    ("field", "texts", "expected"),
    [
        ("area_ha", {"best": "7"}, Value(ValueKind.NUMBER, best=7.0)),
        ("area_ha", {"best": "Unknown"}, None),
        (
            "assays/WO3",
            {"best": "0.3", "unit": "%"},
            Value(ValueKind.ASSAY, best=0.3, text="WO3", unit="%"),
        ),
        ("waste_type", {"best": "Waste rock"}, Value(ValueKind.CODE, text="waste_rock")),
        ("country", {"best": "se"}, Value(ValueKind.TEXT, text="SE")),
        ("impact_observed", {"best": "yes"}, Value(ValueKind.FLAG, text="yes")),
        (
            "gate",
            {"best": "removed", "note": "moved"},
            Value(ValueKind.GATE, text="removed", note="moved"),
        ),
        ("owner", {"best": "Ltd"}, Value(ValueKind.TEXT, text="Ltd")),
        ("area_source", {"best": "S1;S2"}, Value(ValueKind.SOURCES, text="S1;S2")),
        ("title", {"best": "Nordic"}, Value(ValueKind.TEXT, text="Nordic")),
    ],
)
def test_typed_texts_become_values_of_their_field(
    field: str, texts: dict[str, str], expected: Value | None
) -> None:
    assert value_from_texts(field, texts) == expected


@pytest.mark.parametrize(
    ("field", "texts", "words"),
    [
        ("latitude", {"best": "95"}, "Expected a number from -90 to 90"),
        ("area_ha", {"best": "7,5"}, "Write a decimal point"),
        ("area_ha", {}, "found no number"),
        ("assays/Cu", {"best": "3"}, "Expected one of: %, g/t, ppm, mg/kg"),
        ("assays/Cu", {"best": "300", "unit": "%"}, "from 0 to 100 %"),
        ("waste_type", {"best": "slurry"}, "Expected one of: tailings"),
        ("country", {"best": "Sweden"}, "two letters"),
        ("colour", {"best": "red"}, "a column of the data dictionary"),
        ("owner", {}, "found nothing"),
        ("area_ha", {"best": "7", "confidence": "sure"}, "high, medium, low, very_low"),
        ("area_ha", {"best": "7", "method": "guess"}, "measured, estimated"),
        ("area_ha", {"best": "7", "n_samples": "-3"}, "a whole number"),
        ("area_ha", {"best": "7", "date": "last May"}, "a date like 2024"),
    ],
)
def test_what_was_mistyped_is_refused_in_words(
    field: str, texts: dict[str, str], words: str
) -> None:
    with pytest.raises(DataError, match=words):
        value_from_texts(field, texts)


def test_a_store_is_made_once_with_its_folder(tmp_path: Path, sample: SiteRegister) -> None:
    file = tmp_path / "own" / "inventories.db"
    with pytest.raises(StoreError, match="no such file"):
        open_to_write(str(file))

    make_store(file)
    with open_to_write(str(file)) as store:
        store.save_inventory("world", sample, **ME)
    make_store(file)

    with open_to_write(str(file)) as store:
        assert [kept.name for kept in store.list_inventories()] == ["world"]


def test_what_is_known_can_be_edited_first_and_every_grade_last(spec: str) -> None:
    with open_store(spec.partition("#")[0]) as store:
        values = store.values("world", "SE-001")

    found = editable_fields(values, ["Cu", "WO3"])

    assert found[-1] == "assays/WO3"
    assert set(found).isdisjoint({"site_id", "gate", "gate_reason", "unverified"})
    assert not [field for field in found if field.endswith(("_source", "_low", "_high"))]
    is_known = [field in values for field in found]
    assert is_known == sorted(is_known, reverse=True)
    assert any(is_known)


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("name", FieldForm(is_numeric=False)),
        ("waste_type", FieldForm(is_numeric=False)),
        ("tonnage_t", FieldForm(is_numeric=True, units=("t dry",))),
        ("samples_n", FieldForm(is_numeric=True, units=("",))),
        ("assays/Cu", FieldForm(is_numeric=True, units=("%", "g/t", "ppm", "mg/kg"))),
    ],
)
def test_a_field_says_how_it_is_typed(field: str, expected: FieldForm) -> None:
    assert field_form(field) == expected

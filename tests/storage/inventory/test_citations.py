"""What a value cites is there, and stays: no door loses a citation."""

from __future__ import annotations

from dataclasses import replace

import pytest

from prioritizer.domain.inventory_merge import Side
from prioritizer.domain.inventory_store import Store
from prioritizer.domain.inventory_value import WHOLE, Value, ValueKind
from prioritizer.domain.site import SiteRegister, Source
from prioritizer.errors import InputError, StoreError

ME = {"who": "Ada", "why": "test"}
NEW = Source("S9", "Drilling of 2021")


@pytest.fixture
def kept(store: Store, two_ponds: SiteRegister) -> Store:
    """Return a store with two ponds that cite S1 and S2."""
    store.save_inventory("ponds", two_ponds, **ME)
    return store


def area(source: str, best: float = 7.0) -> Value:
    return Value(ValueKind.NUMBER, best=best, source=source)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("area_ha", area("NOPE")),
        ("area_ha", area("S1; NOPE")),
        ("area_source", Value(ValueKind.SOURCES, text="S2;NOPE")),
        ("gate", Value(ValueKind.GATE, text="protected", note="park", source="NOPE")),
        ("assays/Zn", Value(ValueKind.ASSAY, best=1.0, text="Zn", unit="%", source="NOPE")),
    ],
    ids=["figure", "one of two", "column of sources", "veto", "assay"],
)
def test_a_source_nobody_knows_is_refused(kept: Store, field: str, value: Value) -> None:
    with pytest.raises(InputError, match=r"found the source 'NOPE'.*S1, S2"):
        kept.set_value("ponds", "P1", field, value, **ME)

    assert len(kept.changes("ponds")) == 1


def test_names_that_are_near_are_offered(kept: Store) -> None:
    with pytest.raises(InputError, match=r"2 sources, for example: S1\. "):
        kept.set_value("ponds", "P1", "area_ha", area("S11"), **ME)


def test_a_new_source_comes_with_the_value_that_cites_it(kept: Store) -> None:
    kept.set_value("ponds", "P1", "area_ha", area("S9"), **ME, source=NEW)

    assert kept.load_inventory("ponds").sources["S9"] == NEW
    assert list(kept.load_inventory("ponds").sources) == ["S1", "S2", "S9"]
    assert [change.n_values for change in kept.changes("ponds")][1:] == [2]
    kept.undo("ponds", **ME)
    assert "S9" not in kept.load_inventory("ponds").sources


def test_an_id_never_stands_for_two_sources(kept: Store) -> None:
    with pytest.raises(InputError, match="found it already, as 'Survey report'"):
        kept.set_value("ponds", "P1", "area_ha", area("S1"), **ME, source=Source("S1", "Other"))


def test_what_a_value_cited_before_may_stay(store: Store, two_ponds: SiteRegister) -> None:
    store.save_inventory("ponds", replace(two_ponds, sources={}), **ME)
    value = store.values("ponds", "P1")["assays/Cu"]

    store.set_value("ponds", "P1", "assays/Cu", replace(value, best=0.3), **ME)

    assert store.values("ponds", "P1")["assays/Cu"].source == "S1"


def test_a_source_that_is_cited_cannot_be_removed(kept: Store) -> None:
    with pytest.raises(StoreError, match=r"2 values .*S1: P1 .*Nothing was changed"):
        kept.set_value("ponds", WHOLE, "source/S1", None, **ME)

    assert "S1" in kept.load_inventory("ponds").sources


def test_a_source_that_nothing_cites_can_be_removed(kept: Store) -> None:
    kept.set_value("ponds", "P1", "area_ha", area("S9"), **ME, source=NEW)
    kept.set_value("ponds", "P1", "area_ha", area("S1"), **ME)

    kept.set_value("ponds", WHOLE, "source/S9", None, **ME)

    assert "S9" not in kept.load_inventory("ponds").sources


def test_undo_never_takes_a_source_from_what_cites_it_now(kept: Store) -> None:
    number = kept.set_value("ponds", "P1", "area_ha", area("S9"), **ME, source=NEW)
    kept.set_value("ponds", "P2", "area_ha", area("S9"), **ME)

    with pytest.raises(StoreError, match="S9: P2 area_ha"):
        kept.undo("ponds", number, **ME)


def test_undo_never_brings_back_what_cites_a_source_that_is_gone(kept: Store) -> None:
    kept.set_value("ponds", "P1", "area_ha", area("S9"), **ME, source=NEW)
    number = kept.set_value("ponds", "P1", "area_ha", area("S1"), **ME)
    kept.set_value("ponds", WHOLE, "source/S9", None, **ME)

    with pytest.raises(StoreError, match="S9: P1 area_ha"):
        kept.undo("ponds", number, **ME)


def test_a_merge_never_parts_a_value_from_its_source(kept: Store) -> None:
    kept.set_value("ponds", "P1", "area_ha", area("S9"), **ME, source=NEW)
    kept.copy_inventory("ponds", "field", **ME)
    kept.set_value("ponds", "P1", "area_ha", area("S1"), **ME)
    kept.set_value("ponds", WHOLE, "source/S9", None, **ME)
    kept.set_value("field", "P2", "area_ha", area("S9", 8.0), **ME)

    with pytest.raises(StoreError, match="S9: P2 area_ha"):
        kept.merge("ponds", "field", **ME, prefer=Side.OURS)


def test_a_merge_brings_the_sources_of_what_it_brings(kept: Store) -> None:
    kept.copy_inventory("ponds", "field", **ME)
    kept.set_value("field", "P2", "area_ha", area("S9"), **ME, source=NEW)

    kept.merge("ponds", "field", **ME)

    assert kept.load_inventory("ponds").sources["S9"] == NEW


def test_a_choice_for_what_is_no_conflict_is_refused(kept: Store) -> None:
    kept.copy_inventory("ponds", "field", **ME)
    kept.set_value("field", "P2", "area_ha", area("S1"), **ME)

    with pytest.raises(StoreError, match="found a choice for P2/aera_ha"):
        kept.merge("ponds", "field", **ME, choices={("P2", "aera_ha"): Side.OURS})


def test_added_sites_bring_their_sources(kept: Store, two_ponds: SiteRegister) -> None:
    new = replace(two_ponds.sites[0], site_id="P3", sources={"tonnage_source": "S9"})

    kept.add_sites("ponds", [new], **ME, sources={**two_ponds.sources, "S9": NEW})

    assert kept.load_inventory("ponds").sources == {**two_ponds.sources, "S9": NEW}


def test_the_past_of_a_site_that_never_was_is_refused(kept: Store) -> None:
    kept.remove_site("ponds", "P2", **ME)

    assert kept.history("ponds", "P2")
    with pytest.raises(StoreError, match="found no site 'P7'"):
        kept.history("ponds", "P7")

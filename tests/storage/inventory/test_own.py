"""Own columns in a store: kept with what they mean, edited by it, merged only alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from prioritizer.domain.inventory_store import Store
from prioritizer.domain.inventory_value import WHOLE, Value, ValueKind
from prioritizer.domain.own_columns import Held, OwnColumn, OwnKind, OwnValue
from prioritizer.domain.site import Range, Site, SiteRegister
from prioritizer.errors import InputError, StoreError

ME = {"who": "Ada", "why": "test"}
DUST = OwnColumn("dust", OwnKind.NUMBER, "mg/m3", source="dust_source", title="Dust")
WALL = OwnColumn("wall", OwnKind.CLASSES, classes=("poor", "good"))
SOIL = OwnColumn("soil", OwnKind.CLASSES, classes=("clay", "sand"), is_proposed=True)
LIT = OwnColumn("lit", OwnKind.YESNO)
COLUMNS = {own.name: own for own in (DUST, WALL, SOIL, LIT)}
VALUES: dict[str, Held] = {
    "dust": Range(1.0, 2.0, 3.0),
    "wall": "poor",
    "soil": "clay",
    "lit": False,
}


def site(
    site_id: str, values: Mapping[str, Held], columns: Mapping[str, OwnColumn] = COLUMNS
) -> Site:
    own = {name: OwnValue(columns[name], value) for name, value in values.items()}
    return Site(site_id, f"Site {site_id}", own=own)


REGISTER = SiteRegister("r", (site("A", VALUES), site("B", {})), {}, COLUMNS)


@pytest.fixture
def kept(store: Store) -> Store:
    """Return a store that holds the register as ``r``."""
    store.save_inventory("r", REGISTER, **ME)
    return store


def own(store: Store, reference: str = "r", site_id: str = "A") -> dict[str, Held]:
    found = store.load_inventory(reference).by_id()[site_id].own
    return {name: held.value for name, held in found.items()}


def test_a_column_without_a_value_is_kept_too(kept: Store) -> None:
    assert kept.load_inventory("r") == REGISTER
    assert kept.save_inventory("r", REGISTER, **ME) == 1


def test_a_new_unit_is_a_change_and_the_old_one_stays_in_the_past(kept: Store) -> None:
    columns = {**COLUMNS, "dust": replace(DUST, unit="g/m3")}
    other = replace(REGISTER, sites=(site("A", VALUES, columns),), own_columns=columns)

    number = kept.save_inventory("r", other, **ME)

    assert kept.load_inventory("r") == other
    assert kept.values("r", "A")["own/dust"].unit == "g/m3"
    assert kept.load_inventory(f"r@{number - 1}") == REGISTER


def test_an_edit_is_kept_with_its_evidence_and_can_be_undone(kept: Store) -> None:
    value = Value(ValueKind.RANGE, best=9.0, source="", note="walked by")
    kept.set_value("r", "A", "own/dust", value, **ME)

    assert own(kept)["dust"] == Range(best=9.0)
    assert kept.values("r", "A")["own/dust"].unit == "mg/m3"
    assert [str(e.value.after) for e in kept.history("r", "A", "own/dust")] == [
        "2 (1 to 3) mg/m3",
        "9 mg/m3",
    ]
    kept.undo("r", **ME)
    assert own(kept)["dust"] == Range(1.0, 2.0, 3.0)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("own/dust", Value(ValueKind.TEXT, text="much"), "kind 'text'"),
        ("own/dust", Value(ValueKind.RANGE, best=1.0, unit="kg"), "unit 'kg'"),
        ("own/wall", Value(ValueKind.CODE, text="broken"), "one of: poor, good"),
        ("own/new", Value(ValueKind.TEXT, text="x"), "no such column"),
        ("own/dust", Value(ValueKind.RANGE, 3.0, 2.0), "low ≤ best ≤ high"),
    ],
)
def test_what_does_not_fit_the_declaration_is_refused(
    kept: Store, field: str, value: Value, words: str
) -> None:
    with pytest.raises(InputError, match=words):
        kept.set_value("r", "A", field, value, **ME)


def test_sites_that_are_added_bring_their_columns(kept: Store) -> None:
    quiet = OwnColumn("quiet", OwnKind.YESNO, is_proposed=True)
    loam = replace(SOIL, classes=("loam",))
    columns = {**COLUMNS, "quiet": quiet, "soil": loam}

    kept.add_sites("r", [site("C", {"quiet": True, "soil": "loam"}, columns)], **ME)

    found = kept.load_inventory("r")
    assert own(kept, site_id="C") == {"quiet": True, "soil": "loam"}
    assert found.own_columns["quiet"] == quiet
    assert found.own_columns["soil"].classes == ("clay", "loam", "sand")
    assert found.own_columns["wall"] == WALL


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        (replace(DUST, unit="g/m3"), Range(best=1.0), "number in g/m3"),
        (OwnColumn("dust", OwnKind.TEXT), "much", "found text"),
        (replace(WALL, classes=("poor", "broken")), "broken", "one of: poor, good"),
    ],
)
def test_sites_whose_columns_mean_something_else_are_not_added(
    kept: Store, column: OwnColumn, value: Held, words: str
) -> None:
    with pytest.raises(InputError, match=words):
        kept.add_sites("r", [site("C", {column.name: value}, {column.name: column})], **ME)


def test_a_merge_takes_values_and_declarations_of_the_other_side(kept: Store) -> None:
    kept.copy_inventory("r", "field", **ME)
    quiet = OwnColumn("quiet", OwnKind.YESNO)
    columns = {**COLUMNS, "quiet": quiet}
    sites = (site("A", {**VALUES, "quiet": True}, columns), site("B", {"wall": "good"}))
    kept.save_inventory("field", SiteRegister("r", sites, {}, columns), **ME)

    kept.merge("r", "field", **ME)

    assert own(kept) == {**VALUES, "quiet": True}
    assert own(kept, site_id="B") == {"wall": "good"}
    assert kept.load_inventory("r").own_columns["quiet"] == quiet


def test_a_merge_of_two_meanings_under_one_name_is_refused(kept: Store) -> None:
    columns = {"dust": replace(DUST, unit="g/m3")}
    other = SiteRegister("o", (site("A", {"dust": Range(best=2.0)}, columns),), {}, columns)
    kept.save_inventory("other", other, **ME)

    with pytest.raises(
        StoreError, match="'dust' as number in mg/m3 here and as number in g/m3"
    ):
        kept.merge("r", "other", **ME)


def test_a_declaration_is_no_value_of_a_site(kept: Store) -> None:
    assert kept.values("r", WHOLE)["own/wall"].kind is ValueKind.COLUMN
    assert str(kept.values("r", WHOLE)["own/wall"]) == "classes: poor, good"
    with pytest.raises(InputError):
        kept.set_value("r", WHOLE, "own/wall", Value(ValueKind.COLUMN, text="{}"), **ME)

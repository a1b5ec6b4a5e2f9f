"""Own columns obey the same marks as all others: what is restricted does not leave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from prioritizer.domain.access import public_part
from prioritizer.domain.columns import site_columns
from prioritizer.domain.own_columns import OwnColumn, OwnKind, OwnValue
from prioritizer.domain.published import figures, published
from prioritizer.domain.site import Range, Site, SiteRegister

DUST = OwnColumn("dust", OwnKind.NUMBER, "mg/m3", source="dust_source")
WALL = OwnColumn("wall", OwnKind.CLASSES, classes=("poor", "secret", "wide"), is_proposed=True)
SCALE = OwnColumn("scale", OwnKind.CLASSES, classes=("bad", "good"))
GUARD = OwnColumn("guard", OwnKind.TEXT, note="As told by Storgruvan")
COLUMNS = {own.name: own for own in (DUST, WALL, SCALE, GUARD)}


def site(site_id: str, values: Mapping[str, Range | str], **texts: str) -> Site:
    return Site(
        site_id,
        texts.pop("name", f"Site {site_id}"),
        own={name: OwnValue(COLUMNS[name], value) for name, value in values.items()},
        texts=texts,
        sources={"dust_source": "Q1"},
    )


def public(*sites: Site) -> SiteRegister:
    register = SiteRegister("r", sites, {}, COLUMNS)
    return public_part(register, columns=site_columns()).register


OPEN = site("A", {"dust": Range(1.0, 2.0, 3.0), "wall": "poor", "guard": "Two men"})


def test_an_own_value_is_published_with_unit_and_source() -> None:
    assert published(OPEN)["dust_low"] == 1.0
    shown = {figure.field: (figure.unit, figure.source) for figure in figures(OPEN)}
    assert shown["dust_high"] == ("mg/m3", "Q1")


def test_a_restricted_own_column_goes_with_its_ends_and_its_sources() -> None:
    values: dict[str, Range | str] = {"dust": Range(1.0, 2.0, 3.0), "wall": "poor"}
    for name in ("dust", "dust_low", "dust_source"):
        left = public(OPEN, site("B", values, restricted_fields=name)).by_id()["B"]

        assert list(left.own) == ["wall"]
        assert left.sources == {}


def test_a_column_whose_values_are_all_withheld_is_not_even_named() -> None:
    for values in ({"guard": "x"}, {}):
        left = public(site("A", {"wall": "poor"}), site("B", values, access="restricted"))

        assert set(left.own_columns) == {"wall"}


def test_a_declared_column_without_a_value_stays_where_nothing_is_restricted() -> None:
    left = public(site("A", {"wall": "poor"}))

    assert set(left.own_columns) == {"wall", "dust", "scale", "guard"}


def test_a_proposed_class_of_a_restricted_site_is_not_in_the_declaration() -> None:
    scaled = replace(OPEN, own={**OPEN.own, "scale": OwnValue(SCALE, "bad")})
    left = public(scaled, site("B", {"wall": "secret"}, access="restricted"))

    assert left.own_columns["wall"].classes == ("poor",)
    assert left.sites[0].own["wall"].column == left.own_columns["wall"]
    assert left.own_columns["scale"].classes == ("bad", "good")


def test_an_own_text_that_names_a_withheld_site_is_withheld() -> None:
    told = site("A", {"guard": "Next to Storgruvan", "wall": "poor"})
    left = public(told, site("B", {}, name="Storgruvan", access="restricted"))

    assert list(left.sites[0].own) == ["wall"]


def test_a_note_that_names_a_withheld_site_is_blank() -> None:
    left = public(OPEN, site("B", {}, name="Storgruvan", access="restricted"))

    assert left.own_columns["guard"].note == ""


def test_own_prose_with_a_figure_goes_where_a_column_is_restricted() -> None:
    values = {"guard": "About 5 Mt", "wall": "poor"}
    left = public(site("A", values, restricted_fields="tonnage_t"))

    assert list(left.sites[0].own) == ["wall"]


def test_a_misspelt_wish_to_withhold_keeps_the_whole_site_back() -> None:
    assert len(public(site("A", {"wall": "poor"}, restricted_fields="wal"))) == 0
    assert len(public(site("A", {"wall": "poor"}, restricted_fields="own"))) == 0

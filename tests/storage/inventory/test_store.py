"""Any store keeps inventories alike: nothing lost, nothing silent, everything undone again."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from prioritizer.domain.inventory_merge import Side
from prioritizer.domain.inventory_store import Store
from prioritizer.domain.inventory_value import Confidence, Method, Value, ValueKind
from prioritizer.domain.site import Range, SiteRegister, SulfideClass
from prioritizer.errors import InputError, StoreError
from tests.storage.strategies import registers

ME = {"who": "Ada", "why": "test"}
AREA = Value(
    ValueKind.NUMBER, best=7.5, unit="ha", confidence=Confidence.LOW, method=Method.MODELLED
)


@pytest.fixture
def kept(store: Store, two_ponds: SiteRegister) -> Store:
    """Return a store that holds the two ponds as ``ponds``."""
    store.save_inventory("ponds", two_ponds, **ME)
    return store


class TestKeeping:
    def test_the_sample_inventory_comes_back_as_it_was(
        self, store: Store, sample: SiteRegister
    ) -> None:
        store.save_inventory("sample", sample, **ME)

        assert store.load_inventory("sample") == sample

    @settings(
        max_examples=25,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    @given(st.lists(registers(3), min_size=1, max_size=3), st.uuids())
    def test_any_register_comes_back_however_often_it_is_saved_over(
        self, store: Store, states: list[SiteRegister], name: object
    ) -> None:
        numbers = [store.save_inventory(f"i {name}", state, **ME) for state in states]

        assert store.load_inventory(f"i {name}") == states[-1]
        for number, state in zip(numbers, states, strict=True):
            assert store.load_inventory(f"i {name}@{number}") == state

    def test_it_is_there_after_closing(
        self, open_here: Callable[[], Store], two_ponds: SiteRegister
    ) -> None:
        with open_here() as first:
            first.save_inventory("ponds", two_ponds, **ME)

        with open_here() as second:
            assert second.load_inventory("ponds") == two_ponds

    def test_saving_the_same_again_is_no_change(
        self, kept: Store, two_ponds: SiteRegister
    ) -> None:
        assert kept.save_inventory("ponds", two_ponds, **ME) == 1
        assert len(kept.changes("ponds")) == 1

    def test_saving_a_shorter_register_removes_sites(
        self, kept: Store, two_ponds: SiteRegister
    ) -> None:
        shorter = replace(two_ponds, sites=two_ponds.sites[:1])

        kept.save_inventory("ponds", shorter, **ME)

        assert kept.load_inventory("ponds") == shorter
        assert kept.load_inventory("ponds@1") == two_ponds

    def test_adding_leaves_the_others_alone(self, kept: Store, two_ponds: SiteRegister) -> None:
        changed = replace(two_ponds.sites[1], area_ha=13.0)
        new = replace(two_ponds.sites[1], site_id="P3", row=9)

        kept.add_sites("ponds", [new, changed], **ME)

        assert kept.load_inventory("ponds").sites == (two_ponds.sites[0], changed, new)

    def test_inventories_stand_side_by_side(self, kept: Store, sample: SiteRegister) -> None:
        kept.save_inventory("all", sample, **ME)

        listed = kept.list_inventories()

        assert [(i.name, i.title, i.n_sites) for i in listed] == [
            ("all", "sites", len(sample)),
            ("ponds", "ponds", 2),
        ]

    def test_a_refused_register_leaves_nothing_behind(
        self, store: Store, two_ponds: SiteRegister
    ) -> None:
        broken = replace(two_ponds.sites[1], name="half \ud800")

        with pytest.raises(InputError, match="cannot be stored"):
            store.save_inventory("ponds", replace(two_ponds, sites=(broken,)), **ME)

        assert store.list_inventories() == ()


class TestChanging:
    def test_a_value_is_kept_with_its_evidence(self, kept: Store) -> None:
        kept.set_value("ponds", "P2", "area_ha", AREA, **ME)

        assert kept.values("ponds", "P2")["area_ha"] == AREA
        assert kept.load_inventory("ponds").by_id()["P2"].area_ha == 7.5

    def test_a_register_saved_over_it_keeps_the_evidence_of_what_stayed(
        self, kept: Store
    ) -> None:
        kept.set_value("ponds", "P2", "area_ha", AREA, **ME)

        kept.save_inventory("ponds", kept.load_inventory("ponds"), **ME)

        assert kept.values("ponds", "P2")["area_ha"] == AREA

    def test_a_new_assay_comes_last(self, kept: Store) -> None:
        value = Value(ValueKind.ASSAY, best=0.5, text="WO3", unit="%")

        kept.set_value("ponds", "P1", "assays/WO3", value, **ME)

        assays = kept.load_inventory("ponds").sites[0].assays
        assert [(a.analyte, a.grade.best) for a in assays] == [
            ("Cu", 0.2),
            ("Cu", 0.3),
            ("WO3", 0.5),
        ]

    def test_unknown_is_a_value_one_can_set(self, kept: Store) -> None:
        kept.set_value("ponds", "P1", "tonnage_t", None, **ME)

        assert kept.load_inventory("ponds").sites[0].tonnage_t == Range()

    def test_a_removed_site_is_gone_but_its_past_is_not(self, kept: Store) -> None:
        kept.remove_site("ponds", "P1", **ME)

        assert list(kept.load_inventory("ponds").by_id()) == ["P2"]
        assert kept.history("ponds", "P1", "name")[-1].value.after is None
        assert len(kept.load_inventory("ponds@1")) == 2

    def test_a_change_over_somebody_elses_is_refused(self, kept: Store) -> None:
        seen = kept.list_inventories()[0].change_no
        kept.set_value("ponds", "P2", "area_ha", AREA, who="Bo", why="map")

        with pytest.raises(StoreError, match="set by change 2 after you looked"):
            kept.set_value("ponds", "P2", "area_ha", None, **ME, seen=seen)

        kept.set_value(
            "ponds", "P2", "country", Value(ValueKind.TEXT, text="SE"), **ME, seen=seen
        )
        assert kept.values("ponds", "P2")["area_ha"] == AREA

    @pytest.mark.parametrize(
        ("site", "field", "value", "words"),
        [
            ("P9", "area_ha", AREA, "found no site 'P9'"),
            ("P1", "site_id", Value(ValueKind.SITE, text="P7"), "cannot be set"),
            ("P1", "area_ha", Value(ValueKind.TEXT, text="big"), "Expected 'number'"),
            ("P1", "area_ha", replace(AREA, unit="m2"), "Expected 'ha'. Convert"),
            ("P1", "area_ha", Value(ValueKind.NUMBER, low=1.0), "found no best estimate"),
            (
                "P1",
                "area_ha",
                Value(ValueKind.NUMBER, best=float("nan")),
                "Expected a finite number",
            ),
            ("P1", "tonnage_t", Value(ValueKind.RANGE, 2.0, 1.0), "low ≤ best ≤ high"),
            (
                "P1",
                "ard_class",
                Value(ValueKind.CODE, text="sour"),
                "acid, uncertain, not_acid",
            ),
            ("P1", "gate", Value(ValueKind.GATE, text="never"), "removed, being_reprocessed"),
            (
                "P1",
                "assays/Cu",
                Value(ValueKind.ASSAY, best=1.0, text="Zn"),
                "Expected the one",
            ),
            ("P1", "title", Value(ValueKind.TEXT, text="x"), "a field of the inventory"),
            ("*", "owner", Value(ValueKind.TEXT, text="x"), "a field of a site"),
        ],
    )
    def test_what_does_not_fit_is_refused_in_words(
        self, kept: Store, site: str, field: str, value: Value, words: str
    ) -> None:
        with pytest.raises((InputError, StoreError), match=words):
            kept.set_value("ponds", site, field, value, **ME)

        assert len(kept.changes("ponds")) == 1

    @pytest.mark.parametrize("unseen", ["\u200b", "\u3164", "\u2060 \ufeff"])
    def test_what_nobody_can_see_is_no_name_and_no_reason(
        self, kept: Store, unseen: str
    ) -> None:
        with pytest.raises(InputError, match="who: found nothing"):
            kept.remove_site("ponds", "P1", who=unseen, why="x")
        with pytest.raises(InputError, match="why: found nothing"):
            kept.remove_site("ponds", "P1", who="Ada", why=unseen)
        with pytest.raises(InputError, match="a name that cannot be used"):
            kept.copy_inventory("ponds", unseen, **ME)

    def test_nobody_changes_anything_without_a_name_and_a_reason(self, kept: Store) -> None:
        with pytest.raises(InputError, match="who: found nothing"):
            kept.remove_site("ponds", "P1", who=" ", why="x")
        with pytest.raises(InputError, match="why: found nothing"):
            kept.remove_site("ponds", "P1", who="Ada", why="")

    def test_writers_at_the_same_time_all_get_through(self, kept: Store) -> None:
        n, gate, failed = 8, threading.Barrier(8), []

        def write(k: int) -> None:
            gate.wait()
            try:
                value = Value(ValueKind.TEXT, text=str(k))
                kept.set_value("ponds", "P1", f"note {k}", value, **ME)
            except Exception as error:
                failed.append(error)

        threads = [threading.Thread(target=write, args=(k,)) for k in range(n)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert failed == []
        texts = kept.load_inventory("ponds").sites[0].texts
        assert {texts[f"note {k}"] for k in range(n)} == {str(k) for k in range(n)}
        assert [change.number for change in kept.changes("ponds")] == list(range(1, n + 2))


class TestRemembering:
    def test_history_says_who_when_why_before_and_after(self, kept: Store) -> None:
        kept.set_value("ponds", "P2", "area_ha", AREA, who="Bo", why="new map")

        first, second = kept.history("ponds", "P2", "area_ha")

        assert str(first.value) == "P2, area_ha: unknown → '12 ha'"
        assert str(second.value) == "P2, area_ha: '12 ha' → '7.5 ha'"
        change = second.change
        assert (change.who, change.why, change.kind) == ("Bo", "new map", "set")
        assert change.at.startswith("2026-05-04T12:")
        assert change.at.endswith("Z")

    def test_history_of_an_inventory_covers_every_value_of_every_change(
        self, kept: Store
    ) -> None:
        kept.set_value("ponds", "P2", "area_ha", AREA, **ME)

        entries = kept.history("ponds")

        changes = kept.changes("ponds")
        assert len(entries) == sum(change.n_values for change in changes)
        assert [entry.change.number for entry in entries] == [1] * changes[0].n_values + [2]

    def test_undo_is_a_new_change_and_can_be_undone(
        self, kept: Store, two_ponds: SiteRegister
    ) -> None:
        kept.set_value("ponds", "P2", "area_ha", AREA, **ME)

        assert kept.undo("ponds", **ME) == 3
        assert kept.load_inventory("ponds") == two_ponds

        assert kept.undo("ponds", 3, **ME) == 4
        assert kept.values("ponds", "P2")["area_ha"] == AREA
        assert [change.undone for change in kept.changes("ponds")] == [None, None, 2, 3]

    def test_undo_brings_a_removed_site_back_whole(
        self, kept: Store, two_ponds: SiteRegister
    ) -> None:
        kept.remove_site("ponds", "P1", **ME)

        kept.undo("ponds", **ME)

        assert kept.load_inventory("ponds") == two_ponds

    def test_undo_of_an_older_change_leaves_later_ones_alone(self, kept: Store) -> None:
        kept.set_value("ponds", "P2", "area_ha", AREA, **ME)
        kept.set_value("ponds", "P2", "country", Value(ValueKind.TEXT, text="NO"), **ME)

        kept.undo("ponds", 2, **ME)

        site = kept.load_inventory("ponds").by_id()["P2"]
        assert (site.area_ha, site.country) == (12.0, "NO")

    def test_undo_never_overwrites_a_later_change(self, kept: Store) -> None:
        kept.set_value("ponds", "P2", "area_ha", AREA, **ME)
        kept.set_value("ponds", "P2", "area_ha", None, **ME)

        with pytest.raises(StoreError, match="Undo change 3 first"):
            kept.undo("ponds", 2, **ME)

    def test_undo_never_leaves_values_of_a_site_that_is_not_there(
        self, kept: Store, two_ponds: SiteRegister
    ) -> None:
        kept.add_sites("ponds", [replace(two_ponds.sites[0], site_id="P3")], **ME)
        kept.set_value("ponds", "P3", "area_ha", AREA, **ME)

        with pytest.raises(StoreError, match="P3, area_ha changed again by change 3"):
            kept.undo("ponds", 2, **ME)

    def test_undo_of_a_change_elsewhere_is_refused(
        self, kept: Store, two_ponds: SiteRegister
    ) -> None:
        kept.save_inventory("other", two_ponds, **ME)

        for number in (2, 99):
            with pytest.raises(StoreError, match=f"found no change {number} in it"):
                kept.undo("ponds", number, **ME)

    def test_versions_are_named_once(self, kept: Store, two_ponds: SiteRegister) -> None:
        kept.name_version("ponds", "as imported", who="Ada")
        kept.remove_site("ponds", "P1", **ME)

        assert kept.load_inventory("ponds@as imported") == two_ponds
        assert kept.list_inventories()[0].versions == {"as imported": 1}
        with pytest.raises(StoreError, match="already used"):
            kept.name_version("ponds", "as imported", who="Ada")
        with pytest.raises(StoreError, match="found a number"):
            kept.name_version("ponds", "12", who="Ada")

    @pytest.mark.parametrize(
        ("reference", "words"),
        [
            ("pond", "Expected one of: ponds"),
            ("ponds@9", "Expected 1 to 1"),
            ("ponds@v9", "found no version of that name"),
        ],
    )
    def test_what_is_not_there_is_named(self, kept: Store, reference: str, words: str) -> None:
        with pytest.raises(StoreError, match=words):
            kept.load_inventory(reference)

    def test_the_past_cannot_be_written_to(self, kept: Store) -> None:
        with pytest.raises(StoreError, match="only the present state can change"):
            kept.set_value("ponds@1", "P1", "area_ha", AREA, **ME)

    @pytest.mark.parametrize("name", ["", "a@b", "a#b", "../x", "x" * 65, " a", "a\nb"])
    def test_a_name_nobody_could_refer_to_is_refused(
        self, store: Store, two_ponds: SiteRegister, name: str
    ) -> None:
        with pytest.raises(InputError, match="cannot be used"):
            store.save_inventory(name, two_ponds, **ME)


class TestMerging:
    def test_two_branches_come_together(self, kept: Store) -> None:
        kept.copy_inventory("ponds", "field", **ME)
        kept.set_value("field", "P2", "area_ha", AREA, who="Bo", why="measured")
        kept.set_value("ponds", "P1", "sulfide_class", Value(ValueKind.CODE, text="low"), **ME)

        assert kept.plan_merge("ponds", "field").base == "ponds@1"
        kept.merge("ponds", "field", **ME)

        sites = kept.load_inventory("ponds").by_id()
        assert sites["P2"].area_ha == 7.5
        assert sites["P1"].sulfide_class is SulfideClass.LOW
        assert kept.values("ponds", "P2")["area_ha"].confidence is Confidence.LOW

    def test_a_conflict_waits_for_a_choice(self, kept: Store) -> None:
        kept.copy_inventory("ponds", "field", **ME)
        kept.set_value("field", "P2", "area_ha", AREA, **ME)
        kept.set_value("ponds", "P2", "area_ha", replace(AREA, best=9.0), **ME)

        with pytest.raises(StoreError, match=r"P2, area_ha: ours '9 ha', theirs '7\.5 ha'"):
            kept.merge("ponds", "field", **ME)

        kept.merge("ponds", "field", **ME, choices={("P2", "area_ha"): Side.THEIRS})
        assert kept.diff("ponds", "field").is_empty

    def test_a_settled_conflict_does_not_come_back(self, kept: Store) -> None:
        kept.copy_inventory("ponds", "field", **ME)
        kept.set_value("field", "P2", "area_ha", AREA, **ME)
        kept.set_value("ponds", "P2", "area_ha", replace(AREA, best=9.0), **ME)
        kept.merge("ponds", "field", **ME, prefer=Side.OURS)

        plan = kept.plan_merge("ponds", "field")
        back = kept.plan_merge("field", "ponds")

        assert (plan.taken, plan.conflicts) == ((), ())
        assert [str(change) for change in back.taken] == ["P2, area_ha: '7.5 ha' → '9 ha'"]

    def test_strangers_merge_without_losing_anything(
        self, kept: Store, two_ponds: SiteRegister
    ) -> None:
        moved = replace(two_ponds.sites[1], site_id="P3")
        kept.save_inventory("other", SiteRegister("other", (moved,)), **ME)

        plan = kept.plan_merge("ponds", "other")
        kept.merge("ponds", "other", **ME)

        assert plan.base == "no common past"
        merged = kept.load_inventory("ponds")
        assert set(merged.by_id()) == {"P1", "P2", "P3"}
        assert (merged.title, merged.sources) == (two_ponds.title, two_ponds.sources)

    def test_a_merge_is_undone_like_any_change(
        self, kept: Store, two_ponds: SiteRegister
    ) -> None:
        kept.copy_inventory("ponds", "field", **ME)
        kept.remove_site("field", "P1", **ME)
        kept.merge("ponds", "field", **ME)
        assert len(kept.load_inventory("ponds")) == 1

        kept.undo("ponds", **ME)

        assert kept.load_inventory("ponds") == two_ponds

    def test_a_copy_needs_a_new_name(self, kept: Store) -> None:
        with pytest.raises(StoreError, match="found one of that name"):
            kept.copy_inventory("ponds", "ponds", **ME)

"""Ids that name a withheld site have plain ones in their place, once and for all."""

from __future__ import annotations

from dataclasses import replace

import pytest

from prioritizer.domain.criterion import Branch
from prioritizer.domain.mentions import pattern_of
from prioritizer.domain.reference import PolicyEntry
from prioritizer.readers.criteria import read_criteria
from prioritizer.readers.reference import read_reference
from prioritizer.workflow.sites.told import told_criteria, told_reference, untold
from prioritizer.workflow.sites.told_ids import plain_ids, plain_names, renamed

SECRET = pattern_of({"Canary Hollow", "QX-907", "Criterion"}, shortest=1)
assert SECRET is not None


def test_plain_ids_count_up_and_are_taken_by_no_other() -> None:
    found = [("list", "list_1", ""), ("list", "qx_907", ""), ("list", "canary_hollow_b", "")]

    assert plain_names(found, SECRET) == {"qx_907": "list_2", "canary_hollow_b": "list_3"}


def test_a_kind_that_is_the_name_of_a_site_gives_way() -> None:
    assert plain_names([("criterion", "qx_907", "")], SECRET) == {"qx_907": "own_1"}


def test_an_id_that_was_cut_within_a_name_is_told_by_the_name() -> None:
    found = [("item", "far_from_canary_h", "Far from Canary Hollow"), ("item", "far", "Far")]

    once = plain_names(found, SECRET)

    assert once == {"far_from_canary_h": "item_1"}
    assert plain_names([("item", "item_1", "Far from Canary Hollow")], SECRET) == {}


def test_ids_of_the_tool_stay() -> None:
    named = pattern_of({"grade", "equal", "EU-CRM-2024"}, shortest=1)
    assert named is not None

    both = plain_ids(named, criteria=read_criteria("default"), reference=read_reference())

    assert both == {}


def test_all_that_hangs_on_an_id_follows_it_and_comes_back() -> None:
    base = read_criteria("default")
    first, *others = base.criteria
    own = replace(first, id="canary_hollow", classes={"near QX-907": 1.0, "far": 0.0})
    ids = (own.id, *(one.id for one in others))
    typed = replace(
        base,
        id="canary_hollow_set",
        criteria=(own, *others),
        branches=(Branch("b", "Branch", "", ids[:2]), Branch("c", "Other", "", ids[2:])),
        profiles=(replace(base.profiles[0], points=dict.fromkeys(ids, 1.0)),),
    )

    told = told_criteria(typed, SECRET)

    assert told.criteria[0].id == told.branches[0].members[0] == next(iter(told.even_points()))
    assert not SECRET.search(repr(told).replace("criterion", "").replace("Criterion", ""))
    assert list(told.criteria[0].classes.values()) == [1.0, 0.0]
    assert untold(told, told, typed) == typed
    changed = untold(replace(told, title="Ours"), told, typed)
    assert changed == replace(typed, title="Ours")


def test_lists_of_a_persons_own_have_plain_ids_where_they_are_in_force() -> None:
    base = read_reference()
    entry = PolicyEntry("canary-hollow", "Cu", "critical")
    tables = replace(
        base,
        policy=(*base.policy, entry),
        policy_titles={**base.policy_titles, "canary-hollow": "own list canary-hollow.csv"},
        policy_lists=("EU-CRM-2024", "canary-hollow"),
    )

    told = told_reference(tables, SECRET)

    assert told.policy_lists == ("EU-CRM-2024", "list_1")
    assert told.policy[-1].list_id == "list_1"
    assert told.policy_titles["list_1"] == "withheld"
    assert told_reference(told, SECRET) is told
    assert renamed(("a", {"b": "c"}), {"b": "d"}) == ("a", {"d": "c"})


@pytest.mark.parametrize("name", ["Dam", "Grade", "Mine", "EU", "1", "km", "tailings"])
def test_texts_of_the_tool_stay_whatever_a_site_is_called(name: str) -> None:
    secret = pattern_of({name}, shortest=1)
    reference = read_reference()

    for criteria in map(read_criteria, ("default", "detailed", "screening", "contained")):
        assert told_criteria(criteria, secret) == criteria
    assert told_reference(reference, secret) is reference


def test_a_text_of_a_persons_own_is_withheld_beside_those_of_the_tool() -> None:
    secret = pattern_of({"Dam"}, shortest=1)
    base = read_criteria("default")
    first, *others = base.criteria
    own = replace(base, criteria=(replace(first, description="As at Dam."), *others))

    told = told_criteria(own, secret)

    assert told == replace(base, criteria=(replace(first, description="withheld"), *others))

"""Differences and merges of small states, written out by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prioritizer.domain.inventory_merge import Side
from prioritizer.domain.inventory_value import EXISTS, Confidence, Value, ValueKind
from prioritizer.storage.inventory.differences import State, difference, updates
from prioritizer.storage.inventory.merging import plan_merge, settle


def text(words: str) -> Value:
    return Value(ValueKind.TEXT, text=words)


def number(best: float, **evidence: object) -> Value:
    return Value(ValueKind.NUMBER, best=best, **evidence)  # type: ignore[arg-type]


def site(**values: Value) -> dict[str, Value]:
    return {EXISTS: Value(ValueKind.SITE, text="A", best=2.0), **values}


def after(
    ours: State, theirs: State, base: State | None, prefer: Side
) -> dict[str, dict[str, Value]]:
    """Return ours with the merge written into it."""
    plan = plan_merge(base, ours, theirs)
    result = {site_id: dict(values) for site_id, values in ours.items()}
    for change in settle(plan, theirs, ours, {}, prefer):
        values = result.setdefault(change.site_id, {})
        if change.after is None:
            values.pop(change.field)
        else:
            values[change.field] = change.after
    return {site_id: values for site_id, values in result.items() if values}


def test_a_difference_names_sites_and_values() -> None:
    before = {"A": site(name=text("a"), area=number(1.0)), "B": site()}
    now = {"A": site(name=text("b"), area=number(1.0)), "C": site()}

    found = difference(before, now)

    assert (found.added, found.removed) == (("C",), ("B",))
    assert [str(change) for change in found.changed] == ["A, name: 'a' → 'b'"]


def test_row_and_order_are_no_difference() -> None:
    before = {"A": {EXISTS: Value(ValueKind.SITE, text="A", best=2.0, position=0)}}
    now = {"A": {EXISTS: Value(ValueKind.SITE, text="A", best=9.0, position=4)}}

    assert difference(before, now).is_empty


def test_evidence_is_a_difference() -> None:
    found = difference(
        {"A": site(area=number(1.0))}, {"A": site(area=number(1.0, confidence=Confidence.LOW))}
    )

    assert [change.field for change in found.changed] == ["area"]


def test_a_value_that_stays_keeps_its_evidence() -> None:
    kept = number(1.0, low=0.5, confidence=Confidence.HIGH)

    assert updates({"area": kept}, {"area": number(1.0)}) == {}
    assert updates({"area": kept}, {"area": number(2.0)}) == {"area": number(2.0)}
    assert updates({"area": kept}, {}) == {"area": None}


BASE = {"A": site(name=text("a"), area=number(1.0), owner=text("o"))}


def test_each_side_keeps_what_only_it_changed() -> None:
    ours = {"A": site(name=text("ours"), area=number(1.0), owner=text("o"))}
    theirs = {"A": site(name=text("a"), area=number(3.0))}

    plan = plan_merge(BASE, ours, theirs)

    assert plan.conflicts == ()
    assert {(c.field, c.after) for c in plan.taken} == {("area", number(3.0)), ("owner", None)}


def test_what_both_changed_is_a_conflict_and_the_same_change_is_none() -> None:
    ours = {"A": site(name=text("x"), area=number(2.0), owner=text("same"))}
    theirs = {"A": site(name=text("y"), area=number(1.0), owner=text("same"))}

    plan = plan_merge(BASE, ours, theirs)

    assert plan.taken == ()
    assert [str(conflict) for conflict in plan.conflicts] == ["A, name: ours 'x', theirs 'y'"]


def test_a_site_removed_on_one_side_and_left_alone_on_the_other_goes() -> None:
    assert after(BASE, {}, BASE, Side.OURS) == {}
    assert plan_merge(BASE, {}, BASE).taken == ()


def test_a_site_removed_on_one_side_and_changed_on_the_other_is_one_conflict() -> None:
    changed = {"A": site(name=text("changed"))}

    assert [str(c) for c in plan_merge(BASE, changed, {}).conflicts] == [
        "A: removed in theirs, changed in ours"
    ]
    assert [str(c) for c in plan_merge(BASE, {}, changed).conflicts] == [
        "A: removed in ours, changed in theirs"
    ]
    assert after({}, changed, BASE, Side.THEIRS) == changed
    assert after(changed, {}, BASE, Side.THEIRS) == {}


def test_without_a_common_past_nothing_is_removed_and_every_difference_is_a_conflict() -> None:
    ours = {"A": site(name=text("x"), owner=text("o")), "B": site()}
    theirs = {"A": site(name=text("y"), area=number(1.0)), "C": site()}

    plan = plan_merge(None, ours, theirs)

    assert [(c.site_id, c.field) for c in plan.conflicts] == [("A", "name")]
    assert {(c.site_id, c.field) for c in plan.taken} == {("A", "area"), ("C", EXISTS)}


def test_a_choice_goes_before_the_preference() -> None:
    ours, theirs = {"A": site(name=text("x"))}, {"A": site(name=text("y"))}
    plan = plan_merge(None, ours, theirs)

    assert settle(plan, theirs, ours, {("A", "name"): Side.OURS}, Side.THEIRS) == []
    assert len(settle(plan, theirs, ours, {("A", "name"): Side.THEIRS}, Side.OURS)) == 1
    assert plan.unsettled({}, None) == list(plan.conflicts)
    assert plan.unsettled({("A", "name"): Side.OURS}, None) == []


FIELDS = st.dictionaries(
    st.sampled_from(["name", "owner", "notes"]),
    st.sampled_from(["1", "2"]).map(text),
    max_size=3,
)
STATES = st.dictionaries(
    st.sampled_from(["A", "B", "C"]), FIELDS.map(lambda values: site(**values)), max_size=3
)


@given(STATES, STATES)
def test_merging_what_did_not_move_gives_the_side_that_did(base: State, moved: State) -> None:
    assert after(base, moved, base, Side.OURS) == moved
    assert after(moved, base, base, Side.OURS) == moved


@given(STATES, STATES, STATES)
def test_both_directions_meet_when_the_same_side_wins(
    base: State, one: State, other: State
) -> None:
    assert after(one, other, base, Side.THEIRS) == after(other, one, base, Side.OURS)


@given(STATES, STATES)
def test_a_merge_with_itself_changes_nothing(base: State, state: State) -> None:
    for past in (base, None):
        plan = plan_merge(past, state, state)
        assert (plan.taken, plan.conflicts) == ((), ())


@pytest.mark.parametrize("prefer", list(Side))
@given(STATES, STATES)
def test_a_merge_without_a_past_loses_no_site(prefer: Side, one: State, other: State) -> None:
    assert after(one, other, None, prefer).keys() == one.keys() | other.keys()

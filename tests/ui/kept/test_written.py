"""What waits becomes states and tables: few states, and each table once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from prioritizer.ui.kept.written import as_inventory, written
from prioritizer.ui.shell import cache
from prioritizer.ui.shell.choices import CHOICES, LASTING
from prioritizer.workflow.projects import tables
from prioritizer.workflow.projects.behind import Waiting
from prioritizer.workflow.projects.opening import ProjectStore, open_projects

FRESH = {name: CHOICES[name].default for name in LASTING} | {"inventory": cache.sample()}


@pytest.fixture
def store(tmp_path: Path) -> ProjectStore:
    return open_projects(tmp_path / "new" / "projects.db")


def step(before: Mapping[str, Any], *, is_quiet: bool = False, **changed: Any) -> Waiting:
    return Waiting("p", "ada", "Ponds", {**before, **changed}, before, is_quiet=is_quiet)


def moves(*points: float) -> list[Waiting]:
    """Return the changes of a gesture on the weight of the grade."""
    first, *others = (
        step(FRESH, points={"grade": one}, profile="mine", who=str(one)) for one in points
    )
    return [first, *(replace(one, is_more=True) for one in others)]


def said(store: ProjectStore, *waiting: Waiting) -> list[str]:
    (new,), _ = written(waiting, store)
    return [one.said for one in new.states]


def test_one_weight_moved_many_times_is_one_step(store: ProjectStore) -> None:
    first = Waiting("p", "ada", "Ponds", FRESH)
    moved = moves(30.0, 40.0, 50.0)
    method = step(moved[-1].values, method="topsis")

    found = said(store, first, *moved, method)

    assert found[0] == "Start"
    assert found[1].startswith("Weights: Grade ")
    assert found[1].endswith("→ 50")
    assert found[2:] == ["Method: Weighted sum → TOPSIS"]


def test_a_gesture_goes_on_in_the_next_write(store: ProjectStore) -> None:
    first, *others = moves(30.0, 40.0, 50.0)

    (before,), _ = written([first], store)
    (after,), _ = written(others, store)

    assert [one.is_more for one in (*before.states, *after.states)] == [False, True]
    assert after.states[0].said.endswith("→ 50")
    assert after.states[0].choices["points"] == {"grade": 50.0}


def test_two_changes_that_are_no_gesture_are_two_steps(store: ProjectStore) -> None:
    one = step(FRESH, method="topsis")

    assert len(said(store, one, step(one.values, method="vikor"))) == 2


def test_what_a_page_fills_in_joins_the_step_before(store: ProjectStore) -> None:
    one = step(FRESH, method="topsis")
    along = step(one.values, who="Ada", is_quiet=True)

    (new,), _ = written([one, along], store)

    assert [state.said for state in new.states] == ["Method: Weighted sum → TOPSIS"]
    assert new.states[0].choices["who"] == "Ada"


def test_a_table_is_kept_once_and_comes_back_exact(store: ProjectStore) -> None:
    own = replace(cache.sample(), digest="own", is_sample=False)
    batch = [step(FRESH, inventory=own), step({**FRESH, "inventory": own}, method="topsis")]

    news, contents = written(batch, store)
    store.save(news, contents)
    _, again = written(batch, store)

    assert len(contents) == 1
    assert again == {}
    ((digest, content),) = contents.items()
    assert {state.table for new in news for state in new.states} == {digest}
    assert repr(as_inventory(tables.read(store.table(digest)))) == repr(own)
    assert content == store.table(digest)


def test_two_tables_that_claim_one_digest_are_kept_apart(store: ProjectStore) -> None:
    sample = cache.sample()
    few = replace(sample.register, sites=sample.register.sites[:3])
    liar = replace(sample, register=few)

    _, contents = written([step(FRESH, inventory=liar), step(FRESH, method="topsis")], store)

    assert len(contents) == 2

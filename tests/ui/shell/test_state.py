"""A callback that a newer message cuts short leaves all of what it set, or nothing."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
import streamlit as st

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.readers.criteria import read_criteria
from prioritizer.ui.shell import session, state

SET_TOGETHER = (
    *("points", "local_points", "mine", "profile", "weight_source", "mine_source"),
    *("start_sliders", "start_points"),
)


class Cut(BaseException):
    """What Streamlit raises in a run that is to make room for a newer one."""


class CutState(dict[str, Any]):
    """A session state in which any access may be the last one of a run."""

    left: int | None = None

    def _tick(self) -> None:
        if self.left is not None:
            if self.left == 0:
                raise Cut
            self.left -= 1

    def __getitem__(self, key: str) -> Any:
        self._tick()
        return super().__getitem__(key)

    def __setitem__(self, key: str, value: Any) -> None:
        self._tick()
        super().__setitem__(key, value)

    def __contains__(self, key: object) -> bool:
        self._tick()
        return super().__contains__(key)

    def get(self, key: str, default: Any = None) -> Any:
        self._tick()
        return super().get(key, default)

    def setdefault(self, key: str, default: Any = None) -> Any:
        self._tick()
        return super().setdefault(key, default)


def opened(monkeypatch: pytest.MonkeyPatch, criteria: CriteriaSet) -> CutState:
    """Return the state of a page that has been drawn once with equal weights."""
    found = CutState()
    monkeypatch.setattr(st, "session_state", found)
    session.start(criteria)
    found[state.widget("profile")] = state.get("profile")
    for name, shown in session.sliders(criteria).items():
        found[state.weight_key(name)] = round(shown)
    return found


def chosen(criteria: CriteriaSet) -> list[Any]:
    """Return what was chosen, and what the widgets would show when drawn."""
    sliders = [state.slid(name, round(p)) for name, p in session.sliders(criteria).items()]
    return [*(state.get(name) for name in SET_TOGETHER), sliders, state.shown("profile")]


def outcomes(
    monkeypatch: pytest.MonkeyPatch,
    criteria: CriteriaSet,
    move: Callable[[CutState], None],
    callback: Callable[[CriteriaSet], None],
) -> list[list[Any]]:
    """Return what was chosen after the callback was cut at each access, the last time not."""
    found = []
    for left in range(1000):
        kept = opened(monkeypatch, criteria)
        move(kept)
        kept.left = left
        with suppress(Cut):
            callback(criteria)
        is_whole = kept.left != 0
        kept.left = None
        state.complete()
        found.append(chosen(criteria))
        if is_whole:
            return found
    raise AssertionError("the callback has no end")


@pytest.mark.parametrize("name", ["default", "detailed"])
def test_a_moved_slider_is_taken_whole_or_not_at_all(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    criteria = read_criteria(name)
    first = criteria.tree()[0].id

    def move(kept: CutState) -> None:
        kept[state.weight_key(first)] = 25

    found = outcomes(monkeypatch, criteria, move, session.take_points)

    untouched, taken = found[0], found[-1]
    assert taken[3] == session.MINE
    assert untouched[3] == "equal"
    assert [one for one in found if one not in (untouched, taken)] == []
    assert len(found) > 10


def test_a_profile_sets_points_and_sliders_or_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    criteria = read_criteria("default")

    def choose(kept: CutState) -> None:
        kept[state.widget("profile")] = "risk-first"

    found = outcomes(monkeypatch, criteria, choose, session.take_profile)

    untouched, taken = found[0], found[-1]
    assert taken[3] == "risk-first"
    assert taken[8] == [round(taken[0][name]) for name in criteria.ids]
    assert [one for one in found if one not in (untouched, taken)] == []


@pytest.mark.parametrize("standing", [[25, 20, 20, 20, 20], [25], ["x"] * 5, [None] * 5])
def test_a_browser_that_stands_elsewhere_is_believed_if_it_makes_sense(
    monkeypatch: pytest.MonkeyPatch, standing: list[Any]
) -> None:
    criteria = read_criteria("default")
    opened(monkeypatch, criteria)

    session.take_standing(criteria, standing)

    is_taken = standing == [25, 20, 20, 20, 20]
    assert state.get("profile") == (session.MINE if is_taken else "equal")
    assert state.get("points")["grade"] == (25.0 if is_taken else 20.0)


@pytest.mark.parametrize("name", ["default", "detailed"])
def test_a_weight_that_is_moved_and_moved_back_leaves_all_weights_to_the_bit(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    criteria = read_criteria(name)
    kept = opened(monkeypatch, criteria)
    shares = {one: 1 / (3 + k) for k, one in enumerate(criteria.ids)}
    session.use_weights(criteria, shares, "swing")
    before, sliders = session.points(), session.sliders(criteria)
    first, *others = [node.id for node in criteria.tree() if not node.parent]

    for place in (round(sliders[first]) + 7, round(sliders[first])):
        for node, value in session.sliders(criteria).items():
            kept[state.weight_key(node)] = round(value)
        kept[state.weight_key(first)] = place
        session.take_points(criteria)
        now = session.sliders(criteria)
        assert [now[one] for one in others] == [sliders[one] for one in others]
        assert state.get("profile") == session.MINE

    assert session.points() == before
    assert session.sliders(criteria) == sliders

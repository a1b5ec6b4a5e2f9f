"""The shelf of choices: each owner's own, few of them, and for hours only."""

from __future__ import annotations

import pytest

from prioritizer.ui.shell.choices import CHOICES, Scope
from prioritizer.ui.shell.shelf import MOST, MOST_EACH, MOST_SITES, SECONDS, Kept, Shelf


class Clock:
    """A clock that stands until it is turned."""

    def __init__(self) -> None:
        self.seconds = 1_000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def shelf(clock: Clock) -> Shelf:
    return Shelf(clock)


def kept(visit: str, shelf: Shelf, *, table: str = "", n_sites: int = 0) -> Kept:
    return Kept(visit, {"profile": visit}, visit, table, n_sites, shelf.now())


def visits(shelf: Shelf, owner: str) -> list[str]:
    return [one.visit for one in shelf.of(owner)]


def test_a_link_to_sign_in_is_never_kept() -> None:
    links = [choice for name, choice in CHOICES.items() if "link" in name]

    assert links
    assert {choice.scope for choice in links} == {Scope.SCREEN}


def test_the_last_page_comes_first_and_another_owner_has_nothing(shelf: Shelf) -> None:
    shelf.keep("ada", kept("a", shelf))
    shelf.keep("ada", kept("b", shelf))
    shelf.keep("ada", kept("a", shelf))

    assert visits(shelf, "ada") == ["a", "b"]
    assert visits(shelf, "bo") == []
    assert visits(shelf, "") == []


def test_what_was_kept_is_gone_after_some_hours(shelf: Shelf, clock: Clock) -> None:
    shelf.keep("ada", kept("a", shelf))

    clock.seconds += SECONDS
    assert visits(shelf, "ada") == ["a"]
    clock.seconds += 1
    assert visits(shelf, "ada") == []
    assert not shelf._kept


def test_an_owner_has_few_and_takes_no_place_from_others(shelf: Shelf) -> None:
    shelf.keep("bo", kept("first", shelf))
    for number in range(50):
        shelf.keep("ada", kept(f"{number}", shelf))

    assert visits(shelf, "ada") == ["49", "48", "47"][:MOST_EACH]
    assert visits(shelf, "bo") == ["first"]


def test_the_shelf_is_bounded_in_pages_and_in_sites(shelf: Shelf) -> None:
    for number in range(MOST + 20):
        shelf.keep(f"{number}", kept("a", shelf))
    assert len(shelf._kept) == MOST
    assert visits(shelf, "0") == []

    half = MOST_SITES // 2
    for number in range(4):
        shelf.keep(f"big {number}", kept("a", shelf, table=f"table {number}", n_sites=half))
    assert [visits(shelf, f"big {number}") for number in range(4)] == [[], [], ["a"], ["a"]]


def test_one_table_of_several_pages_takes_its_place_once(shelf: Shelf) -> None:
    for number in range(4):
        shelf.keep(f"{number}", kept("a", shelf, table="same", n_sites=MOST_SITES))

    assert all(visits(shelf, f"{number}") for number in range(4))

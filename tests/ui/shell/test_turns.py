"""Work that can wait takes turns, and leaves most of the time to those who wait."""

from __future__ import annotations

from prioritizer.ui.shell.turns import REST, Turns


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_one_session_works_at_a_time() -> None:
    turns = Turns(Clock())
    assert turns.begin("a")
    assert not turns.begin("b")
    assert not turns.begin("a")
    turns.end()
    assert turns.begin("a")


def test_the_others_rest_a_session_alone_does_not() -> None:
    clock = Clock()
    turns = Turns(clock)
    assert turns.begin("a")
    clock.now += 2
    turns.end()
    assert turns.begin("a")
    clock.now += 1
    turns.end()
    assert not turns.begin("b")
    assert not turns.begin("a"), "somebody waits"
    clock.now += REST - 0.1
    assert not turns.begin("b")
    clock.now += 0.2
    assert turns.begin("b")


def test_in_a_full_room_at_most_a_fifth_of_the_time_is_work() -> None:
    clock = Clock()
    turns = Turns(clock)
    worked = 0.0
    for step in range(2000):
        who = f"s{step % 25}"
        if turns.begin(who):
            clock.now += 0.5
            worked += 0.5
            turns.end()
        clock.now += 0.04
    assert 0.15 <= worked / (clock.now - 100) <= 0.21

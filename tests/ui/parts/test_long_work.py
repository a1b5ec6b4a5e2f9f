"""Work that takes long: made once for everybody, and not while it stands cancelled."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from prioritizer.ui.parts.long_work import LongWork
from prioritizer.ui.parts.working import Working
from prioritizer.ui.shell import state

WORK = LongWork[str]("test", "Beginning …", "the answer to <b>", most=2)
MADE: list[str] = []


def make(key: str, work: Working) -> str:
    work.counted(1, 2, "Done {n} parts")
    MADE.append(key)
    return f"answer {key}"


def script() -> None:
    from functools import partial

    import streamlit as st

    from tests.ui.parts import test_long_work as here

    key = st.text_input("Key", "one")
    found = here.WORK.shown(key, partial(here.make, key))
    st.text(f"found {found}")


@pytest.fixture
def app() -> AppTest:
    MADE.clear()
    WORK.kept._kept.clear()
    return AppTest.from_function(script).run()


def texts(app: AppTest) -> list[str]:
    assert not app.exception
    return [one.value for one in app.text]


def ask(app: AppTest, key: str) -> None:
    app.text_input[0].set_value(key).run()


def test_a_result_is_made_once_and_the_oldest_is_forgotten(app: AppTest) -> None:
    app.run()
    assert texts(app) == ["found answer one"]
    assert MADE == ["one"]
    for key in ("two", "one", "three", "one"):
        ask(app, key)

    assert MADE == ["one", "two", "three", "one"]


def test_nothing_of_the_progress_is_left(app: AppTest) -> None:
    assert texts(app) == ["found answer one"]
    assert len(app.button) == 0
    assert not app.get("progress")


def test_cancelled_work_waits_for_its_button_and_other_work_does_not(app: AppTest) -> None:
    mark = WORK._mark("four")
    app.session_state["choice.work_cancelled"] = (mark,)
    ask(app, "four")
    assert texts(app) == ["found None"]
    [note] = [one.proto.body for one in app.get("html")]
    assert "Not worked out, because you cancelled it: the answer to &lt;b&gt;." in note
    ask(app, "five")
    assert texts(app) == ["found answer five"]
    ask(app, "four")
    assert MADE == ["one", "five"]

    app.button(key="again-test").click().run()

    assert texts(app) == ["found answer four"]
    assert app.session_state["choice.work_cancelled"] == ()


def test_what_somebody_else_has_finished_is_shown_though_it_was_cancelled(
    app: AppTest,
) -> None:
    app.session_state["choice.work_cancelled"] = (WORK._mark("six"),)
    WORK.kept.keep("six", "theirs")

    ask(app, "six")

    assert texts(app) == ["found theirs"]
    assert len(app.button) == 0


def test_a_page_remembers_so_many_cancelled_works(monkeypatch: pytest.MonkeyPatch) -> None:
    from prioritizer.ui.parts import long_work

    kept: dict[str, tuple[str, ...]] = {"work_cancelled": ()}
    monkeypatch.setattr(state, "get", kept.__getitem__)
    monkeypatch.setattr(state, "put", kept.__setitem__)
    for n in range(long_work.MOST_CANCELLED + 3):
        long_work.cancel(f"work {n}")
    long_work.cancel("work 10")

    marks = kept["work_cancelled"]
    assert len(marks) == long_work.MOST_CANCELLED == len(set(marks))
    assert marks[-1] == "work 10"
    long_work.begin_again("work 10")
    assert not long_work.is_cancelled("work 10")
    assert long_work.is_cancelled("work 11")
